"""A citation and a unit in the language of the reader."""

from functools import cache

from hea.reference import Facility, facilities
from hea.texts import Lang, catalogue, text

CITATION = "citation."
"""Texts of how sources are told that are no publication, under how their citation begins."""


def source_text(citation: str, lang: Lang) -> str:
    """A citation in the language of the reader; publications and words of a user stay as they are."""
    for beginning, told in _beginnings(lang):
        if citation.startswith(beginning):
            return told + citation.removeprefix(beginning)
    return citation


@cache
def _beginnings(lang: Lang) -> tuple[tuple[str, str], ...]:
    """How such citations begin and what is told instead; looking for these among all texts takes long."""
    texts = catalogue(lang).items()
    return tuple((key.removeprefix(CITATION), told) for key, told in texts if key.startswith(CITATION))


def unit_text(unit: str, lang: Lang) -> str:
    """The unit of a parameter in the language of the reader."""
    facility = _norm_units().get(unit)
    if facility is None:
        return text(f"parameter_unit.{unit}", lang)
    what = facility.unit_in(lang)
    if facility.norm_per == 1:
        return text(
            "parameter_unit.per_one", lang, what=what, driver=text(f"driver_one.{facility.driver}", lang)
        )
    driver = text(f"driver.{facility.driver}", lang)
    return text("parameter_unit.per", lang, what=what, count=int(facility.norm_per), driver=driver)


@cache
def _norm_units() -> dict[str, Facility]:
    """A facility by the unit of its norm; those with the same unit read alike."""
    return {row.norm_unit: row for row in facilities().values()}


def facility_unit(facility: str, lang: Lang) -> str:
    """The unit in which a facility is counted, in the language of the reader."""
    return facilities()[facility].unit_in(lang)
