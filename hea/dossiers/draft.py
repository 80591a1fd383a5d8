"""Work in progress: a proposal, or what was typed before there was one, and own values of parameters."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from hea.frozen import Frozen
from hea.parameters import OwnValue, ParameterSet, parameters_with, sorted_out
from hea.proposal import NO_NAME, Proposal, Started

MAX_DRAFT_SIZE: Final = 4 * 1024 * 1024
"""Characters of one draft as it is read; what was kept of before is there."""
MAX_SAVED_SIZE: Final = 1024 * 1024
"""The same as it is saved or comes in a file; that of a real plan has some tens of thousands."""
MAX_OWN_VALUES: Final = 1_000
MAX_OWN_TEXT: Final = 200_000
"""Characters of all that is said of own values in a draft that is saved."""


def _one_per_name(values: tuple[OwnValue, ...]) -> tuple[OwnValue, ...]:
    """The last value of each figure, which is the one that is calculated with."""
    return tuple({item.name: item for item in values}.values())


OwnValues = Annotated[tuple[OwnValue, ...], Field(max_length=MAX_OWN_VALUES), AfterValidator(_one_per_name)]


class Draft(Frozen):
    """Everything one user has entered; frozen, replaced by copies."""

    proposal: Proposal | None = None
    started: Started = Started()
    """What was typed in the six fields of the quick scan, until they make a proposal."""
    own_values: OwnValues = ()
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

    @property
    def stored(self) -> str:
        """How it stands in the store."""
        return self.model_dump_json(exclude_defaults=True)

    @property
    def fits(self) -> bool:
        """Whether it is small enough to be saved: lists and pages read many of them."""
        told = sum(len(item.name) + len(item.who) + len(item.why) for item in self.own_values)
        return told <= MAX_OWN_TEXT and len(self.stored) <= MAX_SAVED_SIZE
