"""Breaking a text into lines faster than fpdf2 does, into the same lines."""

from bisect import bisect_right
from copy import copy
from itertools import accumulate
from typing import Any

import fpdf.fpdf
from fpdf.enums import Align, WrapMode
from fpdf.line_break import BREAKING_SPACE_SYMBOLS_STR, Fragment, MultiLineBreak, TextLine
from fpdf.util import FloatTolerance

from hea.report.pdf.measuring import MeasuringFont

BREAKING = frozenset(BREAKING_SPACE_SYMBOLS_STR)
OTHERWISE = frozenset("\n\f\u00ad\u00a0")
"""Characters that do more on a line than stand there: such a text is left to fpdf2."""


class QuickBreak(MultiLineBreak):
    """Adds the widths of a text up once, where fpdf2 measures the line again for every character.

    It does so for what nearly all text of a report is: one font, no shaping, no hyphens. All else, and a word
    that is longer than a line, is left to fpdf2.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """As that of fpdf2."""
        super().__init__(*args, **kwargs)
        self._ends = self._measured()

    def _measured(self) -> list[float]:
        """Where every character ends, in the units of the font; nothing if this is no plain text."""
        if len(self.fragments) != 1 or self.wrapmode != WrapMode.WORD:
            return []
        (text,) = self.fragments
        state = text.graphics_state
        special = state.text_shaping or state.char_spacing != 0 or state.font_stretching != 100
        if special or self.skip_leading_spaces or self.first_line_indent:
            return []
        if not isinstance(text.font, MeasuringFont) or not OTHERWISE.isdisjoint(text.characters):
            return []
        widths = text.font.cw
        return list(accumulate(widths[ord(character)] for character in text.characters))

    def get_line(self) -> TextLine | None:
        """The next line, or nothing after the last."""
        if not self._ends or self.fragment_index:
            return super().get_line()
        (text,), begin = self.fragments, self.character_index
        room = self.get_width(text.font_size)
        end = self._first_beyond(text, begin, room - sum(map(float, self.margins)))
        if end == len(self._ends):
            return self._line(text, begin, end, room, last=True) if end > begin else super().get_line()
        if text.characters[end] not in BREAKING:
            spaces = (at for at in range(end - 1, begin, -1) if text.characters[at] in BREAKING)
            end = next(spaces, begin)
        return self._line(text, begin, end, room, last=False) if end > begin else super().get_line()

    def _first_beyond(self, text: Fragment, begin: int, room: float) -> int:
        """Place of the first character that has no room on a line that begins with another."""
        before = self._ends[begin - 1] if begin else 0
        unit = text.font_size_pt * 0.001 / text.k
        return bisect_right(self._ends, before + (room + FloatTolerance.TOLERANCE) / unit, lo=begin)

    def _line(self, text: Fragment, begin: int, end: int, room: float, *, last: bool) -> TextLine:
        """A line of some of the characters; the space at which it is broken is on no line."""
        characters = text.characters[begin:end]
        self.idx_last_forced_break, self._is_first_line = None, False
        self.fragment_index, self.character_index = (1, 0) if last else (0, end + 1)
        fragment = copy(text)
        fragment.characters = characters
        return TextLine(
            fragments=[fragment],
            text_width=fragment.get_width(initial_cs=False),
            number_of_spaces=sum(character in BREAKING for character in characters),
            align=Align.L if last and self.align == Align.J else self.align,
            height=text.font_size * self.line_height,
            max_width=room,
        )


def break_quickly() -> None:
    """Let fpdf2 break all texts this way; what is set in other fonts it goes on to do itself."""
    fpdf.fpdf.MultiLineBreak = QuickBreak  # type: ignore[attr-defined]
