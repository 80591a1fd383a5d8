"""What the figures rest on: estimates side by side, drivers, own values, where a figure comes from."""

import datetime as dt
from typing import Literal, Self

from hea.assessment.results.common import Range
from hea.frozen import Frozen
from hea.parameters import Bounds, OwnValue, ParameterReader, ParameterSet, Stance, load_parameters
from hea.parameters.parameter import SourceKind
from hea.texts import Lang, text
from hea.texts.translated import Translated


class ReferencePoint(Frozen):
    """A published case of the same sector."""

    id: str
    name: str
    share: float
    """Migrants over workers in that case."""
    year: int | None
    url: str | None
    reliability: str


class ReferenceEstimate(Frozen):
    """What the published cases of the sector say."""

    points: tuple[ReferencePoint, ...]
    quartiles: tuple[float, float, float] | None
    """Only from five cases up."""
    reason: Translated | None
    """Why there are no quartiles."""


class Statement(Frozen):
    """The company's own statement of the share of labour migrants."""

    share: float
    covers: float
    """Share of the positions to which the statement applies."""
    evidence: bool
    """True if every statement is supported by evidence."""


class MigrantShareEstimates(Frozen):
    """Three estimates side by side, with the chosen one marked."""

    statement: Statement | None
    benchmark: Range
    """Odds-calibrated benchmark for this workforce."""
    published_band: Range
    """Low, central and high of the sector's published share, in the fields p10, p50 and p90."""
    reference_cases: ReferenceEstimate
    chosen: Literal["benchmark", "statement", "pooled", "mixed"]
    used: Range
    """The share that went into the calculation."""
    reason: Translated


Method = Literal[
    "statement", "benchmark", "area", "cases_jobs", "cases_floor", "cases_plot", "model", "split"
]


class CasePoint(Frozen):
    """What one published case would mean for this proposal."""

    id: str
    name: str
    value: float
    year: int | None
    url: str | None
    reliability: str


class Estimate(Frozen):
    """One way to come to a figure."""

    method: Method
    name: Translated
    range: Range | None
    points: tuple[CasePoint, ...] = ()
    quartiles: tuple[float, float, float] | None = None
    """Of the points, only from five cases up."""
    chosen: bool = False
    note: Translated | None = None
    """Why there is no estimate, or what to know about it."""


class Triangulation(Frozen):
    """Several estimates of one figure side by side, with the chosen one marked."""

    subject: Literal["workers", "migrants", "units_short", "units_mid", "units_long"]
    name: Translated
    unit: Literal["persons", "places"]
    estimates: tuple[Estimate, ...]
    reason: Translated
    """Why the chosen one was chosen, in a sentence."""


class ScopeItem(Frozen):
    """Whether the evidence holds for this proposal in one respect."""

    topic: Literal[
        "sector", "measured", "size", "horizon", "region", "knowledge_migrants", "posting", "border"
    ]
    inside: bool | None
    """Empty where the tool cannot tell from the proposal; the limit then always holds."""
    message: Translated


class Driver(Frozen):
    """A drawn figure that moves a headline."""

    parameter: str
    title: Translated
    question: str | None
    """Question of the conversation guide whose answer sharpens it."""
    rank_correlation: float
    """Spearman's rank correlation over the draws."""
    low: float
    """The headline with this figure at its P10 and everything else central."""
    high: float
    """The headline with this figure at its P90 and everything else central."""
    narrowing: float | None
    """Share by which the P10–P90 of the headline narrows once this figure is known; empty with few draws."""


class HeadlineDrivers(Frozen):
    """The strongest drivers of one headline, strongest first."""

    path: str
    drivers: tuple[Driver, ...]


class Ask(Frozen):
    """An answer worth finding out."""

    question: str
    text: Translated
    """The question of the conversation guide."""
    about: Translated
    """What it is about, as the end of a sentence."""
    parameter: str
    headline: str
    narrowing: float
    """Share by which the P10–P90 of that headline narrows."""


class Drivers(Frozen):
    """What drives the headlines, and what to ask first."""

    headlines: tuple[HeadlineDrivers, ...]
    ask_first: tuple[Ask, ...]
    """At most three open questions, by how much their answer narrows the peak of all places."""
    remaining: Range | None
    """The peak of all places once those answers are known and come out in the middle; empty without any."""
    bins: int
    """Number of bins in which an input counted as known."""


class OwnValueUsed(Frozen):
    """A value of the user in the place of a shipped figure."""

    name: str
    title: Translated
    unit: str
    shipped: float | None
    """The central value it stands in for."""
    value: float
    who: str
    why: str
    set_on: dt.date | None
    """Unknown for values that were set before this was kept."""
    low: float | None = None
    high: float | None = None
    """Ends of the range it stands in for; unknown in results of before these were kept."""
    has_effect: bool = True
    """False if nothing that was calculated here reads the figure."""

    @property
    def stance(self) -> Stance:
        """How the value lies to the range it stands in for."""
        if self.low is None or self.high is None:
            return "within"
        return Bounds(self.low, self.low, self.high).stance(self.value)

    @classmethod
    def of(cls, parameters: ParameterSet) -> tuple[Self, ...]:
        """Values of the user beside the figures they stand in for, and whether they were read."""
        shipped = load_parameters()
        read = parameters.used if isinstance(parameters, ParameterReader) else tuple(parameters)
        return tuple(
            cls(
                **item.model_dump(),
                title=Translated(**shipped[item.name].title.model_dump()),
                unit=shipped[item.name].unit,
                shipped=shipped[item.name].central,
                low=shipped.bounds(item.name).low,
                high=shipped.bounds(item.name).high,
                has_effect=item.name in read,
            )
            for item in parameters.own_values
        )

    def called(self, lang: Lang) -> str:
        """The figure that it stands in for, with what is odd about the value."""
        marks = [] if self.has_effect else ["no_effect"]
        marks += [] if self.stance == "within" else [self.stance]
        told = ", ".join(text(f"own_value.{mark}", lang) for mark in marks)
        title = self.title.in_language(lang)
        return f"{title} ({told})" if told else title

    @property
    def given(self) -> OwnValue:
        """The value as the user gave it."""
        return OwnValue(name=self.name, value=self.value, who=self.who, why=self.why, set_on=self.set_on)


class ParametersUsed(Frozen):
    """Which figures were used."""

    version: str
    hash: str
    used: tuple[str, ...]
    overrides: tuple[str, ...]
    own_values: tuple[OwnValueUsed, ...] = ()
    """What is needed to use the same figures again; empty in results of before this was kept."""

    @property
    def lost(self) -> tuple[str, ...]:
        """Names that differ from the shipped set by a value that is not known here."""
        known = {item.name for item in self.own_values}
        return tuple(name for name in self.overrides if name not in known)


class InputUsed(Frozen):
    """A field of the proposal that went into a figure."""

    field: str
    name: Translated
    given: Translated | None
    assumed: tuple[Translated, ...]
    """What was used where nothing was given."""


class ParameterUsed(Frozen):
    """A parameter that went into a figure, with its source."""

    name: str
    title: Translated
    explanation: Translated
    low: float
    central: float
    high: float
    unit: str
    grade: str
    source: str
    """Of a publication its title and place, of an own value who set it and why."""
    source_kind: SourceKind
    year: int | None
    url: str | None
    own_value: bool
    """True if the user replaced the shipped value."""
    stance: Stance = "within"
    """How an own value lies to the range it stands in for."""


class Explanation(Frozen):
    """Where a figure comes from, as a tree."""

    path: str
    name: Translated
    value: Range | None
    central: float | None
    """In the central run, in which every figure has its middle: there a sum or product of what lies below
    comes out exactly."""
    formula: Translated
    """The formula in words."""
    inputs: tuple[InputUsed, ...]
    parameters: tuple[ParameterUsed, ...]
    below: "tuple[Explanation, ...]"
    """The figures it follows from."""
    repeated: bool
    """True if the figure was unfolded above already."""
