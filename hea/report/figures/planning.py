"""When places come and go, what is still to be arranged for them, and where today stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from hea.assessment.results import Outline
from hea.colours import INK, NEED, SUPPLY
from hea.fields import option_name
from hea.proposal import Offer, month_name, month_number
from hea.report.figures import svg
from hea.report.figures.figures import Figure
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import Chart, drawing
from hea.report.sentences import headlines
from hea.report.sentences.ranges import shown
from hea.texts import Lang, month, plain, text

ROW_PX: Final = 30
INKS: Final = {"there": (NEED, 1.0), "arranging": (NEED, 0.35), "short": (SUPPLY, 0.8)}
"""Colour of each kind of bar, and how full it is."""


class Span(NamedTuple):
    """A bar: what lasts from the start of one month to the end of another."""

    name: str
    kind: str
    """``there`` places of the plan, ``arranging`` what comes before them, ``short`` places that lack."""
    row: str
    """The bar stands in the row of this name."""
    first: int
    last: int
    """Months since year 0, both within the bar."""


def places_and_permits(assessment: Outline, lang: Lang, now: str | None = None) -> Figure | None:
    """A bar per offer and per shortage, with the time that permits and building take; ``None`` for nobody.

    Args:
        assessment: what is drawn.
        lang: language of the words.
        now: this month; without it nothing is said of today.
    """
    if not headlines.anything_needed(assessment):
        return None
    spans = [*_offers(assessment, lang), *_shortages(assessment, lang), *_first(assessment, lang, now)]
    if not spans:
        return None
    told = [_span_in_words(span, lang) for span in spans]
    today = [text("planning.today_alt", lang, month=month(now, lang))] if now else []
    rows = "; ".join(f"{span.name}: {words}" for span, words in zip(spans, told, strict=True))
    names = pd.Index([span.name for span in spans], name=text("planning.row", lang))
    return Figure(
        text("planning.title", lang),
        " ".join([text("planning.alt", lang, rows=rows), *today]),
        pd.DataFrame({text("planning.when", lang): told}, index=names),
        vega=lambda: _chart(spans, lang, now),
        svg=lambda: svg.spans(
            [
                svg.Period(s.name, words, s.first, s.last + 1, *INKS[s.kind])
                for s, words in zip(spans, told, strict=True)
            ],
            None if now is None else month_number(now),
        ),
    )


def _offers(assessment: Outline, lang: Lang) -> Iterator[Span]:
    """The places of the plan, each with what comes before it."""
    end, lead = month_number(assessment.monthly.month[-1]), round(assessment.housing.lead_time_months.p50)
    for offer in assessment.proposal.offers:
        name, first = _called(offer, lang), month_number(offer.from_month)
        last = end if offer.until_month is None else min(month_number(offer.until_month), end)
        if last < first:
            continue
        if lead > 0:
            yield Span(
                text("planning.arranging", lang, name=name), "arranging", name, first - lead, first - 1
            )
        yield Span(name, "there", name, first, last)


def _called(offer: Offer, lang: Lang) -> str:
    return text(
        "planning.offer", lang, places=plain(offer.places, lang), stay=option_name("stay", offer.stay, lang)
    )


def _shortages(assessment: Outline, lang: Lang) -> Iterator[Span]:
    """The longest time that places lack, per length of stay."""
    months = assessment.monthly.month
    for item in assessment.housing.deadlines:
        series = getattr(assessment.monthly.gap, item.stay).p50
        lacking = [month_number(name) for name, short in zip(months, series, strict=True) if short >= 1]
        if lacking:
            most = shown(max(series), "places", lang)
            name = text("planning.short", lang, stay=text(f"stay.{item.stay}", lang).lower(), most=most)
            yield Span(name, "short", name, lacking[0], lacking[-1])


def _first(assessment: Outline, lang: Lang, now: str | None) -> Iterator[Span]:
    """What who begins today has first."""
    lead = round(assessment.housing.lead_time_months.p50)
    if now is not None and lead > 0:
        start = month_number(now)
        name = text("planning.begun_today", lang)
        yield Span(name, "arranging", name, start, start + lead - 1)


def _span_in_words(span: Span, lang: Lang) -> str:
    first, last = (month(month_name(number), lang) for number in (span.first, span.last))
    return text("planning.span", lang, first=first, last=last)


def _chart(spans: list[Span], lang: Lang, now: str | None) -> Chart:
    """Bars below each other on one calendar, and a line through them at today."""
    names = list(dict.fromkeys(span.row for span in spans))
    frame = pd.DataFrame(spans).assign(
        begin=[_moment(span.first) for span in spans],
        end=[_moment(span.last + 1) for span in spans],
        ink=[INKS[span.kind][0] for span in spans],
        full=[INKS[span.kind][1] for span in spans],
    )
    axis = alt.Axis(labelLimit=330, labelOverlap=False, ticks=False, domain=False)
    bars = (
        alt.Chart(alt.NamedData(name="spans"))
        .mark_bar(height=13)
        .encode(
            y=alt.Y("row:N", sort=names, title=None, axis=axis),
            x=alt.X("begin:T", title=None, axis=alt.Axis(format="%Y", tickCount="year", grid=True)),
            x2="end:T",
            color=alt.Color("ink:N", scale=None),
            opacity=alt.Opacity("full:Q", scale=None),
        )
    )
    today = pd.DataFrame(
        {
            "at": [_moment(month_number(now))] if now else [],
            "words": [text("picture.today", lang)] if now else [],
        }
    )
    base = alt.Chart(alt.NamedData(name="today")).encode(x="at:T")
    line = base.mark_rule(color=INK, strokeWidth=1.5)
    words = base.mark_text(color=INK, fontSize=12, baseline="bottom").encode(y=alt.value(-3), text="words:N")
    chart = alt.layer(bars, line, words).properties(height=ROW_PX * len(names))
    return Chart(drawing(chart), {"spans": frame, "today": today})


def _moment(number: int) -> pd.Timestamp:
    return pd.Timestamp(f"{month_name(number)}-01")
