"""Three readings of how long people stay: here in the region, in this job, and in the end."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hea.engine.curves import CoreStream, cohort
from hea.engine.draws import Draws
from hea.engine.setting import EQUAL, Setting, Viewpoint, structural_rank
from hea.engine.stay import Present, Streams, season_survival, seasonal_stay, stay_along
from hea.model import stay
from hea.model.uncertainty import Array


class Readings(NamedTuple):
    """Short, mid and long stay by three readings, each ``(3, draws)``, in the structural year."""

    region: Array
    """People present by how long they are in the region."""
    job: Array
    """The same people by how long they are with this employer."""
    arrivals: Array
    """Shares of who arrives by how long they will stay in all; not a number where nobody arrives."""


class ForReadings(NamedTuple):
    """What the stages leave behind for the readings, so that no stream is followed twice."""

    month: Array
    """The structural month: the one of the structural rank of labour migrants, ``(draws,)``."""
    core: Array
    """People of the core in that month, ``(draws,)``."""
    direct: Array
    """Mid and long stay of direct service in that month: one curve, whichever clock runs, ``(2, draws)``."""
    agency: Array
    """Mid and long stay of agency workers in that month, by the clock that was used, ``(2, draws)``."""
    season: Array
    """Short, mid and long stay of the seasons in that month, ``(3, draws)``."""
    others: Array
    """Arrivals of the structural year in direct service and for a season, by whole stay, ``(3, draws)``."""
    agency_arrivals: Array
    """Arrivals of agency workers in that year by the clock that was used, ``(draws,)``."""
    agency_wanted: Array
    """Agency workers of the core until that year ends, ``(months, draws)``."""


def for_readings(
    setting: Setting,
    streams: Streams,
    lines: dict[CoreStream, Array],
    core: Present,
    seasons: dict[int, Present],
    rows: Draws,
) -> ForReadings:
    """What readings need of some draws; nothing that is asked for readings alone is calculated."""
    year = setting.structural_window
    stocks = [season.stock for season in seasons.values()]
    rank = structural_rank(rows.parameters)
    present = np.round(sum((s.present[:, year] for s in stocks), core.stock.present[:, year]), EQUAL)
    month = year.start + np.argsort(present, axis=1, kind="stable")[:, rank - 1]
    at = np.arange(len(month)), month
    return ForReadings(
        month,
        core.stock.present[at],
        lines["direct"][:2, *at],
        lines["agency"][:2, *at],
        sum((np.stack([s.short[at], s.mid[at], s.long[at]]) for s in stocks), np.zeros((3, len(month)))),
        _other_arrivals(setting, lines["direct"][2], seasons, rows),
        lines["agency"][2][:, year].sum(axis=1),
        streams.wanted("agency")[:, : year.stop].T.copy(),  # no view: it would hold all months
    )


def readings(setting: Setting, of: ForReadings, rows: Draws) -> Readings:
    """The three readings for some draws; months after the structural year are left out.

    Both readings of who is present are of one month, so their classes add up to the same people.
    """
    other: Viewpoint = "employer" if setting.viewpoint == "regional" else "regional"
    clock = replace(setting, months=setting.structural_window.stop, viewpoint=other)
    series = stay_along(clock, "agency", np.ascontiguousarray(of.agency_wanted.T), rows)
    theirs, mine = _present(of, series[:2, np.arange(len(of.month)), of.month]), _present(of, of.agency)
    if other == "employer":
        return Readings(mine, theirs, _whole_stay(setting, of, of.agency_arrivals[:, None], rows))
    return Readings(theirs, mine, _whole_stay(setting, of, series[2][:, setting.structural_window], rows))


def _present(of: ForReadings, agency: Array) -> Array:
    """People by class in the structural month, ``(3, draws)``."""
    mid, long = np.maximum(of.direct + agency, 0.0)
    people: Array = of.season + np.stack([of.core - mid - long, mid, long])
    return people


def _other_arrivals(setting: Setting, direct: Array, seasons: dict[int, Present], rows: Draws) -> Array:
    """Arrivals of the structural year but those of agency workers, by whole stay, ``(3, draws)``."""
    year, ends = setting.structural_window, _ends(setting)
    mean = seasonal_stay(setting.proposal, rows)
    parts = [stay.whole_stay(direct[:, year], cohort(rows).survival("direct", ends))]
    for length, season in seasons.items():
        here = np.stack([season_survival(mean, length, end) for end in ends], axis=1)
        parts.append(stay.whole_stay(season.stock.arrivals[:, year], here))
    people: Array = np.sum(parts, axis=0)
    return people


def _whole_stay(setting: Setting, of: ForReadings, agency: Array, rows: Draws) -> Array:
    """Shares of the arrivals of the structural year that leave before mid, before long stay, and later."""
    here = cohort(rows).survival("agency", _ends(setting))
    people = np.maximum(of.others + stay.whole_stay(agency, here), 0.0)
    total = np.round(people.sum(axis=0), EQUAL)
    shares: Array = np.where(total > 0, people / np.where(total > 0, people.sum(axis=0), 1.0), np.nan)
    return shares


def _ends(setting: Setting) -> Array:
    return np.array(setting.limits, dtype=float)
