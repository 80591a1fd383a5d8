"""From jobs to new places: what each stage of the model leaves, in one month."""

from typing import Literal

from hea.assessment.results.common import Range
from hea.frozen import Frozen
from hea.texts.translated import Translated

FlowMoment = Literal["peak", "structural"]


class FlowStep(Frozen):
    """A stage, or a part of one: people up to ``net``, and places from there on."""

    id: Literal[
        "jobs",
        "others",
        "migrants",
        "already_in_region",
        "across_border",
        "other_region",
        "net",
        "sharing",
        "total",
        "short",
        "mid",
        "long",
    ]
    name: Translated
    central: float
    """In the central run, in which parts add up to their whole: jobs = others + migrants; migrants = already
    in the region + across the border + other region + net; total = net + sharing = short + mid + long."""
    range: Range
    """Over the draws in the same month; ends of ranges do not add up."""


class Flow(Frozen):
    """All stages in one month."""

    moment: FlowMoment
    """The busiest or the structural month for places to live."""
    month: str
    """That month in the central run, as YYYY-MM."""
    steps: tuple[FlowStep, ...]
