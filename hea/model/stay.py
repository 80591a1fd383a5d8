"""Stage 3, stay (verblijfsduur): how long people have been here, and who arrives.

Every stream of workers is the same renewal process. With survival ``S`` and a wanted stock ``N``:

    raw(t) = Σ_{s<t} v(s) · S(t−s)             those of earlier cohorts who are still here
    v(s)  := v(s) · min(1, N(t)/raw(t))        falling demand scales all cohorts down alike
    v(t)   = max(0, N(t) − raw(t))             arrivals fill what is missing

Age is elapsed stay, not intended stay: every newcomer starts short.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hea.model.uncertainty import Array
from hea.units import MONTHS_PER_YEAR

NEWTON_STEPS = 12
"""Steps towards the root of a convex function from above: down to the precision of the machine."""

RATE_STEPS = 6
"""Steps of Newton towards the common rate of leaving, from within a factor two."""

POWERS, SLOPE = (1.0, 1.0, 1.0, 1.0, 1.0), (4.0, 3.0, 2.0, 1.0)
"""1 + x + x² + x³ + x⁴ and its slope, highest power first."""

LAST_OVER_FIRST = 5
"""The later of the two points of a cohort over the earlier one: five years and one."""


class Stock(NamedTuple):
    """People present by elapsed stay, and those who come and go, each ``(draws, months)``."""

    short: Array
    mid: Array
    long: Array
    arrivals: Array
    departures: Array

    @property
    def present(self) -> Array:
        """All people present.

        Source: definition: the classes of stay exclude each other, and leave out nobody.
        Valid: for any stock.
        """
        return self.short + self.mid + self.long


def add(first: Stock, second: Stock) -> Stock:
    """Sum of two stocks.

    Source: definition.
    Valid: for stocks of the same draws and months.
    """
    return Stock(*(a + b for a, b in zip(first, second, strict=True)))


class Points(NamedTuple):
    """Two points of a cohort of newcomers, the shape of its curve, and where the first lies."""

    early: Array
    """Share still here at the first point, ``(draws,)``."""
    late: Array
    """Share still here at the second, five times as late, ``(draws,)``."""
    shape: Array
    """From a Weibull (0) to a part that settles for good (1), ``(draws,)``."""
    months: float
    """Of the first point."""


def points(early: Array, late: Array, shape: Array, months: float) -> Points:
    """Two points between which departures slow down: the later one moves inside what that allows.

    Source: definition.
    Valid: for shares inside (0, 1).
    """
    return Points(early, np.clip(late, early**LAST_OVER_FIRST, early), shape, months)


def left_of_leavers(early: Array, late: Array) -> Array:
    """Of those who do not settle for good, the share x that is still here at the first point.

    It solves ``1 + x + x² + x³ + x⁴ = (1 − late)/(1 − early)``: what has left at the later point over what
    has left at the first, when the leavers go at a constant rate.

    Source: cure model of Boag, J. R. Stat. Soc. B 11 (1949) 15–53, through two points.
    Valid: for early⁵ ≤ late ≤ early: departures slow down between the points.
    """
    ratio, x = (1 - late) / (1 - early), early
    for _ in range(NEWTON_STEPS):
        x = x - (np.polyval(POWERS, x) - ratio) / np.polyval(SLOPE, x)
    return np.maximum(x, 0.0)


def cohort_hazard(of: Points, months: Array) -> Array:
    """Cumulative hazard of a whole cohort of newcomers, exactly through its two points, ``(draws, months)``.

    Source: a Weibull through both points and the cure model of :func:`left_of_leavers`, the two ends of
        what two points allow, mixed by shape.
    Valid: between the points; outside them the form is an assumption, and the mix covers it.
    """
    early, late = of.early[:, None], of.late[:, None]
    power = np.log(np.log(late) / np.log(early)) / np.log(LAST_OVER_FIRST)
    weibull = np.exp(np.log(early) * (months / of.months) ** power)
    x = left_of_leavers(early, late)
    settled = (early - x) / (1 - x)
    cure = settled + (1 - settled) * x ** (months / of.months)
    mixed: Array = -np.log((1 - of.shape[:, None]) * weibull + of.shape[:, None] * cure)
    return mixed


class Reference(NamedTuple):
    """The workforce for which the published cohort was counted, ``(draws,)`` each."""

    agency_share: Array
    """Share of those present who work through an agency."""
    direct_factor: Array
    """Rate of leaving of people in direct service over that of agency workers."""
    growth: Array
    """Growth of the stock per year."""


def common_rate(of: Points, reference: Reference, ages: Array) -> Array:
    """The number g with which everyone's rates of leaving are multiplied, ``(draws,)``.

    Published survival is that of all newcomers together. With ``S_c = exp(−g·r_c·H)`` per contract, g is
    the number for which the arrivals of the reference workforce return the cohort's first point. Arrivals
    per contract follow from its share of the stock over how long they stay in a stock that grows.

    Source: stable population theory (Lotka): a stock is its arrivals times survival, discounted by growth.
    Valid: for a stock that grew at a constant rate over the ages given.

    Args:
        of: the cohort.
        reference: the workforce it was counted in.
        ages: elapsed months that make up a stock.

    Returns:
        g, found by Newton's method.
    """
    hazard, at_first = cohort_hazard(of, ages), -np.log(of.early)
    discount = (1 + reference.growth[:, None]) ** (-ages / MONTHS_PER_YEAR)
    shares = (reference.agency_share, 1 - reference.agency_share)
    factors = (np.ones_like(reference.direct_factor), reference.direct_factor)
    rate = 1 / (shares[0] + shares[1] * reference.direct_factor)
    for _ in range(RATE_STEPS):
        total = total_slope = reached = reached_slope = np.zeros(len(rate))
        for share, factor in zip(shares, factors, strict=True):
            here = np.exp(-(rate * factor)[:, None] * hazard) * discount
            stay = here.sum(axis=1)
            arrivals = share / stay
            slope = arrivals * factor * (here * hazard).sum(axis=1) / stay
            left = np.exp(-rate * factor * at_first)
            total, total_slope = total + arrivals, total_slope + slope
            reached = reached + arrivals * left
            reached_slope = reached_slope + left * (slope - arrivals * factor * at_first)
        of_all = reached / total
        rate = rate - (of_all - of.early) / ((reached_slope - of_all * total_slope) / total)
    return rate


def exponential_hazard(months: Array, mean_months: Array) -> Array:
    """Cumulative hazard of people who leave at a constant rate, ``(curves, months)``.

    Source: definition of leaving at a constant rate.
    Valid: for a mean stay above 0; people who just came leave no sooner than others.
    """
    return months / mean_months[:, None]


def renewal(wanted: Array, survival: Array, short_until: int, mid_until: int) -> Stock:
    """The full recursion for any path of the wanted stock, as :func:`renewal_and_kept` without what is kept.

    Source: as :func:`renewal_and_kept`.
    Valid: as :func:`renewal_and_kept`.
    """
    return renewal_and_kept(wanted, survival, short_until, mid_until)[0]


def renewal_and_kept(wanted: Array, survival: Array, short_until: int, mid_until: int) -> tuple[Stock, Array]:
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
        The stock by elapsed stay, and the share of those here before that the work keeps in each month,
        ``(draws, months)``. Cost is quadratic in months, or linear if the curve is short.
    """
    draws, months = wanted.shape
    ages = survival.shape[1]
    demand = np.ascontiguousarray(wanted.T)  # months first: a cohort is a contiguous row
    reversed_survival = np.ascontiguousarray(survival.T[::-1])
    cohorts = np.zeros((months, draws))
    classes = np.zeros((3, months, draws))
    arrivals, kept = np.zeros((months, draws)), np.ones((months, draws))
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
            kept[t] = factor
        cohorts[t] = np.maximum(0.0, demand[t] - raw)
        mid_from = max(0, t - mid_until + 1 - first)
        short_from = max(0, t - short_until + 1 - first)
        classes[2, t] = alive[:mid_from].sum(axis=0)
        classes[1, t] = alive[mid_from:short_from].sum(axis=0)
        classes[0, t] = alive[short_from:].sum(axis=0) + cohorts[t]
        arrivals[t] = cohorts[t]
    return _with_departures(*(series.T for series in (*classes, arrivals))), kept.T


def _with_departures(short: Array, mid: Array, long: Array, arrivals: Array) -> Stock:
    present = short + mid + long
    departures = arrivals - np.diff(present, axis=1, prepend=0.0)
    return Stock(short, mid, long, arrivals, np.maximum(0.0, departures))


Spectrum = NDArray[np.complex128]
"""A series as its Fourier transform."""


class Response(NamedTuple):
    """What a curve of stay makes of any path of wanted work that falls no faster than people leave.

    The process is linear in the wanted stock then: arrivals are the path through the inverse of the curve,
    and people of a class are arrivals through the ages of that class. As transforms of Fourier, so that a
    path costs a product.
    """

    arrivals: Spectrum
    mid: Spectrum
    long: Spectrum
    months: int

    def along(self, wanted: Array) -> tuple[Array, Array, Array]:
        """Mid stay, long stay and arrivals along a path, each ``(draws, months)``.

        Source: the convolution theorem; what the path is convolved with stands in :func:`response`.
        Valid: for a path of no more months than the response has, as long as no arrivals come out negative.
        """
        size = 2 * (self.arrivals.shape[-1] - 1)
        arrivals = self._through(self.arrivals, np.fft.rfft(wanted, size))
        came = np.fft.rfft(arrivals, size)
        return self._through(self.mid, came), self._through(self.long, came), arrivals

    def _through(self, line: Spectrum, path: Spectrum) -> Array:
        series: Array = np.fft.irfft(line * path)[..., : self.months]
        return series


def response(survival: Array, short_until: int, mid_until: int) -> Response:
    """The response of curves of stay, ``(draws, months)``, as transforms.

    Source: linearity of :func:`renewal` while nobody is scaled down; the inverse of a power series.
    Valid: as long as no arrivals come out negative.
    """
    months = survival.shape[1]
    size = 1 << (2 * months - 1).bit_length()
    ages = np.arange(months)
    is_mid = (ages >= short_until) & (ages < mid_until)
    lines = (_inverse(survival), survival * is_mid, survival * (ages >= mid_until))
    inverse, mid, long = (np.fft.rfft(line, size) for line in lines)
    return Response(inverse, mid, long, months)


def _inverse(series: Array) -> Array:
    """Coefficients of 1 over a power series that begins with 1, doubled in length until they suffice."""
    length = series.shape[1]
    inverse, known = np.ones((len(series), 1)), 1
    while known < length:
        known = min(2 * known, length)
        size = 1 << (2 * known - 1).bit_length()
        line = np.fft.rfft(inverse, size)
        rest = -np.fft.irfft(line * np.fft.rfft(series[:, :known], size))[:, :known]
        rest[:, 0] += 2
        inverse = np.fft.irfft(line * np.fft.rfft(rest, size))[:, :known]
    return inverse


def arrivals_by_contract(of: Points, reference: Reference, rate: Array, ages: Array) -> tuple[Array, Array]:
    """Shares of agency and direct workers among those who arrive in the reference workforce, ``(draws,)``.

    Source: as :func:`common_rate`.
    Valid: as :func:`common_rate`.
    """
    hazard = cohort_hazard(of, ages)
    discount = (1 + reference.growth[:, None]) ** (-ages / MONTHS_PER_YEAR)

    def length(factor: Array) -> Array:
        total: Array = (np.exp(-factor[:, None] * hazard) * discount).sum(axis=1)
        return total

    agency = reference.agency_share / length(rate)
    direct = (1 - reference.agency_share) / length(rate * reference.direct_factor)
    return agency / (agency + direct), direct / (agency + direct)


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


def soon_leaving(arrivals: Array, survival: Array, at_threshold: Array, kept: Array | None = None) -> Array:
    """People present who will be gone before the legal threshold, ``(draws, months)``.

    Source: definition of survival: of who came ``a`` months ago ``S(a)`` are here, and ``S(threshold)`` stay;
        where the work shrinks faster than people leave, of both the share that it keeps.
    Valid: for arrivals that meet one curve.

    Args:
        arrivals: ``(draws, months)``.
        survival: share still here at each age below the threshold, ``(draws, ages)``.
        at_threshold: share still here at the threshold, ``(draws,)``.
        kept: share of those here before that the work keeps in each month, ``(draws, months)``; everyone if
            not given.
    """
    present, here = np.zeros_like(arrivals), arrivals
    for age, share in enumerate((survival - at_threshold[:, None]).T):
        present[:, age:] += here * share[:, None]
        here = here[:, :-1] if kept is None else here[:, :-1] * kept[:, age + 1 :]
    return present


def deregistrations(registering: Array, registered: Array) -> Array:
    """Who is deregistered in a month: registered before or just now, and no longer here, ``(draws, months)``.

    Source: definition: registered now is registered before, and who registers, less who is deregistered.
    Valid: where people register on arrival as they mean to stay, as :func:`registrations` has it.
    """
    gone: Array = registering - np.diff(registered, axis=1, prepend=0.0)
    return np.maximum(0.0, gone)


def at_compliance(people: Array, missing: Array) -> tuple[Array, Array]:
    """People who must register split into who does and who does not.

    Source: definition; the share that is missing is a parameter.
    Valid: where the share holds for those who must register.
    """
    unseen = people * missing
    return people - unseen, unseen


def whole_stay(arrivals: Array, survival: Array) -> Array:
    """Arrivals of some months together by how long they will stay in all, ``(3, draws)``.

    With survival ``S`` at the two limits a and b: ``1 − S(a)``, ``S(a) − S(b)`` and ``S(b)``.

    Source: definition of survival.
    Valid: as long as the work does not shrink faster than people leave.

    Args:
        arrivals: ``(draws, months)``.
        survival: share still here at both limits, ``(draws, 2)``.
    """
    until_mid, until_long = survival.T
    shares = np.stack([1 - until_mid, until_mid - until_long, until_long])
    people: Array = shares * arrivals.sum(axis=1)
    return people
