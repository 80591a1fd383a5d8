"""Regions of Limburg: the split of the housing task, the share of jobs, and how many settle."""

import functools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from hea.engine.curves import CORE_STREAMS, CoreStream, cohort
from hea.engine.draws import Draws
from hea.model.uncertainty import Array
from hea.proposal import STAY_CLASSES, StayClass
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
from hea.validation.rows import Asked, Published, not_testable, tested

NORTH = "Noord-Limburg"
REGIONS = (NORTH, "Midden-Limburg", "Zuid-Limburg")
SCENARIOS = ("base", "strong_recovery")
REST: StayClass = "mid"
"""Class of stay of which the share follows from the other two."""
JOBS_YEAR = 2019
"""Year of the table of jobs by section nearest to the published tasks and shares."""

AGENCY_SECTION = "MN_business_services_incl_agency"
HARVEST = "open_field_harvest"
YEAR_AND_FIVE = (12, 60)
"""Months between which a newcomer stays mid in the reading of the published tasks."""

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
    here = cohort(draws).survival(stream, edges.astype(float))
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
    return {stream: ages(stream, draws) for stream in CORE_STREAMS}


def _people(mix: Mix) -> dict[CoreStream, Array]:
    return {"direct": mix.direct, "agency": mix.flex}


def short_stayers(mix: Mix, elapsed: Elapsed, months: float) -> Array:
    """Share of the labour migrants present who have been here for less than some months; season is short."""
    people = _people(mix)
    young = sum(people[stream] * line.younger(months) for stream, line in elapsed.items())
    share: Array = (mix.seasonal + young) / mix.migrants
    return share


def stay_of_arrivals(mix: Mix, elapsed: Elapsed) -> Array:
    """How long newcomers of the year-round core turn out to stay, as shares of three, ``(3, draws)``."""
    people = _people(mix)
    came = {stream: people[stream] * line.turnover for stream, line in elapsed.items()}
    total = functools.reduce(np.add, came.values())
    year, five = (
        functools.reduce(np.add, [came[s] * line.still_here[:, m] for s, line in elapsed.items()]) / total
        for m in YEAR_AND_FIVE
    )
    return np.stack([1 - year, year - five, five])


def published_split(region: str, scenario: str) -> dict[StayClass, tuple[float, RegionalTarget]]:
    """Share of each class of stay in the published task of a region, with its row."""
    task = {
        row.stay_type: row
        for row in regional_targets()
        if (row.region, row.scenario, row.indicator) == (region, scenario, "housing_task_to_2030")
    }
    total = sum(task[stay].value for stay in STAY_CLASSES)
    return {stay: (task[stay].value / total, task[stay]) for stay in STAY_CLASSES}


def split_rows(draws: Draws) -> Iterator[ValidationRow]:
    """The split of the task per region, beside the whole stay of newcomers: nothing is fitted."""
    elapsed = elapsed_stay(draws)
    for region in REGIONS:
        predicted = stay_of_arrivals(contract_mix(region, draws), elapsed)
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
                again = _said_already(scenario, stay)
                if again is None:
                    yield tested(asked, published, predicted[index])
                else:
                    yield not_testable(
                        asked, published, translated(f"validation.reason.{again}"), predicted[index]
                    )


def _said_already(scenario: str, stay: StayClass) -> str | None:
    """Why a share tells nothing new: three shares are two figures, and both scenarios are split alike."""
    if scenario != SCENARIOS[0]:
        return "same_split"
    return "the_rest" if stay == REST else None


def share_rows(draws: Draws) -> Iterator[ValidationRow]:
    """Share of the jobs filled by labour migrants; people at one moment and during a year kept apart."""
    mix = contract_mix(NORTH, draws)
    stock = mix.migrants / mix.jobs
    row = _target(NORTH, "share_of_jobs", JOBS_YEAR)
    published = Published(row.value, row.source, row.year, row.grade, row.url)
    yield tested(_share(NORTH, "share_stock"), published, stock)
    during_year = mix.migrants / draws["annual_flow_to_stock"] / mix.jobs
    reason = translated("validation.reason.stock_or_flow")
    yield not_testable(_share(NORTH, "share_flow"), published, reason, during_year)
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
    limit = stay_definitions()["limburg"].short_max_months
    mixes = [contract_mix(region, draws) for region in REGIONS]
    whole = Mix(*(np.sum(parts, axis=0) for parts in zip(*mixes, strict=True)))
    row = next(r for r in regional_targets() if r.indicator == "settles_longer_or_permanently")
    published = Published(row.value, row.source, row.year, row.grade, row.url)
    short = short_stayers(whole, elapsed, limit)
    yield tested(_settles("settle_stock"), published, 1 - short)
    reason = translated("validation.reason.stock_or_flow")
    yield not_testable(_settles("settle_flow"), published, reason, _stayers(whole, elapsed, limit, draws))


def _settles(indicator: str) -> Asked:
    return Asked(f"settling.{indicator}", "settling", _as_is("Limburg"), indicator, "share")


def _stayers(mix: Mix, elapsed: Elapsed, limit: int, draws: Draws) -> Array:
    """Of the newcomers in a year, the share still here after the limit of short stay."""
    season = draws["seasonal_stay_months"]
    coming, staying = mix.seasonal / season, mix.seasonal / season * np.exp(-limit / season)
    people = _people(mix)
    for stream, line in elapsed.items():
        newcomers = people[stream] * line.turnover
        coming = coming + newcomers
        staying = staying + newcomers * line.still_here[:, limit]
    share: Array = staying / coming
    return share
