"""A source and a unit in the language of the reader."""

from functools import cache

from hea.parameters.parameter import Source, SourceKind
from hea.reference import Facility, facilities
from hea.texts import Lang, text


def source_text(source: Source, lang: Lang) -> str:
    """The source of a figure in one line."""
    return cited(source.kind, source.citation, lang)


def source_title(source: Source, lang: Lang) -> str:
    """The source of a figure without its publisher, year and place."""
    return cited(source.kind, source.title, lang)


def cited(kind: SourceKind, citation: str, lang: Lang) -> str:
    """What a source is, in the language of the reader; names of publications and words of a user stay."""
    if kind == "publication":
        return citation
    told = text(f"source_kind.{kind}", lang)
    if kind == "own_value":
        return f"{told}: {citation}"
    return f"{told}, {citation}" if citation else told


def unit_text(name: str, unit: str, lang: Lang) -> str:
    """The unit of a parameter in the language of the reader."""
    facility = _norms().get(name)
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
def _norms() -> dict[str, Facility]:
    """A facility by the name of the parameter that is its norm."""
    return {row.norm: row for row in facilities().values()}


def facility_unit(facility: str, lang: Lang) -> str:
    """The unit in which a facility is counted, in the language of the reader."""
    return facilities()[facility].unit_in(lang)
