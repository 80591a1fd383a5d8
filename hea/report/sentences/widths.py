"""What makes ranges wide, in words: the figures, and who could publish a better one."""

from hea.parameters import ParameterSet
from hea.reference import sectors
from hea.texts import Lang, percent, text
from hea.validation.result import Narrowing, PlanWidth

WANTED = (
    "migrant_share",
    "jobs_per_1000m2",
    "jobs_per_ha",
    "season_amplitude",
    "lives_in_province_share",
    "share_new_to_region",
)
"""Figures of which it is told who could publish a better one, by the last part of their name."""


def plan(width: PlanWidth, lang: Lang) -> str:
    """The name of an example, or the sector of a quick scan."""
    if width.name not in sectors():
        return text("width.example", lang, name=width.name.replace("_", " "))
    return text("width.quick_scan", lang, sector=sectors()[width.name].name_in(lang))


def narrowing(item: Narrowing, parameters: ParameterSet, lang: Lang) -> str:
    """One figure with the part of the range that would go if it were known."""
    title = parameters[item.parameter].title.in_language(lang)
    return f"{title} ({percent(item.share, lang)})"


def wanted(width: PlanWidth, lang: Lang) -> str:
    """The public figure that would narrow the range most, and who could give it."""
    if not width.narrowing:
        return ""
    key = width.narrowing[0].parameter.rpartition(".")[2]
    return text(f"width.wanted_{key if key in WANTED else 'other'}", lang)
