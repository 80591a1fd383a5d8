"""How long people stay, by three readings beside each other."""

from typing import Literal

from hea.assessment.results.common import Range
from hea.frozen import Frozen
from hea.texts.translated import Translated

Counted = Literal["region", "job"]


class RangesByStay(Frozen):
    """Ranges per class of stay."""

    short: Range
    mid: Range
    long: Range


class UseOfReadings(Frozen):
    """For what each reading is of use, in a few sentences."""

    region: Translated
    job: Translated
    arrivals: Translated


class StayReadings(Frozen):
    """Three readings of stay in the structural year; the limits of the classes are the same in all."""

    used: Counted
    """The reading that need and gap follow: ``job`` only where beds are tied to the job."""
    region: RangesByStay
    """Labour migrants present by elapsed stay in the region, in the third-lowest month."""
    job: RangesByStay
    """The same labour migrants by how long they have been with this employer."""
    arrivals: RangesByStay | None
    """Shares of who arrives by how long they will stay in all, seasons included; over the draws in which
    somebody arrives."""
    reason: Translated | None
    """Why there are no shares of arrivals."""
    use: UseOfReadings
    followed: Translated
    """Which reading need and gap follow, in a sentence."""
