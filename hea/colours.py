"""Every colour of the tool, once: app, charts, paper and workbooks take theirs from here.

The accent may be another in the house style of an organisation; ``.streamlit/config.toml`` repeats the
colours of the app, because Streamlit reads nothing else, and a test holds the two together.
"""

from typing import Final

ACCENT: Final = "#1f5c99"
ACCENT_DARK: Final = "#7db4e8"
"""The accent on a dark page."""
WHITE: Final = "#ffffff"
DARK: Final = "#12161c"
"""Background of the app in dark."""
INK: Final = "#1a1a1a"
INK_DARK: Final = "#eef2f6"
MUTED: Final = "#555555"
"""What is said beside the text."""
MUTED_DARK: Final = "#a9b4c0"
QUIET: Final = "#444444"
STRIPE: Final = "#f3f6fa"
STRIPE_DARK: Final = "#1c232d"

NEED: Final = "#3579b8"
"""Lines and areas of a chart: at least 3:1 on the light and on the dark background."""
SUPPLY: Final = "#b45309"
"""What there is, beside what is needed."""
TINTS: Final = (ACCENT, "#5a9bd4", "#a8cbea")
"""Short, mid and long stay, from dark to light."""
SERIES: Final = (ACCENT, "#e08a1e", "#5b8c5a")
"""Series of a chart in a workbook."""
AXIS: Final = "#d4d4d4"

INPUT: Final = "#fff8e1"
"""Cells to type in."""
PALE: Final = "#eaf1f8"
LINE: Final = "#bfbfbf"
GREY: Final = "#595959"
CHANGED, SAME = "#ffe0b2", "#dcefdc"
"""Whether a formula differs from what was calculated."""


def rgb(colour: str) -> tuple[int, int, int]:
    """Red, green and blue from 0 to 255."""
    red, green, blue = bytes.fromhex(colour.removeprefix("#"))
    return red, green, blue


def argb(colour: str) -> str:
    """As spreadsheets write it."""
    return colour.removeprefix("#").upper()
