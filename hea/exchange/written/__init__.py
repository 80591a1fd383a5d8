"""One reader of what people write: numbers, ranges, shares, months and days, the same on every surface.

The notation says what was meant, not the language of the page or of a heading: the same writing gives the
same value everywhere, or the same question. What can be read in two ways is asked back with both.
"""

from hea.exchange.written.counting import read_basis
from hea.exchange.written.dates import default_opening, read_day, read_month
from hea.exchange.written.faults import FAULTS
from hea.exchange.written.numbers import OTHER_UNIT, Quantity, WrittenError
from hea.exchange.written.ranges import Given, read_number, read_range, read_size, some_workers
from hea.exchange.written.scalars import NumberToken, quantity_of, read_scalar
from hea.exchange.written.shares import read_share
from hea.exchange.written.unknown import means_unknown

__all__ = [
    "FAULTS",
    "OTHER_UNIT",
    "Given",
    "NumberToken",
    "Quantity",
    "WrittenError",
    "default_opening",
    "means_unknown",
    "quantity_of",
    "read_basis",
    "read_day",
    "read_month",
    "read_number",
    "read_range",
    "read_scalar",
    "read_share",
    "read_size",
    "some_workers",
]
