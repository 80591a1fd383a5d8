"""Figures: what a chart shows in words, the same as a table, and the drawings of it.

Nothing is computed here that the assessment does not hold; every figure can be read without seeing it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from hea.assessment.results import Assessment, Outline, Staffing
from hea.assessment.results.common import Range, Series
from hea.assessment.results.flow import FlowStep
from hea.colours import ACCENT, INK, NEED, SUPPLY, TINTS
from hea.proposal import STAY_CLASSES, StayClass, month_name, month_number
from hea.report.figures import svg, vega
from hea.report.figures.lazily import alt, pd
from hea.report.figures.vega import Chart, drawing, self_contained
from hea.report.sentences import flow as flow_words
from hea.report.sentences import headlines, scenarios
from hea.report.sentences.evidence import drivers_of
from hea.report.sentences.ranges import UNIT_OF_STAY, range_text, shown, with_middle
from hea.scenarios.result import Comparison
from hea.texts import Lang, month, text
from hea.units import MONTHS_PER_YEAR

ROW_HEIGHT, AXIS_HEIGHT = 26, 50
FLOW_WHOLES = ("jobs", "migrants", "net", "total")
"""Stages of the flow that are drawn from nought; the others are parts."""
FLOW_ROW, FLOW_ROOM = 22, 1.45
"""Height of a step on paper, and the width beside the longest bar that its figures need."""
HIGHEST_SCORE = 100
EARLIEST_MARK_MONTHS = 36
"""How long before the first month a moment is still drawn."""
POINTED_PX = 8
"""How near a month a pointer must be; months lie closer, so there is no gap between them."""
MARK_PX = 14
"""Room for the name of a moment."""
NAME_ROOM = 0.08
"""Between the names of two lines, as a part of the height of the drawing."""
SHOWN_YEAR = 5
"""Of which the seasons are drawn; the jobs are told of the same year."""


class Figure(NamedTuple):
    """What a chart shows: its words, its table, and its two drawings, made when someone asks for them."""

    title: str
    alt: str
    table: pd.DataFrame
    vega: Callable[[], Chart]
    """For paper, and for pages where a pointer finds figures."""
    svg: Callable[[], str]
    """The address of a small image, for pages that change while someone types: it holds the whole drawing."""


def need_by_stay(assessment: Outline, lang: Lang) -> Figure:
    """The need of all classes of stay on top of each other, with the band of the whole and the supply."""
    monthly = assessment.monthly
    months = pd.to_datetime(list(monthly.month))
    names = {stay: text(f"stay.{stay}", lang) for stay in STAY_CLASSES}
    parts = pd.concat(
        pd.DataFrame({"month": months, "stay": names[s], "need": getattr(monthly.units, s).p50})
        for s in STAY_CLASSES
    )
    total = monthly.units.total
    supply = [
        sum(values) for values in zip(*(getattr(monthly.supply, s).p50 for s in STAY_CLASSES), strict=True)
    ]
    whole = pd.DataFrame({"month": months, "low": total.p10, "high": total.p90, "supply": supply})

    def chart() -> Chart:
        return Chart(_need_drawing(lang), {"parts": vega.with_shown(parts, "need"), "whole": whole})

    return Figure(
        text("report.chart_title", lang),
        headlines.chart_alt(assessment, lang),
        _yearly_table(assessment, lang),
        vega=chart,
        svg=lambda: vega.as_image(chart(), lang),
    )


@functools.cache
def _need_drawing(lang: Lang) -> dict[str, Any]:
    """Areas on top of each other from ``parts``; dotted edges and the supply from ``whole``."""
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    names = [text(f"stay.{stay}", lang) for stay in STAY_CLASSES]
    scale = alt.Scale(domain=names, range=list(TINTS))
    area = (
        alt.Chart(alt.NamedData(name="parts"))
        .mark_area(line={"color": ACCENT, "strokeWidth": 0.5})
        .encode(
            x=x,
            y=alt.Y("need:Q", title=text("unit.places", lang), stack=True),
            color=alt.Color("stay:N", title=None, scale=scale, legend=alt.Legend(orient="bottom")),
            order=alt.Order("stay:N", sort="descending"),
            tooltip=_need_tooltip(lang),
        )
    )
    whole = alt.Chart(alt.NamedData(name="whole")).encode(x=x)
    edges = [
        whole.mark_line(color=NEED, strokeDash=[2, 3], strokeWidth=1.5).encode(y=f"{end}:Q")
        for end in ("low", "high")
    ]
    line = whole.mark_line(color=SUPPLY, strokeDash=[6, 3], strokeWidth=2, interpolate="step-after")
    return drawing(alt.layer(area, *edges, line.encode(y="supply:Q")).properties(height=280))


def need_and_places(assessment: Outline, lang: Lang, now: str | None = None) -> Figure:
    """All places needed in their band, all places that are known, and what is short of any class of stay.

    A class can be short while there are enough places in all, so what is short is told by class.

    Args:
        assessment: what is drawn.
        lang: language of the words.
        now: this month, to mark it and what is first possible; nothing is marked without it.
    """
    monthly = assessment.monthly
    need = monthly.units.total
    known, short = (
        [sum(row) for row in zip(*(getattr(held, stay).p50 for stay in STAY_CLASSES), strict=True)]
        for held in (monthly.supply, monthly.gap)
    )
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(list(monthly.month)),
            "low": need.p10,
            "middle": need.p50,
            "high": need.p90,
            "places": known,
            "short": short,
            "met": [max(all_ - lacking, 0.0) for all_, lacking in zip(need.p50, short, strict=True)],
        }
    )
    marks = moments(assessment, lang, now)
    tables = {
        "months": frame,
        "last": _ends(frame, lang),
        "marks": _marked(marks, frame["month"]),
    }
    told = [headlines.chart_alt(assessment, lang), *headlines.gap_sentences(assessment, lang)]
    told += [text("picture.mark_alt", lang, name=name, month=month(at, lang)) for name, at in marks]
    return Figure(
        text("picture.need_and_places", lang),
        " ".join(told),
        _yearly_table(assessment, lang),
        vega=lambda: Chart(_need_and_places_drawing(lang), tables),
        svg=lambda: vega.as_image(Chart(_need_and_places_drawing(lang), tables), lang),
    )


def moments(assessment: Outline, lang: Lang, now: str | None) -> list[tuple[str, str]]:
    """Today, what is first possible from today, and the end of the last place that ends: name and month.

    Only what lies within the years that are drawn, or shortly before them.
    """
    if now is None:
        return []
    first, last = (month_number(assessment.monthly.month[at]) for at in (0, -1))
    today, lead = month_number(now), round(assessment.housing.lead_time_months.p50)
    ends = [month_number(o.until_month) for o in assessment.proposal.offers if o.until_month is not None]
    found = [("today", today), ("first_possible", today + lead)]
    found += [("end_of_plan", max(ends))] if ends else []
    near = [(name, at) for name, at in found if first - EARLIEST_MARK_MONTHS <= at <= last]
    return [(text(f"picture.{name}", lang), month_name(at)) for name, at in near]


def _marked(marks: Sequence[tuple[str, str]], months: pd.Series) -> pd.DataFrame:
    """Lines with their names one below another, so that names never stand on top of each other."""
    late = months.iloc[len(months) * 2 // 3]
    at = pd.to_datetime([at for _, at in marks])
    return pd.DataFrame(
        {
            "at": at,
            "far": [moment > late for moment in at],
            "name": [name for name, _ in marks],
            "line": [MARK_PX * (order + 1) for order in range(len(marks))],
        }
    )


def _ends(frame: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """The last month with the names of the lines, set apart where the lines end close together."""
    last = frame.iloc[[-1]]
    words = {f"{name}_words": text(f"picture.{name}", lang) for name in ("need", "places")}
    need, places = float(last["middle"].iloc[0]), float(last["places"].iloc[0])
    room = max(frame["high"].max(), frame["places"].max()) * NAME_ROOM
    apart = max(0.0, room - abs(need - places)) / 2 * (1 if need >= places else -1)
    return last.assign(**words, need_at=max(need + apart, 0.0), places_at=max(places - apart, 0.0))


@functools.cache
def _need_and_places_drawing(lang: Lang) -> dict[str, Any]:
    """A band with its middle, below it what is short, and a stepped line of places; named at their end."""
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    base = alt.Chart(alt.NamedData(name="months")).encode(x=x)
    band = base.mark_area(opacity=0.25, color=NEED).encode(
        y=alt.Y("low:Q", title=text("unit.places", lang)), y2="high:Q"
    )
    short = base.mark_area(opacity=0.45, color=SUPPLY).encode(y="met:Q", y2="middle:Q")
    middle = base.mark_line(color=NEED, strokeWidth=2).encode(y="middle:Q")
    places = base.mark_line(color=SUPPLY, strokeWidth=2, strokeDash=[6, 3], interpolate="step-after")
    end = alt.Chart(alt.NamedData(name="last")).encode(x=x)
    words = end.mark_text(align="left", dx=6, fontSize=13)
    return drawing(
        alt.layer(
            band,
            short,
            middle,
            places.encode(y="places:Q"),
            words.encode(y="need_at:Q", text="need_words:N", color=alt.value(NEED)),
            words.encode(y="places_at:Q", text="places_words:N", color=alt.value(SUPPLY)),
            *_mark_layers(),
        )
    )


def pointed(chart: Chart, lang: Lang) -> Chart:
    """The drawing of need and places for a screen: a month that is pointed at tells its figures."""
    months = vega.with_shown(chart.tables["months"], "low", "middle", "high", "places", "short")
    layers = [*chart.drawing["layer"], _pointed_layer(lang)]
    return chart._replace(
        drawing={**chart.drawing, "layer": layers}, tables={**chart.tables, "months": months}
    )


@functools.cache
def _pointed_layer(lang: Lang) -> dict[str, Any]:
    """A stroke per month over the whole height that is not seen, and found by a pointer."""
    base = alt.Chart(alt.NamedData(name="months")).encode(x=alt.X("month:T"), tooltip=_whole_tooltip(lang))
    layer = drawing(base.mark_rule(opacity=0, strokeWidth=POINTED_PX))
    return {key: layer[key] for key in ("data", "mark", "encoding")}


def _mark_layers() -> list[Any]:
    """A thin line per moment, with its name at the top beside it, on the side where there is room."""
    base = alt.Chart(alt.NamedData(name="marks")).encode(x="at:T")
    y = alt.Y("line:Q", scale=None, axis=None)
    sides: Any = (("left", 4, "!datum.far"), ("right", -4, "datum.far"))
    names = [
        base.transform_filter(where)
        .mark_text(align=side, dx=away, fontSize=12, color=INK)
        .encode(y=y, text="name:N")
        for side, away, where in sides
    ]
    return [base.mark_rule(color=INK, strokeDash=[2, 2]), *names]


def _yearly_table(assessment: Outline, lang: Lang) -> pd.DataFrame:
    """Every twelfth month: the range per class of stay and together."""
    monthly = assessment.monthly
    rows = range(MONTHS_PER_YEAR - 1, len(monthly.month), MONTHS_PER_YEAR)
    columns = {
        text(f"stay.{stay}", lang): [_at(getattr(monthly.units, stay), row, "places", lang) for row in rows]
        for stay in UNIT_OF_STAY
    }
    return pd.DataFrame(columns, index=months_index([monthly.month[row] for row in rows], lang))


def months_index(months: Sequence[str], lang: Lang) -> pd.Index:
    """Months as the first column of a table."""
    return pd.Index([month(value, lang) for value in months], name=text("report.month", lang))


def _at(series: Series, index: int, kind: str, lang: Lang) -> str:
    values = Range(p10=series.p10[index], p50=series.p50[index], p90=series.p90[index])
    return with_middle(values, kind, lang)


def stay_need(assessment: Outline, stay: StayClass, lang: Lang) -> Figure:
    """Need and known supply of one class of stay."""
    monthly = vega.monthly_frame(assessment, stay)
    frame = monthly.iloc[MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR]
    columns = {"low": "low", "middle": "middle", "high": "high", "supply": "chart_supply"}
    told = {
        text(f"report.{name}", lang): [shown(value, "places", lang) for value in frame[column]]
        for column, name in columns.items()
    }
    index = months_index([f"{value:%Y-%m}" for value in frame["month"]], lang)
    return Figure(
        text(f"stay.{stay}", lang),
        headlines.stay_chart_alt(assessment, stay, lang),
        pd.DataFrame(told, index=index),
        vega=lambda: vega.stay_chart(assessment, stay, lang).with_properties(title=""),
        svg=lambda: svg.through_time(monthly, text(f"unit.{UNIT_OF_STAY[stay]}", lang), lang),
    )


def workforce_path(assessment: Outline | Staffing, lang: Lang) -> Figure:
    """Positions through time: the growth and the seasons together."""
    monthly = assessment.monthly
    series = monthly.positions
    frame = pd.DataFrame(
        {
            "month": pd.to_datetime(list(monthly.month)),
            "low": series.p10,
            "middle": series.p50,
            "high": series.p90,
        }
    )
    ends = {"first": series.p50[0], "last": series.p50[-1], "highest": max(series.p50)}
    rows = range(0, len(monthly.month), MONTHS_PER_YEAR)
    table = pd.DataFrame(
        {text("unit.persons", lang): [_at(series, row, "people", lang) for row in rows]},
        index=months_index([monthly.month[row] for row in rows], lang),
    )
    return Figure(
        text("picture.workforce", lang),
        text("picture.workforce_alt", lang, start=monthly.month[0], end=monthly.month[-1], **ends),
        table,
        vega=lambda: Chart(_path_drawing(lang), {"positions": frame}),
        svg=lambda: svg.through_time(frame, text("unit.persons", lang), lang),
    )


@functools.cache
def _path_drawing(lang: Lang) -> dict[str, Any]:
    """The middle of the ``positions`` in their band."""
    x = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    base = alt.Chart(alt.NamedData(name="positions")).encode(x=x)
    band = base.mark_area(opacity=0.25, color=NEED).encode(
        y=alt.Y("low:Q", title=text("unit.persons", lang)), y2="high:Q"
    )
    line = base.mark_line(color=NEED, strokeWidth=2).encode(y="middle:Q")
    return drawing(alt.layer(band, line).properties(height=150))


def season(assessment: Outline | Staffing, lang: Lang) -> Figure:
    """Positions in each month of the fifth year."""
    monthly = assessment.monthly
    names = vega.month_names(lang)
    window = slice((SHOWN_YEAR - 1) * MONTHS_PER_YEAR, SHOWN_YEAR * MONTHS_PER_YEAR)
    months = [month_number(value) % MONTHS_PER_YEAR for value in monthly.month[window]]
    values = dict(zip(months, monthly.positions.p50[window], strict=True))
    told = [values[index] for index in range(MONTHS_PER_YEAR)]
    busiest, quietest = (names[told.index(end)] for end in (max(told), min(told)))
    words = text(
        "picture.season_alt", lang, busiest=busiest, high=max(told), quietest=quietest, low=min(told)
    )
    unit = text("unit.persons", lang)
    table = pd.DataFrame(
        {unit: [shown(value, "people", lang) for value in told]},
        index=pd.Index(names, name=text("report.month", lang)),
    )
    return Figure(
        text("picture.season", lang),
        words,
        table,
        vega=lambda: _season_chart(told, names, unit),
        svg=lambda: svg.per_name(told, names, unit, lang),
    )


def _season_chart(persons: Sequence[float], names: Sequence[str], unit: str) -> Chart:
    """A bar per month."""
    frame = pd.DataFrame({"name": names, "persons": persons})
    bars = (
        alt.Chart(alt.NamedData(name="months"))
        .mark_bar(color=NEED)
        .encode(
            x=alt.X("name:N", title=None, sort=list(names), axis=alt.Axis(labelAngle=0)),
            y=alt.Y("persons:Q", title=unit),
        )
    )
    return Chart(drawing(bars.properties(height=150)), {"months": frame})


def facility_use(assessment: Assessment, lang: Lang) -> Figure | None:
    """Use of each facility with the plan as a share of its capacity; ``None`` where no capacity is known."""
    rows = [
        (item.name.in_language(lang), item.utilisation_after)
        for item in assessment.facilities
        if item.utilisation_after is not None
    ]
    heading = text("picture.facilities", lang)
    words = text("picture.facilities_alt", lang, rows=_in_words(rows, "share", lang))
    return _ranges(rows, "share", heading, words, lang, marks=(1,)) if rows else None


def welfare_profile(assessment: Assessment, lang: Lang) -> Figure | None:
    """Scores of the criteria that are known, from 0 to 100; ``None`` if none is."""
    rows = [
        (item.name.in_language(lang), item.score)
        for item in assessment.welfare.criteria
        if item.score is not None
    ]
    heading = text("picture.welfare", lang)
    told = _in_words(rows, "people", lang)
    unknown = len(assessment.welfare.criteria) - len(rows)
    words = text("picture.welfare_alt", lang, rows=told, unknown=unknown)
    return _ranges(rows, "people", heading, words, lang, top=HIGHEST_SCORE, marks=(50,)) if rows else None


def scenario_places(comparison: Comparison, lang: Lang) -> Figure:
    """All places in the busiest month, per scenario."""
    called = scenarios.names(comparison, lang)
    rows = [(called[row.id], row.headline.units.total.peak) for row in comparison.scenarios]
    words = text("picture.scenarios_alt", lang, rows=_in_words(rows, "places", lang))
    return _ranges(rows, "places", text("compare.total_peak", lang), words, lang)


def flow(assessment: Assessment, lang: Lang) -> Figure | None:
    """From jobs to new places in the busiest month; the table holds the structural month as well."""
    if not flow_words.anybody(assessment):
        return None
    bars = _bars(assessment.housing.flows[0].steps, lang)
    heads, *_ = columns = flow_words.headings(assessment, lang)
    told = flow_words.rows(assessment, lang)
    words = text(
        "flow.alt",
        lang,
        told=" ".join(flow_words.sentences(assessment, lang)),
        rows="; ".join(f"{name}: {spread}" for name, _, spread, *_ in told),
    )
    return Figure(
        text("flow.title", lang),
        words,
        pd.DataFrame(
            [row[1:] for row in told],
            columns=columns[1:],
            index=pd.Index([row[0] for row in told], name=heads),
        ),
        vega=lambda: _flow_chart(bars),
        svg=lambda: svg.cascade(bars),
    )


def _bars(steps: Sequence[FlowStep], lang: Lang) -> list[svg.Bar]:
    """Wholes from nought; what goes off or comes on hangs where it leaves the whole before it."""
    bars: list[svg.Bar] = []
    edge = 0.0
    for step in steps:
        name, (middle, spread) = step.name.in_language(lang), flow_words.figures(step, lang)
        size = step.central
        if step.id in FLOW_WHOLES:
            start, end, joins = 0.0, size, size
            edge = size
        elif step.id == "sharing":
            start, end, joins = min(edge, edge + size), max(edge, edge + size), edge
            edge += size
        else:
            start, end, joins = edge - size, edge, edge
            edge = start
        bars.append(
            svg.Bar(
                name,
                middle if middle == spread else f"{middle} ({spread})",
                start,
                end,
                joins,
                step.id in FLOW_WHOLES,
            )
        )
    return bars


def _flow_chart(bars: Sequence[svg.Bar]) -> Chart:
    """The bars below each other, thin lines where one leaves another, and the figures at the right."""
    frame = pd.DataFrame(bars)
    frame["before"] = frame["name"].shift(1)
    names = [bar.name for bar in bars]
    axis = alt.Axis(labelLimit=360, labelOverlap=False, ticks=False, domain=False)
    place: dict[str, Any] = {"scale": alt.Scale(domain=names), "sort": None, "title": None, "axis": axis}
    y = alt.Y("name:N", **place)
    top = max(bar.end for bar in bars)
    base = alt.Chart(alt.NamedData(name="steps")).encode(y=y)
    x = alt.X("start:Q", title=None, axis=None, scale=alt.Scale(domain=[0, top * FLOW_ROOM]))
    opacity = alt.condition("datum.whole", alt.value(1.0), alt.value(0.35))
    bar = base.mark_bar(color=NEED, stroke=NEED, height=13).encode(x=x, x2="end:Q", fillOpacity=opacity)
    line = (
        base.transform_filter("datum.before")
        .mark_rule(color=NEED, strokeDash=[2, 2])
        .encode(y=alt.Y("before:N", **place), y2="name:N", x=alt.X("joins:Q", axis=None))
    )
    words = base.mark_text(align="right", fontSize=12).encode(
        x=alt.XDatum(top * FLOW_ROOM, axis=None), text="told:N"
    )
    chart = alt.layer(line, bar, words).properties(height=FLOW_ROW * len(bars))
    return Chart(drawing(chart), {"steps": frame})


def _in_words(rows: Sequence[tuple[str, Range]], kind: str, lang: Lang) -> str:
    return "; ".join(f"{name}: {range_text(values, kind, lang)}" for name, values in rows)


def _ranges(
    rows: Sequence[tuple[str, Range]],
    kind: str,
    heading: str,
    words: str,
    lang: Lang,
    *,
    top: float | None = None,
    marks: Sequence[float] = (),
) -> Figure:
    """Bars from P10 to P90, up to ``top`` or the highest figure, with lines at the ``marks``."""
    columns = {"low": "p10", "middle": "p50", "high": "p90"}
    table = pd.DataFrame(
        {
            text(f"report.{column}", lang): [shown(getattr(r, end), kind, lang) for _, r in rows]
            for column, end in columns.items()
        },
        index=pd.Index([name for name, _ in rows], name=heading),
    )

    def small() -> str:
        drawn = [svg.Row(name, range_text(r, kind, lang), r.p10, r.p50, r.p90) for name, r in rows]
        return svg.ranges(drawn, max([row.high for row in drawn] + [*marks]) if top is None else top, marks)

    return Figure(heading, words, table, lambda: _range_chart(rows, kind, top, marks), small)


def _range_chart(
    rows: Sequence[tuple[str, Range]], kind: str, top: float | None, marks: Sequence[float]
) -> Chart:
    """A bar from P10 to P90 with a tick at P50 for each of the ``rows``, and lines at the ``marks``."""
    frame = pd.DataFrame(
        [{"name": name, "low": r.p10, "middle": r.p50, "high": r.p90} for name, r in rows],
        columns=["name", "low", "middle", "high"],
    )
    scale = alt.Scale(zero=True) if top is None else alt.Scale(domain=[0, top])
    form = ".0%" if kind == "share" else ",.0f"
    names = [name for name, _ in rows]
    base = alt.Chart(alt.NamedData(name="rows")).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=220, labelOverlap=False)),
    )
    axis = alt.Axis(format=form, tickCount=5)
    bar = base.mark_bar(color=NEED, opacity=0.35, height=12).encode(
        x=alt.X("low:Q", title=None, scale=scale, axis=axis), x2="high:Q"
    )
    tick = base.mark_tick(color=NEED, thickness=3, size=16).encode(x="middle:Q")
    line = alt.Chart(alt.NamedData(name="marks")).mark_rule(color=SUPPLY, strokeDash=[4, 3]).encode(x="at:Q")
    chart = alt.layer(bar, tick, line).properties(height=ROW_HEIGHT * len(rows) + AXIS_HEIGHT)
    return Chart(drawing(chart), {"rows": frame, "marks": pd.DataFrame({"at": marks})})


def drivers(assessment: Assessment, path: str, lang: Lang) -> Figure | None:
    """The headline with one figure low or high and all others central; ``None`` if nothing varies."""
    rows = [item for item in drivers_of(assessment, path) if item.low != item.high]
    if not rows:
        return None
    names = [item.title.in_language(lang) for item in rows]
    frame = pd.DataFrame({"name": names, "low": [r.low for r in rows], "high": [r.high for r in rows]})
    chart = (
        alt.Chart(frame)
        .mark_bar(color=NEED, height=12)
        .encode(
            y=alt.Y("name:N", sort=names, title=None, axis=alt.Axis(labelLimit=260, labelOverlap=False)),
            x=alt.X("low:Q", title=text("unit.places", lang), scale=alt.Scale(zero=False)),
            x2="high:Q",
        )
        .properties(height=ROW_HEIGHT * len(rows) + AXIS_HEIGHT)
    )
    told = "; ".join(
        text(
            "picture.from_to",
            lang,
            name=name,
            low=shown(r.low, "places", lang),
            high=shown(r.high, "places", lang),
        )
        for name, r in zip(names, rows, strict=True)
    )
    table = pd.DataFrame(
        {
            text("drivers.low", lang): [shown(r.low, "places", lang) for r in rows],
            text("drivers.high", lang): [shown(r.high, "places", lang) for r in rows],
        },
        index=pd.Index(names, name=text("drivers.input", lang)),
    )
    alternative = text("picture.drivers_alt", lang, rows=told)
    return Figure(
        text("drivers.title", lang),
        alternative,
        table,
        vega=lambda: self_contained(chart),
        svg=lambda: vega.as_image(self_contained(chart), lang),
    )


def _whole_tooltip(lang: Lang) -> list[alt.Tooltip]:
    """Of a month over the whole height of a drawing: low, middle, high, places and what is short."""
    names = {
        "low": "low",
        "middle": "middle",
        "high": "high",
        "places": "chart_supply",
        "short": "chart_short",
    }
    return [
        alt.Tooltip("month:T", title=text("report.month", lang), format="%B %Y"),
        *(
            alt.Tooltip(f"{key}{vega.SHOWN}:Q", title=text(f"report.{name}", lang), format=",.0f")
            for key, name in names.items()
        ),
    ]


def _need_tooltip(lang: Lang) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("month:T", title=text("report.month", lang), format="%B %Y"),
        alt.Tooltip("stay:N", title=text("report.chart_stay", lang)),
        alt.Tooltip(f"need{vega.SHOWN}:Q", title=text("report.middle", lang), format=",.0f"),
    ]
