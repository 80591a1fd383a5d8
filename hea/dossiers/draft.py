"""Work in progress: a proposal, or what was typed before there was one, and own values of parameters."""

from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field

from hea.parameters import OwnValue, ParameterSet, parameters_with, sorted_out
from hea.proposal import NO_NAME, Proposal, Started

LARGEST_DRAFT: Final = 4 * 1024 * 1024
"""Characters of one draft as it is kept; a proposal of the largest size fits."""
MOST_OWN_VALUES: Final = 1_000


class Draft(BaseModel):
    """Everything one user has entered; frozen, replaced by copies."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    proposal: Proposal | None = None
    started: Started = Started()
    """What was typed in the six fields of the quick scan, until they make a proposal."""
    own_values: Annotated[tuple[OwnValue, ...], Field(max_length=MOST_OWN_VALUES)] = ()
    """As they were set; a figure may have gone since, or have got other bounds."""

    @property
    def usable(self) -> tuple[OwnValue, ...]:
        """The own values that are calculated with."""
        return sorted_out(self.own_values)[0]

    @property
    def left_out(self) -> tuple[OwnValue, ...]:
        """The own values that cannot be used any more; kept until the user takes them away."""
        return sorted_out(self.own_values)[1]

    @property
    def title(self) -> str:
        """Company and plan, to recognise the draft by; empty if there is no name yet."""
        if self.proposal is None:
            return self.started.company or ""
        return ", ".join(part for part in (self.company, self.proposal.initiative) if part)

    @property
    def company(self) -> str:
        """Who it is about; empty as long as that is not known."""
        named = self.started.company or "" if self.proposal is None else self.proposal.company
        return "" if named == NO_NAME else named

    @property
    def parameters(self) -> ParameterSet:
        """The shipped parameters with the own values in their place."""
        return parameters_with(self.usable)
