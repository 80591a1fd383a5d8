"""Stage 1, positions (arbeidsplaatsen): how many people work on the site in each month."""

import numpy as np

from hea.model.uncertainty import Array
from hea.units import MONTHS_PER_YEAR


def season_index(profile: Array, amplitude: Array) -> Array:
    """Season indices with the strength of the season scaled, mean 1 kept.

    Source: definition; profile and strength are parameters per sector.
    Valid: until the strength makes the quietest month 0; it is limited there.

    Args:
        profile: twelve indices with mean 1.
        amplitude: ``(draws,)``; 1 leaves the profile as it is. Limited so that no month falls below 0.

    Returns:
        Array ``(draws, 12)``.
    """
    depth = 1 - profile.min()
    limit = 1 / depth if depth > 0 else np.inf
    return 1 + np.minimum(amplitude, limit)[:, None] * (profile - 1)


def linear_ramp(months: Array, ramp_up_months: Array) -> Array:
    """Share of full operation when the company grows evenly.

    Source: assumption where no milestones are given.
    Valid: for at least one month to full operation.

    Args:
        months: months since opening, ``(months,)``; the opening month already holds the first step.
        ramp_up_months: months until full operation, ``(draws,)``.

    Returns:
        Array ``(draws, months)`` in (0, 1].
    """
    return np.minimum(1.0, (months + 1) / ramp_up_months[:, None])


def growth_by_milestones(path: Array, new: Array, there: Array) -> Array:
    """Workers added when the milestones hold for everyone on the site; below nought where work is lost.

    Source: definition: the site minus what was there, on the same basis and with the same season.
    Valid: for milestones that count who was there already.

    Args:
        path: share of full operation, ``(draws or 1, months)``, automation included.
        new: workers added at full operation, ``(..., draws)``.
        there: workers who were there already, ``(..., draws)``.

    Returns:
        Array ``(..., draws, months)``.
    """
    growth: Array = (new + there)[..., None] * path - there[..., None]
    return growth


def growth_made_evenly(path: Array, automation: Array, new: Array, there: Array) -> Array:
    """The same when a site grows evenly from what is there to full operation; automation is of everyone.

    Source: as :func:`growth_by_milestones`.
    Valid: where no milestones were given.

    Args:
        path: share of even growth, ``(draws or 1, months)``, automation included.
        automation: share of the work that is left, ``(months,)``.
        new: as in :func:`growth_by_milestones`.
        there: as in :func:`growth_by_milestones`.
    """
    growth: Array = new[..., None] * path + there[..., None] * (automation - 1)
    return growth


def milestone_path(months: Array, at_month: Array, share: Array) -> Array:
    """Piecewise linear path through milestones, level before the first and after the last.

    Source: milestones of the company.
    Valid: between the first and the last milestone; level outside them.

    Args:
        months: months since opening, ``(months,)``.
        at_month: month of each milestone, ascending.
        share: share at each milestone.

    Returns:
        Array ``(months,)``.
    """
    return np.interp(months, at_month, share)


def yearly_mean(persons: Array, season: Array) -> Array:
    """Yearly mean of a number of persons that was given for the busiest month.

    Source: definition.
    Valid: for a season with mean 1 that holds for the whole of the workforce given.

    Args:
        persons: persons at the peak, ``(draws,)`` or ``(1,)``.
        season: season indices ``(draws, 12)``.

    Returns:
        Array ``(draws,)``.
    """
    mean: Array = persons / season.max(axis=1)
    return mean


def above_core(season: Array, year_round: Array) -> Array:
    """What each calendar month of the season rises above the people present all year.

    Source: definition.
    Valid: for a core that does not follow the season.

    Args:
        season: season indices ``(draws, 12)``.
        year_round: share of the yearly mean present all year, ``(draws,)``; the lowest index of the
            season where nothing else is known.

    Returns:
        Shares of the yearly mean, ``(draws, 12)``. Where the year-round core is larger than the quietest
        month the season only counts what rises above the core.
    """
    return np.maximum(0.0, season - year_round[:, None])


def third_lowest_of_year(series: Array, year: int, rank: int) -> Array:
    """Structural level: the month of the given rank, counted from the lowest, of one year.

    Source: a definition of this tool: in ten of twelve months at least as many are there.
    Valid: for a year that lies whole within the horizon.

    Args:
        series: ``(draws, months)``.
        year: 1 for the first twelve months.
        rank: 3 for the third-lowest month.

    Returns:
        Array ``(draws,)``.
    """
    window = series[:, (year - 1) * MONTHS_PER_YEAR : year * MONTHS_PER_YEAR]
    structural: Array = np.partition(window, rank - 1, axis=1)[:, rank - 1]
    return structural
