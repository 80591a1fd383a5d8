"""Words that are not ours are shown and never read as Markdown: no call of the app forgets to see to that."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from hea.app import show
from hea.app.markdown import WORD_JOINER, Markdown, as_html, plain_text
from hea.proposal import TURNING

APP = Path(__file__).parents[2] / "hea" / "app"
SHOWING = {
    *("badge", "button", "caption", "chat_message", "checkbox", "date_input", "download_button", "error"),
    *("expander", "feedback", "file_uploader", "form_submit_button", "header", "help", "info", "link_button"),
    *("markdown", "metric", "multiselect", "number_input", "page_link", "pills", "popover", "progress"),
    *("radio", "segmented_control", "select_slider", "selectbox", "slider", "spinner", "status", "subheader"),
    *("success", "tabs", "text_area", "text_input", "time_input", "title", "toast", "toggle", "warning"),
    "write",
}
"""Calls of Streamlit whose words are read as Markdown."""
NAMED = frozenset({"body", "help", "label", "text", "title", "captions"})
"""Arguments that are read so as well."""
OPTIONS_ARE_MARKDOWN = frozenset({"pills", "radio", "segmented_control"})
FIGURES = frozenset(
    {"number", "percent", "plain", "exact", "date", "month", "len", "sum", "round", "isoformat"}
)
"""They make figures and names of months."""
OURS = frozenset({"method.page()", "method.guide()"})
"""Documents of ours that are written in Markdown."""
MODULES = frozenset(path.stem for path in APP.rglob("*.py"))
STRING = frozenset({"lower", "upper", "strip", "rstrip", "join"})
NOT_FIRST = frozenset({"page_link", "progress"})
"""Their first argument is no text."""


def called(node: ast.expr) -> str:
    """The last word of what is called."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def says_markdown(annotation: ast.expr) -> bool:
    """Whether a type is Markdown, or that or nothing."""
    return ast.unparse(annotation) in ("Markdown", "Markdown | None")


def harmless_functions(trees: list[ast.Module]) -> frozenset[str]:
    """Functions that say they give Markdown; mypy sees to it that they do."""
    found = {"Markdown"}
    for tree in trees:
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef) and node.returns is not None:
                found |= {node.name} if says_markdown(node.returns) else set()
    return frozenset(found)


class Scope:
    """What is known of the names in one function."""

    def __init__(self, function: ast.AST, harmless: frozenset[str], outer: "Scope | None" = None) -> None:
        self.harmless, self.outer = harmless, outer
        self.given: dict[str, list[ast.expr | None]] = {}
        """What each name may stand for; ``None`` for anything."""
        if isinstance(function, ast.FunctionDef):
            for argument in ast.walk(function.args):
                if isinstance(argument, ast.arg):
                    ours = argument.annotation is not None and says_markdown(argument.annotation)
                    self.given[argument.arg] = [ast.Constant("") if ours else None]
        for node in own_nodes(function):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, value=value) if value is not None:
                self._bind(target, value)
            case ast.NamedExpr(target=target, value=value) | ast.AugAssign(target=target, value=value):
                self._bind(target, value)
            case ast.For(target=target, iter=source) | ast.comprehension(target=target, iter=source):
                counted = isinstance(source, ast.Call) and called(source.func) == "enumerate"
                self._bind(target, ast.Tuple([ast.Constant(0), ast.Name("")]) if counted else None)
            case ast.Call(func=ast.Attribute(value=ast.Name() as held, attr="append"), args=[told]):
                self._bind(held, told)

    def _bind(self, target: ast.expr, value: ast.expr | None) -> None:
        if isinstance(target, ast.Name):
            self.given.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple | ast.List):
            values = value.elts if isinstance(value, ast.Tuple) else [None] * len(target.elts)
            for part, given in zip(target.elts, values, strict=False):
                self._bind(part, given)

    def safe(self, node: ast.expr | None) -> bool:
        """Whether an expression can hold no words of others that Markdown would act on."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts):
                return all(map(self.safe, parts))
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                return all(map(self.safe, parts))
            case ast.FormattedValue(format_spec=ast.JoinedStr(values=[ast.Constant(value=form)])) if (
                "%" in form
            ):
                return True  # words cannot be written as a moment
            case ast.BinOp(right=ast.Constant(value=int())):
                return True  # nor can one be added to them
            case ast.BinOp(op=ast.Mult(), left=left):
                return self.safe(left)
            case ast.FormattedValue(value=inner) | ast.Lambda(body=inner) | ast.Starred(value=inner):
                return self.safe(inner)
            case ast.ListComp(elt=inner) | ast.GeneratorExp(elt=inner):
                return self.safe(inner)
            case ast.IfExp(body=first, orelse=second) | ast.BinOp(left=first, right=second):
                return self.safe(first) and self.safe(second)
            case ast.Call():
                return self._safe_call(node)
            case ast.Name(id=name):
                return self._safe_name(name)
        return False

    def _safe_call(self, node: ast.Call) -> bool:
        name = called(node.func)
        if name == "map":
            return self.safe(node.args[0])
        if name in FIGURES or name in self.harmless:
            return True
        if name == "text":
            return all(word.arg is not None and self.safe(word.value) for word in node.keywords)
        if name in STRING and isinstance(node.func, ast.Attribute):
            return self.safe(node.func.value) and all(map(self.safe, node.args))
        return False

    def _safe_name(self, name: str) -> bool:
        if name in self.harmless:
            return True
        if name in self.given:
            held, self.given[name] = self.given[name], []  # a name that is made of itself
            try:
                return all(value is not None and self.safe(value) for value in held)
            finally:
                self.given[name] = held
        return self.outer is not None and self.outer.safe(ast.Name(name))


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """Everything in a function but what stands in functions of its own."""
    for child in ast.iter_child_nodes(function):
        yield child
        if not isinstance(child, ast.FunctionDef):
            yield from own_nodes(child)


def faults(tree: ast.Module, harmless: frozenset[str]) -> list[str]:
    """Calls that show words of which it is not certain that they are harmless."""

    def of(function: ast.AST, outer: Scope | None) -> Iterator[str]:
        scope = Scope(function, harmless, outer)
        for node in own_nodes(function):
            if isinstance(node, ast.FunctionDef):
                yield from of(node, scope)
            elif isinstance(node, ast.Call) and not shown_safely(node, scope):
                yield f"{node.lineno}: {ast.unparse(node)[:90]}"

    return list(of(tree, None))


def shown_safely(node: ast.Call, scope: Scope) -> bool:
    """Whether every argument of a call that Streamlit reads as Markdown is harmless."""
    name = called(node.func)
    if name == "Markdown":
        return ast.unparse(node.args[0]) in OURS or scope.safe(node.args[0])
    if not isinstance(node.func, ast.Attribute) or name not in SHOWING:
        return True
    if ast.unparse(node.func.value) in MODULES:
        return True  # what it shows is looked at where it does so
    told = node.args if name == "write" else [] if name in NOT_FIRST else node.args[:1]
    told = told + [word.value for word in node.keywords if word.arg in NAMED]
    told += [w.value for w in node.keywords if w.arg == "format_func" and name in OPTIONS_ARE_MARKDOWN]
    return all(map(scope.safe, told))


PARSED = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(APP.rglob("*.py"))}
HARMLESS = harmless_functions(list(PARSED.values()))
TREES = {path: tree for path, tree in PARSED.items() if path.name != "markdown.py"}


@pytest.mark.parametrize("path", TREES, ids=lambda path: str(path.relative_to(APP)))
def test_whatever_a_page_shows_is_ours_or_made_harmless(path: Path) -> None:
    assert faults(TREES[path], HARMLESS) == [], "wrap what is shown in plain_text"


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("st.write(text('a', lang))", False),
        ("st.write(text('a', lang, count=len(rows), size=number(1.0, lang)))", False),
        ("st.write(text('a', lang, name=row.name))", True),
        ("st.write(text('a', lang, **values))", True),
        ("st.write(plain_text(text('a', lang, name=row.name)))", False),
        ("left.button(f'**{row.name}**')", True),
        ("left.button(f'**{plain_text(row.name)}**')", False),
        ("st.radio(text('a', lang), rows, format_func=lambda row: row.name)", True),
        ("st.radio(text('a', lang), rows, format_func=names.__getitem__)", True),
        ("st.radio(text('a', lang), rows, format_func=lambda row: plain_text(row.name))", False),
        ("st.tabs([row.name for row in rows])", True),
        ("words = text('a', lang)\nst.caption(words)", False),
        ("words = text('a', lang)\nwords = row.name\nst.caption(words)", True),
        ("words = 'a'\nwords += row.name\nst.caption(words)", True),
        ("for words in rows:\n    st.error(words)", True),
        ("def show(words: str):\n    st.error(words)", True),
        ("def show(words: Markdown):\n    st.error(words)", False),
        ("st.caption(Markdown(row.name))", True),
        ("words = Markdown(row.name)", True),
        ("told = []\nfor row in rows:\n    told.append(row.name)\nst.write(' '.join(told))", True),
        ("for number, row in enumerate(rows):\n    st.write(f'{number}')", False),
        ("for number, row in enumerate(rows):\n    st.write(f'{row}')", True),
        ("st.write(*map(plain_text, rows))", False),
        ("st.write(*map(str, rows))", True),
        ("st.text_input(text('a', lang), help=row.name)", True),
        ("st.progress(0.5, text=row.name)", True),
        ("st.error(text('a', lang), title=row.name)", True),
        ("st.text(row.name)", False),
        ("st.write(f'{row.at:%d-%m-%Y}')", False),
        ("st.write(text('a', lang, number=index + 1))", False),
    ],
)
def test_the_search_finds_what_is_shown_as_it_is(code: str, found: bool) -> None:
    assert bool(faults(ast.parse(code), frozenset({"plain_text", "Markdown"}))) == found


BACKSLASH = "\\"
HOSTILE = (
    "![x](http://kwaad.example/x.png)",
    "[link](http://kwaad.example)",
    "<b>vet</b>",
    "<img src='http://kwaad.example/d.png'>",
    "$x^2$",
    "**vet** __vet__ *scheef* _scheef_ ~~weg~~",
    "`code` en ```code```",
    "een\n\n# kop\n\n- lijst\n\n    code",
    "# kop",
    "- lijst",
    "1. lijst",
    "99) lijst",
    "> aangehaald",
    "www.kwaad.example",
    "https://kwaad.example/c",
    "[x]: http://kwaad.example",
    "&lt;b&gt; &#33;",
    "a\\*b*c*",
    "a|b\n-|-\nc|d",
    "kop\n===",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_of_others_come_out_as_they_are(words: str) -> None:
    reader = MarkdownIt("gfm-like", {"linkify": False})
    (opening, inside, closing) = reader.parse(f"Gelezen {plain_text(words)}")
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    assert {part.type for part in inside.children or ()} <= {"text", "text_special"}
    told = "".join(part.content for part in inside.children or ()).replace(WORD_JOINER, "")
    assert told == "Gelezen " + " ".join(words.split())
    assert reader.parse(plain_text(words))[0].type == "paragraph_open"


@pytest.mark.parametrize("words", [":material/home:", ":smile:", ":streamlit:", "a -> b", "x@y.nl"])
def test_what_streamlit_makes_of_names_and_arrows_is_broken(words: str) -> None:
    told = plain_text(words).replace(BACKSLASH, "")
    assert words not in told
    assert told.replace(WORD_JOINER, "") == words


def test_what_is_harmless_is_not_made_harmless_twice() -> None:
    once = plain_text("a*b")
    assert plain_text(once) is once
    assert isinstance(once, Markdown)


@pytest.mark.parametrize("mark", ["\u202a", "\u202b", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068"])
def test_a_name_does_not_turn_what_stands_behind_it(mark: str) -> None:
    """As a login, a remark or a file may hold it, which no check of a plan has seen."""
    told = plain_text(f"Kist {mark}VB, als bedrijf, שלום")
    assert told == "Kist VB, als bedrijf, שלום"


TURNED = "naam\u202ebegin\u2066</td><script>'\""


def test_what_stands_in_html_turns_nothing_and_is_no_html() -> None:
    shown = as_html(TURNED)
    assert not TURNING & set(shown)
    assert not set("<>'\"") & set(shown)


def test_words_come_into_html_in_one_way() -> None:
    """What escapes only HTML lets a name turn the direction of reading of what stands around it."""
    for path in APP.rglob("*.py"):
        code = path.read_text(encoding="utf-8")
        assert path.name == "markdown.py" or not re.search(r"\bimport html\b|from html import", code), path


def test_a_table_shows_no_character_that_turns_the_direction_of_reading(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr(show.st, "html", said.append)
    show.table([(TURNED, TURNED)], [TURNED], TURNED)
    show.values({TURNED: TURNED})
    assert len(said) == 2
    assert not TURNING & set("".join(said))
