"""What was learned from cases, as sentences and rows."""

from hea.evidence.result import Between, LearnedFigure, Learning
from hea.parameters import load_parameters
from hea.report.sentences.parameters import spoken
from hea.texts import Lang, number, text

COLUMNS = ("figure", "before", "after", "moves", "counted", "announced", "own", "inside")


def headings(lang: Lang) -> list[str]:
    """Headings of the table of what moves."""
    return [text(f"learning.{key}", lang) for key in COLUMNS]


def rows(found: Learning, lang: Lang) -> list[list[str]]:
    """One row per figure that becomes another, those that move most first."""
    return [_row(item, lang) for item in found.changed]


def _row(item: LearnedFigure, lang: Lang) -> list[str]:
    return [
        load_parameters()[item.name].title.in_language(lang),
        _range(item.name, item.before, lang),
        _range(item.name, item.after, lang),
        text("learning.times", lang, factor=item.moved),
        number(item.counted, lang),
        number(item.announced, lang),
        number(item.own, lang),
        text("learning.of", lang, inside=item.inside, tested=item.tested) if item.tested else "",
    ]


def _range(name: str, of: Between, lang: Lang) -> str:
    unit = load_parameters()[name].unit
    low, middle, high = (spoken(value, unit, lang) for value in (of.p10, of.p50, of.p90))
    return f"{low}–{high} ({middle})"


def sentences(found: Learning, lang: Lang) -> list[str]:
    """What it rests on, and how the cases came out."""
    told = [text("learning.rests_on", lang, cases=found.cases, changed=len(found.changed))]
    if found.tested:
        told.append(
            text(
                "learning.came_out",
                lang,
                tested=found.tested,
                inside=found.inside,
                coverage=found.inside / found.tested,
            )
        )
    spreads = {
        "density": found.density_spread,
        "share": found.share_spread,
        "season": found.season_spread,
    }
    return [*told, text("learning.spreads", lang, **spreads), text("learning.announced_note", lang)]
