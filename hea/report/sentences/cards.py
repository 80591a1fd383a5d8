"""The few figures that a reader looks for first, each with its range, for cards and for the strip."""

from typing import NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.common import Range
from hea.report.sentences import shortage
from hea.texts import Lang, month, text


class Card(NamedTuple):
    """One figure: what it counts, of which moment, and its range."""

    key: str
    moment: str
    range: Range
    kind: str
    """How it is rounded, as in ``ranges.shown``."""
    month: str | None = None
    """In which that moment is in the middle, as YYYY-MM; none if the moment is no month."""

    def name_in(self, lang: Lang) -> str:
        """What it counts."""
        return text(f"card.{self.key}", lang)

    def moment_in(self, lang: Lang) -> str:
        """Of which moment."""
        return text(f"card.{self.moment}", lang)

    def when_in(self, lang: Lang) -> str:
        """Of which moment, with its month."""
        moment = self.moment_in(lang)
        return f"{moment}, {month(self.month, lang)}" if self.month else moment


def main(outline: Outline) -> tuple[Card, ...]:
    """Labour migrants, places they need and places that are short: three figures that belong together."""
    head, most = outline.headline, shortage.month_of(outline, "total")
    busiest = outline.housing.peak_month
    return (
        Card("migrants", "structural", head.migrants_structural, "people"),
        Card("units", "peak", head.units.total.peak, "places", busiest),
        Card("short", "most_short", head.gap.total.peak, "places", most),
    )
