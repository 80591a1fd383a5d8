"""Published cases: workers from area, migrants from workers, places from migrants.

A case that takes part in what the figures of its sector were learned from is held against figures that were
learned without it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.problems import AssessmentError
from hea.evidence.learning import Evidence, evidence_of
from hea.evidence.links import DENSITIES, LINKS, Link
from hea.evidence.observations import RATIO
from hea.model.uncertainty import Array
from hea.proposal import Proposal
from hea.reference import ReferenceCase, reference_cases, sectors
from hea.texts.translated import Translated, translated
from hea.validation.result import Group, ValidationRow
from hea.validation.rows import Asked, Published, not_testable, tested

GROUPS: dict[str, Group] = {
    "workers": "case_workers",
    "peak": "case_peaks",
    "migrants": "case_migrants",
    "places": "case_places",
}
"""Kind of figure by the first word of a link."""


@dataclass(frozen=True)
class Tested:
    """What cases are held against: the draws, and for published cases what was learned from all of them."""

    draws: Draws
    evidence: Evidence | None
    """None for own cases, which took no part."""

    def draws_for(self, case: ReferenceCase, figure: str | None) -> Draws | None:
        """Draws of figures learned without a case; nothing if it took no part in the figure as it is used."""
        known = self.draws.parameters
        if self.evidence is None or figure is None or figure in known.overrides:
            return None
        learned = self.evidence.without(case.id)
        if figure not in learned:
            return None
        return Draws(known.with_ranges(learned), self.draws.count, self.draws.seed)


def case_rows(draws: Draws, cases: dict[str, ReferenceCase] | None = None) -> Iterator[ValidationRow]:
    """Every link of every case that has the figures for it."""
    published = reference_cases()
    evidence = evidence_of(published.values(), draws.parameters) if cases is None else None
    for case in (cases or published).values():
        if cases is not None or case.kind != "housing_site":  # which has no workforce
            yield from _of_case(case, Tested(draws, evidence))


def _of_case(case: ReferenceCase, by: Tested) -> Iterator[ValidationRow]:
    links = [(link, value) for link in LINKS if (value := link.published(case)) is not None]
    if case.sector_id not in sectors():
        reason = translated("validation.reason.no_sector", sector=case.sector_id)
        yield from (not_testable(*_stated(case, link, value), reason) for link, value in links[:1])
        return
    if case.abroad:
        reason = translated("validation.reason.abroad")
        yield from (not_testable(*_stated(case, link, value), reason) for link, value in links[:1])
        return
    for link, value in links:
        plan = link.proposal(case)
        if plan is not None:
            yield _row(case, link, value, plan, by)


def _stated(case: ReferenceCase, link: Link, value: float) -> tuple[Asked, Published]:
    name = f"{case.name}, {case.place}"
    asked = Asked(
        f"case.{case.id}.{link.id}",
        GROUPS[link.id.partition("_")[0]],
        Translated(nl=name, en=name),
        link.id,
        link.unit,
        announced=case.announced,
        sector=case.sector_id,
    )
    return asked, Published(value, case.reliability, case.year, case.grade, case.url)


def _row(case: ReferenceCase, link: Link, published: float, plan: Proposal, by: Tested) -> ValidationRow:
    asked, stated = _stated(case, link, published)
    note = link.note(case) or _counted_already(case, link)
    if note is not None:
        return not_testable(asked, stated, translated(f"validation.reason.{note}"))
    without = by.draws_for(case, link.figure_of(case))
    draws = without or by.draws
    try:
        predicted = link.predicted(case, Calculation(plan, draws))
    except AssessmentError:
        sector = sectors()[case.sector_id]
        return not_testable(
            asked, stated, translated("validation.reason.no_density", nl=sector.name_nl, en=sector.name_en)
        )
    asked = asked._replace(left_out=without is not None)
    return tested(asked, stated, _as_published(case, link, predicted, draws))


def _counted_already(case: ReferenceCase, link: Link) -> str | None:
    """The same workers on a floor and on a plot are one figure: the floor counts."""
    again = link.figure == DENSITIES[1] and case.floor_m2 is not None and case.area_note is None
    return "floor_counts" if again else None


def _as_published(case: ReferenceCase, link: Link, predicted: Array, draws: Draws) -> Array:
    """What was announced is held against what would be announced, which is more than comes."""
    if not (case.announced and link.figure in DENSITIES):
        return predicted
    announced: Array = np.multiply(predicted, draws[RATIO])
    return announced
