"""Published cases: workers from area, migrants from workers, places from migrants."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.problems import AssessmentError
from hea.model.uncertainty import Array
from hea.proposal import Area, FunctionGroup, Headcount, Proposal, Recruitment
from hea.reference import ReferenceCase, reference_cases, sectors
from hea.texts.translated import Translated, translated
from hea.units import M2_PER_HA
from hea.validation.result import ValidationRow
from hea.validation.rows import Asked, Published, not_testable, tested

STAND_IN_MUNICIPALITY = "GM0984"
"""Where a case has no municipality of its own; it decides nothing that is compared."""

LEVEL = "average"


class Link(NamedTuple):
    """One step of the chain that a case can test."""

    id: str
    unit: str
    published: Callable[[ReferenceCase], float | None]
    proposal: Callable[[ReferenceCase], Proposal | None]
    predicted: Callable[[ReferenceCase, Calculation], Array]
    note: Callable[[ReferenceCase], str | None]


def case_rows(draws: Draws, cases: dict[str, ReferenceCase] | None = None) -> Iterator[ValidationRow]:
    """Every link of every case that has the figures for it."""
    for case in (cases or reference_cases()).values():
        if cases is not None or case.kind != "housing_site":  # which has no workforce
            yield from _of_case(case, draws)


def _of_case(case: ReferenceCase, draws: Draws) -> Iterator[ValidationRow]:
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
            yield _row(case, link, value, plan, draws)


def _stated(case: ReferenceCase, link: Link, value: float) -> tuple[Asked, Published]:
    name = f"{case.name}, {case.place}"
    asked = Asked(f"case.{case.id}.{link.id}", "cases", Translated(nl=name, en=name), link.id, link.unit)
    return asked, Published(value, case.reliability, case.year, case.grade, case.url)


def _row(case: ReferenceCase, link: Link, published: float, plan: Proposal, draws: Draws) -> ValidationRow:
    asked, stated = _stated(case, link, published)
    note = link.note(case)
    if note is not None:
        return not_testable(asked, stated, translated(f"validation.reason.{note}"))
    try:
        predicted = link.predicted(case, Calculation(plan, draws))
    except AssessmentError:
        sector = sectors()[case.sector_id]
        return not_testable(
            asked, stated, translated("validation.reason.no_density", nl=sector.name_nl, en=sector.name_en)
        )
    return tested(asked, stated, predicted)


def _proposal(case: ReferenceCase, **given: object) -> Proposal:
    """The case as a plan. Places asked for are for all its people, also those who live in the region."""
    return Proposal(
        company=case.name,
        municipality=case.municipality_code or STAND_IN_MUNICIPALITY,
        sector=case.sector_id,
        opening=f"{case.year or 2020}-01",
        recruitment=Recruitment(regional_share=0),
        **given,
    )


def _area(kind: Literal["gross_floor", "plot"], size: str, factor: float) -> Callable[..., Proposal | None]:
    def proposal(case: ReferenceCase) -> Proposal | None:
        area = getattr(case, size)
        return None if area is None else _proposal(case, area=Area(kind=kind, size_m2=area * factor))

    return proposal


def _workers(case: ReferenceCase) -> float | None:
    return case.workers_base if case.workers_base is not None else case.workers_peak


def _jobs(case: ReferenceCase, made: Calculation) -> Array:
    """What the published number of workers is to be held against: a mean, or the busiest month."""
    year = made.streams.jobs[:, made.setting.structural_window]
    found: Array = year.mean(axis=1) if case.workers_base is not None else year.max(axis=1)
    return found


def _with_workers(case: ReferenceCase) -> Proposal | None:
    count = _workers(case)
    if count is None:
        return None
    basis: Literal["mean", "peak"] = "mean" if case.workers_base is not None else "peak"
    return _proposal(case, workforce=Headcount(count=count, basis=basis))


def _with_migrants(case: ReferenceCase) -> Proposal | None:
    """Everyone a labour migrant, at the peak: what places do these people need."""
    count = _migrants(case)
    if count is None:
        return None
    group = FunctionGroup(
        name=case.name, level=LEVEL, count=count, basis="peak", migrant_share=1, migrant_share_evidence=True
    )
    return _proposal(case, function_groups=(group,))


def _migrants(case: ReferenceCase) -> float | None:
    if case.migrants_low is None or case.migrants_high is None or not case.migrants_high:
        return None
    return (case.migrants_low + case.migrants_high) / 2


def _without_migrants(case: ReferenceCase) -> Proposal | None:
    return _with_workers(case) if _migrants(case) is None else None


LINKS = (
    Link(
        "workers_from_floor",
        "persons",
        _workers,
        _area("gross_floor", "floor_m2", 1),
        _jobs,
        lambda case: case.area_note,
    ),
    Link(
        "workers_from_plot",
        "persons",
        _workers,
        _area("plot", "plot_ha", M2_PER_HA),
        _jobs,
        lambda case: case.plot_note or case.area_note,
    ),
    Link(
        "migrants_from_workers",
        "persons",
        _migrants,
        _with_workers,
        lambda _, made: made.figures["migrants_peak"],
        lambda case: case.share_note,
    ),
    Link(
        "places_from_migrants",
        "places",
        lambda case: case.beds,
        _with_migrants,
        lambda _, made: made.figures["units.total.peak"],
        lambda case: case.beds_note,
    ),
    Link(
        "places_from_workers",
        "places",
        lambda case: case.beds,
        _without_migrants,
        lambda _, made: made.figures["units.total.peak"],
        lambda case: case.beds_note,
    ),
)
"""The links that are tested, in the order of the chain."""
