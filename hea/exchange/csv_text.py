"""CSV as programs leave it: several encodings, line ends, marks between cells, and a stray quotation mark."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from hea.exchange.files import InputError
from hea.problems import Problem

MAX_LINE: Final = 100_000
"""Characters of a line, so that one line cannot hold millions of cells."""
MARKS: Final = ";,\t|"
LOOKED_AT: Final = 30
"""Lines from which the mark between cells is told."""
SWALLOWED: Final = 3
"""Cells that a row lacks and one of its cells holds, from which a quotation mark was not closed."""
WIDE_CHARACTERS: Final = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class Words(NamedTuple):
    """The text of a CSV file."""

    text: str
    guessed: bool
    """Whether its encoding is told by nothing, so that letters with accents may be other ones."""


def csv_words(content: bytes) -> Words:
    """The text of a CSV file: UTF-8, UTF-16 with a mark at its beginning, or else that of old Windows.

    Raises:
        InputError: if it is no text in any of these.
    """
    wide = WIDE_CHARACTERS.get(content[:2])
    for encoding, guessed in ((wide or "utf-8-sig", False), ("cp1252", True)):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in words:
            return Words(words, guessed)
    raise InputError((Problem("", "table_encoding", {}),))


def csv_mark(words: str) -> str:
    """What stands between the cells: as the first line says (``sep=;``), else what most lines have alike."""
    first = words[:10].splitlines()[0] if words[:10].strip() else ""
    if first.lower().startswith("sep=") and len(first) > len("sep="):
        return first[len("sep=")]
    lines = list(_first_lines(words))
    return max(MARKS, key=lambda mark: _evenness(lines, mark))


def _first_lines(words: str) -> Iterator[str]:
    reader = io.StringIO(words, newline=None)
    for _ in range(LOOKED_AT):
        line = reader.readline(MAX_LINE)
        if not line:
            return
        yield line


def _evenness(lines: Sequence[str], mark: str) -> tuple[int, int]:
    counts = Counter(line.count(mark) for line in lines if mark in line)
    if not counts:
        return 0, 0
    cells, times = max(counts.items(), key=lambda item: item[0] * item[1])
    return cells * times, times


def csv_rows(words: str, mark: str) -> Iterator[list[str]]:
    """The rows of cells; a line that only says the mark is none.

    Raises:
        InputError: for a line that never ends and for a quotation mark that is never closed.
    """
    lines = io.StringIO(words, newline=None)
    if words[:4].lower() == "sep=":
        lines.readline(MAX_LINE)
    reader = csv.reader(_lines(lines), delimiter=mark)
    width, begins = 0, 1
    try:
        for row in reader:
            width = max(width, len(row))
            _check_quotes(row, width, mark, begins)
            yield row
            begins = reader.line_num + 1
    except csv.Error as error:
        values = {"line": reader.line_num, "detail": error}
        raise InputError((Problem("", "table_csv", values),)) from None


def _lines(words: io.StringIO) -> Iterator[str]:
    while line := words.readline(MAX_LINE + 1):
        if len(line) > MAX_LINE:
            raise InputError((Problem("", "table_line", {"maximum": MAX_LINE}),))
        yield line


def _check_quotes(row: Sequence[str], width: int, mark: str, line: int) -> None:
    """Refuse a row of which one cell holds the others, and perhaps the rows below."""
    lacking = width - len(row)
    if lacking >= SWALLOWED and any(cell.partition("\n")[0].count(mark) >= SWALLOWED for cell in row):
        raise InputError((Problem("", "table_quote", {"line": line}),))
