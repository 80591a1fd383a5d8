"""What many plans need together as a chart, and where it lands as a map."""

from __future__ import annotations

from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.colours import NEED, SUPPLY
from hea.portfolio.result import Cumulation
from hea.reference import municipalities
from hea.report.figures.figures import Figure, months_index
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import as_image, bubbles, self_contained
from hea.report.sentences.ranges import shown, with_middle
from hea.texts import Lang, month, text
from hea.units import MONTHS_PER_YEAR


def _known_together(found: Cumulation) -> list[float] | None:
    """Known places of all municipalities per month, or ``None`` if nothing is known of any."""
    told = [row.known_places for row in found.places if row.known_places is not None]
    return [sum(values) for values in zip(*told, strict=True)] if told else None


def together(found: Cumulation, lang: Lang) -> Figure:
    """The need of all plans together through time, as a band, with the places that are known."""
    total = found.region.total
    known = _known_together(found)
    months = pd.to_datetime(list(found.month))
    frame = pd.DataFrame(
        {"month": months, "low": total.p10, "middle": total.p50, "high": total.p90, "known": known}
    )
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    base = alt.Chart(frame).encode(x=x)
    band = base.mark_area(opacity=0.25, color=NEED).encode(
        y=alt.Y("low:Q", title=text("unit.places", lang)), y2="high:Q"
    )
    middle = base.mark_line(color=NEED, strokeWidth=2).encode(y="middle:Q")
    supply = base.mark_line(color=SUPPLY, strokeDash=[5, 3], interpolate="step-after").encode(y="known:Q")
    layers = [band, middle] if known is None else [band, middle, supply]
    rows = range(MONTHS_PER_YEAR - 1, len(found.month), MONTHS_PER_YEAR)
    table = pd.DataFrame(
        {
            text("screen.together", lang): [
                with_middle(Range(p10=total.p10[r], p50=total.p50[r], p90=total.p90[r]), "places", lang)
                for r in rows
            ],
            text("screen.place_known", lang): [
                text("option.unknown", lang) if known is None else shown(known[r], "places", lang)
                for r in rows
            ],
        },
        index=months_index([found.month[r] for r in rows], lang),
    )
    highest = max(range(len(total.p50)), key=total.p50.__getitem__)
    words = text(
        "screen.picture_alt",
        lang,
        month=month(found.month[highest], lang),
        low=rounded(total.p10[highest], "places"),
        middle=rounded(total.p50[highest], "places"),
        high=rounded(total.p90[highest], "places"),
    )
    chart = self_contained(alt.layer(*layers).properties(height=240))
    title = text("screen.together", lang)
    return Figure(title, words, table, vega=lambda: chart, svg=lambda: as_image(chart, lang))


def where(found: Cumulation, lang: Lang) -> Figure | None:
    """Where the need lands, as bubbles on the centroids of the municipalities: indicative.

    Only those where a plan stands have their name beside them: names of neighbours would lie over each other.
    """
    places = [row for row in found.places if row.gm_code in municipalities() and row.peak.p50 > 0]
    if not places:
        return None
    spots = [municipalities()[row.gm_code] for row in places]
    frame = pd.DataFrame(
        {
            "name": [row.name for row in places],
            "lat": [spot.centroid_lat for spot in spots],
            "lon": [spot.centroid_lon for spot in spots],
            "places": [row.peak.p50 for row in places],
            "named": [row.name if row.sites else "" for row in places],
        }
    )
    table = pd.DataFrame(
        {text("screen.place_peak", lang): [with_middle(row.peak, "places", lang) for row in places]},
        index=pd.Index([row.name for row in places], name=text("screen.place_name", lang)),
    )
    told = "; ".join(f"{row.name}: {with_middle(row.peak, 'places', lang)}" for row in places)
    return Figure(
        text("screen.places", lang),
        text("screen.where_alt", lang, rows=told),
        table,
        vega=lambda: bubbles(frame),
        svg=lambda: as_image(bubbles(frame), lang),
    )
