"""The size of a plan as people write it, by what it is given in."""

from typing import Final

from hea.exchange.written.numbers import Quantity
from hea.proposal import SizeKind

SIZED_IN: Final[dict[SizeKind, Quantity]] = {
    "persons": "count",
    "gross_floor": "m2",
    "footprint": "m2",
    "plot": "ha",
}
"""What each size measures."""
