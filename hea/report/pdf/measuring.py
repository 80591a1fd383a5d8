"""A font that measures a line faster than fpdf2 does, with the same outcome to the last bit."""

from typing import Any

from fpdf.fonts import TTFFont


class MeasuringFont(TTFFont):
    """A font of letters, not of symbols, that measures a line that grows by what was added to it.

    fpdf2 breaks a text into lines by measuring the whole line again for every character. Widths are whole
    numbers, so adding up in steps gives the same sum.
    """

    __slots__ = ("_line", "_sum")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        """As that of fpdf2."""
        super().__init__(*args, **kwargs)
        self._line, self._sum = "", 0.0

    def get_text_width(
        self, text: str, font_size_pt: float, text_shaping_params: dict[str, Any] | None
    ) -> tuple[int, float]:
        """Number of characters and width; a character apart leaves the line that is remembered."""
        if len(text) < 2 or text_shaping_params:
            return super().get_text_width(text, font_size_pt, text_shaping_params)
        self.biggest_size_pt = max(self.biggest_size_pt, font_size_pt)
        if text != self._line:
            self._sum = self._grown(text)
            self._line = text
        return len(text), self._sum * font_size_pt * 0.001

    def _grown(self, text: str) -> float:
        if text[:-1] == self._line:
            return self._sum + self.cw[ord(text[-1])]
        return sum(self.cw[ord(character)] for character in text)
