"""Steps of the chain that a case of a company can tell of: its figures beside what the model makes of it."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from hea.engine.calculation import Calculation
from hea.engine.stay import migrants_wanted
from hea.model.uncertainty import Array
from hea.parameters import sector_figure
from hea.proposal import Area, FunctionGroup, Headcount, Proposal, Recruitment
from hea.reference import ReferenceCase
from hea.units import M2_PER_HA

STAND_IN_MUNICIPALITY = "GM0984"
"""Where a case has no municipality of its own; it decides nothing that is compared."""
STAND_IN_YEAR = 2020
"""Likewise for the year of opening."""

LEVEL = "average"

Basis = Literal["mean", "peak"]


class Link(NamedTuple):
    """One step of the chain that a case can test."""

    id: str
    unit: str
    published: Callable[[ReferenceCase], float | None]
    proposal: Callable[[ReferenceCase], Proposal | None]
    predicted: Callable[[ReferenceCase, Calculation], Array]
    note: Callable[[ReferenceCase], str | None]
    figure: str | None = None
    """What decides the step and is learned from it: of a sector, or the strength of all seasons."""

    def figure_of(self, case: ReferenceCase) -> str | None:
        """Name of the figure that a case tells of by this step."""
        if self.figure in {None, SEASON}:
            return self.figure
        return sector_figure(case.sector_id, str(self.figure))


def basis_of(case: ReferenceCase) -> Basis:
    """Whether the workers of a case were counted as the mean of a year or in the busiest month."""
    return "mean" if case.workers_base is not None else "peak"


def workers_of(case: ReferenceCase) -> float | None:
    """The published number of workers: the mean where there is one, because a density is one of a mean."""
    return case.workers_base if case.workers_base is not None else case.workers_peak


def _proposal(case: ReferenceCase, **given: object) -> Proposal:
    """The case as a plan. Places asked for are for all its people, also those who live in the region."""
    return Proposal(
        company=case.name,
        municipality=case.municipality_code or STAND_IN_MUNICIPALITY,
        sector=case.sector_id,
        opening=f"{case.year or STAND_IN_YEAR}-01",
        recruitment=Recruitment(regional_share=0),
        **given,
    )


def _area(kind: Literal["gross_floor", "plot"], size: str, factor: float) -> Callable[..., Proposal | None]:
    def proposal(case: ReferenceCase) -> Proposal | None:
        area = getattr(case, size)
        return None if area is None else _proposal(case, area=Area(kind=kind, size_m2=area * factor))

    return proposal


def _read(case: ReferenceCase, made: Calculation, series: Array) -> Array:
    """A series as the workers of a case were counted: peak is held against peak, a mean against a mean."""
    year = series[:, made.setting.structural_window]
    found: Array = year.mean(axis=1) if basis_of(case) == "mean" else year.max(axis=1)
    return found


def _jobs(case: ReferenceCase, made: Calculation) -> Array:
    return _read(case, made, made.streams.jobs)


def _labour_migrants(case: ReferenceCase, made: Calculation) -> Array:
    return _read(case, made, migrants_wanted(made.streams))


def _with_workers(case: ReferenceCase) -> Proposal | None:
    count = workers_of(case)
    return None if count is None else _proposal(case, workforce=Headcount(count=count, basis=basis_of(case)))


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
    return case.migrants or None


def _without_migrants(case: ReferenceCase) -> Proposal | None:
    return _with_workers(case) if _migrants(case) is None else None


def _with_base(case: ReferenceCase) -> Proposal | None:
    return None if case.workers_base is None else _with_workers(case)


def _busiest(case: ReferenceCase, made: Calculation) -> Array:
    """Workers in the busiest month, from those in the quietest or from the mean, whichever the case tells."""
    year = made.streams.jobs[:, made.setting.structural_window]
    from_lowest = case.base_is == "lowest" and case.workers_base is not None
    found: Array = (
        case.workers_base * year.max(axis=1) / year.min(axis=1) if from_lowest else year.max(axis=1)
    )
    return found


def _on_area(case: ReferenceCase) -> Proposal | None:
    """The area of a case that tells no workers."""
    if workers_of(case) is not None:
        return None
    made = (_area("gross_floor", "floor_m2", 1), _area("plot", "plot_ha", M2_PER_HA))
    return next((plan for of in made if (plan := of(case)) is not None), None)


def _beds_on_area(case: ReferenceCase) -> Proposal | None:
    return _on_area(case) if _migrants(case) is None else None


def _most_migrants(_: ReferenceCase, made: Calculation) -> Array:
    return made.headline["migrants_peak"]


def _places(_: ReferenceCase, made: Calculation) -> Array:
    return made.headline["units.total.peak"]


SHARE = "migrant_share"
SEASON = "season_amplitude"
DENSITIES = ("jobs_per_1000m2", "jobs_per_ha")

LINKS = (
    Link(
        "workers_from_floor",
        "persons",
        workers_of,
        _area("gross_floor", "floor_m2", 1),
        _jobs,
        lambda case: case.area_note,
        DENSITIES[0],
    ),
    Link(
        "workers_from_plot",
        "persons",
        workers_of,
        _area("plot", "plot_ha", M2_PER_HA),
        _jobs,
        lambda case: case.plot_note or case.area_note,
        DENSITIES[1],
    ),
    Link(
        "migrants_from_workers",
        "persons",
        _migrants,
        _with_workers,
        _labour_migrants,
        lambda case: case.share_note,
        SHARE,
    ),
    Link(
        "peak_from_base",
        "persons",
        lambda case: case.workers_peak if case.workers_base else None,
        _with_base,
        _busiest,
        lambda case: None if case.base_is else "base_unknown",
        SEASON,
    ),
    Link(
        "migrants_from_area",
        "persons",
        _migrants,
        _on_area,
        _most_migrants,
        lambda case: case.area_note or case.plot_note,
    ),
    Link(
        "places_from_migrants",
        "places",
        lambda case: case.beds,
        _with_migrants,
        _places,
        lambda case: case.beds_note,
    ),
    Link(
        "places_from_workers",
        "places",
        lambda case: case.beds,
        _without_migrants,
        _places,
        lambda case: case.beds_note,
    ),
    Link(
        "places_from_area",
        "places",
        lambda case: case.beds,
        _beds_on_area,
        _places,
        lambda case: case.beds_note or case.area_note or case.plot_note,
    ),
)
"""The links that are tested, in the order of the chain."""
