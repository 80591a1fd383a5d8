"""Numbers that turn one unit into another: definitions, not figures of the model."""

from typing import Final

MONTHS_PER_YEAR: Final = 12
WEEKS_PER_YEAR: Final = 52
M2_PER_HA: Final = 10_000
MEGABYTE: Final = 1024 * 1024
"""Bytes; also what Streamlit takes for one."""
PLACE_DECIMALS: Final = 3
"""Decimals of a number of places that count before it is rounded up."""


class Percentage(float):
    """A number that its file shows as a percentage: 0.5 that reads 50%, which counts nothing."""
