"""What is read from a workbook of others, whatever form it has, and what it may hold at most."""

from typing import Any, Final, NamedTuple

from hea.problems import RefusedError
from hea.units import MEGABYTE

MAX_BOOK_BYTES: Final = 5 * MEGABYTE

Grid = list[list[Any]]
"""Rows of values, counted from 0; short rows are not padded and empty cells are ``None``."""


class BookError(RefusedError):
    """The file cannot be used."""


class CellError(NamedTuple):
    """A cell that holds an error such as ``#REF!`` instead of a value."""

    shown: str


class BookSheet(NamedTuple):
    """A sheet with what a reader of the values alone would miss."""

    title: str
    rows: Grid
    visible: bool = True
    hidden: frozenset[int] = frozenset()
    """Numbers of the rows that are hidden."""
    struck: frozenset[int] = frozenset()
    """Numbers of the rows of which the first value is struck through."""


class Bounds(NamedTuple):
    """What a workbook may hold at most."""

    rows: int
    """Of all sheets together."""
    columns: int
    text: int
    """Characters of all cells, each as often as it is there."""
    sheets: int


class Room:
    """What is left of the bounds while a workbook is read."""

    def __init__(self, bounds: Bounds) -> None:
        self.bounds = bounds
        self._rows, self._text = bounds.rows, bounds.text

    def take(self, rows: int = 0, text: int = 0) -> None:
        """Count what was found.

        Raises:
            BookError: if it is more than is left.
        """
        self._rows -= rows
        self._text -= text
        if self._rows < 0 or self._text < 0:
            raise self.refused()

    def check_sheets(self, count: int) -> None:
        """Refuse more sheets than a workbook may have.

        Raises:
            BookError: if there are.
        """
        if count > self.bounds.sheets:
            raise BookError("book_sheets", maximum=self.bounds.sheets)

    def refused(self) -> BookError:
        """The error for what is too long or too wide."""
        return BookError("book_cells", rows=self.bounds.rows, columns=self.bounds.columns)
