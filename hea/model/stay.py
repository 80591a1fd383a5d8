"""Stage 3, stay (verblijfsduur): how long people have been here, and who arrives.

Every stream of workers is the same renewal process. With survival ``S`` and a wanted stock ``N``:

    raw(t) = Σ_{s<t} v(s) · S(t−s)             those of earlier cohorts who are still here
    v(s)  := v(s) · min(1, N(t)/raw(t))        falling demand scales all cohorts down alike
    v(t)   = max(0, N(t) − raw(t))             arrivals fill what is missing

Age is elapsed stay, not intended stay: every newcomer starts short.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from hea.model.uncertainty import Array

BISECTIONS = 60
"""Halvings of the bracket for the share of settlers: down to the precision of the machine."""


class Stock(NamedTuple):
    """People present by elapsed stay, and those who come and go, each ``(draws, months)``."""

    short: Array
    mid: Array
    long: Array
    arrivals: Array
    departures: Array

    @property
    def present(self) -> Array:
        """All people present."""
        return self.short + self.mid + self.long


def add(first: Stock, second: Stock) -> Stock:
    """Sum of two stocks.

    Source: definition.
    Valid: for stocks of the same draws and months.
    """
    return Stock(*(a + b for a, b in zip(first, second, strict=True)))


def weibull_hazard(months: Array, shape: float, scale_months: float) -> Array:
    """Cumulative hazard of a Weibull curve of stay; survival is ``exp(-hazard)``.

    Source: Weibull, J. Appl. Mech. 18 (1951) 293–297; shape and scale are fitted to published survival
        points.
    Valid: between the published points; outside them the form is an assumption.

    Args:
        months: elapsed months.
        shape: k; below 1 people leave mainly in the beginning.
        scale_months: λ in months, after which 37 per cent is left.
    """
    hazard: Array = (months / scale_months) ** shape
    return hazard


def points_hazard(months: Array, at_months: Array, survival: Array) -> Array:
    """Cumulative hazard through published survival points, with a constant hazard between them.

    After the last point the hazard of the last interval goes on.

    Source: published survival points.
    Valid: between the points; after the last one its hazard goes on, which is not measured.

    Args:
        months: elapsed months.
        at_months: months of the points, ascending from 0.
        survival: share still present at the points, from 1 downward.
    """
    hazard = -np.log(survival)
    slope = (hazard[-1] - hazard[-2]) / (at_months[-1] - at_months[-2])
    beyond = slope * np.maximum(0.0, months - at_months[-1])
    total: Array = np.interp(months, at_months, hazard) + beyond
    return total


def settlers(at_months: tuple[float, float], survival: tuple[float, float]) -> tuple[float, float]:
    """Share of newcomers who settle for good, and the rate at which the others leave.

    The curve ``π + (1 − π)·exp(−t·rate)`` through two published points: the other end of what two points
    allow beside a Weibull, in which nobody stays for good but departures ever slow down.

    Source: cure model of Boag, J. R. Stat. Soc. B 11 (1949) 15–53, through two published points.
    Valid: where departures slow down between the points; that anyone stays for good is the limit of what
        the points allow.

    Args:
        at_months: months of the points, ascending and above 0.
        survival: share still present at them, descending, inside (0, 1).

    Returns:
        π within [0, the last survival), and the rate per month.

    Raises:
        ValueError: if no such curve runs through the points, because departures do not slow down.
    """
    (first, last), (early, late) = at_months, survival
    if np.log(late) / last <= np.log(early) / first:
        raise ValueError("departures do not slow down between the points")
    low, high = 0.0, late
    for _ in range(BISECTIONS):
        share = (low + high) / 2
        reached = share + (1 - share) * ((early - share) / (1 - share)) ** (last / first)
        low, high = (share, high) if reached < late else (low, share)
    share = (low + high) / 2
    return share, float(-np.log((early - share) / (1 - share)) / first)


def exponential_hazard(months: Array, mean_months: Array) -> Array:
    """Cumulative hazard of people who leave at a constant rate, ``(curves, months)``.

    Source: definition of leaving at a constant rate.
    Valid: for a mean stay above 0; people who just came leave no sooner than others.
    """
    return months / mean_months[:, None]


def renewal(wanted: Array, survival: Array, short_until: int, mid_until: int) -> Stock:
    """The full recursion for any path of the wanted stock.

    Source: renewal equation in discrete time (Feller, Ann. Math. Stat. 12 (1941) 243–267), with cohorts
        scaled down alike when demand falls.
    Valid: for stocks that are filled at once; a vacancy that stays open is not modelled.

    Args:
        wanted: people wanted on the site, ``(draws, months)``.
        survival: share still present after k months, ``(draws, ages)`` with ``S(0) = 1``; ages beyond the
            last column are 0.
        short_until: first month of age that is mid stay.
        mid_until: first month of age that is long stay.

    Returns:
        The stock by elapsed stay. Cost is quadratic in months, or linear if the curve is short.
    """
    draws, months = wanted.shape
    ages = survival.shape[1]
    demand = np.ascontiguousarray(wanted.T)  # months first: a cohort is a contiguous row
    reversed_survival = np.ascontiguousarray(survival.T[::-1])
    cohorts = np.zeros((months, draws))
    classes = np.zeros((3, months, draws))
    arrivals = np.zeros((months, draws))
    falling = bool((np.diff(demand, axis=0) < 0).any())
    for t in range(months):
        first = max(0, t - ages + 1)
        alive = cohorts[first:t] * reversed_survival[ages - 1 - (t - first) : ages - 1]
        raw = alive.sum(axis=0)
        if falling and (raw > demand[t]).any():
            factor = np.minimum(1.0, demand[t] / np.where(raw > 0, raw, 1.0))
            cohorts[first:t] *= factor
            alive *= factor
            raw *= factor
        cohorts[t] = np.maximum(0.0, demand[t] - raw)
        mid_from = max(0, t - mid_until + 1 - first)
        short_from = max(0, t - short_until + 1 - first)
        classes[2, t] = alive[:mid_from].sum(axis=0)
        classes[1, t] = alive[mid_from:short_from].sum(axis=0)
        classes[0, t] = alive[short_from:].sum(axis=0) + cohorts[t]
        arrivals[t] = cohorts[t]
    return _with_departures(*(series.T for series in (*classes, arrivals)))


def _with_departures(short: Array, mid: Array, long: Array, arrivals: Array) -> Stock:
    present = short + mid + long
    departures = arrivals - np.diff(present, axis=1, prepend=0.0)
    return Stock(short, mid, long, arrivals, np.maximum(0.0, departures))


class Responses(NamedTuple):
    """What one person wanted from month 0 on brings, for a grid of curves of one or more families.

    The process is linear in the wanted stock while that does not fall faster than people leave, so the
    response to such a path is a sum of these. They depend on the curves alone: draws, groups and
    proposals share them, and a draw between the curves of the grid mixes their responses.
    """

    nodes: tuple[Array, ...]
    """Values of each parameter of the family at the nodes; the grid holds every combination."""
    series: Array
    """Mid stay, long stay, arrivals and those of them who leave within the threshold of the law (RNI),
    ``(4, curves, months)``; short stay is the rest."""

    @property
    def arrivals(self) -> Array:
        """The arrivals alone, ``(1, curves, months)``."""
        return self.series[2:3]


def chebyshev_nodes(low: float, high: float, count: int) -> Array:
    """Points at which a smooth curve is best known to be interpolated: dense near both ends, ascending.

    Source: Chebyshev nodes (Trefethen, Approximation Theory and Approximation Practice, 2013).
    Valid: for low at most high and at least one node.
    """
    if low == high:
        return np.array([low])
    angle = np.pi * (np.arange(count)[::-1] + 1 / 2) / count
    return (low + high) / 2 + (high - low) / 2 * np.cos(angle)


def unit_responses(
    nodes: tuple[Array, ...],
    survival: Array,
    months: int,
    limits: tuple[int, int],
    at_threshold: Array,
) -> Responses:
    """Responses to one person wanted from month 0 on, for every curve of a grid.

    Source: as :func:`renewal`.
    Valid: as :func:`renewal`, for one person wanted in every month.

    Args:
        nodes: values of each parameter of the family at the nodes.
        survival: the curves, ``(curves, ages)``, the last parameter running fastest.
        months: length of the horizon.
        limits: first month of age that is mid stay and that is long stay.
        at_threshold: share still here at the legal threshold for registration, ``(curves,)``.
    """
    unit = renewal(np.ones((len(survival), months)), survival, *limits)
    rni = registrations(unit.arrivals, at_threshold)[0]
    return Responses(nodes, np.stack([unit.mid, unit.long, unit.arrivals, rni]))


def mixture(nodes: tuple[Array, ...], position: tuple[Array, ...]) -> Array:
    """Weights with which a draw mixes the curves of a grid: the polynomial through the nodes.

    Source: Lagrange interpolation on the nodes.
    Valid: within the range of the nodes; outside it a polynomial runs away.

    Args:
        nodes: as in :class:`Responses`.
        position: value of each parameter of the family per draw, ``(draws,)``, within the nodes' range.

    Returns:
        Array ``(draws, curves)``; every row sums to 1.
    """
    weight = np.ones((len(position[0]), 1))
    for at, where in zip(nodes, position, strict=True):
        basis = _lagrange(at, where)
        weight = (weight[:, :, None] * basis[:, None, :]).reshape(len(where), -1)
    return weight


def _lagrange(nodes: Array, where: Array) -> Array:
    """Values of the polynomials that are 1 at one node and 0 at the others, ``(draws, nodes)``."""
    away = where[:, None] - nodes
    at_node = away == 0
    away[at_node] = 1.0
    apart = nodes[:, None] - nodes + np.eye(len(nodes))
    basis: Array = away.prod(axis=1, keepdims=True) / (away * apart.prod(axis=1))
    hit = at_node.any(axis=1)
    basis[hit] = at_node[hit]
    return basis


def along_path(path: Array, series: Array) -> Array:
    """Responses of the curves when the wanted stock follows one path.

    Source: linearity of :func:`renewal` while nothing is scaled down.
    Valid: as long as no arrivals come out negative.

    Args:
        path: wanted stock, ``(months,)``. A falling path is right as long as no arrivals come out negative;
            where they do, cohorts would have to be scaled down and :func:`renewal` is needed.
        series: responses of the curves, ``(kinds, curves, months)``.

    Returns:
        Array ``(curves, kinds · months)``, for :func:`mixed`.
    """
    kinds, curves, months = series.shape
    steps = np.diff(path, prepend=0.0)
    lag = np.arange(months)[None, :] - np.arange(months)[:, None]
    later = np.where(lag >= 0, steps[np.maximum(lag, 0)], 0.0)
    return np.moveaxis(series @ later, 0, 1).reshape(curves, kinds * months)


def mixed(weight: Array, along: Array, months: int) -> Array:
    """Responses of the draws from those of the curves along one path, ``(kinds, draws, months)``.

    Source: as :func:`mixture`.
    Valid: as :func:`along_path`.
    """
    return np.moveaxis((weight @ along).reshape(len(weight), -1, months), 1, 0)


def along_ramps(
    ramp_up_months: Array, weight: Array, months: int, along_whole: Callable[[int], Array]
) -> Array:
    """The same when the path grows evenly over a number of months that differs per draw.

    Between two whole numbers of months the path ``min(1, (t+1)/R)`` is linear in ``1/R`` in every month,
    so the responses of a draw lie exactly between those of the whole months below and above.

    Source: as :func:`along_path`; exact, because the path is linear in 1/R between whole months.
    Valid: for R of at least 1.

    Args:
        ramp_up_months: R, at least 1, ``(draws,)``; the opening month holds the first step.
        weight: of each curve per draw, ``(draws, curves)``.
        months: length of the horizon.
        along_whole: responses of the curves along the path that grows over so many whole months, as given
            by :func:`along_path`.

    Returns:
        Array ``(kinds, draws, months)``.
    """
    order = np.argsort(ramp_up_months)  # draws between the same whole months become slices
    ramp = np.minimum(ramp_up_months[order], months)  # beyond the horizon a path only scales
    beyond = ramp / ramp_up_months[order]
    whole = np.floor(ramp).astype(np.intp)
    upper = (1 / whole - 1 / ramp) * whole * (whole + 1)
    parts = [weight[order] * (part * beyond)[:, None] for part in (1 - upper, upper)]
    both = np.concatenate(parts, axis=1)
    result: Array | None = None
    for month in np.unique(whole):
        rows = slice(*np.searchsorted(whole, [month, month + 1]))
        along = np.concatenate([along_whole(int(month)), along_whole(int(month) + 1)])
        if result is None:
            result = np.empty((len(ramp), along.shape[1]))
        result[order[rows]] = both[rows] @ along
    assert result is not None
    return np.moveaxis(result.reshape(len(ramp), -1, months), 1, 0)


def stock_of(wanted: Array, mid: Array, long: Array, arrivals: Array) -> Stock:
    """The stock when everyone wanted is present: short stay is what mid and long leave over.

    Source: definition.
    Valid: where everyone wanted is present.
    """
    return _with_departures(wanted - mid - long, mid, long, arrivals)


def registrations(arrivals: Array, survival_at_threshold: Array) -> tuple[Array, Array]:
    """Arrivals split by law: those who leave within the threshold (RNI) and those who stay (BRP).

    Source: Wet basisregistratie personen: who will stay two thirds of half a year registers as resident
        (BRP), others as non-resident (RNI).
    Valid: as the law has it; who does not register although the law says so is not in it.

    Args:
        arrivals: ``(draws, months)``.
        survival_at_threshold: share still here at the legal threshold, ``(draws,)``.
    """
    stayers = arrivals * survival_at_threshold[:, None]
    return arrivals - stayers, stayers
