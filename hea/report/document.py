"""What a chapter is written on: the same words go onto paper and into a file for a word processor."""

from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol, TypedDict, Unpack

FONT: Final = "Source Sans Pro"
"""Type of paper, and of the charts in every report."""

FONT_FILES: Final = Path(str(files("hea.report") / "fonts"))
LANGUAGE_TAGS: Final = {"nl": "nl-NL", "en": "en-GB"}


class Look(TypedDict, total=False):
    """How a table is set."""

    numbers: Collection[int]
    """Columns with numbers, which are set to the right."""
    centred: Collection[int]
    """Columns that are centred."""
    small: bool
    """Smaller type."""
    compact: bool
    """Lines closed up, on paper."""
    dense: bool
    """Lines closed up further, on paper."""
    caption: str
    """Without one of its own a table takes the heading above it."""


class Document(Protocol):
    """A document that is written from top to bottom."""

    def start(self, title: str, lines: Sequence[str]) -> None:
        """Title and the lines under it, at the top of the first page."""

    def contents(self) -> None:
        """A table of contents."""

    def new_page(self) -> None:
        """Go on at the top of a new page."""

    def heading(self, words: str, room_mm: float = 40, *, level: int = 2, listed: bool = True) -> None:
        """A heading that stays with what follows.

        Args:
            words: the heading.
            room_mm: room that what follows needs on the page.
            level: 2 for a chapter, 3 for a section in it.
            listed: whether it stands in the outline and the table of contents.
        """

    def paragraph(self, words: str, *, muted: bool = False, bold: bool = False) -> None:
        """A paragraph of running text."""

    def bullets(self, items: Sequence[str]) -> None:
        """A list; nothing without items."""

    def table(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[str]],
        widths: Sequence[float],
        **look: Unpack[Look],
    ) -> None:
        """A table whose headings repeat on every page.

        Args:
            headings: one per column.
            rows: the cells, in the order of the headings.
            widths: of the columns, in parts of the whole.
            look: how it is set.
        """

    def figure(self, svg: str, alt: str, caption: str = "") -> None:
        """A chart over the width of the page, with what it shows in words; captioned as a table is."""
