"""All draws of stages 1 to 4 together, and the moments at which facilities are read."""

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from hea.assessment.chain import LONG, MID, SHORT, Block, run_block
from hea.assessment.curves import MONTHS_PER_YEAR
from hea.assessment.draws import Draws
from hea.assessment.parallel import in_parallel
from hea.assessment.setting import Setting
from hea.assessment.workforce import Workforce
from hea.model.facilities import Drivers, Flows
from hea.model.uncertainty import Array

SERIES = ("positions", "migrants", "arrivals", "persons", "units", "gap")
"""Series of a block that are kept for all draws."""

BLOCK = 1024
"""Draws per block: few enough to keep memory low, enough to share the work per curve."""


class Moment(NamedTuple):
    """Outcomes in one month per draw: the structural month or the busiest."""

    drivers: Drivers
    flows: Flows
    persons: Array
    """Labour migrants present by class of stay, ``(3, draws)``."""
    net: Array
    """People for whom a place in the region is needed, ``(3, draws)``."""


@dataclass(frozen=True)
class Outcome:
    """All draws: series ``(draws, months)``, by class ``(3, draws, months)``, else ``(draws,)``."""

    positions: Array
    migrants: Array
    arrivals: Array
    persons: Array
    units: Array
    gap: Array
    structural: Moment
    peak: Moment
    homes_lost: Array
    """Most people in one month who lose a home tied to the job."""
    homes_lost_month: Array
    """The month in which that happens."""
    direct_share: Array
    later: Array
    """Labour migrants in the last year over those in the first full year."""


def run(setting: Setting, workforce: Workforce, draws: Draws) -> Outcome:
    """Stages 1 to 4 for all draws, block by block to keep memory low."""
    series: dict[str, Any] = {}
    starts = range(0, draws.count, BLOCK)

    def one(start: int) -> dict[str, Any]:
        block = run_block(setting, workforce, draws, start, start + BLOCK)
        for name in SERIES:
            _keep(series, name, getattr(block, name), start, draws.count)
        return _summarised(setting, draws.rows(start, start + BLOCK), block)

    first = one(0)  # draws what all blocks need, and makes room for the series
    parts = [first, *in_parallel(one, starts[1:])]
    per_draw: dict[str, Any] = {name: _joined([part[name] for part in parts]) for name in parts[0]}
    return Outcome(**series, **per_draw)


def _keep(series: dict[str, Any], name: str, block: Array, start: int, draws: int) -> None:
    """Write a block of a series into its place; room for all draws is made once.

    In memory a month lies together, because percentiles are taken per month.
    """
    if name not in series:
        by_month = np.empty((*block.shape[:-2], block.shape[-1], draws))
        series[name] = by_month.swapaxes(-1, -2)
    series[name][..., start : start + block.shape[-2], :] = block


def _joined(parts: list[Any]) -> Any:  # noqa: ANN401
    """Per-draw arrays of the blocks after each other; named tuples and moments field by field."""
    first = parts[0]
    if isinstance(first, tuple):
        return type(first)(*(_joined(list(fields)) for fields in zip(*parts, strict=True)))
    return np.concatenate(parts, axis=-1)


def _summarised(setting: Setting, rows: Draws, block: Block) -> dict[str, Any]:
    """What is kept of a block beside its series, all per draw."""
    residents = (block.adults + block.children).sum(axis=0)
    window = setting.structural_window
    rank = int(rows.parameters.value("structural_month_rank"))
    structural = window.start + np.argsort(residents[:, window], axis=1, kind="stable")[:, rank - 1]
    peak = residents.argmax(axis=1)
    year = setting.structural_year - 1
    flows = _yearly_flows(setting, rows, block)
    return {
        "structural": _moment(rows, block, structural, Flows(*(flow[:, year] for flow in flows))),
        "peak": _moment(rows, block, peak, Flows(*(flow.max(axis=1) for flow in flows))),
        "homes_lost": block.homes_lost.max(axis=1),
        "homes_lost_month": block.homes_lost.argmax(axis=1),
        "direct_share": block.direct_share,
        "later": _later(block),
    }


def _moment(rows: Draws, block: Block, month: Array, flows: Flows) -> Moment:
    def at(series: Array) -> Array:
        index = np.broadcast_to(month[None, :, None], (len(series), len(month), 1)).astype(np.intp)
        return np.take_along_axis(series, index, axis=2)[:, :, 0]

    adults, children, units, net = (
        at(series) for series in (block.adults, block.children, block.units, block.net)
    )
    return Moment(drivers_of(rows, adults, children, units, net), flows, at(block.persons), net)


def drivers_of(rows: Draws, adults: Array, children: Array, units: Array, net: Array) -> Drivers:
    """What facilities are measured by, from people and places: each ``(3, draws)`` or with months behind."""

    def drawn(name: str) -> Array:
        return rows[name].reshape(-1, *[1] * (adults.ndim - 2))

    toddlers, pupils, teenagers = (
        children * drawn(f"children_share_{age}") for age in ("0_3", "4_11", "12_17")
    )
    beds = np.stack([units[SHORT], net[MID], np.zeros_like(net[LONG])])
    locations = beds / drawn("facility_size_beds")
    return Drivers(adults + children, adults, toddlers, pupils, teenagers, beds, units, locations)


def _yearly_flows(setting: Setting, rows: Draws, block: Block) -> Flows:
    """Flows per year of operation, ``(draws, years)``, of people who live in the region."""
    years = (setting.months - 1) // MONTHS_PER_YEAR
    present = block.persons.sum(axis=0)
    share = block.net.sum(axis=0) / np.where(present > 0, present, 1.0)

    def per_year(series: Array) -> Array:
        whole = series[:, : years * MONTHS_PER_YEAR]
        total: Array = whole.reshape(len(series), years, MONTHS_PER_YEAR).sum(axis=2)
        return total

    children = block.children.sum(axis=0)[:, MONTHS_PER_YEAR - 1 :: MONTHS_PER_YEAR][:, :years]
    growth = np.maximum(0.0, np.diff(children, axis=1, prepend=0.0))
    return Flows(
        per_year(block.rni * share),
        per_year((block.arrivals - block.rni) * share),
        per_year(block.departures * share),
        growth * rows["children_share_4_11"][:, None],
        growth * rows["children_share_12_17"][:, None],
    )


def _later(block: Block) -> Array:
    years = (block.migrants.shape[1] - 1) // MONTHS_PER_YEAR
    whole = block.migrants[:, : years * MONTHS_PER_YEAR]
    means = whole.reshape(len(whole), years, MONTHS_PER_YEAR).mean(axis=2)
    first = np.minimum(block.first_full_year, years - 1).astype(np.intp)
    start = means[np.arange(len(means)), first]
    ratio: Array = np.where(start > 0, means[:, -1] / np.where(start > 0, start, 1.0), np.nan)
    return ratio
