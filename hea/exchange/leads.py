"""Many plans at once: a table with a plan per row, or a folder with a proposal per file."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, get_args

from hea.exchange.files import InputError, read_bytes
from hea.exchange.grid import MAXIMUM_BYTES, MAXIMUM_ROWS, TABLES, columns_of, filled_rows, number_in, rows_of
from hea.exchange.quick import quick_proposal
from hea.exchange.uploads import UPLOADED, open_file
from hea.problems import Problem
from hea.proposal import Proposal, SizeKind
from hea.reference import nearest, sectors
from hea.texts import LANGUAGES, Lang, parse_month, text

NEEDED: Final = ("municipality", "sector", "opening")
SIZES: Final[tuple[SizeKind, ...]] = get_args(SizeKind)
COLUMNS: Final = ("company", *NEEDED, *SIZES)
"""Columns of a table by id; a heading may also be their name in either language."""


class Lead(NamedTuple):
    """A plan with the place it was read from."""

    place: str
    proposal: Proposal


class Leads(NamedTuple):
    """What could be read, and what could not."""

    found: tuple[Lead, ...]
    problems: tuple[Problem, ...]
    """Each with its row and column, or its file."""


def read_leads(path: str | Path, lang: Lang = "nl") -> Leads:
    """Plans from a table (CSV, Excel, Parquet) or a folder of proposals.

    Args:
        path: the file or folder.
        lang: language of the places in problems, and of numbers in a table whose headings are ids.

    Raises:
        InputError: if nothing can be read at all: no such file, another kind, unknown headings.
    """
    path = Path(path)
    if path.is_dir():
        return _folder(path)
    return parse_leads(path.name, read_bytes(path, TABLES, MAXIMUM_BYTES), lang)


def parse_leads(name: str, content: bytes, lang: Lang = "nl", most: int = MAXIMUM_ROWS) -> Leads:
    """Plans from the name and the bytes of a table.

    Args:
        name: of the file.
        content: its bytes.
        lang: language of the places in problems, and of numbers in a table whose headings are ids.
        most: rows to read; a table with more of them is refused at the first one too many.

    Raises:
        InputError: if nothing can be read at all, or there are more rows.
    """
    return _table(name, rows_of(name, content), lang, most)


def _folder(path: Path) -> Leads:
    files = sorted(item for item in path.iterdir() if item.suffix.lower() in UPLOADED)
    if not files:
        raise InputError((Problem(str(path), "leads_none", {}),))
    found: list[Lead] = []
    problems: list[Problem] = []
    for file in files:
        try:
            opened = open_file(file)
        except InputError as error:
            problems += [_within(file.name, item) for item in error.problems]
        else:
            if opened.own_values or opened.left_out:
                problems.append(Problem(file.name, "lead_own_values", {}))
            else:
                found.append(Lead(file.name, opened.proposal))
    return Leads(tuple(found), tuple(problems))


def _within(place: str, item: Problem) -> Problem:
    return item._replace(place=f"{place}, {item.place}" if item.place and item.place != place else place)


def _table(name: str, rows: Iterable[Sequence[Any]], lang: Lang, most: int) -> Leads:
    lines = iter(rows)
    head = [str(cell or "").strip() for cell in next(lines, [])]
    columns, spoken = _columns(name, head, lang)
    found: list[Lead] = []
    problems: list[Problem] = []
    for count, (place, values) in enumerate(filled_rows(name, lines, columns, lang)):
        if count >= most:
            code = "leads_many" if most == MAXIMUM_ROWS else "leads_many_here"
            raise InputError((Problem(name, code, {"maximum": most}),))
        try:
            found.append(Lead(place, _proposal(values, spoken, lang)))
        except InputError as error:
            headings = {column: head[index] for index, column in columns.items()}
            problems += [_in_row(place, item, headings, lang) for item in error.problems]
    if not found and not problems:
        raise InputError((Problem(name, "leads_none", {}),))
    return Leads(tuple(found), tuple(problems))


def _columns(name: str, head: Sequence[str], lang: Lang) -> tuple[dict[int, str], Lang]:
    columns, spoken = columns_of(name, head, "lead", COLUMNS, NEEDED, lang)
    if not any(kind in columns.values() for kind in SIZES):
        sizes = ", ".join(text(f"lead.{kind}", lang) for kind in SIZES)
        raise InputError((Problem(name, "lead_size_missing", {"columns": sizes}),))
    return columns, spoken


def _in_row(place: str, item: Problem, headings: Mapping[str, str], lang: Lang) -> Problem:
    column = {"workforce.count": "persons", "area.size_m2": ""}.get(item.place, item.place)
    if column in headings:
        return item._replace(place=text("lead.cell", lang, row=place, column=headings[column]))
    return item._replace(place=place)


def _proposal(values: Mapping[str, Any], spoken: Lang, lang: Lang) -> Proposal:
    """One row as a proposal.

    Raises:
        InputError: with all problems of the row, each at the column it is about.
    """
    problems = [Problem(key, "missing", {}) for key in NEEDED if not str(values.get(key) or "").strip()]
    sizes = {}
    for kind in SIZES:
        try:
            size = number_in(values.get(kind), spoken)
        except ValueError:
            problems.append(Problem(kind, "typed_number", {"value": str(values[kind])[:60]}))
        else:
            if size is not None:
                sizes[kind] = size
    if len(sizes) != 1 and not any(item.place in SIZES for item in problems):
        problems.append(Problem("", "lead_one_size", {"count": len(sizes)}))
    fields = {}
    readers: dict[str, Callable[[Any], str]] = {
        "opening": lambda word: _month(word, spoken),
        "sector": lambda word: _sector(word, lang),
    }
    for key, reader in readers.items():
        try:
            fields[key] = reader(values.get(key))
        except InputError as error:
            problems += [item._replace(place=key) for item in error.problems]
    if problems:
        raise InputError(tuple(problems))
    ((kind, size),) = sizes.items()
    return quick_proposal(
        sector=fields["sector"],
        municipality=str(values["municipality"]).strip(),
        kind=kind,
        size=size,
        opening=fields["opening"],
        company=str(values.get("company") or "").strip() or text("lead.no_name", lang),
    )


def _month(value: Any, spoken: Lang) -> str:  # noqa: ANN401
    if hasattr(value, "strftime"):
        return str(value.strftime("%Y-%m"))
    word = str(value or "").strip()
    if not word:
        return ""
    try:
        return parse_month(word, spoken)
    except ValueError:
        raise InputError((Problem("", "month_form", {"value": word[:60]}),)) from None


def _sector(value: Any, lang: Lang) -> str:  # noqa: ANN401
    word = str(value or "").strip()
    names = {
        getattr(row, f"name_{lang}").lower(): key for key, row in sectors().items() for lang in LANGUAGES
    }
    found = word if word in sectors() else names.get(word.lower())
    if found is None and word:
        own = [getattr(row, f"name_{lang}") for row in sectors().values()]
        hint = ", ".join(nearest(word, [*sectors(), *own]))
        raise InputError((Problem("", "sector", {"value": word[:60], "nearest": hint}),))
    return found or ""
