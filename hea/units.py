"""Numbers that turn one unit into another: definitions, not figures of the model."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MONTHS_PER_YEAR: Final = 12
WEEKS_PER_YEAR: Final = 52
M2_PER_HA: Final = 10_000
MEGABYTE: Final = 1024 * 1024
"""Bytes; also what Streamlit takes for one."""
CENTURY_DAYS: Final = 36_500
"""The longest that anything is kept."""
PLACE_DECIMALS: Final = 3
"""Decimals of a number of places that count before it is rounded up."""
WHOLE_FROM: Final = 2.0**52
"""From here on a number has no part behind the point."""


def nearest(value: float, decimals: int = 0) -> float:
    """A number rounded as people and spreadsheets do it: a half goes away from nought.

    It looks at the shortest decimal number that is this one, so that 0.285 is a half too.
    """
    if not abs(value) < WHOLE_FROM:
        return value
    return float(Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)) + 0.0


class Percentage(float):
    """A number that its file shows as a percentage: 0.5 that reads 50%, which counts nothing."""
