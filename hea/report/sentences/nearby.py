"""What is housed near a location, as sentences and rows for every surface."""

from hea.portfolio.result import Nearby
from hea.report.sentences import signals
from hea.texts import Lang, number, text


def sentence(found: Nearby, lang: Lang) -> str:
    """How many places were counted, and where."""
    values = {"housed": found.housed, "count": len(found.within), "radius": found.radius_km}
    if all(item.distance_km is None for item in found.within) and found.village:
        return text("radius.found_only_village", lang, **values, village=found.village)
    village = text("radius.found_village", lang, village=found.village) if found.village else ""
    return text("radius.found", lang, **values, village=village)


def doubt(found: Nearby, lang: Lang) -> str:
    """What may count besides, or nothing."""
    if not found.unplaced:
        return ""
    places = found.housed_at_most - found.housed
    return text("radius.unplaced", lang, count=len(found.unplaced), places=places, most=found.housed_at_most)


def headings(lang: Lang) -> list[str]:
    """Headings of the sites."""
    names = [text(f"site.{key}", lang) for key in ("name", "village", "places")]
    return [*names, text("radius.distance", lang), text("site.source", lang), text("site.year", lang)]


def rows(found: Nearby, lang: Lang) -> list[list[str]]:
    """The sites that count, nearest first."""
    return [
        [
            item.site.name,
            item.site.village,
            number(item.site.places, lang),
            text("radius.in_village", lang)
            if item.distance_km is None
            else number(item.distance_km, lang, 1),
            item.site.source,
            str(item.site.year),
        ]
        for item in found.within
    ]


def rule_headings(lang: Lang) -> list[str]:
    """Headings of the rules."""
    return [text(f"radius.{name}", lang) for name in ("level", "rule", "source")]


def rule_rows(found: Nearby, lang: Lang) -> list[list[str]]:
    """Rules about what is nearby, each with its source."""
    return [
        [row.mark, f"{row.name} {row.value}".strip(), row.rule]
        for row in signals.signal_rows(found.signals, lang)
    ]
