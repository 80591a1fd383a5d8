"""How a figure and its range read, everywhere the same."""

from hea.assessment.results.common import Range
from hea.assessment.results.rounding import rounded
from hea.texts import Lang, number, percent, text

UNIT_OF_STAY = {"short": "beds", "mid": "units", "long": "dwellings", "total": "places"}


def shown(value: float, kind: str, lang: Lang) -> str:
    """The rounded figure in the notation of the language."""
    figure = rounded(value, kind)
    return percent(figure, lang) if kind == "share" else number(figure, lang)


def range_text(values: Range, kind: str, lang: Lang) -> str:
    """``126 tot 237``, or a single number where low and high read the same."""
    low, high = shown(values.p10, kind, lang), shown(values.p90, kind, lang)
    return (
        text("range.exact", lang, middle=low)
        if low == high
        else text("range.from_to", lang, low=low, high=high)
    )


def with_middle(values: Range, kind: str, lang: Lang) -> str:
    """A range with its P50 in brackets."""
    spread = range_text(values, kind, lang)
    middle = shown(values.p50, kind, lang)
    return spread if spread == middle else f"{spread} ({middle})"
