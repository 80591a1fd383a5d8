"""Reading own cases to hold the model against, as a table with the columns of the shipped cases."""

from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from hea.exchange.csv_text import csv_mark, csv_rows, csv_words
from hea.exchange.files import MAXIMUM_BYTES, InputError, read_bytes
from hea.exchange.grid import number_in
from hea.exchange.written import Quantity, WrittenError
from hea.problems import Problem
from hea.reference import ReferenceCase, municipalities, nearest, reference_cases, sectors
from hea.reference.words import municipality_code
from hea.texts import Lang, text

NEEDED = ("id", "name", "place", "sector_id", "reliability")
"""Columns without which a case cannot be placed."""

FIGURES = ("floor_m2", "plot_ha", "workers_base", "workers_peak", "migrants_low", "migrants_high", "beds")
"""Columns of which at least two are needed to predict one from the other."""

AREAS: Final[dict[str, Quantity]] = {"floor_m2": "m2", "plot_ha": "ha"}
"""Figures that do not count people or places."""
UNREAD: Final = frozenset({"contract_note", "housing_note"})
"""Columns of the published cases that explain and are not read."""


def read_cases(path: str | Path, lang: Lang = "nl") -> dict[str, ReferenceCase]:
    """Own cases from a CSV file, by id; of sectors that have figures, or that a published case is of.

    Args:
        path: of the file.
        lang: language of the places in problems.

    Raises:
        InputError: with all problems at once: missing columns, unknown sectors, cells that do not fit.
    """
    path = Path(path)
    words = csv_words(read_bytes(path, frozenset({".csv"}), MAXIMUM_BYTES)).text
    lines = csv_rows(words, csv_mark(words))
    columns = [name.strip() for name in next(lines, [])]
    _check_columns(path, columns)
    problems: list[Problem] = []
    cases: dict[str, ReferenceCase] = {}
    for number, cells in enumerate(lines, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        place = text("lead.row", lang, name=path.name, row=number)
        values: dict[str, Any] = {
            name: cell.strip() or None for name, cell in zip(columns, cells, strict=False) if name
        }
        found = [*_problems_of(place, values, cases), *_numbers(place, values, lang)]
        problems += found
        try:
            case = ReferenceCase.model_validate(values)
        except ValidationError as error:
            problems += [_cell(place, item, lang) for item in error.errors()]
        else:
            cases[case.id] = case
    if not cases and not problems:
        problems.append(Problem(path.name, "cases_none", {}))
    if problems:
        raise InputError(tuple(problems))
    return cases


def _numbers(place: str, values: dict[str, Any], lang: Lang) -> list[Problem]:
    """Read the figures in place of how they are written; one that can be read two ways is a problem."""
    found = []
    for key in (*FIGURES, "peak_weeks"):
        try:
            values[key] = number_in(values.get(key), AREAS.get(key, "count"))
        except WrittenError as error:
            column = text("lead.cell", lang, row=place, column=key)
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
    column = text("lead.cell", lang, row=place, column=str(item["loc"][0]))
    if item["type"] == "missing" or item["input"] is None:
        return Problem(column, "missing", {})
    written = str(item["input"])[:60]
    if item["type"] == "literal_error":
        return Problem(
            column, "choice", {"value": written, "options": item["ctx"]["expected"].replace(" or ", ", ")}
        )
    return Problem(column, "not_a_number", {"value": written})
