"""Promised against realised: a table, and a case for the next one."""

import csv
import io
from typing import Final, NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.common import Range, Series
from hea.proposal import STAY_CLASSES, Size, Span, StayClass, month_number, scaled
from hea.reference import ReferenceCase, municipalities, sectors
from hea.report.sentences.ranges import shown, with_middle
from hea.texts import Lang, month, text
from hea.units import M2_PER_HA

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
            forecast_text(assessment, name, counted.month, lang),
            agreed_text(assessment, name, counted.month, lang),
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
        offer.own_places
        for offer in assessment.proposal.offers
        if offer.stay == PLACES[measure]
        and month_number(offer.from_month) <= when
        and (offer.until_month is None or when <= month_number(offer.until_month))
    ]
    return sum(promised) if promised else None


def _kind(measure: str) -> str:
    return "people" if measure in PEOPLE else "places"


def forecast_text(assessment: Outline, measure: str, at: str, lang: Lang) -> str:
    """The forecast for a month in words, also where there is none."""
    values = forecast(assessment, measure, at)
    return text("realised.no_forecast", lang) if values is None else with_middle(values, _kind(measure), lang)


def agreed_text(assessment: Outline, measure: str, at: str, lang: Lang) -> str:
    """What the plan promises for a month in words, also where it promises nothing."""
    value = agreed(assessment, measure, at)
    return text("realised.nothing_agreed", lang) if value is None else shown(value, "places", lang)


def _lies(value: float, expected: Range | None, lang: Lang) -> str:
    if expected is None:
        return ""
    where = "below" if value < expected.p10 else "above" if value > expected.p90 else "within"
    return text(f"realised.{where}", lang)


def _exact(size: Size) -> float | None:
    """A size that was counted; a case of which only a range is known has none."""
    return None if isinstance(size, Span) else size


def reference_case(assessment: Outline, counted: Counted, lang: Lang) -> str:
    """What was counted as a row for the table of reference cases, without name, place or address (CSV)."""
    proposal = assessment.proposal
    floor, plot = proposal.floor_area, proposal.plot_area
    values: dict[str, object] = {
        "id": f"bedrijf_anoniem_{assessment.input_hash[:8]}_{counted.month}",
        "name": text(
            "realised.anonymous",
            lang,
            sector=sectors()[proposal.sector].name_in(lang),
            province=municipalities()[proposal.municipality].province,
        ),
        "place": municipalities()[proposal.municipality].province,
        "sector_id": proposal.sector,
        "floor_m2": None if floor is None else _exact(floor.size_m2),
        "plot_ha": None if plot is None else _exact(scaled(plot.size_m2, 1 / M2_PER_HA)),
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
