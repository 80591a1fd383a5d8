"""Tables that people hand in, as rows of cells: CSV, Excel or Parquet, with headings in either language."""

import csv
import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from hea.exchange.files import InputError, decoded
from hea.problems import Problem
from hea.texts import LANGUAGES, Lang, parse_number, text

TABLES: Final = frozenset({".csv", ".xlsx", ".parquet"})
MAXIMUM_BYTES = 50_000_000
MAXIMUM_ROWS: Final = 100_000
MAXIMUM_COLUMNS: Final = 200
MAXIMUM_LINE: Final = 100_000
"""Characters of a line, so that one line cannot hold millions of cells."""
MAXIMUM_UNPACKED: Final = 100_000_000
"""Bytes of a Parquet table without its packing."""
MAXIMUM_TEXT: Final = 2_000
"""Characters of a cell of a Parquet table, which may say one text for all rows."""
OPEN_CODECS: Final = frozenset({"UNCOMPRESSED", "SNAPPY"})
"""Packings that make a file at most some twenty times as small, whatever the file says of itself."""
AT_ONCE: Final = 1_000
"""Rows of a Parquet table that are unpacked together."""
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
        raise InputError((Problem(name, "file_type", kinds),))
    if len(content) > MAXIMUM_BYTES:
        values = {"size": len(content) / 1e6, "maximum": MAXIMUM_BYTES / 1e6}
        raise InputError((Problem(name, "file_huge", values),))
    return _bounded(readers[suffix](content))


def _bounded(rows: Iterator[list[Any]]) -> Iterator[list[Any]]:
    """Rows, until there are more of them or they are wider than any table of ours."""
    for count, row in enumerate(rows):
        if len(row) > MAXIMUM_COLUMNS:
            raise InputError((Problem("", "table_wide", {"maximum": MAXIMUM_COLUMNS}),))
        if count > MAXIMUM_ROWS:
            raise InputError((Problem("", "table_long", {"maximum": MAXIMUM_ROWS}),))
        yield row


def _csv(content: bytes) -> Iterator[list[Any]]:
    words = io.StringIO(decoded("", content), newline=None)
    mark = max(";,\t", key=words.readline(MAXIMUM_LINE).count)
    words.seek(0)
    lines = csv.reader(_lines(words), delimiter=mark)
    try:
        yield from lines
    except csv.Error as error:
        values = {"line": lines.line_num, "detail": error}
        raise InputError((Problem("", "table_csv", values),)) from None


def _lines(words: io.StringIO) -> Iterator[str]:
    while line := words.readline(MAXIMUM_LINE + 1):
        if len(line) > MAXIMUM_LINE:
            raise InputError((Problem("", "table_wide", {"maximum": MAXIMUM_COLUMNS}),))
        yield line


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    from hea.spreadsheet.opening import BookError, open_book

    try:
        book = open_book(content)
    except BookError as error:
        raise InputError((Problem("", error.code, error.values),)) from None
    yield from next(iter(book.values()), [])


def _parquet(content: bytes) -> Iterator[list[Any]]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    try:
        whole = ParquetFile(io.BytesIO(content), buffer_size=AT_ONCE)
        _check_table(whole)
        texts = [field.name for field in whole.schema_arrow if _kind(field.type) == "text"]
        table = ParquetFile(io.BytesIO(content), read_dictionary=texts)
        yield [str(name) for name in table.schema_arrow.names]
        for batch in table.iter_batches(AT_ONCE):
            columns = [_cells(column) for column in batch.columns]
            yield from map(list, zip(*columns, strict=True))
    except (ArrowException, OSError, ValueError) as error:  # a damaged file fails wherever the parser is
        if isinstance(error, InputError):
            raise
        raise InputError((Problem("", "leads_parquet", {}),)) from error


def _check_table(table: Any) -> None:  # noqa: ANN401
    """What the directory of a Parquet file says of its size and packing, before it is read."""
    about, shape = table.metadata, table.schema_arrow
    if about.num_columns > MAXIMUM_COLUMNS:
        raise InputError((Problem("", "table_wide", {"maximum": MAXIMUM_COLUMNS}),))
    if about.num_rows > MAXIMUM_ROWS:
        raise InputError((Problem("", "table_long", {"maximum": MAXIMUM_ROWS}),))
    odd = next((field for field in shape if not _kind(field.type)), None)
    if odd is not None:
        values = {"column": odd.name[:60], "kind": str(odd.type)[:60]}
        raise InputError((Problem("", "table_kind", values),))
    groups = [about.row_group(index) for index in range(about.num_row_groups)]
    pieces = [group.column(index) for group in groups for index in range(group.num_columns)]
    codec = next((piece.compression for piece in pieces if piece.compression not in OPEN_CODECS), None)
    if codec is not None:
        raise InputError((Problem("", "table_packed", {"codec": codec.lower()}),))
    size = sum(piece.total_uncompressed_size for piece in pieces)
    if size > MAXIMUM_UNPACKED:
        values = {"size": size / 1e6, "maximum": MAXIMUM_UNPACKED / 1e6}
        raise InputError((Problem("", "table_heavy", values),))


def _kind(kind: Any) -> str:  # noqa: ANN401
    """Whether a column holds texts or single values; nothing for lists, bytes and whatever holds others."""
    from pyarrow import types

    if types.is_dictionary(kind):
        return _kind(kind.value_type)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return "text"
    single = types.is_primitive(kind) or types.is_decimal(kind) or types.is_null(kind)
    return "single" if single else ""


def _cells(column: Any) -> list[Any]:  # noqa: ANN401
    """Cells of a column; what is not a number is empty, and one text is kept once however often it stands."""
    from pyarrow import compute, types

    if not types.is_dictionary(column.type):
        return [None if isinstance(cell, float) and math.isnan(cell) else cell for cell in column.to_pylist()]
    words = column.dictionary
    if (
        _kind(words.type) == "text"
        and (compute.max(compute.binary_length(words)).as_py() or 0) > MAXIMUM_TEXT
    ):
        raise InputError((Problem("", "too_long", {"maximum": MAXIMUM_TEXT}),))
    known = words.to_pylist()
    return [None if at is None else known[at] for at in column.indices.to_pylist()]


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
        Problem(name, code, {"column": text(f"{section}.{key}", lang)})
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


def in_cell(row: str, item: Problem, section: str, keys: Sequence[str], lang: Lang) -> Problem:
    """A problem of a row at its column, or at the row if it is about no column."""
    if item.place in keys:
        column = text(f"{section}.{item.place}", lang)
        return item._replace(place=text("lead.cell", lang, row=row, column=column))
    return item._replace(place=row)


def year_problem(year: float) -> Problem | None:
    """What is wrong with the year a figure is of, if anything."""
    latest = dt.date.today().year
    if year.is_integer() and EARLIEST_YEAR <= year <= latest:
        return None
    return Problem("year", "site_year", {"value": year, "first": EARLIEST_YEAR, "last": latest})


def number_in(value: Any, spoken: Lang) -> float | None:  # noqa: ANN401
    """A number from a cell, or ``None`` from an empty one.

    Raises:
        ValueError: if it is no number.
    """
    if value is None or not str(value).strip():
        return None
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        found = float(value)
        if not math.isfinite(found):
            raise ValueError(value)
        return found
    return parse_number(str(value), spoken)
