"""Fields of a proposal: the right widget for each, help and problems at the field.

A field is named by its path, such as ``context.free_places.short``. What is typed is read strictly, the
value that was read is echoed, and the proposal is replaced by a copy; what does not fit stays in the field
with a sentence that says how to mend it. Numbers are text fields, because number fields of browsers read
"3,5" as 35 in another language.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from hea.app import results, saving, state, unfinished
from hea.app.failure import reported
from hea.app.markdown import Markdown, plain_text
from hea.app.problem_box import show_box
from hea.assessment import AssessmentError
from hea.engine.density import companies_apart
from hea.engine.trace import Assumption
from hea.exchange import InputError, from_validation, sentences
from hea.exchange.written import (
    FAULTS,
    OTHER_UNIT,
    Quantity,
    WrittenError,
    quantity_of,
    read_day,
    read_month,
    read_number,
    read_range,
    read_scalar,
    read_share,
    read_size,
    some_workers,
)
from hea.fields import PERCENT, UNKNOWN, Declared, Kind, asked_about, declared, echo, option_name
from hea.parameters import ParameterSet
from hea.problems import Problem
from hea.proposal import Span, field_help, field_label
from hea.reference.words import (
    OtherName,
    names_of_municipality,
    spellings,
    villages_of_municipality,
    words_of_sector,
)
from hea.report.sentences.sources import source_text
from hea.texts import Lang, exact, plain, text, unmistakable

WORDS_FROM = " · "
"""Between the name of a choice and the words that people use for it."""
READ_ERRORS = (
    "typed_number",
    "month_form",
    "typed_date",
    "written_two_ways",
    "written_share",
    "written_winter",
    "written_months",
    "size_percent",
    "size_day",
    "size_basis",
    "size_vague",
    "size_beside",
    "size_two",
    "size_thousands",
    *FAULTS,
    "typed_share",
    "share_both",
    "share_span",
    "share_people",
    "month_meant",
    "month_bound",
    "month_no_year",
    *(code for codes in OTHER_UNIT.values() for code in codes.values()),
)
"""Problems of what is no number, month or date at all, or may be two."""


def shown(value: Any, kind: Kind, lang: Lang, of: Quantity = "count") -> Any:  # noqa: ANN401
    """A value as it stands in its field, so that it reads back as the same value."""
    if value is None:
        return UNKNOWN
    if kind == "share":
        percentage = round(value * PERCENT, 8)
        return exact(percentage, lang) + ("%" if 0 < percentage <= 1 else "")
    if isinstance(value, Span):
        return value.shown(lang)
    if kind in ("number", "size"):
        return unmistakable(value, lang) if of in ("ha", "figure", "ratio") else exact(value, lang)
    return value.isoformat() if kind == "date" else value


def read(typed: Any, kind: Kind, of: Quantity = "figure") -> Any:  # noqa: ANN401
    """What was typed or chosen, as a value of the proposal; ``None`` for nothing.

    Args:
        typed: what stands in the field.
        kind: what the field holds.
        of: what a number measures.

    Raises:
        InputError: if it cannot be read; nothing is guessed.
    """
    if isinstance(typed, str) and not typed.strip():
        return None
    readers: dict[str, Callable[[str], Any]] = {
        "number": lambda word: read_number(word, of),
        "size": lambda word: read_range(word, of),
        "share": read_share,
        "month": read_month,
        "date": read_day,
    }
    try:
        return readers[kind](typed) if kind in readers else typed
    except WrittenError as error:
        raise InputError(error.problems) from None


def read_field(typed: Any, field: Declared) -> Any:  # noqa: ANN401
    """What was typed in a field of the proposal, read as a file of one is; ``None`` for nothing.

    Raises:
        InputError: if it cannot be read; nothing is guessed.
    """
    if isinstance(typed, str) and not typed.strip():
        return None
    try:
        return read_scalar(typed, field)
    except WrittenError as error:
        raise InputError(error.problems) from None


def measured(field: Declared) -> Quantity:
    """What the number of a field measures."""
    return quantity_of(field) if field.kind in ("number", "size") else "figure"


class Fields:
    """The fields of one page, with what is assumed where nothing was given."""

    def __init__(self, lang: Lang, assumed: tuple[Assumption, ...] = ()) -> None:
        """Fields in a language; ``assumed`` comes from the last assessment of the proposal."""
        self.lang = lang
        self._assumed = {item.path: item for item in assumed}

    def __call__(self, path: str, *, label: str | None = None, brief: bool = False) -> None:
        """Draw a field with its help, the value read and its problems."""
        field = declared(path)
        value = value_at(state.draft().proposal, path)
        begin = shown(value, field.kind, self.lang, measured(field))
        key = synced(path, begin, self.lang, kind=field.kind)
        words = plain_text(label or field_label(field.model, field.name, self.lang))
        arguments: dict[str, Any] = {
            "key": key,
            "on_change": commit,
            "args": (path, key, self.lang),
            "persist_state": "session",
        }
        if untold(path, self.lang):
            commit(path, key, self.lang)
        help_text = self._source(path) if value is None else None
        if field.kind in ("choice", "bool"):
            self._choice(field, words, help_text, arguments)
        else:
            placeholder = text("option.unknown", self.lang) if field.optional else None
            st.text_input(words, help=help_text, placeholder=placeholder, **arguments)
        if not brief:
            st.caption(self._under(path, field, value))
        elif spoken := echo(value, field.kind, self.lang):
            st.caption(plain_text(text("app.read_as", self.lang, value=spoken)))
        show_problems(path)

    def _choice(
        self, field: Declared, words: Markdown, help_text: Markdown | None, arguments: dict[str, Any]
    ) -> None:
        options = [UNKNOWN, *field.options] if field.optional else list(field.options)
        st.selectbox(
            words,
            options,
            format_func=lambda value: searched_option(field.name, value, self.lang),
            help=help_text,
            **arguments,
        )

    def _under(self, path: str, field: Declared, value: Any) -> Markdown:  # noqa: ANN401
        """One line under the field: how it was read, else what is assumed, and what it means."""
        explained = plain_text(field_help(field.model, field.name, self.lang))
        spoken = echo(value, field.kind, self.lang)
        if spoken:
            apart = companies_apart(state.proposal().sector, results.parameters())
            asked = asked_about(value, self.lang, of_sector=apart.of_sector)
            said = f"{text('app.read_as', self.lang, value=spoken)} {asked}".rstrip()
            return Markdown(f"**{plain_text(said)}** {explained}")
        item = self._assumed.get(path)
        if item is None or value is not None:
            return explained
        grade = f" ({text('report.grade', self.lang).lower()} {item.grade})" if item.grade else ""
        return Markdown(f"{explained} {plain_text(item.message.in_language(self.lang) + grade)}")

    def _source(self, path: str) -> Markdown | None:
        """Value, source and grade of the figure that stands in for an unknown answer."""
        item = self._assumed.get(path)
        if item is None or item.parameter is None:
            return None
        return plain_text(parameter_line(item.parameter, results.parameters(), self.lang))


def searched_option(name: str, value: Any, lang: Lang) -> str:  # noqa: ANN401
    """A choice with the words that people use for it, as its list is searched by what it says.

    Args:
        name: of the field.
        value: what is chosen.
        lang: language of the words.
    """
    words: Iterable[str] = ()
    if name == "sector" and value:
        words = words_of_sector(value, lang)
    elif name == "municipality" and value:
        others = (_other_name(item, lang) for item in names_of_municipality(value))
        words = dict.fromkeys((*others, *spellings(value), *villages_of_municipality(value)))
    return WORDS_FROM.join(filter(None, (option_name(name, value, lang), ", ".join(words))))


def _other_name(item: OtherName, lang: Lang) -> str:
    if item.until is None:
        return item.name
    return text(f"option.{'divided' if item.divided else 'merged'}", lang, name=item.name, year=item.until)


def parameter_line(name: str, parameters: ParameterSet, lang: Lang) -> str:
    """A figure with its range, source and grade in one line."""
    parameter, bounds = parameters[name], parameters.bounds(name)
    values = {"low": plain(bounds.low, lang), "high": plain(bounds.high, lang)}
    return text(
        "app.assumed_figure",
        lang,
        title=parameter.title.in_language(lang),
        central=plain(bounds.central, lang),
        **values,
        source=source_text(parameter.source, lang),
        grade=parameter.grade,
    )


def value_at(held: Any, path: str) -> Any:  # noqa: ANN401
    """The value at a path of a proposal, or ``None`` where a part is not there."""
    for step in (step for step in re.split(r"[.\[\]]+", path) if step):
        if held is None:
            return None
        if step.isdigit():
            held = held[int(step)] if int(step) < len(held) else None
        else:
            held = held.get(step) if isinstance(held, Mapping) else getattr(held, step)
    return held


def synced(path: str, value: Any, lang: Lang, *, page: str = "", kind: Kind = "text") -> str:  # noqa: ANN401
    """Key of a field that shows what waits in it, else ``value``, unless it was typed in another way.

    So a change made elsewhere is shown, and what was typed stays as it was typed.

    Args:
        path: what the field holds.
        value: what the draft holds for it, as it is shown.
        lang: language of the field.
        page: the page it stands on, if it stands on more than one: a browser begins the field of another
            page empty, so two of one key would take that emptiness for a change.
        kind: how to read what waits, if it was typed in another language.
    """
    key = field_key(path, lang) + (f"@{page}" if page else "")
    value = _waiting(path, value, kind, lang)
    shown_before = state.shown_values()
    if shown_before.get(key, value) != value or key not in st.session_state:
        st.session_state[key] = value
        if unfinished.typed(path) is None:
            errors().pop(path, None)
    shown_before[key] = value
    show_again(key)
    return key


def field_key(path: str, lang: Lang) -> str:
    """Key of the field for a path."""
    return f"field:{lang}:{path}"


def form_field(path: str, lang: Lang, *, begin: Any = UNKNOWN, kind: Kind = "text") -> dict[str, Any]:  # noqa: ANN401
    """What a field of a form is drawn with, so that what stands in it waits until the form is handed in.

    A form of Streamlit keeps what is typed in the browser, which forgets it when the page is left.

    Args:
        path: what the field holds.
        lang: language of the field.
        begin: what stands in it as long as nothing was typed.
        kind: how to read what waits, if it was typed in another language.
    """
    key = synced(path, begin, lang, kind=kind)
    return {"key": key, "on_change": _let_wait, "args": (path, begin, lang), "persist_state": "session"}


@reported
def _let_wait(path: str, begin: Any, lang: Lang) -> None:  # noqa: ANN401
    key = field_key(path, lang)
    if key not in st.session_state:  # the form was handed in at the same time
        return
    typed = st.session_state[key]
    state.shown_values()[key] = typed
    if typed == begin:
        unfinished.forget(path)
    else:
        unfinished.keep(path, typed, lang)


def handed_in(paths: Iterable[str], lang: Lang) -> None:
    """Let the fields of a form begin again, now that what stood in them was taken over."""
    for path in paths:
        unfinished.forget(path)
        if field_key(path, lang) in st.session_state:
            del st.session_state[field_key(path, lang)]


def lasting_choice(key: str, options: Sequence[Any], begin: Any = None) -> dict[str, Any]:  # noqa: ANN401
    """What a choice of what to look at is drawn with, so that it is the same after a visit elsewhere.

    Args:
        key: key of the choice.
        options: what there is to choose; what is no longer there is not chosen.
        begin: the first choice, if it is not the first option.
    """
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]
    if begin is not None:
        st.session_state.setdefault(key, begin)
    if key in st.session_state:
        show_again(key)
    return {"options": options, "key": key, "persist_state": "session"}


def show_again(key: str) -> None:
    """Tell the browser what stands in a field that was away: it may have forgotten that in the meantime."""
    if not state.stood_there(key):
        st.session_state[key] = st.session_state[key]


def _waiting(path: str, value: Any, kind: Kind, lang: Lang) -> Any:  # noqa: ANN401
    """What waits in a field in the notation of this language, else the value given."""
    waits = unfinished.typed(path)
    if waits is None:
        return value
    if waits.lang == lang or not isinstance(waits.value, str):
        return waits.value
    try:
        held = read(waits.value, kind)
    except InputError:
        return waits.value
    return waits.value if held is None else shown(held, kind, lang, "figure")


def untold(path: str, lang: Lang) -> bool:
    """Whether something waits in a field without a word why, as after a refresh."""
    waits = unfinished.typed(path)
    return waits is not None and waits.lang == lang and path not in errors()


def errors() -> dict[str, list[str]]:
    """Sentences about what was typed and does not fit, by path."""
    found: dict[str, list[str]] = st.session_state.setdefault("errors", {})
    return found


def show_problems(path: str) -> None:
    """The problems of a field, right under it."""
    show_box(errors().get(path, ()))


@reported
def commit(path: str, key: str, lang: Lang) -> None:
    """Take over what was typed in a field, or say why that cannot be done and let it wait there."""
    field = declared(path)
    typed = st.session_state[key]

    def take() -> None:
        value, unit = _with_unit(typed, field, path)
        if value is None and not field.optional and field.kind != "bool":
            raise InputError((Problem("", "missing", {}),))
        saving.change({path: value} | ({f"{path.rpartition('.')[0]}.unit": unit} if unit else {}))
        state.shown_values()[key] = shown(value, field.kind, lang, measured(field))

    take_over(path, key, take, lang, field_label(field.model, field.name, lang))


TOTAL = "workforce.count"
"""All workers, where nought says that they are not known; of a part of them there may be none."""


def _with_unit(typed: Any, field: Declared, path: str) -> tuple[Any, str]:  # noqa: ANN401
    """What was typed in a field, and of a number of workers the unit that was written behind it."""
    if field.name != "count" or not isinstance(typed, str) or not typed.strip():
        return read_field(typed, field), ""
    beside = value_at(state.draft().proposal, f"{path.rpartition('.')[0]}.unit")
    try:
        found = read_size(typed, "count", beside or "")
        return some_workers(found, typed) if path == TOTAL else found
    except WrittenError as error:
        raise InputError(error.problems) from None


def take_over(path: str, key: str, act: Callable[[], None], lang: Lang, name: str) -> None:
    """Do something with what was typed in one field; else say by its name why not, and let it wait there."""
    if attempt(path, act, lang, name=name):
        unfinished.forget(path)
    else:
        state.shown_values()[key] = st.session_state[key]
        unfinished.keep(path, st.session_state[key], lang, refused=True)


def attempt(path: str, act: Callable[[], None], lang: Lang, *, name: str = "", placed: bool = False) -> bool:
    """Do something with what was typed; problems are kept to be shown at the field.

    Args:
        path: the field, or the form.
        act: what to do.
        lang: language of the sentences.
        name: what the field is called; every sentence begins with it.
        placed: whether the problems themselves say which field of a form they are about.
    """
    try:
        act()
    except InputError as error:
        problems = error.problems
    except ValidationError as error:
        problems = from_validation(error)
    except AssessmentError as error:
        problems = error.problems
    else:
        errors().pop(path, None)
        return True
    told = problems if placed else [item._replace(place=name) for item in problems]
    errors()[path] = sentences(told, lang)
    return False
