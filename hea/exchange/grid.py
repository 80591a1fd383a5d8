"""Tables that people hand in, as sheets of rows: CSV, workbooks or Parquet."""

import datetime as dt
import io
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from hea.exchange.csv_text import csv_mark, csv_rows, csv_words
from hea.exchange.files import InputError
from hea.exchange.written import Quantity, read_number
from hea.problems import Problem
from hea.units import MEGABYTE

MAX_TABLE_BYTES = 50 * MEGABYTE
MAX_ROWS: Final = 100_000
MAX_COLUMNS: Final = 200
MAX_CELLS: Final = 3_000_000
"""As many as the largest table has in thirty columns; a file may say in a few bytes that it has millions."""
MAX_TABLE_UNPACKED: Final = 100 * MEGABYTE
"""Bytes of a Parquet table without its packing."""
MAX_TEXT: Final = 2_000
"""Characters of a cell of a Parquet table, which may say one text for all rows."""
MAX_FOOTER: Final = 5_000_000
"""Bytes of what a Parquet table says of itself, which take twenty times as much once they are read."""
MAX_PARTS: Final = 1_000
"""Groups of rows that a Parquet table is divided into."""
TAIL: Final = 8
"""Bytes at the end of a Parquet file: how long what is said before them is, and a mark."""
OPEN_CODECS: Final = frozenset({"UNCOMPRESSED", "SNAPPY"})
"""Packings that make a file at most some twenty times as small, whatever the file says of itself."""
OTHER_BOOKS: Final = frozenset({".xlsm", ".xlsb"})
"""Workbooks that are not read, and refused with how to save them."""
AT_ONCE: Final = 1_000
"""Rows of a Parquet table that are unpacked together."""
EARLIEST_YEAR = 1990

Cells = list[Any]


class Sheet(NamedTuple):
    """Rows of cells under one title, as they stand."""

    rows: Iterator[Cells]
    title: str = ""
    """Empty if the file has no sheets."""
    visible: bool = True
    mark: str = ""
    """What stands between the cells, if that can stand within one by accident."""
    hidden: frozenset[int] = frozenset()
    """Numbers of the rows that were hidden."""
    struck: frozenset[int] = frozenset()
    """Numbers of the rows that were struck through."""
    notes: tuple[Problem, ...] = ()
    """What was guessed to read it."""


def sheets_of(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a table.

    Args:
        name: of the file; its ending says what it is.
        content: its bytes.

    Raises:
        InputError: if nothing can be read at all.
    """
    suffix = Path(name).suffix.lower()
    if suffix in OTHER_BOOKS:
        _book(content)  # which says how to save it
    if suffix not in READERS:
        kinds = {"suffix": suffix or "-", "known": ", ".join(sorted(READERS))}
        raise InputError((Problem(name, "file_type", kinds),))
    if len(content) > MAX_TABLE_BYTES:
        values = {"size": len(content) / MEGABYTE, "maximum": MAX_TABLE_BYTES / MEGABYTE}
        raise InputError((Problem(name, "file_huge", values),))
    return [sheet._replace(rows=_bounded(sheet.rows)) for sheet in READERS[suffix](content)]


def _bounded(rows: Iterator[Cells]) -> Iterator[Cells]:
    """Rows, until there are more of them or they are wider than any table of ours."""
    cells = 0
    for count, row in enumerate(rows):
        cells += len(row)
        if cells > MAX_CELLS:
            raise _many_cells()
        if len(row) > MAX_COLUMNS:
            raise InputError((Problem("", "table_wide", {"maximum": MAX_COLUMNS}),))
        if count > MAX_ROWS:
            raise InputError((Problem("", "table_long", {"maximum": MAX_ROWS}),))
        yield row


def _many_cells() -> InputError:
    return InputError((Problem("", "table_cells", {"maximum": MAX_CELLS}),))


def _csv(content: bytes) -> list[Sheet]:
    words, guessed = csv_words(content)
    mark = csv_mark(words)
    notes = (Problem("", "list_encoding", {}),) if guessed else ()
    return [Sheet(csv_rows(words, mark), mark=mark, notes=notes)]


def _book(content: bytes) -> list[Sheet]:
    from hea.spreadsheet.opening import open_lists
    from hea.spreadsheet.sheets import BookError

    try:
        book = open_lists(content, MAX_ROWS)
    except BookError as error:
        raise InputError((Problem("", error.code, error.values),)) from None
    return [
        Sheet(iter(it.rows), it.title, visible=it.visible, hidden=it.hidden, struck=it.struck) for it in book
    ]


def _parquet(content: bytes) -> list[Sheet]:
    return [Sheet(_parquet_rows(content))]


def _parquet_rows(content: bytes) -> Iterator[Cells]:
    from pyarrow import ArrowException
    from pyarrow.parquet import ParquetFile

    _check_footer(content)
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
        if isinstance(error, InputError | MemoryError):
            raise
        raise InputError((Problem("", "leads_parquet", {}),)) from error


def _check_footer(content: bytes) -> None:
    """How long a Parquet file says that its directory is, before that is read."""
    if int.from_bytes(content[-TAIL : 4 - TAIL], "little") > MAX_FOOTER:
        raise InputError((Problem("", "table_parts", {"maximum": MAX_PARTS}),))


def _check_table(table: Any) -> None:  # noqa: ANN401
    """What the directory of a Parquet file says of its size and packing, before it is read."""
    about, shape = table.metadata, table.schema_arrow
    if about.num_columns > MAX_COLUMNS:
        raise InputError((Problem("", "table_wide", {"maximum": MAX_COLUMNS}),))
    if about.num_rows > MAX_ROWS:
        raise InputError((Problem("", "table_long", {"maximum": MAX_ROWS}),))
    if about.num_rows * about.num_columns > MAX_CELLS:
        raise _many_cells()
    if about.num_row_groups > MAX_PARTS:
        raise InputError((Problem("", "table_parts", {"maximum": MAX_PARTS}),))
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
    if size > MAX_TABLE_UNPACKED:
        values = {"size": size / MEGABYTE, "maximum": MAX_TABLE_UNPACKED / MEGABYTE}
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
    if _kind(words.type) == "text" and (compute.max(compute.binary_length(words)).as_py() or 0) > MAX_TEXT:
        raise InputError((Problem("", "too_long", {"maximum": MAX_TEXT}),))
    known = words.to_pylist()
    return [None if at is None else known[at] for at in column.indices.to_pylist()]


READERS: Final[dict[str, Callable[[bytes], list[Sheet]]]] = {
    ".csv": _csv,
    ".ods": _book,
    ".parquet": _parquet,
    ".xls": _book,
    ".xlsx": _book,
}
TABLES: Final = frozenset(READERS)
"""Endings of files that can be a table."""
OPENED: Final = TABLES | OTHER_BOOKS
"""The same, and those that are opened only to say how to save them."""


def year_problem(year: float) -> Problem | None:
    """What is wrong with the year a figure is of, if anything."""
    latest = dt.date.today().year
    if year.is_integer() and EARLIEST_YEAR <= year <= latest:
        return None
    return Problem("year", "site_year", {"value": year, "first": EARLIEST_YEAR, "last": latest})


def number_in(value: Any, of: Quantity) -> float | None:  # noqa: ANN401
    """A number from a cell, or ``None`` from an empty one.

    Raises:
        WrittenError: if it is no number, or can be read in two ways.
    """
    if value is None or not str(value).strip():
        return None
    return read_number(value, of)
