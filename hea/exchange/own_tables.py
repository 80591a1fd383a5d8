"""Own tables of an organisation: norms and municipal figures with their source, checked line by line."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from hea.exchange.columns import Table, Wanted, in_cell
from hea.exchange.files import InputError
from hea.exchange.grid import number_in, year_problem
from hea.exchange.written import Quantity, WrittenError
from hea.parameters import ParameterError, load_parameters
from hea.parameters.registry import with_norm
from hea.problems import Problem
from hea.proposal import MunicipalityAlone
from hea.reference import municipalities, nearest
from hea.reference.own import MUNICIPALITIES, NORMS
from hea.reference.tables import OWN_FIGURES
from hea.texts import Lang

NUMBERS: Final = {MUNICIPALITIES: OWN_FIGURES, NORMS: ("low", "central", "high")}
NEEDED: Final = {
    MUNICIPALITIES: ("gm_code", "source", "year"),
    NORMS: ("name", "central", "grade", "source", "year"),
}
COLUMNS: Final = {
    MUNICIPALITIES: (*NEEDED[MUNICIPALITIES], *OWN_FIGURES),
    NORMS: (*NEEDED[NORMS], "low", "high", "publisher", "url"),
}
KEYS: Final = {MUNICIPALITIES: "gm_code", NORMS: "name"}
YEARS: Final = {"labour_migrants": "labour_migrants_year", "housing_stock_2026": "housing_stock_year"}
"""Figures with a year of their own."""
RATIOS: Final = frozenset({"avg_household_size", "distance_gp_km", "distance_primary_school_km"})
"""Figures of a municipality that count nothing."""
GRADES: Final = ("A", "B", "C", "D")


class OwnRows(NamedTuple):
    """Rows of an own table, and how they were read."""

    found: list[dict[str, str]]
    notes: tuple[Problem, ...]


class Change(NamedTuple):
    """One figure that is another one with a table than without."""

    key: str
    """GM code or parameter."""
    column: str
    before: float | None
    after: float | None


def parse_own(kind: str, name: str, content: bytes, lang: Lang = "nl") -> OwnRows:
    """Rows of an own table, checked.

    Args:
        kind: ``municipalities.csv`` or ``norms.csv``.
        name: of the file that was handed in.
        content: its bytes: CSV, Excel or Parquet.
        lang: language of the places in problems.

    Raises:
        InputError: with all problems at once, each with its row and column.
    """
    table = Table(name, content, Wanted("own", COLUMNS[kind], NEEDED[kind]), lang)
    found: dict[str, dict[str, str]] = {}
    problems: list[Problem] = []
    for line in table.rows():
        try:
            row = _row(kind, line.values)
            _check_new(KEYS[kind], row, found)
        except InputError as error:
            problems += [in_cell(line, item, table) for item in error.problems]
        else:
            found[row[KEYS[kind]]] = row
    if not found and not problems:
        problems.append(Problem(name, "own_none", {}))
    if problems:
        raise InputError(tuple(problems))
    counted = Problem("", "list_rows", {"count": len(found), "name": name})
    return OwnRows(list(found.values()), (counted, *table.account.sentences()))


def _row(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    problems = [Problem(key, "missing", {}) for key in NEEDED[kind] if not str(values.get(key) or "").strip()]
    row = {
        key: str(value).strip() for key, value in values.items() if value is not None and str(value).strip()
    }
    for key in (*NUMBERS[kind], "year"):
        try:
            value = number_in(values.get(key), _of(kind, key))
        except WrittenError as error:
            problems += [item._replace(place=key) for item in error.problems]
            continue
        if value is not None:
            row[key] = f"{value:.12g}"
    if problems:
        raise InputError(tuple(problems))
    check = {MUNICIPALITIES: _check_municipality, NORMS: _check_norm}
    _check_year(row)
    check[kind](row)
    return row


def _of(kind: str, column: str) -> Quantity:
    """What a number measures: figures of a municipality count; a norm may be anything."""
    if column == "year":
        return "ratio"
    if kind == MUNICIPALITIES:
        return "ratio" if column in RATIOS else "count"
    return "figure"


def _check_new(key: str, row: Mapping[str, str], found: Mapping[str, object]) -> None:
    if row[key] in found:
        raise InputError((Problem(key, "own_twice", {"value": row[key]}),))


def _check_year(row: dict[str, str]) -> None:
    if wrong := year_problem(float(row["year"])):
        raise InputError((wrong,))


def _check_municipality(row: dict[str, str]) -> None:
    try:
        row["gm_code"] = TypeAdapter(MunicipalityAlone).validate_python(row["gm_code"])
    except ValidationError as error:
        item = error.errors()[0]
        raise InputError((Problem("gm_code", item["type"].removeprefix("hea."), item["ctx"]),)) from None
    too_low = [key for key in OWN_FIGURES if key in row and float(row[key]) < 0]
    if too_low:
        raise InputError(tuple(Problem(key, "negative", {"value": float(row[key])}) for key in too_low))
    if not set(OWN_FIGURES) & row.keys():
        raise InputError((Problem("", "own_no_figure", {"columns": ", ".join(OWN_FIGURES)}),))
    for figure, of_year in YEARS.items():
        if figure in row:
            row[of_year] = row["year"]


def _check_norm(row: dict[str, str]) -> None:
    known = load_parameters()
    if row["name"] not in known:
        hint = ", ".join(nearest(row["name"], known))
        raise InputError((Problem("name", "own_parameter", {"value": row["name"], "nearest": hint}),))
    if row["grade"] not in GRADES:
        values = {"value": row["grade"], "options": ", ".join(GRADES)}
        raise InputError((Problem("grade", "choice", values),))
    try:
        with_norm(known, row)
    except ParameterError:
        lower, upper = known[row["name"]].domain
        raise InputError((Problem("central", "own_norm", {"domain": f"{lower}–{upper}"}),)) from None


def as_csv(rows: Sequence[Mapping[str, str]]) -> bytes:
    """Rows as a table of a set: every column that any row has."""
    columns = list(dict.fromkeys(key for row in rows for key in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def changes(kind: str, rows: Sequence[Mapping[str, str]]) -> list[Change]:
    """What a table changes in the figures in use now, largest relative change first."""
    found = [
        Change(row[KEYS[kind]], column, before, float(row[column]))
        for row in rows
        for column in NUMBERS[kind]
        if column in row and (before := _now(kind, row[KEYS[kind]], column)) != float(row[column])
    ]
    return sorted(found, key=lambda change: -_relative(change))


def _now(kind: str, key: str, column: str) -> float | None:
    value = getattr(municipalities()[key] if kind == MUNICIPALITIES else load_parameters()[key], column)
    return None if value is None else float(value)


def _relative(change: Change) -> float:
    before, after = change.before or 0.0, change.after or 0.0
    return abs(after - before) / max(abs(before), abs(after), 1e-12)
