"""Reading a list of places where labour migrants live: a table that a municipality keeps."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from pydantic import ValidationError

from hea.exchange.columns import Table, Wanted, in_cell
from hea.exchange.files import InputError, read_bytes
from hea.exchange.grid import MAX_ROWS, MAX_TABLE_BYTES, OPENED, number_in, year_problem
from hea.exchange.written import WrittenError, read_number
from hea.portfolio.result import HousingSite, Point
from hea.problems import Problem
from hea.texts import Lang

NEEDED: Final = ("name", "places", "source", "year")
POINT: Final = ("latitude", "longitude")
COLUMNS: Final = (*NEEDED, "village", *POINT)
"""Columns of the table by id; a heading may also be their name in either language."""
WORDS: Final = ("name", "source", "village")
MAX_WORDS_SIZE: Final = 300
"""Characters in a cell with words."""


class Sites(NamedTuple):
    """Places where labour migrants live, and how the list was read."""

    found: tuple[HousingSite, ...]
    notes: tuple[Problem, ...]


def read_sites(path: str | Path, lang: Lang = "nl") -> Sites:
    """Places where labour migrants live, from a CSV, Excel or Parquet file.

    Raises:
        InputError: with all problems at once, each with its row and column.
    """
    path = Path(path)
    return parse_sites(path.name, read_bytes(path, OPENED, MAX_TABLE_BYTES), lang)


def parse_sites(name: str, content: bytes, lang: Lang = "nl", most: int = MAX_ROWS) -> Sites:
    """The same from the name and the bytes of a table.

    Args:
        name: of the file.
        content: its bytes.
        lang: language of the places in problems.
        most: rows to read; a table with more of them is refused at the first one too many.

    Raises:
        InputError: with all problems at once.
    """
    table = Table(name, content, Wanted("site", COLUMNS, NEEDED), lang)
    found: list[HousingSite] = []
    problems: list[Problem] = []
    for count, row in enumerate(table.rows()):
        if count >= most:
            raise InputError((Problem(name, "sites_many", {"maximum": most}),))
        try:
            found.append(_site(row.values))
        except InputError as error:
            problems += [in_cell(row, item, table) for item in error.problems]
    if not found and not problems:
        problems.append(Problem(name, "sites_none", {}))
    if problems:
        raise InputError(tuple(problems))
    counted = Problem("", "list_places", {"count": len(found), "name": name})
    return Sites(tuple(found), (counted, *table.account.sentences()))


MAX_POINT_LENGTH: Final = 60
PAIR: Final = re.compile(r"(\S+)\s*;\s*(\S+)|(\S+?),?\s+(\S+)|([^,\s]+),([^,\s]+)")
"""Two numbers with a semicolon, a space or one comma between them; the comma may stand in each as well."""


def parse_point(words: str) -> Point:
    """A location as people copy it from a map: ``51.5245, 5.9735`` or ``51,5245; 5,9735``.

    Raises:
        InputError: if it is no pair of degrees within the Netherlands.
    """
    pair = PAIR.fullmatch(words[:MAX_POINT_LENGTH].strip())
    try:
        latitude, longitude = (
            read_number(part, "ratio") for part in (filter(None, pair.groups()) if pair else ())
        )
    except ValueError:
        raise InputError((Problem("", "point_form", {"value": words[:MAX_POINT_LENGTH]}),)) from None
    return _point(latitude, longitude)


def _point(latitude: float, longitude: float) -> Point:
    try:
        return Point(latitude=latitude, longitude=longitude)
    except ValidationError:
        values = {"latitude": latitude, "longitude": longitude}
        raise InputError((Problem("", "point_outside", values),)) from None


def _site(values: Mapping[str, Any]) -> HousingSite:
    problems = [Problem(key, "missing", {}) for key in NEEDED if not str(values.get(key) or "").strip()]
    problems += [
        Problem(key, "too_long", {"maximum": MAX_WORDS_SIZE})
        for key in WORDS
        if len(str(values.get(key) or "")) > MAX_WORDS_SIZE
    ]
    numbers: dict[str, float | None] = {}
    for key in ("places", "year", *POINT):
        try:
            numbers[key] = number_in(values.get(key), "places" if key == "places" else "ratio")
        except WrittenError as error:
            problems += [item._replace(place=key) for item in error.problems]
    places, year = numbers.get("places"), numbers.get("year")
    if places is not None and places < 0:
        problems.append(Problem("places", "negative", {"value": places}))
    if year is not None and (wrong := year_problem(year)):
        problems.append(wrong)
    latitude, longitude = numbers.get("latitude"), numbers.get("longitude")
    if (latitude is None) != (longitude is None):
        problems.append(Problem("latitude" if latitude is None else "longitude", "missing", {}))
    if problems:
        raise InputError(tuple(problems))
    assert places is not None
    assert year is not None
    return HousingSite(
        name=str(values["name"]).strip(),
        places=places,
        source=str(values["source"]).strip(),
        year=int(year),
        village=str(values.get("village") or "").strip(),
        point=None if latitude is None or longitude is None else _point(latitude, longitude),
    )
