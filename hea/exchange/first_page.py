"""The words on the first page of a PDF of somebody else, to see whether a report of ours was printed anew."""

import re
from bisect import bisect_right
from typing import Any, Final, NamedTuple

import pikepdf

from hea.pdf_objects import unpacked
from hea.pdf_packing import EACH_STREAM, open_pdf

MAX_OF_WORDS: Final = 200_000
"""Bytes of the first page and of what says which letters its fonts have; ours have some thousands."""

NOT_TOLD: Final = (None, (), 0)
"""Of a font that says nothing of its letters."""

SHOWING: Final = frozenset({"Tj", "TJ", "'", '"'})
"""Operators that write a text."""

CODE: Final = rb"<\s*([0-9A-Fa-f]+)\s*>\s*"
BLOCK: Final = re.compile(rb"begin(bfchar|bfrange|codespacerange)(.*?)end\1", re.DOTALL)
PAIR: Final = re.compile(CODE + CODE)
RANGE: Final = re.compile(CODE + CODE + rb"(?:" + CODE + rb"|\[([^\]]*)\])")


class Codes(NamedTuple):
    """Codes of a font that follow each other, and the letters they stand for."""

    first: int
    last: int
    letters: tuple[str, ...]
    """One for each code, or the letter of the first one, after which they follow each other as well."""

    def letter(self, code: int) -> str:
        """The letter of a code, or nothing where there is none for it."""
        place = code - self.first
        if code > self.last or not self.letters:
            return ""
        if len(self.letters) > 1:
            return self.letters[place] if place < len(self.letters) else ""
        begin = self.letters[0]
        return begin[:-1] + chr(min(ord(begin[-1]) + place, 0xFFFF)) if begin else ""


class Font:
    """Which letters the codes of a font stand for."""

    def __init__(self, told: bytes | None) -> None:
        """Read what the font tells of its letters, if it does."""
        self._is_told, self._width, known = told is not None, 1, []
        for kind, rows in BLOCK.findall(told or b""):
            if kind == b"codespacerange":
                self._width = max((len(low) // 2 for low, _ in PAIR.findall(rows)), default=1) or 1
            elif kind == b"bfchar":
                known += [_codes(code, code, of, b"") for code, of in PAIR.findall(rows)]
            else:
                known += [_codes(*found) for found in RANGE.findall(rows)]
        self._known = sorted(known)
        self._begins = [codes.first for codes in self._known]

    def read(self, written: bytes) -> str:
        """The letters of a text; a font that tells nothing is taken to be in the letters of the west."""
        if not self._is_told:
            return written.decode("latin-1")
        starts = range(0, len(written), self._width)
        return "".join(self._letter(int.from_bytes(written[at : at + self._width])) for at in starts)

    def _letter(self, code: int) -> str:
        found = bisect_right(self._begins, code)
        return self._known[found - 1].letter(code) if found else ""


def _letters(told: bytes) -> str:
    """A text of two bytes a letter, written in digits."""
    return bytes.fromhex(told.decode().zfill(4)).decode("utf-16-be", "ignore") if len(told) % 2 == 0 else ""


def _codes(first: bytes, last: bytes, begin: bytes, each: bytes) -> Codes:
    letters = (begin,) if begin else tuple(re.findall(CODE, each))
    return Codes(int(first, 16), int(last, 16), tuple(_letters(told) for told in letters))


def words_of_first(content: bytes) -> str:
    """What is written on the first page, without spaces and in the order in which it was written.

    Spaces are left out because a program that prints anew often moves on in their place. Words of drawings
    are not read: a page can name one any number of times.

    Raises:
        Exception: of whatever kind, if there is more of it than on a page of ours, or if it is damaged.
    """
    with open_pdf(content) as pdf:
        page = pdf.pages[0].obj
        left, painted, fonts = MAX_OF_WORDS, [], {}
        for part in page.Contents if isinstance(page.Contents, pikepdf.Array) else [page.Contents]:
            words, _, cost = unpacked(part, left)
            painted.append(words)
            left -= cost + EACH_STREAM
        for name, font in dict(page.Resources.get("/Font", {})).items():
            told, _, cost = unpacked(font["/ToUnicode"], left) if "/ToUnicode" in font else NOT_TOLD
            fonts[name], left = Font(told), left - cost
        return _written(pikepdf.parse_content_stream(pikepdf.Stream(pdf, b"\n".join(painted))), fonts)


def _written(operations: Any, fonts: dict[str, Font]) -> str:  # noqa: ANN401
    font, found = Font(None), []
    for operands, operator in operations:
        if str(operator) == "Tf":
            font = fonts.get(str(operands[0]), font)
        elif str(operator) in SHOWING:
            texts = operands[-1] if isinstance(operands[-1], pikepdf.Array) else [operands[-1]]
            found += [font.read(bytes(item)) for item in texts if isinstance(item, pikepdf.String)]
    return "".join("".join(found).split())
