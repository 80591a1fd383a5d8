"""The few figures that a reader looks for first, each with its range, for cards and for the strip."""

from typing import NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.common import Range
from hea.texts import Lang, text


class Card(NamedTuple):
    """One figure: what it counts, of which moment, and its range."""

    key: str
    moment: str
    range: Range
    kind: str
    """How it is rounded, as in ``ranges.shown``."""

    def name_in(self, lang: Lang) -> str:
        """What it counts."""
        return text(f"card.{self.key}", lang)

    def moment_in(self, lang: Lang) -> str:
        """Of which moment."""
        return text(f"card.{self.moment}", lang)


def main(outline: Outline) -> tuple[Card, ...]:
    """Labour migrants, places they need and places that are short: three figures that belong together."""
    head = outline.headline
    return (
        Card("migrants", "structural", head.migrants_structural, "people"),
        Card("units", "peak", head.units.total.peak, "places"),
        Card("short", "peak", outline.housing.places_short, "places"),
    )
