"""Numbers that turn one unit into another: definitions, not figures of the model."""

from typing import Final

MONTHS_PER_YEAR: Final = 12
WEEKS_PER_YEAR: Final = 52
M2_PER_HA: Final = 10_000
