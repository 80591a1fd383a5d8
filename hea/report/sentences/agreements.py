"""What a municipality can do with the gaps found: instruments that fit, and draft points for agreements."""

from collections.abc import Iterator

from hea.assessment.results import Assessment
from hea.assessment.results.rounding import rounded
from hea.proposal import STAY_CLASSES
from hea.reference import Instrument, instruments
from hea.report.sentences.ranges import UNIT_OF_STAY, shown
from hea.texts import Lang, month, text

NEEDS = ("quality", "registration")
"""What every plan with labour migrants asks attention for, gap or no gap."""


def gaps(assessment: Assessment) -> list[str]:
    """Where the plan falls short, in the words of the table of instruments."""
    gap = assessment.headline.gap
    found: list[str] = [s for s in STAY_CLASSES if rounded(getattr(gap, s).peak.p90, "places") > 0]
    if any(item.signal in ("amber", "red") for item in assessment.facilities):
        found.append("facilities")
    if assessment.headline.migrants_peak.p90 >= 1:
        found += NEEDS
    return found


def fitting(assessment: Assessment) -> list[Instrument]:
    """Instruments that help with a gap of this plan, those that help with most first."""
    wanted = set(gaps(assessment))

    def helped(row: Instrument) -> int:
        return len(wanted & set((row.helps_gap or "").split("|")))

    return sorted((row for row in instruments().values() if helped(row)), key=helped, reverse=True)


def row(instrument: Instrument, lang: Lang) -> list[str]:
    """An instrument with what it does, what it needs and what to watch for."""
    name = instrument.name_nl if lang == "nl" else instrument.name_en
    needs = ". ".join(part for part in (instrument.legal_basis, instrument.needs) if part)
    return [name, instrument.what_it_does_nl, needs, instrument.caution_nl or ""]


def headings(lang: Lang) -> list[str]:
    """Headings of the rows of instruments."""
    return [text(f"book.{key}", lang) for key in ("instrument", "what", "legal_basis", "caution")]


def points(assessment: Assessment, lang: Lang) -> list[str]:
    """Draft points for agreements with the company, for as far as there are labour migrants."""
    if assessment.headline.migrants_peak.p90 < 1:
        return [text("agreement.none", lang)]
    return list(_points(assessment, lang))


def _points(assessment: Assessment, lang: Lang) -> Iterator[str]:
    deadlines = {item.stay: item for item in assessment.housing.deadlines}
    for stay in STAY_CLASSES:
        levels = getattr(assessment.headline.units, stay)
        if rounded(levels.peak.p90, "places") == 0:
            continue
        opens = deadlines[stay].opens
        yield text(
            "agreement.places",
            lang,
            stay=text(f"stay.{stay}", lang),
            places=shown(levels.peak.p50, "places", lang),
            high=shown(levels.peak.p90, "places", lang),
            unit=text(f"unit.{UNIT_OF_STAY[stay]}", lang),
            moment=month(opens or assessment.proposal.opening, lang),
        )
    for key in ("quality", "own_workers", "registration", "language", "transition", "contraction", "review"):
        yield text(f"agreement.{key}", lang)
