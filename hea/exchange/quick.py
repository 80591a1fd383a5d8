"""The quick scan: a proposal from six fields."""

import math
from typing import NamedTuple

from pydantic import TypeAdapter, ValidationError

from hea.engine.density import companies_apart
from hea.engine.given import middle_of, size_bounds
from hea.exchange.files import InputError
from hea.exchange.problems import from_validation
from hea.exchange.written import WrittenError, means_unknown, read_share
from hea.fields import named
from hea.parameters import load_parameters
from hea.problems import Problem
from hea.proposal import (
    Basis,
    FunctionGroup,
    Headcount,
    Month,
    MunicipalityCode,
    Proposal,
    SectorId,
    Size,
    SizeKind,
    Span,
    Text,
    Unit,
    check_size,
    one_ended,
    scaled,
    shown_area,
    shown_size,
    size_fields,
)
from hea.reference import function_mix, job_levels, kinds_of, sectors, whole_of
from hea.reference.words import place_called, plain_words, words_of_sector
from hea.texts import Lang, text
from hea.units import M2_PER_HA, Percentage

_WORDS: dict[str, TypeAdapter[str]] = {
    "company": TypeAdapter(Text),
    "municipality": TypeAdapter(MunicipalityCode),
    "sector": TypeAdapter(SectorId),
    "opening": TypeAdapter(Month),
}
"""How the fields that hold words are checked, by name."""


def quick_proposal(
    *,
    sector: str,
    municipality: str,
    kind: SizeKind,
    size: Size,
    opening: str,
    company: str,
    unit: Unit = "persons",
    basis: Basis = "mean",
    flex_share: float | None = None,
) -> Proposal:
    """A proposal from the fields of the quick scan.

    Args:
        sector: id of the sector.
        municipality: GM code or name, or a village in it.
        kind: what ``size`` measures.
        size: persons, square metres, or hectares for a plot.
        opening: first month as YYYY-MM.
        company: name of the company.
        unit: whether persons or full-time equivalents were counted.
        basis: whether that is the mean of the year or the busiest month.
        flex_share: share of the jobs that runs through an agency, if it is known.

    Raises:
        InputError: if a field does not fit.
    """
    fields: dict[str, object] = {
        "company": company,
        "sector": sector,
        "municipality": municipality,
        "opening": opening,
        "recruitment": {"flex_share": flex_share},
    }
    try:
        return Proposal.model_validate(fields | size_fields(kind, size, unit, basis))
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


class QuickFields(NamedTuple):
    """What a proposal would be in the fields of the quick scan."""

    sector: str
    municipality: str
    kind: SizeKind
    size: Size | None
    """Empty if the size follows from function groups."""
    opening: str
    company: str
    unit: Unit = "persons"
    basis: Basis = "mean"

    def size_words(self, lang: Lang) -> str:
        """The size as it was given, with its unit; of an area in both units."""
        if self.size is None:
            return ""
        if self.kind != "persons":
            return shown_area(scaled(self.size, M2_PER_HA) if self.kind == "plot" else self.size, lang)
        return shown_size(self.size, lang) + (" fte" if self.unit == "fte" else "")


def quick_fields(proposal: Proposal) -> QuickFields:
    """The fields of the quick scan of a proposal; the inverse of :func:`quick_proposal`."""
    kind: SizeKind = "persons"
    size: Size | None = None
    if not proposal.function_groups:
        if proposal.workforce is not None:
            size = proposal.workforce.count
        elif proposal.area is not None:
            kind = proposal.area.kind
            held = proposal.area.size_m2
            size = scaled(held, 1 / M2_PER_HA) if kind == "plot" else held
    counted = proposal.workforce or Headcount(count=0)
    return QuickFields(
        proposal.sector,
        proposal.municipality,
        kind,
        size,
        proposal.opening,
        proposal.company,
        counted.unit,
        counted.basis,
    )


def with_quick_fields(proposal: Proposal, fields: QuickFields) -> Proposal:
    """A proposal with the fields of the quick scan changed and everything else carried over.

    Raises:
        InputError: if a field does not fit.
    """
    changes: dict[str, object] = {
        name: getattr(fields, name) for name in ("sector", "municipality", "opening", "company")
    }
    sized = {name: getattr(fields, name) for name in ("kind", "size", "unit", "basis")}
    if fields.size is not None and sized.items() - quick_fields(proposal)._asdict().items():
        changes |= size_fields(**sized)
    try:
        return proposal.update(**changes)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def check_quick(name: str, value: object, kind: str) -> None:
    """Refuse what no proposal can hold, before the other fields are there.

    Raises:
        InputError: if it does not fit.
    """
    if name in _WORDS and value is not None:
        checked_word(name, value)
    try:
        if name == "size" and isinstance(value, float | Span):
            check_size(kind, value)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def checked_word(name: str, written: object) -> str:
    """The value of one field that holds words, so that every field of a row can be asked about at once.

    Raises:
        InputError: if it does not fit.
    """
    try:
        return _WORDS[name].validate_python(written)
    except ValidationError as error:
        raise InputError(from_validation(error)) from None


def drawn_between(said: str, size: Size, sector: str, lang: Lang) -> str:
    """A size in words; of one that was given by one end also between what it is drawn."""
    if not one_ended(size):
        return said
    figures = load_parameters()
    low, _, high = size_bounds(size, figures, sector)
    key = "one_end" if companies_apart(sector, figures).of_sector else "one_end_pooled"
    return text(f"list.{key}", lang, said=said, low=low, high=high)


def place_named(written: str, lang: Lang) -> str:
    """A municipality with the village in it, of words that are known to mean one."""
    place = place_called(written)
    return "" if place is None else with_village(place.code, place.village, lang)


def with_village(municipality: str, village: str | None, lang: Lang) -> str:
    """A municipality by its name, with the village in it if that is known."""
    name = named(municipality, lang)
    return text("list.with_village", lang, place=name, village=village) if village else name


def known_share(written: object) -> float | None:
    """A share as it was written, or nothing if it is not known.

    A cell that does not show a percentage is read as the text in it: 0.5 may be 50% or 0.5%.

    Raises:
        WrittenError: if it is no share.
    """
    said = "" if written is None else str(written).strip().casefold()
    if not said or means_unknown(said):
        return None
    if said in ("ja", "yes"):
        raise WrittenError("share_yes", value=said)
    if said in ("nee", "no", "geen", "none"):
        return 0.0
    return read_share(written if isinstance(written, Percentage) else str(written), agency=True)


def kind_of_work(sector: str, written: str | None) -> str:
    """A sector with what is known of the kind of work in it, such as what a warehouse is for.

    Args:
        sector: id of the sector.
        written: the kind by its id, its name or a word of it; nothing if it is not known.

    Raises:
        InputError: if it is no kind of this sector, or may be more than one.
    """
    if written is None or means_unknown(written):
        return sector
    whole, said = whole_of(sector), plain_words(written)
    kinds = {key: sectors()[key] for key in kinds_of(whole)}
    names = {
        key: {key, *(plain_words(name) for name in (row.name_nl, row.name_en, *words_of_sector(key, "nl")))}
        for key, row in kinds.items()
    }
    exact = [key for key in kinds if said in names[key] or written.strip() == key]
    found = exact or [key for key in kinds if any(said in name for name in names[key])]
    if said and len(found) == 1:
        return found[0]
    told = {
        "options": [row.name_nl for row in kinds.values()],
        "options_en": [row.name_en for row in kinds.values()],
    }
    values = {key: ", ".join(names) for key, names in told.items()}
    named = {"sector": sectors()[whole].name_nl, "sector_en": sectors()[whole].name_en}
    raise InputError((Problem("", "kind_of_work", {"value": written, **named, **values}),))


def typical_groups(proposal: Proposal, total: Size) -> tuple[FunctionGroup, ...]:
    """The usual functions of the sector for a number of workers, in whole people; empty if not known.

    What the sector does not tell of a group, such as its contracts, stays unknown.
    """
    mix = {level: share for level, share in function_mix().get(proposal.sector, {}).items() if share > 0}
    whole = middle_of(total, load_parameters(), proposal.sector)
    exact = {level: share * whole for level, share in mix.items()}
    counts = {level: math.floor(count) for level, count in exact.items()}
    left = round(whole) - sum(counts.values())
    for level in sorted(exact, key=lambda key: counts[key] - exact[key])[:left]:
        counts[level] += 1
    workforce = proposal.workforce or Headcount(count=0)
    return tuple(
        FunctionGroup(
            name=job_levels()[level].name_nl,
            level=level,
            count=_part(total, count / whole),
            unit=workforce.unit,
            basis=workforce.basis,
        )
        for level, count in counts.items()
        if count > 0
    )


def _part(total: Size, share: float) -> Size:
    """A part of all workers, in whole people."""
    part = scaled(total, share)
    if not isinstance(part, Span):
        return round(part)
    return Span.model_validate({name: end and round(end) for name, end in part.model_dump().items()})
