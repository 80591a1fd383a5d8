"""The range of application: for which plans the evidence holds, checked for this one."""

import numpy as np

from hea.assessment.results.evidence import ScopeItem
from hea.assessment.results.rounding import rounded
from hea.engine.housing import border_figure
from hea.engine.trace import Trace
from hea.evidence.measured import FEWEST, measured
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet, load_parameters, sector_figure
from hea.proposal import Proposal, month_number
from hea.reference import Sector, function_mix, municipalities, sectors, sizes_seen, whole_of
from hea.reference.geography import LIMBURG
from hea.texts.translated import translated
from hea.units import MONTHS_PER_YEAR

KNOWLEDGE_SECTOR = "high_tech_it"
KNOWLEDGE_LEVEL = "professional_high_tech"


def scope(proposal: Proposal, jobs: Array, trace: Trace) -> tuple[ScopeItem, ...]:
    """Every respect in which the evidence has an edge; what lies outside is flagged on every surface."""
    parameters = trace.parameters
    items = (
        _sector(proposal),
        _held(proposal),
        _size(float(np.median(jobs))),
        _horizon(proposal, parameters),
        _region(proposal),
        _knowledge(proposal),
        _border(proposal, parameters),
        ScopeItem(topic="posting", inside=None, message=translated("scope.posting")),
    )
    for item in items:
        if item.inside is False:
            trace.note(f"scope_{item.topic}", item.message)
    return items


def _sector(proposal: Proposal) -> ScopeItem:
    """Known means a published share and a usual mix of functions, whatever the user put in their place."""
    row = sectors()[proposal.sector]
    if row.part_of and sector_figure(row.id, "migrant_share") == sector_figure(row.part_of, "migrant_share"):
        return _kind(row)
    grade = load_parameters()[sector_figure(proposal.sector, "migrant_share")].grade
    known = grade != "D" and (proposal.sector in function_mix() or bool(proposal.function_groups))
    names = {"nl": row.name_nl, "en": row.name_en}
    key = "sector" if known else "sector_assumed" if grade == "D" else "sector_mix"
    return ScopeItem(topic="sector", inside=known, message=translated(f"scope.{key}", **names))


def _kind(row: Sector) -> ScopeItem:
    """A kind of work without a share of its own: it has that of the whole, and the difference is told."""
    whole = sectors()[whole_of(row.id)]
    told = {
        "nl": row.name_nl, "whole_nl": whole.name_nl, "difference_nl": row.difference_nl,
        "en": row.name_en, "whole_en": whole.name_en, "difference_en": row.difference_en,
    }  # fmt: skip
    return ScopeItem(topic="sector", inside=False, message=translated("scope.sector_kind", **told))


def _held(proposal: Proposal) -> ScopeItem:
    """Whether published figures of the sector itself lay inside their ranges; most sectors have none."""
    held = measured().sectors.get(proposal.sector)
    names = {"nl": sectors()[proposal.sector].name_nl, "en": sectors()[proposal.sector].name_en}
    if held is None:
        return ScopeItem(
            topic="measured", inside=None, message=translated("scope.measured_untested", **names)
        )
    key = "measured_poor" if held.poor else "measured" if held.tested >= FEWEST else "measured_few"
    told = translated(f"scope.{key}", tested=held.tested, inside=held.inside, **names)
    return ScopeItem(topic="measured", inside=None if key == "measured_few" else not held.poor, message=told)


def _size(jobs: float) -> ScopeItem:
    fewest, most = sizes_seen()
    inside = jobs == 0 or fewest <= jobs <= most
    key = "size" if inside else "size_small" if jobs < fewest else "size_large"
    values = {"jobs": jobs, "fewest": fewest, "most": most, "count": rounded(jobs, "people")}
    return ScopeItem(topic="size", inside=inside, message=translated(f"scope.{key}", **values))


def _horizon(proposal: Proposal, parameters: ParameterSet) -> ScopeItem:
    first, last = (int(parameters.value(f"scope_{end}_opening_year")) for end in ("first", "last"))
    year = month_number(proposal.opening) // MONTHS_PER_YEAR
    inside = first <= year <= last
    key = "horizon" if inside else "horizon_outside"
    return ScopeItem(
        topic="horizon", inside=inside, message=translated(f"scope.{key}", year=year, first=first, last=last)
    )


def _region(proposal: Proposal) -> ScopeItem:
    inside = municipalities()[proposal.municipality].province == LIMBURG
    return ScopeItem(
        topic="region",
        inside=inside,
        message=translated("scope.region" if inside else "scope.region_outside"),
    )


def _knowledge(proposal: Proposal) -> ScopeItem:
    counts = {group.level: group.count for group in proposal.function_groups}
    inside = proposal.sector != KNOWLEDGE_SECTOR and not counts.get(KNOWLEDGE_LEVEL)
    key = "knowledge" if inside else "knowledge_outside"
    return ScopeItem(topic="knowledge_migrants", inside=inside, message=translated(f"scope.{key}"))


def _border(proposal: Proposal, parameters: ParameterSet) -> ScopeItem:
    """Own figures above the highest assumed share rest on no evidence about who crosses the border."""
    highest = parameters.bounds(border_figure(proposal.municipality) or "lives_across_border_share").high
    stated = proposal.recruitment.cross_border_share
    outside = stated is not None and stated > highest
    return ScopeItem(
        topic="border",
        inside=False if outside else None,
        message=translated("scope.border_outside" if outside else "scope.border", highest=highest),
    )
