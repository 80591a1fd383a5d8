"""The same model written plainly: one draw at a time, one month at a time, no arrays.

For a quick scan (a number of workers, the sector's usual mix, no housing plan). It takes its parameters from
the same draws, so that its figures can be held against those of hea, draw by draw.
"""

import math
from collections.abc import Mapping
from typing import NamedTuple

from hea.assessment import Run
from hea.parameters import load_parameters
from hea.reference import function_mix, season_profiles, sectors

Values = Mapping[str, float]
MONTHS, AGES = 121, 240
LIMITS = (4, 36)

SEASONAL = ("elementary", "operator_driver")


def values_of(run: Run, draw: int) -> dict[str, float]:
    """Every parameter of one draw of an assessment."""
    known = [
        name for name in run.assessment.parameters.used if run.draws.parameters[name].central is not None
    ]
    return {name: float(run.draws[name][draw]) for name in known}


def flex_by_level(values: Values, sector: str) -> dict[str, float]:
    """Flex share per level, scaled so that the mix gives the sector's flex share."""
    mix = function_mix()[sector]
    shape = {level: values[f"level.{level}.flex_share"] for level in mix}
    scale = 0.0
    for _ in mix:
        full = [level for level in mix if scale * shape[level] >= 1]
        rest = values[f"sector.{sector}.flex_share"] - sum(mix[level] for level in full)
        free = sum(mix[level] * shape[level] for level in mix if level not in full)
        scale = rest / free if free > 0 else scale
    return {level: min(1.0, max(0.0, scale * shape[level])) for level in mix}


def calibrated(values: Values, sector: str, flex: dict[str, float]) -> dict[tuple[str, str], float]:
    """Probability per level and contract after calibration on the sector's share."""
    cells, target = {}, values[f"sector.{sector}.migrant_share"]
    for level, share in function_mix()[sector].items():
        for contract, part in (("direct", 1 - flex[level]), ("flex", flex[level])):
            raw = values[f"level.{level}.multiplier"] * values[f"sector.{sector}.p_{contract}"]
            p = min(values["probability_cap"], raw)
            cells[level, contract] = (p / (1 - p), share * part)
    low, high = -30.0, 30.0
    for _ in range(40):
        kappa = math.exp((low + high) / 2)
        reached = sum(w * kappa * o / (1 + kappa * o) for o, w in cells.values())
        low, high = ((low + high) / 2, high) if reached < target else (low, (low + high) / 2)
    kappa = math.exp((low + high) / 2)
    return {cell: kappa * o / (1 + kappa * o) for cell, (o, _) in cells.items()}


def later_point(values: Values) -> float:
    """Share of all newcomers still here after five years: mostly as far from its middle as after one."""
    place = 0.9 * _place(values, "survival_nl_1y") + math.sqrt(1 - 0.9**2) * _place(values, "survival_nl_5y")
    low, central, high = (_log_odds(share) for share in load_parameters().bounds("survival_nl_5y"))
    odds = central + place * (central - low if place < 0 else high - central)
    early = values["survival_nl_1y"]
    return min(early, max(early**5, 1 / (1 + math.exp(-odds))))


def _place(values: Values, name: str) -> float:
    low, central, high = (_log_odds(share) for share in load_parameters().bounds(name))
    away = _log_odds(values[name]) - central
    return away / (central - low if away < 0 else high - central)


def _log_odds(share: float) -> float:
    return math.log(share / (1 - share))


def hazard(values: Values) -> list[float]:
    """Cumulative hazard of all newcomers together, per month of elapsed stay."""
    early, late, shape = values["survival_nl_1y"], later_point(values), values["settling_curve_shape"]
    power = math.log(math.log(late) / math.log(early)) / math.log(5)
    low, high = 0.0, early
    for _ in range(60):
        x = (low + high) / 2
        low, high = (x, high) if (1 - x**5) / (1 - x) < (1 - late) / (1 - early) else (low, x)
    x = (low + high) / 2
    settled = (early - x) / (1 - x)
    line = []
    for month in range(AGES):
        weibull = early ** ((month / 12) ** power)
        line.append(-math.log((1 - shape) * weibull + shape * (settled + (1 - settled) * x ** (month / 12))))
    return line


def survival(values: Values) -> dict[str, list[float]]:
    """Share still present after each month, per stream, so that all together are the published cohort."""
    line, factor = hazard(values), values["direct_stay_factor"]
    shares = {"agency": values["reference_agency_share"], "direct": 1 - values["reference_agency_share"]}
    smaller = [(1 + values["growth_of_stock_per_year"]) ** (-month / 12) for month in range(AGES)]
    low, high = 0.5, 5.0
    for _ in range(60):
        rate = (low + high) / 2
        came, left = 0.0, 0.0
        for stream, times in (("agency", rate), ("direct", rate * factor)):
            long = sum(math.exp(-times * h) * part for h, part in zip(line, smaller, strict=True))
            came += shares[stream] / long
            left += shares[stream] / long * math.exp(-times * line[12])
        low, high = (rate, high) if left / came > values["survival_nl_1y"] else (low, rate)
    rate = (low + high) / 2
    return {
        "agency": [math.exp(-rate * h) for h in line],
        "direct": [math.exp(-rate * factor * h) for h in line],
    }


Month = tuple[float, float, float, float]
"""Short, mid and long stayers present in a month, and the arrivals among them."""


def renewal(wanted: list[float], curve: list[float]) -> list[Month]:
    """Who is present per month, and who arrives."""
    cohorts: list[float] = []
    classes = []
    for t, demand in enumerate(wanted):
        alive = [c * (curve[t - s] if t - s < len(curve) else 0.0) for s, c in enumerate(cohorts)]
        raw = sum(alive)
        if raw > demand:
            factor = demand / raw
            cohorts = [c * factor for c in cohorts]
            alive = [a * factor for a in alive]
            raw = demand
        cohorts.append(demand - raw)
        alive.append(demand - raw)
        by_age = (sum(alive[max(0, t - LIMITS[0] + 1) :]), sum(alive[max(0, t - LIMITS[1] + 1) :]))
        classes.append((by_age[0], by_age[1] - by_age[0], sum(alive) - by_age[1], cohorts[-1]))
    return classes


def growth(values: Values, workers: float, there: float, left: list[float]) -> list[float]:
    """What is added in every month as a share of all workers: the site less who was there already.

    Args:
        values: parameters of the draw.
        workers: on the site at full operation.
        there: of whom there already.
        left: share of the work that automation leaves in every month.
    """
    return [max(0.0, site - there) / workers for site in on_site(values, workers, there, left)]


def on_site(values: Values, workers: float, there: float, left: list[float]) -> list[float]:
    """Everyone who works on the site in every month."""
    even = [min(1.0, (t + 1) / values["ramp_up_months"]) for t in range(MONTHS)]
    return [(there + (workers - there) * even[t]) * left[t] for t in range(MONTHS)]


def homes_lost(values: Values, sector: str, workers: float, there: float, left: list[float]) -> list[float]:
    """People per month whose home goes with the job, of who came and of who was there already."""
    core = sum(full_operation(values, sector, workers, seasons(values, sector))[0].values())
    came, gone, lost = 0.0, 0.0, []
    for site in on_site(values, workers, there, left):
        new, fewer = core * max(0.0, site - there) / workers, core * max(0.0, there - site) / workers
        lost.append(
            values["housing_arranged_by_employer_share"] * (max(0.0, came - new) + max(0.0, fewer - gone))
        )
        came, gone = new, fewer
    return lost


def seasons(values: Values, sector: str) -> list[float]:
    """Work per calendar month over the mean of the year."""
    profile = season_profiles()[sectors()[sector].season_profile].index
    lowest = min(profile)
    amplitude = min(values["season_amplitude"], 1 / (1 - lowest)) if lowest < 1 else 1.0
    return [1 + amplitude * (index - 1) for index in profile]


def full_operation(
    values: Values, sector: str, workers: float, season: list[float]
) -> tuple[dict[str, float], float]:
    """Labour migrants of the year-round core per contract, and those whose work has a season."""
    flex = flex_by_level(values, sector)
    chance = calibrated(values, sector, flex)
    core, extra = {"direct": 0.0, "agency": 0.0}, 0.0
    for level, share in function_mix()[sector].items():
        seasonal = level in SEASONAL
        base = min(season) if seasonal else 1.0
        direct = workers * share * (1 - flex[level]) * chance[level, "direct"]
        agency = workers * share * flex[level] * chance[level, "flex"]
        core["direct"] += direct * base
        core["agency"] += agency * base
        extra += (direct + agency) if seasonal else 0.0
    return core, extra


def one_draw(
    values: Values,
    sector: str,
    workers: float,
    opening_month: int,
    there: float = 0.0,
    left: list[float] | None = None,
) -> list[float]:
    """All places needed per month."""
    months = flow(values, sector, workers, opening_month, there, left)
    return [month.short + month.mid + month.long for month in months]


class Flow(NamedTuple):
    """One month, from jobs to new places, and who registers."""

    jobs: float
    migrants: float
    already_in_region: float
    across_border: float
    other_region: float
    short: float
    mid: float
    long: float
    rni: float
    """Arrivals who leave before they have to register as residents, or live abroad."""
    brp: float
    """Arrivals who become residents of the region."""
    leavers: float
    """Who had registered as a resident of the region and is there no longer."""
    residents_by_law: float
    """People present who by law are residents and were not before."""


def flow(
    values: Values,
    sector: str,
    workers: float,
    opening_month: int,
    there: float = 0.0,
    left: list[float] | None = None,
) -> list[Flow]:
    """From jobs to places and registrations, month by month."""
    season = seasons(values, sector)
    ramp = growth(values, workers, there, left or [1.0] * MONTHS)
    core, extra = full_operation(values, sector, workers, season)
    curve = survival(values)
    streams = {stream: renewal([n * share for share in ramp], curve[stream]) for stream, n in core.items()}
    above = [season[(opening_month + t) % 12] - min(season) for t in range(MONTHS)]
    length = max(1, sum(index > min(season) + 1e-9 for index in season))
    leaving = [math.exp(-age / values["seasonal_stay_months"]) for age in range(length)]
    brief = renewal([extra * r * a for r, a in zip(ramp, above, strict=True)], leaving)
    year_round = [_together(parts) for parts in zip(*streams.values(), strict=True)]
    sums = [_Sum(values, year_round), _Sum(values, brief)]
    for stream, months in streams.items():
        sums[0].add(values, months, curve[stream])
    sums[1].add(values, brief, leaving)
    jobs = jobs_of(sector, workers, ramp, season, opening_month)
    found = [_month(values, jobs[t], sums[0].at(t), sums[1].at(t)) for t in range(MONTHS)]
    before = [0.0, *(month.residents_by_law for month in found)]
    return [
        month._replace(leavers=max(0.0, before[t] + month.brp - month.residents_by_law))
        for t, month in enumerate(found)
    ]


def jobs_of(
    sector: str, workers: float, ramp: list[float], season: list[float], opening_month: int
) -> list[float]:
    """Everyone at work per month: elementary work and operators follow the season."""
    mix = function_mix()[sector]
    moving = sum(share for level, share in mix.items() if level in SEASONAL)
    still = sum(share for level, share in mix.items() if level not in SEASONAL)
    return [workers * ramp[t] * (still + moving * season[(opening_month + t) % 12]) for t in range(MONTHS)]


class _Month(NamedTuple):
    """Who is there in one month, of the year-round core or of the seasons."""

    people: Month
    leavers: float
    turned_over: float
    """Short stayers for whom a leaver overlaps with who follows."""
    arriving_briefly: float
    """Arrivals who leave within the legal threshold."""
    present_briefly: float
    """People present who will be gone before it."""

    @property
    def present(self) -> float:
        """All classes of stay."""
        return sum(self.people[:3])


class _Sum:
    """The months of the core or of the seasons, with what is counted per stream."""

    def __init__(self, values: Values, months: list[Month]) -> None:
        self.months, self.leavers, self.turned, before = months, [], [], 0.0
        for short, mid, long, arrivals in months:
            leavers = max(0.0, arrivals - (short + mid + long - before))
            followed = min(1.0, arrivals / leavers) if leavers > 0 else 0.0
            self.leavers.append(leavers)
            self.turned.append(min(short, leavers * values["flex_tenure_weeks"] * 12 / 52) * followed)
            before = short + mid + long
        self.arriving, self.present = [0.0] * len(months), [0.0] * len(months)

    def add(self, values: Values, months: list[Month], curve: list[float]) -> None:
        """Count of a stream who leaves before the legal threshold."""
        threshold = int(values["brp_threshold_months"])
        still = [curve[age] if age < len(curve) else 0.0 for age in range(len(months) + threshold)]
        cohorts: list[float] = []
        for t, (short, mid, long, arrivals) in enumerate(months):
            left, wanted = sum(c * still[t - s] for s, c in enumerate(cohorts)), short + mid + long
            cohorts = [c * (wanted / left if left > wanted else 1.0) for c in cohorts] + [arrivals]
            self.arriving[t] += arrivals * (1 - still[threshold])
            for age in range(min(threshold, t + 1)):
                self.present[t] += cohorts[t - age] * (still[age] - still[threshold])

    def at(self, t: int) -> _Month:
        """One month."""
        return _Month(self.months[t], self.leavers[t], self.turned[t], self.arriving[t], self.present[t])


def _together(parts: tuple[Month, ...]) -> Month:
    short, mid, long, arrivals = (sum(values) for values in zip(*parts, strict=True))
    return short, mid, long, arrivals


def _month(values: Values, jobs: float, core: _Month, brief: _Month) -> Flow:
    border = values["lives_across_border_share"]
    elsewhere = max(0.0, 1 - values["lives_in_province_share"] - border)
    region, migrants = 1 - border - elsewhere, core.present + brief.present

    def asking(of_core: float, of_season: float) -> float:
        return (of_core * values["share_new_to_region"] + of_season) * region

    def dwellings(couples: float) -> float:
        return (1 - couples) + couples / (1 + values["partner_working_share"])

    net = [asking(c, b) for c, b in zip(core.people[:3], brief.people[:3], strict=True)]
    twice = asking(core.turned_over, brief.turned_over) * (values["beds_per_short_stay_worker"] - 1)
    gone = core.arriving_briefly + brief.arriving_briefly
    staying = core.people[3] - core.arriving_briefly, brief.people[3] - brief.arriving_briefly
    return Flow(
        jobs=jobs,
        migrants=migrants,
        already_in_region=migrants * region - sum(net),
        across_border=migrants * border,
        other_region=migrants * elsewhere,
        short=net[0] + twice,
        mid=net[1] * dwellings(values["share_with_family_mid_stay"]),
        long=net[2] * dwellings(values["share_with_partner_long_stay"]),
        rni=gone + sum(staying) * border,
        brp=asking(*staying),
        leavers=0.0,
        residents_by_law=asking(core.present - core.present_briefly, brief.present - brief.present_briefly),
    )
