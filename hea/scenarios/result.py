"""The outcome of a comparison of scenarios."""

from typing import NamedTuple

from hea.assessment.results import Outline
from hea.assessment.results.common import Range
from hea.assessment.results.evidence import OwnValueUsed
from hea.assessment.results.headline import RangeHeadline
from hea.frozen import Frozen
from hea.proposal import StayClass
from hea.texts.translated import Translated


class ThresholdStep(Frozen):
    """Places to add for one class of stay, and when they must be there."""

    stay: StayClass
    by_month: str
    places: int
    total: int
    """All places added up to then: enough in nine of ten draws, in every month and all classes at once."""
    total_middle: int
    """All places that are in the end enough for half of the draws."""


class ScenarioResult(Frozen):
    """One scenario with its headlines."""

    id: str
    name: Translated
    explanation: Translated
    changed: tuple[str, ...]
    """Paths of the proposal that were changed."""
    input_hash: str
    headline: RangeHeadline
    scores: dict[str, Range]
    """Scores of the criteria of broad welfare that are known."""
    total: Range | None
    """Weighted total over the known criteria."""
    same_as: str | None
    """An earlier scenario with exactly the same outcome."""


class Difference(Frozen):
    """How a headline of a scenario differs from the base, draw by draw."""

    scenario: str
    path: str
    difference: Range


class Flip(Frozen):
    """The smallest change of one weight, others in proportion, that turns the order of two scenarios."""

    first: str
    """The scenario with the higher total at the given weights."""
    second: str
    criterion: str | None
    """Empty if no single weight turns the order."""
    weight: float | None
    """Weight out of 100 at which both are equal."""
    given: float | None
    """The weight as it was set."""


class Robustness(Frozen):
    """How the order of the scenarios holds up under any weights and over all draws."""

    criteria: tuple[str, ...]
    """Criteria known for every scenario; only these are compared."""
    neutral: tuple[str, ...]
    """Criteria that cannot be measured when nobody settles and count as neutral there."""
    rank_acceptability: dict[str, tuple[float, ...]]
    """Per scenario: in which share of weights and draws it ranks first, second, and so on."""
    beats_reference: dict[str, float]
    """Per scenario: in which share of weights and draws its total is above that of the reference."""
    reference: str
    flips: tuple[Flip, ...]


class Comparison(Frozen):
    """Scenarios side by side, on the same draws."""

    version: str
    parameters_version: str
    parameters_hash: str
    seed: int
    draws: int
    own_values: tuple[OwnValueUsed, ...] = ()
    """Values of the user in the place of shipped figures."""
    base: str
    """The scenario the differences are taken from."""
    scenarios: tuple[ScenarioResult, ...]
    differences: tuple[Difference, ...]
    threshold: tuple[ThresholdStep, ...]
    """The smallest plan that closes each gap, on top of the plan handed in."""
    robustness: Robustness | None
    """Empty with fewer than two different scenarios or without common criteria."""


class Apart(NamedTuple):
    """By how much a plan differs from the first, draw by draw."""

    migrants: Range
    units: Range
    short: Range


class Beside(NamedTuple):
    """Plans in the order in which they were chosen; the first is what the others are compared with."""

    names: tuple[str, ...]
    outlines: tuple[Outline, ...]
    differences: tuple[Apart, ...]
    """Of every plan but the first."""
