"""An assessment as tables: for whoever works with it in Python, in a console or a notebook."""

from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from pydantic import BaseModel

from hea.assessment.results.common import PERCENTILES, Range
from hea.assessment.results.rounding import kind_of, rounded

if TYPE_CHECKING:
    import pandas as pd

    from hea.assessment.results import Outline

Table = Literal["headline", "monthly"]


class Line(NamedTuple):
    """A figure of the headline: its path, its range and its value in the central run."""

    path: str
    range: Range
    central: float

    @property
    def shown(self) -> tuple[str, ...]:
        """Path, P10, P50, P90 and the central value, rounded as in the reports."""
        figures = (self.range.p10, self.range.p50, self.range.p90, self.central)
        return self.path, *(f"{rounded(value, kind_of(self.path)):,}" for value in figures)


def lines_of(outline: "Outline") -> Iterator[Line]:
    """The figures of the headline, in their order."""
    central = dict(_leaves(outline.central))
    for path, value in _leaves(outline.headline):
        yield Line(path, value, central[path])


def _leaves(part: BaseModel, path: str = "") -> Iterator[tuple[str, Any]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel) and not isinstance(value, Range):
            yield from _leaves(value, f"{path}{name}.")
        else:
            yield path + name, value


def title_of(outline: "Outline") -> str:
    """Of what this is an assessment, and how it was made."""
    plan = outline.proposal
    made = f"hea {outline.version}, {outline.draws:,} draws, seed {outline.seed}"
    return f"{plan.company}: {plan.sector} in {plan.municipality} from {plan.opening} ({made})"


def as_text(outline: "Outline") -> str:
    """A table of one screen."""
    rows = [("", *(name.upper() for name in PERCENTILES), "central"), *(it.shown for it in lines_of(outline))]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = ("  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows)
    return "\n".join([title_of(outline), *table])


def as_html(outline: "Outline") -> str:
    """The same table for a notebook."""
    heads = "".join(f"<th>{head}</th>" for head in ("", *(name.upper() for name in PERCENTILES), "central"))
    rows = "".join(
        f"<tr><th>{line.path}</th>{''.join(f'<td>{figure}</td>' for figure in line.shown[1:])}</tr>"
        for line in lines_of(outline)
    )
    return f"<table><caption>{escape(title_of(outline))}</caption><tr>{heads}</tr>{rows}</table>"


def as_frame(outline: "Outline", table: Table) -> "pd.DataFrame":
    """The headline by path, or the path through time by calendar month, unrounded.

    Returns:
        For ``headline`` a row per figure with columns p10, p50, p90 and central. For ``monthly`` a row per
        month (a :class:`pandas.PeriodIndex`) with two levels of columns: the series and its percentile.
    """
    import pandas as pd  # takes long to load, and only who asks for a frame needs it

    if table == "headline":
        rows = {line.path: {**line.range.model_dump(), "central": line.central} for line in lines_of(outline)}
        return pd.DataFrame.from_dict(rows, orient="index").rename_axis("figure")
    months = pd.PeriodIndex(outline.monthly.month, freq="M", name="month")
    series = {
        (path.rpartition(".")[0], path.rpartition(".")[2]): values
        for path, values in _leaves(outline.monthly)
        if path != "month"
    }
    frame = pd.DataFrame(series, index=months)
    return frame.rename_axis(columns=["series", "percentile"])
