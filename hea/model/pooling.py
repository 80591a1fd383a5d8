"""Partial pooling: what a sector statistic and the cases of a sector together say of one more company.

Every figure (log of a density, log-odds of a share) of a company lies round the mean of its sector; how far
companies lie apart is one spread for all sectors, so that a sector with few cases borrows it from the others.
The mean of a sector lies near its statistic, nearer where the statistic is better.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erf, sqrt

import numpy as np

from hea.model.uncertainty import TAIL, Array

POINTS = 161
"""Values of the spread between companies over which is summed; more change no third digit."""
REACH = 4.0
"""Standard deviations of the prior of that spread within which those values lie."""
HALVINGS = 60
"""Of the bracket of a percentile: far beyond the figures' precision."""
FAR = 12.0
"""Spreads from the middle at which the search for a percentile starts."""

ENDS = (TAIL, 1 / 2, 1 - TAIL)


@dataclass(frozen=True)
class Seen:
    """One sector: its statistic and its cases, on the log or log-odds scale."""

    centre: float
    """What the statistic gives."""
    doubt: float
    """How far the mean of the companies may lie from it: a standard deviation."""
    values: Array
    """One per case, ``(cases,)``."""
    extra: Array
    """Standard deviation of each case beyond that between companies, ``(cases,)``."""

    def without(self, index: int) -> "Seen":
        """The same without one case.

        Source: leaving one out, as in cross-validation.
        Valid: for the place of a case.
        """
        return Seen(self.centre, self.doubt, np.delete(self.values, index), np.delete(self.extra, index))


@dataclass(frozen=True)
class Spread:
    """The spread between companies: values it may have, and how likely each is; they sum to one."""

    values: Array
    weights: Array

    @property
    def middle(self) -> float:
        """Its median.

        Source: definition, with a straight line between the values.
        Valid: for weights that sum to 1, over values in rising order.
        """
        return float(np.interp(1 / 2, np.cumsum(self.weights), self.values))


@dataclass(frozen=True)
class Mixture:
    """Normal distributions with weights: one company more, for every value of the spread."""

    weights: Array
    means: Array
    widths: Array

    def below(self, value: float) -> float:
        """Probability under a value.

        Source: definition of a mixture: the weighted mean of its parts.
        Valid: for weights that sum to 1 and widths above 0.
        """
        return float(self.weights @ _normal_below((value - self.means) / self.widths))

    def percentile(self, probability: float) -> float:
        """The value under which so much of the probability lies, by halving a bracket.

        Source: bisection of :meth:`below`, which rises.
        Valid: for probabilities between those at twelve widths beyond the outermost means.
        """
        low = float((self.means - FAR * self.widths).min())
        high = float((self.means + FAR * self.widths).max())
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if self.below(middle) < probability else (low, middle)
        return (low + high) / 2

    @property
    def range(self) -> tuple[float, float, float]:
        """P10, P50 and P90.

        Source: definition.
        Valid: where :meth:`percentile` is.
        """
        low, middle, high = (self.percentile(end) for end in ENDS)
        return low, middle, high


def spread_between(sectors: Sequence[Seen], usual: float, doubt: float) -> Spread:
    """What all sectors together say of the spread between companies.

    Source: Gelman e.a., Bayesian Data Analysis (3rd edition, 2013), section 5.4: the normal hierarchical
        model, summed over the values of its one spread.
    Valid: for cases that do not know of each other; without any case it is the prior.

    Args:
        sectors: statistics and cases.
        usual: median of the prior, lognormal.
        doubt: standard deviation of its logarithm.
    """
    place = np.linspace(-REACH, REACH, POINTS)
    values = usual * np.exp(doubt * place)
    logs = -(place**2) / 2 + np.sum([_log_likelihood(item, values) for item in sectors], axis=0)
    weights = np.exp(logs - logs.max())
    return Spread(values, weights / weights.sum())


def one_more(sector: Seen, spread: Spread) -> Mixture:
    """One company more of a sector: its mean, how well that is known, and the spread between companies.

    Source: as :func:`spread_between`: precision-weighted mean of the statistic and the cases.
    Valid: on the scale of the values; without cases it lies round the statistic.
    """
    precision, weighted = _sums(sector, spread.values)
    known = 1 / sector.doubt**2 + precision
    means = (sector.centre / sector.doubt**2 + weighted) / known
    return Mixture(spread.weights, means, np.sqrt(1 / known + spread.values**2))


def _sums(sector: Seen, spreads: Array) -> tuple[Array, Array]:
    """Precision of the cases together and their weighted sum, per value of the spread."""
    each = 1 / (spreads[:, None] ** 2 + sector.extra**2)
    return each.sum(axis=1), each @ sector.values


def _log_likelihood(sector: Seen, spreads: Array) -> Array:
    """Of the cases of one sector, its mean integrated out, per value of the spread."""
    variance = spreads[:, None] ** 2 + sector.extra**2
    off = sector.values - sector.centre
    shared = 1 + sector.doubt**2 * (1 / variance).sum(axis=1)
    misfit = (off**2 / variance).sum(axis=1) - sector.doubt**2 * (off / variance).sum(axis=1) ** 2 / shared
    logs: Array = -(np.log(variance).sum(axis=1) + np.log(shared) + misfit) / 2
    return logs


def _normal_below(place: Array) -> Array:
    return np.array([(1 + erf(value / sqrt(2))) / 2 for value in place])
