"""Promised against realised: a table, a chart and a case for the next one."""

import csv
import io
from collections.abc import Sequence
from typing import Final, NamedTuple

import altair as alt
import pandas as pd

from hea.assessment.result import Outline, Range, Series
from hea.assessment.supply import offers, own_places
from hea.proposal import STAY_CLASSES, StayClass, month_number
from hea.reference import ReferenceCase, municipalities, sectors
from hea.report.charts import ACCENT, SUPPLY, with_figures
from hea.report.pictures import Picture, months_index
from hea.report.sentences.headlines import shown, with_middle
from hea.texts import Lang, month, text

PLACES: Final[dict[str, StayClass]] = {f"places_{stay}": stay for stay in STAY_CLASSES}
LIVING: Final = ("in_municipality", "elsewhere_in_region", "other_region", "across_border")
MEASURES: Final = ("workers", "migrants", *PLACES, *LIVING)
"""What may be counted, in the order of the table."""
PEOPLE: Final = frozenset({"workers", "migrants", *LIVING})


class Counted(NamedTuple):
    """Figures counted at one month, by measure."""

    month: str
    figures: tuple[tuple[str, float], ...]
    source: str

    @property
    def values(self) -> dict[str, float]:
        """Figure by measure."""
        return dict(self.figures)


def rows(assessment: Outline, counted: Counted, lang: Lang) -> list[tuple[str, str, str, str, str]]:
    """Per measure: forecast for that month, agreed, realised, and where that lies; no verdict."""
    return [
        (
            text(f"realised.{name}", lang),
            _told(forecast(assessment, name, counted.month), name, lang),
            _agreed_told(assessment, name, counted.month, lang),
            shown(value, _kind(name), lang),
            _lies(value, forecast(assessment, name, counted.month), lang),
        )
        for name in MEASURES
        if (value := counted.values.get(name)) is not None
    ]


def headings(lang: Lang) -> list[str]:
    """Headings of that table."""
    return [
        text(f"realised.head_{name}", lang) for name in ("measure", "forecast", "agreed", "counted", "lies")
    ]


def forecast(assessment: Outline, measure: str, at: str) -> Range | None:
    """What was forecast for a month; ``None`` outside the years that were calculated.

    Where people live is forecast for the structural year only, and is compared with that.
    """
    if measure in LIVING:
        return next(item.structural for item in assessment.housing.living if item.id == measure)
    monthly = assessment.monthly
    if at not in monthly.month:
        return None
    index = monthly.month.index(at)
    series = _series(assessment, measure)
    return Range(p10=series.p10[index], p50=series.p50[index], p90=series.p90[index])


def _series(assessment: Outline, measure: str) -> Series:
    monthly = assessment.monthly
    single = {"workers": monthly.positions, "migrants": monthly.migrants}
    found: Series = single[measure] if measure in single else getattr(monthly.units, PLACES[measure])
    return found


def agreed(assessment: Outline, measure: str, at: str) -> float | None:
    """Places for own workers that the housing plan promises for a month; ``None`` where it promises none."""
    if measure not in PLACES:
        return None
    when = month_number(at)
    promised = [
        own_places(offer)
        for offer in offers(assessment.proposal)
        if offer.stay == PLACES[measure]
        and month_number(offer.from_month) <= when
        and (offer.until_month is None or when <= month_number(offer.until_month))
    ]
    return sum(promised) if promised else None


def _kind(measure: str) -> str:
    return "people" if measure in PEOPLE else "places"


def _told(values: Range | None, measure: str, lang: Lang) -> str:
    return text("realised.no_forecast", lang) if values is None else with_middle(values, _kind(measure), lang)


def _agreed_told(assessment: Outline, measure: str, at: str, lang: Lang) -> str:
    value = agreed(assessment, measure, at)
    return text("realised.nothing_agreed", lang) if value is None else shown(value, "places", lang)


def _lies(value: float, expected: Range | None, lang: Lang) -> str:
    if expected is None:
        return ""
    where = "below" if value < expected.p10 else "above" if value > expected.p90 else "within"
    return text(f"realised.{where}", lang)


def picture(assessment: Outline, counts: Sequence[Counted], lang: Lang) -> Picture | None:
    """The forecast of labour migrants as a band with what was counted as points."""
    points = [(item.month, item.values["migrants"]) for item in counts if "migrants" in item.values]
    if not points:
        return None
    monthly = assessment.monthly
    band = pd.DataFrame(
        {
            "month": pd.to_datetime(list(monthly.month)),
            "low": monthly.migrants.p10,
            "middle": monthly.migrants.p50,
            "high": monthly.migrants.p90,
        }
    )
    seen = pd.DataFrame(
        {"month": pd.to_datetime([at for at, _ in points]), "counted": [value for _, value in points]}
    )
    axis = alt.X("month:T", title=None, axis=alt.Axis(format="%Y", tickCount=6, grid=False))
    base = alt.Chart(band).encode(x=axis)
    area = base.mark_area(opacity=0.25, color=ACCENT).encode(
        y=alt.Y("low:Q", title=text("realised.migrants", lang)), y2="high:Q"
    )
    line = base.mark_line(color=ACCENT, strokeWidth=2).encode(y="middle:Q")
    dots = (
        alt.Chart(seen)
        .mark_point(color=SUPPLY, filled=True, size=90, shape="diamond")
        .encode(x=axis, y="counted:Q")
    )
    table = pd.DataFrame(
        {
            text("realised.head_forecast", lang): [
                _told(forecast(assessment, "migrants", at), "migrants", lang) for at, _ in points
            ],
            text("realised.head_counted", lang): [shown(value, "people", lang) for _, value in points],
        },
        index=months_index([at for at, _ in points], lang),
    )
    told = "; ".join(
        f"{month(at, lang)}: {shown(value, 'people', lang)} "
        f"({_told(forecast(assessment, 'migrants', at), 'migrants', lang)})"
        for at, value in points
    )
    return Picture(
        text("realised.picture", lang),
        with_figures(alt.layer(area, line, dots).properties(height=220)),
        text("realised.picture_alt", lang, rows=told),
        table,
    )


def reference_case(assessment: Outline, counted: Counted, lang: Lang) -> str:
    """What was counted as a row for the table of reference cases, without name, place or address (CSV)."""
    proposal = assessment.proposal
    area = proposal.area
    values: dict[str, object] = {
        "id": f"bedrijf_anoniem_{assessment.input_hash[:8]}_{counted.month}",
        "name": text(
            "realised.anonymous",
            lang,
            sector=getattr(sectors()[proposal.sector], f"name_{lang}"),
            province=municipalities()[proposal.municipality].province,
        ),
        "place": municipalities()[proposal.municipality].province,
        "sector_id": proposal.sector,
        "floor_m2": area.size_m2 if area and area.kind == "gross_floor" else None,
        "plot_ha": area.size_m2 / 10_000 if area and area.kind == "plot" else None,
        "workers_base": counted.values.get("workers"),
        "migrants_low": counted.values.get("migrants"),
        "migrants_high": counted.values.get("migrants"),
        "beds": counted.values.get("places_short"),
        "year": int(counted.month[:4]),
        "reliability": "counted",
        "remark": text("realised.remark", lang, month=month(counted.month, lang)),
    }
    names = list(ReferenceCase.model_fields)
    out = io.StringIO()
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerow({name: values.get(name) for name in names})
    return out.getvalue()
