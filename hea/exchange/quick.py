"""The quick scan: a proposal from six fields."""

import datetime as dt
import math
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from hea.exchange.files import InputError
from hea.exchange.problems import from_validation
from hea.proposal import (
    FunctionGroup,
    Headcount,
    Month,
    MunicipalityCode,
    Proposal,
    SectorId,
    SizeKind,
    Text,
    check_size,
    size_fields,
)
from hea.reference import function_mix, job_levels
from hea.units import M2_PER_HA

_WORDS: dict[str, TypeAdapter[str]] = {
    "company": TypeAdapter(Text),
    "municipality": TypeAdapter(MunicipalityCode),
    "sector": TypeAdapter(SectorId),
    "opening": TypeAdapter(Month),
}
"""How the fields that hold words are checked, by name."""


def default_opening() -> str:
    """The month in which a plan opens that says none: the first of next year."""
    return f"{dt.date.today().year + 1}-01"


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
    try:
        return Proposal.model_validate(fields | size_fields(kind, size))
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


class QuickFields(NamedTuple):
    """What a proposal would be in the fields of the quick scan."""

    sector: str
    municipality: str
    kind: SizeKind
    size: float | None
    """Empty if the size follows from function groups."""
    opening: str
    company: str


def quick_fields(proposal: Proposal) -> QuickFields:
    """The fields of the quick scan of a proposal; the inverse of :func:`quick_proposal`."""
    kind: SizeKind = "persons"
    size: float | None = None
    if not proposal.function_groups:
        if proposal.workforce is not None:
            size = proposal.workforce.count
        elif proposal.area is not None:
            kind = proposal.area.kind
            size = proposal.area.size_m2 / M2_PER_HA if kind == "plot" else proposal.area.size_m2
    return QuickFields(proposal.sector, proposal.municipality, kind, size, proposal.opening, proposal.company)


def with_quick_fields(proposal: Proposal, fields: QuickFields) -> Proposal:
    """A proposal with the fields of the quick scan changed and everything else carried over.

    Raises:
        InputError: if a field does not fit.
    """
    changes: dict[str, object] = {
        name: getattr(fields, name) for name in ("sector", "municipality", "opening", "company")
    }
    if fields.size is not None and fields[2:4] != quick_fields(proposal)[2:4]:
        changes |= size_fields(fields.kind, fields.size)
    try:
        return proposal.update(**changes)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def check_quick(name: str, value: object, kind: str) -> None:
    """Refuse what no proposal can hold, before the other fields are there.

    Raises:
        InputError: if it does not fit.
    """
    try:
        if name == "size" and isinstance(value, float):
            check_size(kind, value)
        elif name in _WORDS and value is not None:
            _WORDS[name].validate_python(value)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def typical_groups(proposal: Proposal, total: float) -> tuple[FunctionGroup, ...]:
    """The usual functions of the sector for a number of workers, in whole people; empty if not known.

    What the sector does not tell of a group, such as its contracts, stays unknown.
    """
    mix = {level: share for level, share in function_mix().get(proposal.sector, {}).items() if share > 0}
    exact = {level: share * total for level, share in mix.items()}
    counts = {level: math.floor(count) for level, count in exact.items()}
    left = round(total) - sum(counts.values())
    for level in sorted(exact, key=lambda key: counts[key] - exact[key])[:left]:
        counts[level] += 1
    workforce = proposal.workforce or Headcount(count=0)
    return tuple(
        FunctionGroup(
            name=job_levels()[level].name_nl,
            level=level,
            count=count,
            unit=workforce.unit,
            basis=workforce.basis,
        )
        for level, count in counts.items()
        if count > 0
    )
