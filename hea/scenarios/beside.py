"""Whole plans beside each other on the same draws: what each comes to, and its difference from the first."""

from collections.abc import Sequence

from hea.assessment import DrawnOutline
from hea.assessment.ranges import to_range
from hea.proposal import LocalContext, Proposal
from hea.scenarios.result import Apart, Beside

MIGRANTS, UNITS = "migrants_structural", "units.total.peak"
"""Headlines that are compared in words, by their path."""


def beside(names: Sequence[str], made: Sequence[DrawnOutline]) -> Beside:
    """Plans that were calculated with the same seed and as many draws, beside each other."""
    first, *others = made
    return Beside(
        tuple(names),
        tuple(one.outline for one in made),
        tuple(_difference(one, first) for one in others),
    )


def _difference(one: DrawnOutline, first: DrawnOutline) -> Apart:
    migrants, units = (
        to_range(one.headline_draws[path] - first.headline_draws[path]) for path in (MIGRANTS, UNITS)
    )
    return Apart(migrants, units, to_range(one.places_short - first.places_short))


def elsewhere(proposal: Proposal, municipality: str) -> Proposal:
    """The same plan in another municipality, without what is known of the surroundings of the present one.

    Raises:
        pydantic.ValidationError: if it does not fit there.
    """
    return proposal.update(municipality=municipality, context=LocalContext(), kern=None)


def in_sector(proposal: Proposal, sector: str) -> Proposal:
    """The same plan with the figures of another sector.

    Raises:
        pydantic.ValidationError: if it does not fit there.
    """
    return proposal.update(sector=sector)
