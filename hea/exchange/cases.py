"""Reading own cases to hold the model against, as a table with the columns of the shipped cases."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from hea.exchange.csv_text import csv_mark, csv_rows, csv_words
from hea.exchange.files import MAX_PROPOSAL_BYTES, InputError, read_bytes
from hea.exchange.grid import MAX_TABLE_BYTES, OPENED, number_in, sheets_of
from hea.exchange.written import Quantity, WrittenError
from hea.problems import Problem
from hea.reference import ReferenceCase, municipalities, nearest, reference_cases, sectors
from hea.reference.words import municipality_code
from hea.texts import Lang, text

NEEDED = ("id", "name", "place", "sector_id", "reliability")
"""Columns without which a case cannot be placed."""

MAX_CASES = 1_000
"""Own cases at a time: to learn, each is left out in turn, which takes a tenth of a second."""

FIGURES = ("floor_m2", "plot_ha", "workers_base", "workers_peak", "migrants_low", "migrants_high", "beds")
"""Columns of which at least two are needed to predict one from the other."""

AREAS: Final[dict[str, Quantity]] = {"floor_m2": "m2", "plot_ha": "ha"}
"""Figures that do not count people or places."""
UNREAD: Final = frozenset({"contract_note", "housing_note"})
"""Columns of the published cases that explain and are not read."""


class Cases(NamedTuple):
    """Own cases by id, and what cannot be learned from them."""

    found: dict[str, ReferenceCase]
    notes: tuple[Problem, ...]
    """Each with the row and the column it is about."""


def read_cases(path: str | Path, lang: Lang = "nl") -> dict[str, ReferenceCase]:
    """Own cases from a CSV file, by id; see :func:`read_cases_with_notes`."""
    return read_cases_with_notes(path, lang).found


def is_as_published(path: Path) -> bool:
    """Whether a table has the columns of the published cases.

    Raises:
        InputError: if it cannot be read.
    """
    return set(next(_lines(path), [])) >= {"id", "sector_id"}


def _lines(path: Path) -> Iterator[list[str]]:
    """The rows of a table with their cells as words."""
    if path.suffix.lower() == ".csv":
        words = csv_words(read_bytes(path, frozenset({".csv"}), MAX_PROPOSAL_BYTES)).text
        lines: Iterator[list[Any]] = csv_rows(words, csv_mark(words))
    else:
        first, *_ = sheets_of(path.name, read_bytes(path, OPENED, MAX_TABLE_BYTES))
        lines = iter(list(row) for row in first.rows)
    return ([_word(cell) for cell in row] for row in lines)


def _word(cell: Any) -> str:  # noqa: ANN401
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell) if whole else cell).strip()


def read_cases_with_notes(path: str | Path, lang: Lang = "nl") -> Cases:
    """Own cases from a table; of sectors that have figures, or that a published case is of.

    Args:
        path: of the file.
        lang: language of the places in problems.

    Raises:
        InputError: with all problems at once: missing columns, unknown sectors, cells that do not fit,
            figures that cannot be true together, a case that stands there twice.
    """
    path = Path(path)
    lines = _lines(path)
    columns = next(lines, [])
    _check_columns(path, columns)
    problems: list[Problem] = []
    cases: dict[str, ReferenceCase] = {}
    notes: list[Problem] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        place = text("lead.row", lang, name=path.name, row=number)
        values: dict[str, Any] = {
            name: cell.strip() for name, cell in zip(columns, cells, strict=False) if name and cell.strip()
        }
        found = [*_problems_of(place, values, cases), *_numbers(place, values, lang)]
        problems += found
        try:
            case = ReferenceCase.model_validate(values)
        except ValidationError as error:
            problems += [_cell(place, item, lang) for item in error.errors()]
        else:
            problems += [*_impossible(place, case, lang), *_again(place, number, case, seen)]
            notes += _notes_on(place, case, lang)
            cases[case.id] = case
            check_number(path.name, len(cases))
    if not cases and not problems:
        problems.append(Problem(path.name, "cases_none", {}))
    if problems:
        raise InputError(tuple(problems))
    return Cases(cases, tuple(notes))


def check_number(name: str, count: int) -> None:
    """See that there are not too many cases.

    Raises:
        InputError: if there are.
    """
    if count > MAX_CASES:
        raise InputError((Problem(name, "cases_many", {"maximum": MAX_CASES}),))


ORDER: Final = (("migrants_low", "migrants_high"), ("workers_base", "workers_peak"))
"""Columns of which the first cannot be more than the second."""


def _impossible(place: str, case: ReferenceCase, lang: Lang) -> Iterator[Problem]:
    """Figures of a case that cannot be true together, each at its cell."""
    for key in (*FIGURES, "peak_weeks"):
        value = getattr(case, key)
        if value is not None and value < 0:
            yield Problem(_cell_of(place, key, lang), "case_negative", {"value": value})
    for low, high in ORDER:
        less, more = getattr(case, low), getattr(case, high)
        if less is not None and more is not None and less > more:
            values = {"value": less, "other": high, "beside": more}
            yield Problem(_cell_of(place, low, lang), "case_order", values)
    workers, migrants = case.workers, case.migrants_high
    if workers is not None and migrants is not None and migrants > workers:
        other = "workers_base" if case.workers_peak is None else "workers_peak"
        values = {"value": migrants, "other": other, "beside": workers, "share": migrants / max(workers, 1)}
        yield Problem(_cell_of(place, "migrants_high", lang), "case_more_migrants", values)


def _again(
    place: str, number: int, case: ReferenceCase, seen: dict[tuple[object, ...], int]
) -> Iterator[Problem]:
    """That a case stands there already under another id: it would count twice."""
    key = (case.name.casefold(), case.place.casefold(), case.year, case.sector_id)
    before = seen.setdefault(key, number)
    if before != number:
        yield Problem(place, "case_twice_name", {"row": before})


def _notes_on(place: str, case: ReferenceCase, lang: Lang) -> Iterator[Problem]:
    """What a case is no evidence of, though nothing in it is wrong."""
    if case.workers is None and case.floor_m2 is None and case.plot_ha is None:
        yield Problem(_cell_of(place, "workers_base", lang), "case_no_size", {})
    if case.beds_note == "several_companies":
        yield Problem(_cell_of(place, "beds", lang), "case_several_companies", {})
    if case.announced:
        yield Problem(_cell_of(place, "reliability", lang), "case_announced", {})


def _cell_of(place: str, column: str, lang: Lang) -> str:
    return text("lead.cell", lang, row=place, column=column)


def _numbers(place: str, values: dict[str, Any], lang: Lang) -> list[Problem]:
    """Read the figures in place of how they are written; one that can be read two ways is a problem."""
    found = []
    for key in (*FIGURES, "peak_weeks"):
        try:
            values[key] = number_in(values.get(key), AREAS.get(key, "count"))
        except WrittenError as error:
            column = _cell_of(place, key, lang)
            found += [item._replace(place=column) for item in error.problems]
            values[key] = None
    return found


def _check_columns(path: Path, columns: list[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    problems = []
    if missing:
        problems.append(Problem(path.name, "columns_missing", {"columns": ", ".join(missing)}))
    if sum(name in columns for name in FIGURES) < 2:
        problems.append(Problem(path.name, "columns_figures", {"columns": ", ".join(FIGURES)}))
    unknown = [name for name in columns if name not in {*ReferenceCase.model_fields, *UNREAD}]
    for name in unknown:
        hint = nearest(name, ReferenceCase.model_fields, 1)[0]
        problems.append(Problem(path.name, "column_unknown", {"column": name, "nearest": hint}))
    if problems:
        raise InputError(tuple(problems))


def _problems_of(place: str, values: dict[str, Any], known: dict[str, ReferenceCase]) -> list[Problem]:
    found = []
    sector, place_code, key = (values.get(name) for name in ("sector_id", "municipality_code", "id"))
    known_sectors = {*sectors(), *(case.sector_id for case in reference_cases().values())}
    if sector and sector not in known_sectors:
        hint = ", ".join(nearest(sector, known_sectors))
        found.append(Problem(place, "sector", {"value": sector, "nl": hint, "en": hint}))
    if place_code and (code := municipality_code(place_code)):
        values["municipality_code"] = code
    elif place_code:
        hint = ", ".join(nearest(place_code, municipalities()))
        found.append(Problem(place, "municipality", {"value": place_code, "nearest": hint}))
    if key and key in known:
        found.append(Problem(place, "case_twice", {"id": key}))
    return found


def _cell(place: str, item: Any, lang: Lang) -> Problem:  # noqa: ANN401
    column = _cell_of(place, str(item["loc"][0]), lang)
    if item["type"] == "missing" or item["input"] is None:
        return Problem(column, "missing", {})
    written = str(item["input"])[:60]
    if item["type"] == "literal_error":
        return Problem(
            column, "choice", {"value": written, "options": item["ctx"]["expected"].replace(" or ", ", ")}
        )
    return Problem(column, "not_a_number", {"value": written})
