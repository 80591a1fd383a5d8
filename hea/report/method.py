"""The method page: hand-written text with tables that are filled from the figures themselves.

Run ``make docs`` after a change of parameters, cases or texts; a test holds the page
to what this makes.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from hea.parameters import Parameter, ParameterSet
from hea.parameters.registry import themes
from hea.reference import section_sectors, sectors, sizes_seen, stay_definitions, welfare_criteria
from hea.report.sentences import parameters as parameters_words
from hea.report.sentences import sources
from hea.report.sentences import validation as validation_words
from hea.report.sentences import widths as width_words
from hea.report.sentences.ranges import range_text
from hea.texts import Lang, number, percent, plain, text
from hea.validation.result import PlanWidth, Validation

PAGE = Path(__file__).parents[2] / "docs" / "methode.md"
PACKAGED = Path(__file__).parents[1] / "docs" / "methode.md"
GUIDE = "verantwoord-gebruik.md"
"""The page on responsible use, which stands beside that on the method."""
BLOCK = re.compile(r"(<!-- begin: (\w+) -->\n).*?(<!-- einde: \2 -->)", re.DOTALL)
LANG: Lang = "nl"


def filled(page: str, validation: Validation, parameters: ParameterSet, widths: Sequence[PlanWidth]) -> str:
    """The page with every marked block made anew.

    Raises:
        KeyError: for a block that is not known.
    """
    blocks: dict[str, Callable[[], str]] = {
        "parameters": lambda: _parameters(parameters),
        "breedte": lambda: _widths(widths, parameters),
        "toets": lambda: _validation(validation),
        "verblijf": _stay,
        "criteria": _criteria,
        "secties": _sections,
        "bereik": lambda: _scope(parameters),
    }
    return BLOCK.sub(lambda found: f"{found[1]}{blocks[found[2]]()}\n{found[3]}", page)


def page() -> str:
    """The method page as it ships, in Dutch, for the screen.

    Without the marks of its generated blocks, and with formulas as lines of text: a block of code scrolls
    sideways, which cannot be done by keyboard.
    """
    file = PACKAGED if PACKAGED.exists() else PAGE
    told = re.sub(r"<!--.*?-->\n?", "", file.read_text(encoding="utf-8"))
    return re.sub(r"(?m)^ {4}(\S.*)$", lambda line: f"- *{line[1].replace('*', '·')}*", told)


def guide() -> str:
    """The page on responsible use as it ships, in Dutch; on the screen other pages are named, not linked."""
    file = PACKAGED if PACKAGED.exists() else PAGE
    written = file.with_name(GUIDE).read_text(encoding="utf-8")
    return re.sub(r"\[([^\]]+)\]\([^)]*\.md[^)]*\)", r"*\1*", written.partition("\n")[2])


def markdown_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown; bars and line ends in cells are made harmless."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join("| " + " | ".join(_cell(value) for value in line) + " |" for line in lines)


def _cell(value: str) -> str:
    return value.replace("|", "/").replace("\n", " ")


def _parameters(parameters: ParameterSet) -> str:
    """A table per theme; what is kept for checking only stands in the files."""
    parts = []
    for theme, names in themes().items():
        rows = [_row(name, parameters) for name in names if parameters[name].role == "model"]
        if rows:
            parts.append(f"#### `{theme}`\n\n" + markdown_table(_headings(), rows))
    return "\n\n".join(parts)


def _headings() -> list[str]:
    keys = ("name", "low_value", "central_value", "high_value", "unit", "grade", "source", "parameter_id")
    return [text(f"report.{key}", LANG) for key in keys]


def _row(name: str, parameters: ParameterSet) -> list[str]:
    parameter: Parameter = parameters[name]
    source = sources.source_text(parameter.source, LANG)
    return [
        parameter.title.nl,
        *(parameters_words.spoken(value, parameter.unit, LANG, plain) for value in parameters.bounds(name)),
        sources.unit_text(name, parameter.unit, LANG),
        parameter.grade,
        source if parameter.source.url is None else f"[{source}]({parameter.source.url})",
        f"`{name}`",
    ]


def _validation(validation: Validation) -> str:
    tallies = validation_words.tallies(validation, LANG)
    parts = [
        " ".join(validation_words.summary(validation, LANG)),
        markdown_table(validation_words.tally_headings(LANG), tallies),
        _reliability(validation),
    ]
    for title, lines in validation_words.groups(validation, LANG):
        rows, notes = validation_words.table(lines)
        told = "\n".join(f"{index}. {note}" for index, note in enumerate(notes, start=1))
        parts.append(f"#### {title}\n\n{markdown_table(validation_words.headings(LANG), rows)}\n\n{told}")
    return "\n\n".join(parts)


def _reliability(validation: Validation) -> str:
    """What ranges of every width promise and held, as a table."""
    levels = [[percent(level.promised, LANG), percent(level.held, LANG)] for level in validation.reliability]
    headings = [text(f"validation.{key}", LANG) for key in ("promised", "held")]
    return f"#### {text('validation.reliability', LANG)}\n\n{markdown_table(headings, levels)}"


def _widths(widths: Sequence[PlanWidth], parameters: ParameterSet) -> str:
    """What makes the ranges of plans wide, and which public figures would narrow them."""
    rows = [
        [
            width_words.plan(width, LANG),
            range_text(width.places, "places", LANG),
            "; ".join(width_words.narrowing(item, parameters, LANG) for item in width.narrowing),
            width_words.wanted(width, LANG),
        ]
        for width in widths
    ]
    return markdown_table([text(f"width.{key}", LANG) for key in ("plan", "places", "by", "wanted")], rows)


def _stay() -> str:
    rows = [
        [row.name_nl, str(row.short_max_months), str(row.mid_max_months), row.grade, row.short_source]
        for row in stay_definitions().values()
    ]
    headings = ["Definitie", "Short tot (maanden)", "Mid tot (maanden)", "Kwaliteit", "Bron"]
    return markdown_table(headings, rows)


def _criteria() -> str:
    rows = [
        [
            row.name_nl,
            row.indicator,
            *(plain(value, LANG) for value in (row.anchor_bad, row.anchor_neutral, row.anchor_good)),
            row.grade,
            row.source,
        ]
        for row in welfare_criteria().values()
    ]
    headings = ["Criterium", "Maat", "Score 0 bij", "Score 50 bij", "Score 100 bij", "Kwaliteit", "Waarom"]
    return markdown_table(headings, rows)


def _sections() -> str:
    rows = [
        [
            section.replace("_", " "),
            ", ".join(f"{sectors()[s].name_nl} {plain(p, LANG)}" for s, p in parts.items()),
        ]
        for section, parts in section_sectors().items()
    ]
    return markdown_table(["CBS-sectie", "Aangenomen verdeling over sectoren (kwaliteit D)"], rows)


def _scope(parameters: ParameterSet) -> str:
    fewest, most = sizes_seen()
    first, last = (int(parameters.value(f"scope_{end}_opening_year")) for end in ("first", "last"))
    seen = f"{number(fewest)} tot {number(most)} werknemers"
    return (
        f"- **Omvang:** {seen}, de spanwijdte van de gepubliceerde bedrijven.\n"
        f"- **Tijd:** opening van {first} tot en met {last}; doorgerekend wordt tien jaar."
    )
