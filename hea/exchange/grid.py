"""Tables that people hand in, as rows of cells: CSV, Excel or Parquet, with headings in either language."""

import csv
import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from hea.exchange.files import InputError, decoded
from hea.exchange.problems import Located
from hea.texts import LANGUAGES, Lang, parse_number, text

TABLES: Final = frozenset({".csv", ".xlsx", ".parquet"})
MAXIMUM_BYTES = 50_000_000
EARLIEST_YEAR = 1990


def rows_of(name: str, content: bytes) -> Iterator[list[Any]]:
    """Rows of cells, the headings first.

    Args:
        name: of the file; its ending says what it is.
        content: its bytes.

    Raises:
        InputError: if nothing can be read at all.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx, ".parquet": _parquet}
    suffix = Path(name).suffix.lower()
    if suffix not in readers:
        kinds = {"suffix": suffix or "-", "known": ", ".join(sorted(readers))}
        raise InputError((Located(name, "file_type", kinds),))
    return readers[suffix](content)


def _csv(content: bytes) -> Iterator[list[Any]]:
    words = decoded("", content)
    first = words.split("\n", 1)[0]
    mark = max(";,\t", key=first.count)
    yield from csv.reader(io.StringIO(words), delimiter=mark)


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    from hea.spreadsheet.opening import BookError, open_book

    try:
        book = open_book(content)
    except BookError as error:
        raise InputError((Located("", error.code, error.values),)) from None
    yield from next(iter(book.values()), [])


def _parquet(content: bytes) -> Iterator[list[Any]]:
    import pandas as pd

    try:
        frame = pd.read_parquet(io.BytesIO(content))
    except Exception as error:  # a damaged file fails wherever the parser happens to be
        raise InputError((Located("", "leads_parquet", {}),)) from error
    yield [str(name) for name in frame.columns]
    for row in frame.itertuples(index=False):
        yield [None if pd.isna(value) else value for value in row]


def columns_of(
    name: str, head: Sequence[str], section: str, keys: Sequence[str], needed: Sequence[str], lang: Lang
) -> tuple[dict[int, str], Lang]:
    """Which column holds what, and in which language the headings are: so are the numbers.

    Args:
        name: of the file, for problems.
        head: the headings; each may be an id or its name in either language.
        section: of the texts in which the names of the columns stand.
        keys: ids of the columns.
        needed: those that must be there.
        lang: language of numbers if the headings are ids, and of the names in problems.

    Raises:
        InputError: for columns that are missing or twice there.
    """
    ways = {lang: {key: key for key in keys}}
    for other in LANGUAGES:
        own = {text(f"{section}.{key}", other).lower(): key for key in keys}
        ways[other] = {**own, **(ways.get(other) or {})}
    best = max(ways, key=lambda way: sum(cell.lower() in ways[way] for cell in head))
    columns = {
        index: ways[best][cell.lower()] for index, cell in enumerate(head) if cell.lower() in ways[best]
    }
    found = list(columns.values())
    missing = [key for key in needed if key not in found]
    doubled = sorted({key for key in found if found.count(key) > 1})
    problems = [
        Located(name, code, {"column": text(f"{section}.{key}", lang)})
        for code, these in (("lead_column_missing", missing), ("lead_column_double", doubled))
        for key in these
    ]
    if problems:
        raise InputError(tuple(problems))
    return columns, best


def filled_rows(
    name: str, lines: Iterator[Sequence[Any]], columns: Mapping[int, str], lang: Lang
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows that hold something: how to name the row in a problem, and its cells by column."""
    for number, cells in enumerate(lines, start=2):
        if any(str(cell or "").strip() for cell in cells):
            values = {key: cells[index] for index, key in columns.items() if index < len(cells)}
            yield text("lead.row", lang, name=name, row=number), values


def in_cell(row: str, item: Located, section: str, keys: Sequence[str], lang: Lang) -> Located:
    """A problem of a row at its column, or at the row if it is about no column."""
    if item.place in keys:
        column = text(f"{section}.{item.place}", lang)
        return item._replace(place=text("lead.cell", lang, row=row, column=column))
    return item._replace(place=row)


def year_problem(year: float) -> Located | None:
    """What is wrong with the year a figure is of, if anything."""
    latest = dt.date.today().year
    if year.is_integer() and EARLIEST_YEAR <= year <= latest:
        return None
    return Located("year", "site_year", {"value": year, "first": EARLIEST_YEAR, "last": latest})


def number_in(value: Any, spoken: Lang) -> float | None:  # noqa: ANN401
    """A number from a cell, or ``None`` from an empty one.

    Raises:
        ValueError: if it is no number.
    """
    if value is None or not str(value).strip():
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return parse_number(str(value), spoken)
