"""A citation and a unit in the language of the reader."""

import re

from hea.parameters.record import OWN_VALUE
from hea.reference import facilities
from hea.texts import Lang, text

DEFINITION = re.compile(r"Definition of this tool, (see|explained on) the method page")

PER = re.compile(r"(.+) per (\d+) \((\w+)\)")


def source_text(citation: str, lang: Lang) -> str:
    """A citation, with the mark of an own value, assumption or definition in the language of the reader."""
    if citation.startswith(f"{OWN_VALUE}: "):  # the rest are words of the user
        return text("report.own_value_source", lang, why=citation.removeprefix(f"{OWN_VALUE}: "))
    told = citation.replace("no source: assumption", text("report.assumption_source", lang))
    return DEFINITION.sub(text("report.definition_source", lang), told)


def unit_text(unit: str, lang: Lang) -> str:
    """The unit of a parameter in the language of the reader."""
    per = PER.fullmatch(unit)
    if per is None:
        return text(f"parameter_unit.{unit}", lang)
    counted, count, driver = per.groups()
    english = {row.unit: row.unit_en for row in facilities().values()}
    what = counted if lang == "nl" else english[counted]
    if int(count) == 1:
        return text("parameter_unit.per_one", lang, what=what, driver=text(f"driver_one.{driver}", lang))
    names = text(f"driver.{driver}", lang)
    return text("parameter_unit.per", lang, what=what, count=int(count), driver=names)


def facility_unit(facility: str, lang: Lang) -> str:
    """The unit in which a facility is counted, in the language of the reader."""
    row = facilities()[facility]
    return row.unit if lang == "nl" else row.unit_en
