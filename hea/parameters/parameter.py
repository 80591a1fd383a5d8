"""The shape of one parameter."""

import datetime as dt
from typing import Annotated, Final, Literal, NamedTuple, Self

from pydantic import Field, model_validator

from hea.frozen import Frozen
from hea.texts.translated import Translated

MAX_TEXT_LENGTH: Final = 2_000
"""Characters of what is said of an own value."""


SourceKind = Literal["publication", "assumption", "definition", "own_value"]
"""What a source is: a publication, none (an assumption), a choice of this tool, or the words of a user."""


class Source(Frozen):
    """Where a figure comes from."""

    kind: SourceKind = "publication"
    title: str = ""
    """Of a publication, or the reason that a user gives; an assumption and a definition have none."""
    publisher: str | None = None
    year: int | None = None
    url: str | None = None
    place: str | None = None

    @property
    def citation(self) -> str:
        """Title, publisher, year and place in one line."""
        parts = (self.title, self.publisher, str(self.year) if self.year else None, self.place)
        return ", ".join(part for part in parts if part)


Stance = Literal["within", "outside", "far"]
"""How a value lies to the range of a figure; ``far`` is so far that it may be in another unit."""
FAR: Final = 10
"""Times above the highest or below the lowest value from which a unit is doubted."""


Spread = Literal["lognormal", "logitnormal", "triangle", "uniform", "fixed"]
"""How a figure is drawn between low, central and high.

lognormal: counts, densities, durations and ratios; logitnormal: shares. Of both low, central and high are the
P10, P50 and P90. triangle: what was measured without a spread over cases, or has a bound where it can be no
lower or higher; low and high are the ends and central is the mode. uniform: positions and weights, of which
low and high are the ends. fixed: a law, a definition, or what is known as one value.
"""


class Bounds(NamedTuple):
    """Low, central and high of a figure; what they are says its spread."""

    low: float
    central: float
    high: float

    @property
    def degenerate(self) -> bool:
        """True if there is only one possible value."""
        return self.low == self.high

    def stance(self, value: float) -> Stance:
        """How a value lies to this range; zero is the same in every unit."""
        if value != 0 and (value > FAR * self.high > 0 or value < self.low / FAR):
            return "far"
        return "within" if self.degenerate or self.low <= value <= self.high else "outside"


class Learned(Frozen):
    """What a figure was learned from."""

    statistic: float
    """What is known of the whole sector, where learning begins."""
    counted: int
    """Cases of which somebody counted."""
    announced: int


class Parameter(Frozen):
    """One figure of the model with everything a reader needs to judge it."""

    title: Translated
    unit: str
    explanation: Translated
    low: float | None
    central: float | None
    high: float | None
    spread: Spread
    kind: Literal["estimate", "norm", "policy", "legal"]
    role: Literal["model", "context"]
    domain: tuple[float | None, float | None]
    range_of: Literal["value", "cases"] = "value"
    """What low and high run over: what the value itself may be, or the cases it was seen in."""
    question: str | None = None
    """Question of the conversation guide whose answer sharpens this figure."""
    fixed: str | None = None
    source: Source
    grade: Literal["A", "B", "C", "D"]
    valid_for: str
    remark: str | None = None
    learned: Learned | None = None
    """How many cases stand behind a figure that was learned, beside its source; nothing of other figures."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        known = [value for value in (self.low, self.central, self.high) if value is not None]
        if known != sorted(known):
            raise ValueError("low, central and high must ascend")
        if not all(self.can_be(value) for value in known):
            raise ValueError(f"a value lies outside the domain {self.domain}")
        return self

    @model_validator(mode="after")
    def _can_be_drawn(self) -> Self:
        known = [value for value in (self.low, self.central, self.high) if value is not None]
        if self.spread in ("lognormal", "logitnormal") and any(value in self.limits for value in known):
            raise ValueError(f"a {self.spread} figure never is at a bound of its domain")
        if self.spread == "logitnormal" and self.domain[1] is None:
            raise ValueError("a share has a highest value")
        return self

    @property
    def limits(self) -> tuple[float, float | None]:
        """What the figure can never go below or above; without a lowest value that is nought."""
        floor, ceiling = self.domain
        return (0.0 if floor is None else floor), ceiling

    def can_be(self, value: float) -> bool:
        """True if the figure can have this value at all."""
        lower, upper = self.domain
        return (lower is None or lower <= value) and (upper is None or value <= upper)

    @property
    def changeable(self) -> bool:
        """True if a user may put an own value in its place.

        A figure for comparison alone would change nothing, and a definition of this tool is not theirs.
        """
        return self.role == "model" and self.central is not None and not self.is_definition

    def times(self, factor: float) -> tuple[float, float]:
        """Central divided and multiplied by a factor: above the lowest value, or the odds of a share."""
        floor, ceiling = self.limits
        above = self.value - floor
        if ceiling is None:
            return floor + above / factor, floor + above * factor
        odds = above / (ceiling - self.value)
        low, high = (floor + (ceiling - floor) * at / (1 + at) for at in (odds / factor, odds * factor))
        return low, high

    @property
    def is_definition(self) -> bool:
        """True if the figure is a choice of this tool about itself, explained on the method page."""
        return self.source.kind == "definition"

    @property
    def value(self) -> float:
        """The central value.

        Raises:
            ValueError: if the parameter has no central value.
        """
        if self.central is None:
            raise ValueError(f"{self.title.en} has no central value")
        return self.central


class OwnValue(Frozen):
    """A value of the user in the place of a shipped figure, with who set it and why."""

    name: Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
    value: Annotated[float, Field(allow_inf_nan=False)]
    who: Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
    why: Annotated[str, Field(max_length=MAX_TEXT_LENGTH)]
    set_on: dt.date | None = None
    """Unknown for values that were set before this was kept."""

    @property
    def source(self) -> Source:
        """The user as source; an own value without who or why is no better than a guess."""
        year = None if self.set_on is None else self.set_on.year
        return Source(kind="own_value", title=self.why, publisher=self.who, year=year)
