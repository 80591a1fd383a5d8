"""Reading own cases to hold the model against, as a table with the columns of the shipped cases."""

import csv
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from hea.exchange.files import InputError, read_text
from hea.problems import Problem
from hea.reference import ReferenceCase, municipalities, nearest, sectors

NEEDED = ("id", "name", "place", "sector_id", "reliability")
"""Columns without which a case cannot be placed."""

FIGURES = ("floor_m2", "plot_ha", "workers_base", "workers_peak", "migrants_low", "migrants_high", "beds")
"""Columns of which at least two are needed to predict one from the other."""


def read_cases(path: str | Path) -> dict[str, ReferenceCase]:
    """Own cases from a CSV file, by id.

    Raises:
        InputError: with all problems at once: missing columns, unknown sectors, cells that do not fit.
    """
    path = Path(path)
    reader = csv.DictReader(read_text(path, frozenset({".csv"})).splitlines())
    columns = [name.strip() for name in reader.fieldnames or ()]
    _check_columns(path, columns)
    problems: list[Problem] = []
    cases: dict[str, ReferenceCase] = {}
    for line, row in enumerate(reader, start=2):
        place = f"{path.name}, regel {line}"
        values = {(key or "").strip(): (value or "").strip() or None for key, value in row.items() if key}
        problems += _problems_of(place, values, cases)
        try:
            case = ReferenceCase.model_validate(values)
        except ValidationError as error:
            problems += [_cell(place, item) for item in error.errors()]
        else:
            cases[case.id] = case
    if not cases and not problems:
        problems.append(Problem(path.name, "cases_none", {}))
    if problems:
        raise InputError(tuple(problems))
    return cases


def _check_columns(path: Path, columns: list[str]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    problems = []
    if missing:
        problems.append(Problem(path.name, "columns_missing", {"columns": ", ".join(missing)}))
    if sum(name in columns for name in FIGURES) < 2:
        problems.append(Problem(path.name, "columns_figures", {"columns": ", ".join(FIGURES)}))
    unknown = [name for name in columns if name not in ReferenceCase.model_fields]
    for name in unknown:
        hint = nearest(name, ReferenceCase.model_fields, 1)[0]
        problems.append(Problem(path.name, "column_unknown", {"column": name, "nearest": hint}))
    if problems:
        raise InputError(tuple(problems))


def _problems_of(place: str, values: dict[str, str | None], known: dict[str, ReferenceCase]) -> list[Problem]:
    found = []
    sector, place_code, key = (values.get(name) for name in ("sector_id", "municipality_code", "id"))
    if sector and sector not in sectors():
        hint = ", ".join(nearest(sector, sectors()))
        found.append(Problem(place, "sector", {"value": sector, "nearest": hint}))
    if place_code and place_code not in municipalities():
        hint = ", ".join(nearest(place_code, municipalities()))
        found.append(Problem(place, "municipality", {"value": place_code, "nearest": hint}))
    if key and key in known:
        found.append(Problem(place, "case_twice", {"id": key}))
    return found


def _cell(place: str, item: Any) -> Problem:  # noqa: ANN401
    column = str(item["loc"][0])
    if item["type"] == "missing" or item["input"] is None:
        return Problem(f"{place}, {column}", "missing", {})
    return Problem(f"{place}, {column}", "not_a_number", {"value": str(item["input"])[:60]})
