"""All draws of stages 1 to 4 together, and the moments at which facilities are read."""

from dataclasses import dataclass

import numpy as np

from hea.assessment.chain import LONG, MID, SHORT, Block, Setting, run_block
from hea.assessment.curves import MONTHS_PER_YEAR
from hea.assessment.draws import Draws
from hea.assessment.workforce import Workforce
from hea.model.facilities import Drivers, Flows
from hea.model.uncertainty import Array

BLOCK = 1024
"""Draws per block: small enough for the cache, large enough for the vector unit."""


@dataclass(frozen=True)
class Moment:
    """Outcomes in one month per draw: the structural month or the busiest."""

    drivers: Drivers
    flows: Flows
    persons: Array
    """Labour migrants present by class of stay, ``(3, draws)``."""
    net: Array
    """People for whom a place in the region is needed, ``(3, draws)``."""


@dataclass(frozen=True)
class Outcome:
    """Outcomes of all draws: series ``(draws, months)``, by class ``(3, draws, months)``, else ``(draws,)``."""

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
    direct_share: Array
    later: Array
    """Labour migrants in the last year over those in the first full year."""


def run(setting: Setting, workforce: Workforce, draws: Draws) -> Outcome:
    """Stages 1 to 4 for all draws, block by block to keep memory low."""
    parts = [
        _summarised(setting, draws.rows(start, start + BLOCK), run_block(setting, workforce, draws, start, start + BLOCK))
        for start in range(0, draws.count, BLOCK)
    ]
    return parts[0] if len(parts) == 1 else _joined(parts)


def _summarised(setting: Setting, rows: Draws, block: Block) -> Outcome:
    residents = (block.adults + block.children).sum(axis=0)
    window = setting.structural_window
    rank = int(rows.parameters.value("structural_month_rank"))
    structural = window.start + np.argsort(residents[:, window], axis=1, kind="stable")[:, rank - 1]
    peak = residents.argmax(axis=1)
    year = setting.structural_year - 1
    flows = _yearly_flows(setting, rows, block)
    return Outcome(
        positions=block.positions,
        migrants=block.migrants,
        arrivals=block.arrivals,
        persons=block.persons,
        units=block.units,
        gap=block.gap,
        structural=_moment(rows, block, structural, Flows(*(flow[:, year] for flow in flows))),
        peak=_moment(rows, block, peak, Flows(*(flow.max(axis=1) for flow in flows))),
        homes_lost=block.homes_lost.max(axis=1),
        direct_share=block.direct_share,
        later=_later(block),
    )


def _joined(parts: list[Outcome]) -> Outcome:
    def join(name: str) -> Array:
        arrays = [getattr(part, name) for part in parts]
        return np.concatenate(arrays, axis=arrays[0].ndim - 2 if arrays[0].ndim > 1 else 0)

    names = ("positions", "migrants", "arrivals", "persons", "units", "gap", "homes_lost", "direct_share", "later")
    moments = {
        name: _joined_moments([getattr(part, name) for part in parts]) for name in ("structural", "peak")
    }
    return Outcome(**{name: join(name) for name in names}, **moments)


def _joined_moments(moments: list[Moment]) -> Moment:
    def last(arrays: list[Array]) -> Array:
        return np.concatenate(arrays, axis=-1)

    return Moment(
        Drivers(*(last(list(series)) for series in zip(*(m.drivers for m in moments), strict=True))),
        Flows(*(last(list(series)) for series in zip(*(m.flows for m in moments), strict=True))),
        last([m.persons for m in moments]),
        last([m.net for m in moments]),
    )


def _moment(rows: Draws, block: Block, month: Array, flows: Flows) -> Moment:
    def at(series: Array) -> Array:
        index = np.broadcast_to(month[None, :, None], (len(series), len(month), 1)).astype(np.intp)
        return np.take_along_axis(series, index, axis=2)[:, :, 0]

    adults, children, units, net = (at(series) for series in (block.adults, block.children, block.units, block.net))
    ages = (children * rows[f"children_share_{age}"] for age in ("0_3", "4_11", "12_17"))
    beds = np.stack([units[SHORT], net[MID], np.zeros_like(net[LONG])])
    locations = beds / rows["facility_size_beds"]
    drivers = Drivers(adults + children, adults, *ages, beds, units, locations)
    return Moment(drivers, flows, at(block.persons), net)


def _yearly_flows(setting: Setting, rows: Draws, block: Block) -> Flows:
    """Flows per year of operation, ``(draws, years)``, of people who live in the region."""
    years = (setting.months - 1) // MONTHS_PER_YEAR
    share = block.net.sum(axis=0) / np.maximum(block.persons.sum(axis=0), 1e-12)

    def per_year(series: Array) -> Array:
        whole = series[:, : years * MONTHS_PER_YEAR]
        return whole.reshape(len(series), years, MONTHS_PER_YEAR).sum(axis=2)

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

