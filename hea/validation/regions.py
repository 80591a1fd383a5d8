"""Regions of Limburg: the split of the housing task, the share of jobs, and how many settle."""

import functools
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from hea.engine.curves import FAMILY_PARAMETERS, CoreStream, Curves, survival
from hea.engine.draws import CentralDraw, Draws
from hea.model.uncertainty import Array
from hea.parameters import ParameterSet
from hea.proposal import STAY_CLASSES
from hea.reference import (
    LabourFigure,
    RegionalTarget,
    labour_market,
    regional_targets,
    section_sectors,
    stay_definitions,
)
from hea.texts.translated import Translated, translated
from hea.units import MONTHS_PER_YEAR
from hea.validation.result import ValidationRow
from hea.validation.rows import Asked, Published, fitted, not_testable, tested

FITTED_REGION = "Noord-Limburg"
REGIONS = (FITTED_REGION, "Midden-Limburg", "Zuid-Limburg")
SCENARIOS = ("base", "strong_recovery")
JOBS_YEAR = 2019
"""Year of the table of jobs by section nearest to the published tasks and shares."""

AGENCY_SECTION = "MN_business_services_incl_agency"
HARVEST = "open_field_harvest"
HALVINGS, TURNS = 40, 8
"""Halvings of a bracket, and turns between the two fitted values."""

UPPER_CONTEXT = (("Venray", 2023), ("Peel en Maas", 2019))
"""Municipalities with a published share but no jobs by sector: upper context only."""

PROVINCE_YEAR = 2022


class Mix(NamedTuple):
    """Labour migrants of a region by contract, in thousands, and its jobs; each ``(draws,)``."""

    direct: Array
    flex: Array
    seasonal: Array
    jobs: Array

    @property
    def migrants(self) -> Array:
        """All labour migrants present on average."""
        return self.direct + self.flex + self.seasonal


def contract_mix(region: str, draws: Draws) -> Mix:
    """Contract mix of a region from its jobs by section.

    Jobs by section hold direct jobs only; agency work is a drawn part of section M–N, placed over sectors
    in proportion to what their flex shares ask for. Seasonal work is the irregular labour of agriculture
    in annual work units, read as people present on average; none was published for Zuid-Limburg.
    """
    jobs = {row.sector: row.value for row in _figures(region, "employee_jobs") if row.year == JOBS_YEAR}
    total = np.full(draws.count, jobs.pop("total"))
    agency = jobs[AGENCY_SECTION] * draws["agency_part_of_business_services"]
    direct, asked, filled = (np.zeros(draws.count) for _ in range(3))
    for section, count in jobs.items():
        for sector, share in _weighted(section, draws).items():
            rest = count - agency if section == AGENCY_SECTION else count
            direct += rest * share * draws[f"sector.{sector}.p_direct"]
            flex = draws[f"sector.{sector}.flex_share"]
            wanted = rest * share * flex / (1 - flex)
            asked += wanted
            filled += wanted * draws[f"sector.{sector}.p_flex"]
    seasonal = sum(row.value for row in _figures(region, "labour_volume_irregular")) / 1000
    harvest = seasonal * draws[f"sector.{HARVEST}.migrant_share"]
    return Mix(direct, agency * filled / asked, harvest, total + seasonal)


def _weighted(section: str, draws: Draws) -> dict[str, Array]:
    """Parts of a section per sector; those with a high share of labour migrants weigh more or less."""
    parts = section_sectors()[section]
    mean = sum(share * draws.parameters.value(f"sector.{s}.migrant_share") for s, share in parts.items())
    weight = {
        s: share
        * np.where(
            draws.parameters.value(f"sector.{s}.migrant_share") > mean, draws["sector_weight_in_section"], 1.0
        )
        for s, share in parts.items()
    }
    total = functools.reduce(np.add, weight.values())
    return {sector: value / total for sector, value in weight.items()}


def _figures(region: str, indicator: str) -> list[LabourFigure]:
    return [row for row in labour_market() if row.area == region and row.indicator == indicator]


class Ages(NamedTuple):
    """How long people of one stream have been here, in a group that has grown steadily for years."""

    edges: Array
    """Elapsed months."""
    below: Array
    """Share that has been here for less, ``(draws, edges)``."""
    still_here: Array
    """Share of the newcomers still here at the edges, ``(draws, edges)``."""
    turnover: Array
    """Arrivals per month and person present, ``(draws,)``."""

    def younger(self, months: float) -> Array:
        """Share that has been here for less than so many months, ``(draws,)``."""
        return _at(self.edges, self.below, months)


def _at(edges: Array, lines: Array, months: float) -> Array:
    index = int(np.searchsorted(edges, months, side="right")) - 1
    index = min(index, len(edges) - 2)
    part = (months - edges[index]) / (edges[index + 1] - edges[index])
    between: Array = (1 - part) * lines[:, index] + part * lines[:, index + 1]
    return between


def ages(stream: CoreStream, draws: Draws) -> Ages:
    """Elapsed stay in a stable population that grows at a constant rate, up to the years of its history."""
    months = draws.parameters.value("history_years") * MONTHS_PER_YEAR
    edges = np.arange(months + 1)
    position = tuple(draws[name] for name in FAMILY_PARAMETERS[stream])
    here = survival(Curves.published(draws.parameters), stream, position, edges)
    rate = np.log1p(draws["growth_of_stock_per_year"]) / MONTHS_PER_YEAR
    weight = here * np.exp(-rate[:, None] * edges)
    steps = (weight[:, 1:] + weight[:, :-1]) / 2
    total = steps.sum(axis=1)
    below = np.concatenate([np.zeros((draws.count, 1)), steps.cumsum(axis=1) / total[:, None]], axis=1)
    return Ages(edges, below, here, 1 / total)


Elapsed = dict[CoreStream, Ages]
"""Elapsed stay per stream."""


def elapsed_stay(draws: Draws) -> Elapsed:
    """Elapsed stay of every stream of the year-round core."""
    return {stream: ages(stream, draws) for stream in FAMILY_PARAMETERS}


class Split(NamedTuple):
    """What decides how people divide over the classes of stay."""

    circular: Array
    """Circular share within flex, ``(draws,)``."""
    short_months: float
    mid_months: float


def persons_by_class(mix: Mix, elapsed: Elapsed, split: Split) -> Array:
    """Share of the labour migrants present per class of elapsed stay, ``(3, draws)``; season is short."""
    people = {
        "direct": mix.direct,
        "settling": mix.flex * (1 - split.circular),
        "circular": mix.flex * split.circular,
    }
    young = sum(people[stream] * line.younger(split.short_months) for stream, line in elapsed.items())
    not_long = sum(people[stream] * line.younger(split.mid_months) for stream, line in elapsed.items())
    classes = [mix.seasonal + young, not_long - young, mix.direct + mix.flex - not_long]
    return np.stack(classes) / mix.migrants


def units_by_class(mix: Mix, elapsed: Elapsed, split: Split, draws: Draws) -> Array:
    """Split of the places over the classes of stay, ``(3, draws)``."""
    per_worker = ("beds_per_short_stay_worker", "mid_stay_units_per_worker", "long_stay_dwellings_per_worker")
    units = persons_by_class(mix, elapsed, split) * np.stack([draws[name] for name in per_worker])
    shares: Array = units / units.sum(axis=0)
    return shares


def published_split(region: str, scenario: str) -> dict[str, tuple[float, RegionalTarget]]:
    """Share of each class of stay in the published task of a region, with its row."""
    task = {
        row.stay_type: row
        for row in regional_targets()
        if (row.region, row.scenario, row.indicator) == (region, scenario, "housing_task_to_2030")
    }
    total = sum(task[stay].value for stay in STAY_CLASSES)
    return {stay: (task[stay].value / total, task[stay]) for stay in STAY_CLASSES}


class Fit(NamedTuple):
    """The two unknowns that are fitted on one region."""

    circular: float
    """Circular share within flex."""
    short_months: float
    """Limit of short stay behind the published task, which was never published itself."""


def fit(parameters: ParameterSet) -> Fit:
    """Circular share from the long-stay part, limit of short stay from the short-stay part.

    Both on the central run and the base task of one region, in turns until neither moves.
    """
    central = CentralDraw(parameters)
    mix, elapsed = contract_mix(FITTED_REGION, central), elapsed_stay(central)
    wanted = published_split(FITTED_REGION, SCENARIOS[0])

    def units(guess: Fit) -> Array:
        split = Split(np.array([guess.circular]), guess.short_months, mid_limit())
        return units_by_class(mix, elapsed, split, central)[:, 0]

    def circular_at(short_months: float) -> float:
        return bisect(lambda c: units(Fit(c, short_months))[2] - wanted["long"][0], 1.0, 0.0)

    def short_months_at(circular: float) -> float:
        return bisect(lambda m: units(Fit(circular, m))[0] - wanted["short"][0], 0.0, mid_limit())

    found = Fit(parameters.value("circular_share_flex"), mid_limit() / 2)
    for _ in range(TURNS):
        found = found._replace(circular=circular_at(found.short_months))
        found = found._replace(short_months=short_months_at(found.circular))
    return found


def mid_limit() -> float:
    """First month of long stay, the same in the definitions of Limburg and of national practice."""
    return float(stay_definitions()["limburg"].mid_max_months)


def bisect(too_much: Callable[[float], float], low: float, high: float) -> float:
    """Where a rising function passes nought; the nearest end if it does not."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (low, middle) if too_much(middle) > 0 else (middle, high)
    return (low + high) / 2


def split_rows(draws: Draws) -> Iterator[ValidationRow]:
    """The split of the task per region: one region fitted, the others as they fall."""
    found, elapsed = fit(draws.parameters), elapsed_stay(draws)
    moved = draws["circular_share_flex"] + found.circular - draws.parameters.value("circular_share_flex")
    split = Split(np.clip(moved, 0.0, 1.0), found.short_months, mid_limit())
    why = translated("validation.fitted.region", circular=found.circular, months=found.short_months)
    for region in REGIONS:
        predicted = units_by_class(contract_mix(region, draws), elapsed, split, draws)
        for scenario in SCENARIOS:
            for index, (stay, (share, row)) in enumerate(published_split(region, scenario).items()):
                asked = Asked(
                    f"split.{region}.{scenario}.{stay}",
                    "regional_split",
                    translated(f"validation.subject.{scenario}", region=region),
                    f"units_{stay}",
                    "share",
                )
                published = Published(share, row.source, row.year, row.grade, row.url)
                if region == FITTED_REGION:
                    yield fitted(asked, published, predicted[index], why)
                else:
                    yield tested(asked, published, predicted[index])


def share_rows(draws: Draws) -> Iterator[ValidationRow]:
    """Share of the jobs filled by labour migrants; people at one moment and during a year kept apart."""
    mix = contract_mix(FITTED_REGION, draws)
    stock = mix.migrants / mix.jobs
    row = _target(FITTED_REGION, "share_of_jobs", JOBS_YEAR)
    published = Published(row.value, row.source, row.year, row.grade, row.url)
    yield tested(_share(FITTED_REGION, "share_stock"), published, stock)
    during_year = mix.migrants / draws["annual_flow_to_stock"] / mix.jobs
    reason = translated("validation.reason.stock_or_flow")
    yield not_testable(_share(FITTED_REGION, "share_flow"), published, reason, during_year)
    for place, year in UPPER_CONTEXT:
        row = _target(place, "share_of_jobs", year)
        published = Published(row.value, row.source, row.year, row.grade, row.url)
        reason = translated("validation.reason.no_sector_split", place=place)
        yield not_testable(_share(place, "share_stock"), published, reason)
    yield _province(draws)


def _province(draws: Draws) -> ValidationRow:
    """All labour migrants who work in the province, against a count whose definition is not given."""
    parts = [contract_mix(region, draws).migrants for region in REGIONS]
    people = 1000 * np.sum(parts, axis=0) / draws["annual_flow_to_stock"]
    row = _target("Limburg", "working_labour_migrants", PROVINCE_YEAR)
    asked = Asked("share.Limburg.persons", "regional_share", _as_is("Limburg"), "persons_in_year", "persons")
    published = Published(row.value, row.source, row.year, row.grade, row.url)
    return not_testable(asked, published, translated("validation.reason.other_year"), people)


def _share(region: str, indicator: str) -> Asked:
    return Asked(f"share.{region}.{indicator}", "regional_share", _as_is(region), indicator, "share")


def _as_is(name: str) -> Translated:
    return Translated(nl=name, en=name)


def _target(region: str, indicator: str, year: int) -> RegionalTarget:
    return next(
        row
        for row in regional_targets()
        if (row.region, row.indicator, row.year) == (region, indicator, year)
    )


def settling_rows(draws: Draws) -> Iterator[ValidationRow]:
    """The province's statement that about seven in ten settle longer, against the model as it is used."""
    elapsed = elapsed_stay(draws)
    definition = stay_definitions()["limburg"]
    circular = draws["circular_share_flex"]
    mixes = [contract_mix(region, draws) for region in REGIONS]
    whole = Mix(*(np.sum(parts, axis=0) for parts in zip(*mixes, strict=True)))
    split = Split(circular, definition.short_max_months, definition.mid_max_months)
    row = next(r for r in regional_targets() if r.indicator == "settles_longer_or_permanently")
    published = Published(row.value, row.source, row.year, row.grade, row.url)
    short = persons_by_class(whole, elapsed, split)[0]
    yield tested(_settles("settle_stock"), published, 1 - short)
    reason = translated("validation.reason.stock_or_flow")
    yield not_testable(_settles("settle_flow"), published, reason, _stayers(whole, elapsed, circular, draws))


def _settles(indicator: str) -> Asked:
    return Asked(f"settling.{indicator}", "settling", _as_is("Limburg"), indicator, "share")


def _stayers(mix: Mix, elapsed: Elapsed, circular: Array, draws: Draws) -> Array:
    """Of the newcomers in a year, the share still here after the limit of short stay."""
    season = draws["seasonal_stay_months"]
    limit = float(stay_definitions()["limburg"].short_max_months)
    coming, staying = mix.seasonal / season, mix.seasonal / season * np.exp(-limit / season)
    people = {"direct": mix.direct, "settling": mix.flex * (1 - circular), "circular": mix.flex * circular}
    for stream, line in elapsed.items():
        newcomers = people[stream] * line.turnover
        coming = coming + newcomers
        staying = staying + newcomers * line.still_here[:, int(limit)]
    share: Array = staying / coming
    return share
