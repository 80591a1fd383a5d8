"""A small bar with the range of a figure and a stroke at its middle, drawn as part of the page."""

from hea.assessment.results.common import Range


def drawn(values: Range, top: float) -> str:
    """The bar from nought to ``top``; its figures stand beside it in words, so it has none of its own."""
    scale = 100 / (top or 1.0)
    low, middle, high = (max(0.0, value) * scale for value in (values.p10, values.p50, values.p90))
    return (
        "<div class='hea-bar' aria-hidden='true'>"
        f"<i style='left:{low:.1f}%;width:{max(high - low, 1):.1f}%'></i>"
        f"<b style='left:{min(middle, 99):.1f}%'></b></div>"
    )
