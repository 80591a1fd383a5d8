"""Which parameters a figure is calculated with: those that its own stage reads while it runs once.

A stage runs with everything before it as it was, and with a reader of its own. So a parameter that a stage
begins or stops to read stands in the tree of its figure, or leaves it, by that alone.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Final

from hea.engine.calculation import Calculation, horizon
from hea.engine.curves import CORE_STREAMS, tenure_months
from hea.engine.draws import CentralDraw, Draws
from hea.engine.facilities import (
    AGES,
    AT_SCHOOL,
    beds_per_site,
    children_per_newcomer,
    demand_of,
    share_aged,
)
from hea.engine.housing import (
    LONG,
    MID,
    adults_among,
    agreements,
    beds_per_worker,
    border_figure,
    children_of,
    destinations,
    homes_per_worker,
    in_municipality,
    months_to_first_use,
    new_to_region,
)
from hea.engine.labour import with_probabilities
from hea.engine.positions import counted_groups, course_of
from hea.engine.setting import Viewpoint, structural_rank
from hea.engine.stay import months_to_register, seasonal_stay, stay_along
from hea.parameters import ParameterReader
from hea.reference import Facility, facilities

Stage = Callable[[Calculation, Draws], object]
"""Does for a central run what is to be read from, with the draws of a reader."""


def read_by(stage: Stage, run: Calculation) -> frozenset[str]:
    """Names of the parameters that a stage reads.

    Args:
        stage: what is done.
        run: the central run, which holds all that comes before it.
    """
    reader = ParameterReader(run.parameters)
    stage(run, CentralDraw(reader))
    return frozenset(reader.used)


def nothing(_run: Calculation, _rows: Draws) -> None:
    """A figure that adds up others."""


def positions(run: Calculation, rows: Draws) -> None:
    """People on the site, and their course through time."""
    horizon(rows.parameters)
    for shape in counted_groups(run.proposal, rows, run.trace).shapes.values():
        course_of(run.setting, shape.ramp_up, rows)


def migrants_among_them(run: Calculation, rows: Draws) -> None:
    """The share of labour migrants."""
    counted = counted_groups(run.proposal, run.draws, run.trace)
    with_probabilities(run.proposal, counted, rows, run.trace)


def structural_month(_run: Calculation, rows: Draws) -> None:
    """The month that stands for a year."""
    structural_rank(rows.parameters)


def time_here(run: Calculation, rows: Draws) -> None:
    """How long people stay."""
    for stream in CORE_STREAMS:
        stay_along(run.setting, stream, run.streams.wanted(stream), rows)
    if run.streams.seasonal:
        seasonal_stay(run.proposal, rows)


def time_by(viewpoint: Viewpoint) -> Stage:
    """How long people stay by one clock, of agency workers in the region or with this employer."""
    return lambda run, rows: time_here(replace(run, viewpoint=viewpoint), rows)


def who_registers(run: Calculation, rows: Draws) -> None:
    """Who arrives in a year, is new to the region, and stays long enough to be a resident."""
    time_here(run, rows)
    who_needs_a_home(run, rows)
    registered(run, rows)


def beyond_the_border(run: Calculation, rows: Draws) -> None:
    """Who lives across the border: the figure for it alone."""
    figure = border_figure(run.proposal.municipality)
    if figure is not None and run.proposal.recruitment.cross_border_share is None:
        rows[figure]


def in_reach(run: Calculation, rows: Draws) -> None:
    """Who lives in the region, across the border, or in another region."""
    destinations(run.proposal, rows)


def who_needs_a_home(run: Calculation, rows: Draws) -> None:
    """Who is new, and lives in the region."""
    destinations(run.proposal, rows)
    new_to_region(run.proposal, rows)


def beds(run: Calculation, rows: Draws) -> None:
    """Places for short stay."""
    beds_per_worker(rows)
    tenure_months(rows)
    agreements(run.proposal, rows.parameters, run.setting.months)


def homes(stay: int) -> Stage:
    """Places for mid or long stay."""
    return lambda _, rows: homes_per_worker(stay, rows)


PLACES: Final[dict[str, Stage]] = {"short": beds, "mid": homes(MID), "long": homes(LONG)}


def children(run: Calculation, rows: Draws) -> None:
    """Children of the adults."""
    children_of(run.block.adults, rows)


def residents(run: Calculation, rows: Draws) -> None:
    """Adults and children of the people in need of a home."""
    adults_among(run.block.net, rows)
    children(run, rows)


def building(_run: Calculation, rows: Draws) -> None:
    """How long it takes from plan to first use."""
    months_to_first_use(rows)


def living_here(run: Calculation, rows: Draws) -> None:
    """Who of the region lives in the municipality itself."""
    in_municipality(run.proposal, rows)


def where_they_live(run: Calculation, rows: Draws) -> None:
    """In the municipality, elsewhere in the region, or across the border."""
    destinations(run.proposal, rows)
    in_municipality(run.proposal, rows)


def registered(_run: Calculation, rows: Draws) -> None:
    """Who is a resident by law."""
    months_to_register(rows)


def _children_aged(ages: str, _run: Calculation, rows: Draws) -> None:
    share_aged(ages, rows)


def _new_children_aged(ages: str, run: Calculation, rows: Draws) -> None:
    share_aged(ages, rows)
    children_per_newcomer(rows)
    registered(run, rows)


DRIVERS: Final[dict[str, Stage]] = {
    **{f"children_{ages}": partial(_children_aged, ages) for ages in AGES},
    **{f"new_children_{ages}": partial(_new_children_aged, ages) for ages in AT_SCHOOL},
    "arrivals_rni": registered,
    "arrivals_brp": registered,
    "departures": registered,
    "locations": lambda _, rows: beds_per_site(rows),
}
"""What some facilities are measured by, beside people and places."""


def asked_of(key: str, *, here: bool) -> Stage:
    """What is asked of a facility.

    Args:
        key: id of the facility.
        here: whether only those who live in the municipality count.
    """
    facility: Facility = facilities()[key]

    def stage(run: Calculation, rows: Draws) -> None:
        if f"facility.{key}.norm" in rows.parameters:
            demand_of(facility, run.outcome.structural, rows)
        DRIVERS.get(facility.driver, nothing)(run, rows)
        if here:
            in_municipality(run.proposal, rows)

    return stage
