"""Where the structural need lands in the region: indicative, on the middles of the municipalities."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from hea.assessment.results import Assessment
from hea.assessment.results.common import Range
from hea.reference import municipalities
from hea.report.figures import svg_map, vega
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import pd
from hea.report.figures.svg_map import Spot
from hea.report.sentences.ranges import range_text, with_middle
from hea.texts import Lang, percent, text

MARGIN_DEGREES = 0.12
"""How far around the places other municipalities are drawn, for orientation only."""


class Landing(NamedTuple):
    """A municipality in which a part of the need lands."""

    name: str
    latitude: float
    longitude: float
    places: Range
    share: float | None
    """Of what lands outside the municipality of the plan; ``None`` for that municipality itself."""


def region(assessment: Assessment, lang: Lang) -> Figure:
    """The map with its words and its table."""
    landings = _landings(assessment)
    spots = [
        Spot(
            item.latitude,
            item.longitude,
            (item.name, range_text(item.places, "places", lang)),
            item.places.p50,
        )
        for item in landings
    ]
    table = pd.DataFrame(
        {
            text("picture.region_places", lang): [
                with_middle(item.places, "places", lang) for item in landings
            ],
            text("picture.region_share", lang): [
                "" if item.share is None else percent(item.share, lang) for item in landings
            ],
        },
        index=pd.Index([item.name for item in landings], name=text("app.municipality", lang)),
    )
    unit = text("unit.places", lang)
    told = "; ".join(f"{item.name}: {range_text(item.places, 'places', lang)} {unit}" for item in landings)
    return Figure(
        text("picture.region", lang),
        text("picture.region_alt", lang, rows=told),
        table,
        vega=lambda: vega.bubbles(_frame(landings)),
        svg=lambda: svg_map.bubbles(spots, _around(landings)),
    )


def _frame(landings: Sequence[Landing]) -> pd.DataFrame:
    """A row per municipality, each with its name beside its bubble."""
    return pd.DataFrame(
        {
            "name": [item.name for item in landings],
            "lat": [item.latitude for item in landings],
            "lon": [item.longitude for item in landings],
            "places": [item.places.p50 for item in landings],
            "named": [item.name for item in landings],
        }
    )


def _landings(assessment: Assessment) -> list[Landing]:
    """The municipality of the plan and its neighbours."""
    table, housing = municipalities(), assessment.housing
    own = table[assessment.proposal.municipality]
    found = [Landing(own.name, *own.centroid, housing.in_municipality, None)]
    for item in housing.neighbours:
        found.append(Landing(item.name, *table[item.gm_code].centroid, item.units, item.share))
    return found


def _around(landings: Sequence[Landing]) -> list[Spot]:
    """Other municipalities in the same part of the country."""
    known = {item.name for item in landings}
    return [
        Spot(*row.centroid, (row.name,))
        for row in municipalities().values()
        if row.name not in known and _near(*row.centroid, landings)
    ]


def _near(latitude: float, longitude: float, landings: Sequence[Landing]) -> bool:
    def within(value: float, of: Callable[[Landing], float]) -> bool:
        values = [of(item) for item in landings]
        return min(values) - MARGIN_DEGREES <= value <= max(values) + MARGIN_DEGREES

    return within(latitude, lambda item: item.latitude) and within(longitude, lambda item: item.longitude)
