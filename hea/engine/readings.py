"""Three readings of how long people stay: here in the region, in this job, and in the end."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from hea.engine.curves import CoreStream, cohort
from hea.engine.draws import Draws
from hea.engine.labour import Workforce
from hea.engine.setting import EQUAL, Setting
from hea.engine.stay import (
    Present,
    Streams,
    core_line,
    core_lines,
    season_survival,
    seasonal_present,
    seasonal_stay,
    together,
    wanted_streams,
)
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


def readings(setting: Setting, workforce: Workforce, rows: Draws, window: slice) -> Readings:
    """The three readings for some draws; the months after the structural year are left out.

    Both readings of who is present are of one month, the one of the structural rank of labour migrants:
    so their classes add up to the same people. Direct service has one curve, whichever clock runs.
    """
    region = replace(setting, months=setting.structural_window.stop, viewpoint="regional")
    streams = wanted_streams(region, workforce, rows, window)
    seasons = {
        length: seasonal_present(region, wanted, length, rows) for length, wanted in streams.seasonal.items()
    }
    lines = core_lines(region, streams, rows)
    in_job = {**lines, "agency": core_line(replace(region, viewpoint="employer"), "agency", streams, rows)}
    return Readings(
        _present(region, streams, lines, seasons, rows),
        _present(region, streams, in_job, seasons, rows),
        _whole_stay(region, lines, seasons, rows),
    )


def _present(
    setting: Setting,
    streams: Streams,
    lines: dict[CoreStream, Array],
    seasons: dict[int, Present],
    rows: Draws,
) -> Array:
    """People by class in the structural month, ``(3, draws)``."""
    stock = together(streams, lines).stock
    for season in seasons.values():
        stock = stay.add(stock, season.stock)
    rank, year = int(rows.parameters.value("structural_month_rank")), setting.structural_window
    order = np.argsort(np.round(stock.present[:, year], EQUAL), axis=1, kind="stable")
    month = year.start + order[:, rank - 1]
    return np.stack([series[np.arange(len(month)), month] for series in (stock.short, stock.mid, stock.long)])


def _whole_stay(
    setting: Setting, lines: dict[CoreStream, Array], seasons: dict[int, Present], rows: Draws
) -> Array:
    """Shares of the arrivals of the structural year that leave before mid, before long stay, and later."""
    year, ends = setting.structural_window, np.array(setting.limits, dtype=float)
    mean = seasonal_stay(setting.proposal, rows)
    parts = [
        stay.whole_stay(line[2][:, year], cohort(rows).survival(stream, ends))
        for stream, line in lines.items()
    ]
    for length, season in seasons.items():
        here = np.stack([season_survival(mean, length, end) for end in ends], axis=1)
        parts.append(stay.whole_stay(season.stock.arrivals[:, year], here))
    people = np.maximum(np.sum(parts, axis=0), 0.0)
    total = np.round(people.sum(axis=0), EQUAL)
    shares: Array = np.where(total > 0, people / np.where(total > 0, people.sum(axis=0), 1.0), np.nan)
    return shares
