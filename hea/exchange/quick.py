"""The quick scan: a proposal from six fields."""

from typing import Literal

from pydantic import ValidationError

from hea.exchange.files import InputError
from hea.exchange.problems import from_validation
from hea.proposal import Proposal

M2_PER_HA = 10_000
SizeKind = Literal["persons", "gross_floor", "footprint", "plot"]


def quick_proposal(
    *, sector: str, municipality: str, kind: SizeKind, size: float, opening: str, company: str
) -> Proposal:
    """A proposal from the fields of the quick scan.

    Args:
        sector: id of the sector.
        municipality: GM code or name.
        kind: what ``size`` measures.
        size: persons, square metres, or hectares for a plot.
        opening: first month as YYYY-MM.
        company: name of the company.

    Raises:
        InputError: if a field does not fit.
    """
    fields: dict[str, object] = {
        "company": company,
        "sector": sector,
        "municipality": municipality,
        "opening": opening,
    }
    if kind == "persons":
        fields["workforce"] = {"count": size}
    else:
        fields["area"] = {"kind": kind, "size_m2": size * M2_PER_HA if kind == "plot" else size}
    try:
        return Proposal.model_validate(fields)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None
