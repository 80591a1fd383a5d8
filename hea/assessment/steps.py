"""The figures that can be explained: what each reads, and the figures it follows from."""

from typing import NamedTuple

from hea.assessment import finance
from hea.assessment.registration import not_registered
from hea.assessment.signals import value_of
from hea.assessment.welfare_results import indicator_of
from hea.engine.calculation import Calculation
from hea.engine.draws import Draws
from hea.engine.reads import (
    PLACES,
    Stage,
    beyond_the_border,
    building,
    children,
    in_reach,
    living_here,
    migrants_among_them,
    nothing,
    positions,
    registered,
    residents,
    structural_month,
    time_by,
    time_here,
    where_they_live,
    who_needs_a_home,
    who_registers,
)
from hea.proposal import STAY_CLASSES
from hea.reference import CapacitySignal, welfare_criteria

MOMENTS = ("structural", "peak", "opening_year")
WITHIN = "recruitment.within_municipality_share"


class Step(NamedTuple):
    """A figure of the chain: what it reads, and the figures it follows from."""

    formula: str
    """Key of the formula in words and of the name of the figure."""
    fields: tuple[str, ...] = ()
    """Fields of the proposal that go in."""
    stage: Stage = nothing
    """Reads the parameters that go in."""
    below: tuple[str, ...] = ()
    """Paths of the figures it follows from."""
    not_assumed: tuple[str, ...] = ()
    """Ends of fields whose assumption belongs to another figure."""


WORK = Step(
    "jobs",
    fields=(
        "function_groups", "workforce", "area", "area_holds", "existing_workers", "moving_workers",
        "automation", "opening",
    ),
    stage=positions,
    not_assumed=("flex_share",),
)  # fmt: skip
SHARE = Step(
    "migrant_share",
    fields=("sector", "function_groups", "recruitment.local_hiring_share", "recruitment.flex_share",
        "context.vacancies_per_unemployed",
    ),
    stage=migrants_among_them,
    below=("headline.jobs",),
)  # fmt: skip
STAY = Step(
    "persons_by_stay",
    fields=("function_groups", "opening", "recruitment.seasonal_stay_weeks"),
    stage=time_here,
    below=("headline.jobs", "headline.migrant_share"),
)  # fmt: skip
NET = Step(
    "net_need",
    fields=("recruitment.regional_share", "recruitment.cross_border_share"),
    stage=who_needs_a_home,
    below=("monthly.persons.{stay}",),
)
ELSEWHERE = Step(
    "criterion",
    fields=(
        "housing_plan", "recruitment.within_municipality_share", "recruitment.cross_border_share", "weights",
    ),
    stage=where_they_live,
    below=tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
)  # fmt: skip
"""The need per class of stay, and where the plan has places for it."""
PEOPLE = ("headline.jobs", "headline.migrant_share")
"""Figures behind whoever is present."""
IN_NEED = tuple(f"housing.net.{stay}" for stay in STAY_CLASSES)
"""People for whom a place is needed, per class of stay."""
BEDS = ("headline.units.short.peak", "housing.net.mid")
PLACES_ASKED = {
    "beds": BEDS,
    "locations": BEDS,
    "places": tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES),
}
"""Figures behind what some facilities are measured by, beside residents: they say which month counts."""


def _chain() -> dict[str, Step]:
    """The figures of the chain, by path."""
    people = PEOPLE
    steps = {
        "headline.jobs": WORK,
        "headline.migrant_share": SHARE,
        "headline.migrants_structural": Step("migrants_structural", stage=structural_month, below=people),
        "headline.migrants_peak": Step("migrants_peak", below=people),
        "headline.residents": Step(
            "residents", stage=residents, below=tuple(f"housing.net.{stay}" for stay in STAY_CLASSES)
        ),
        "headline.children": Step("children", stage=children, below=("headline.residents",)),
        "housing.supply": Step("supply", fields=("housing_plan", "context.free_places")),
    }
    for stay in STAY_CLASSES:
        steps[f"monthly.persons.{stay}"] = STAY
        steps[f"housing.net.{stay}"] = NET._replace(below=(f"monthly.persons.{stay}",))
        for moment in MOMENTS:
            steps[f"headline.units.{stay}.{moment}"] = Step(
                f"units_{stay}",
                fields=("housing_plan",) if stay == "short" else (),
                stage=PLACES[stay],
                below=(f"housing.net.{stay}",),
            )
        for moment in MOMENTS[:2]:
            steps[f"headline.gap.{stay}.{moment}"] = Step(
                "gap", below=(f"headline.units.{stay}.{moment}", "housing.supply")
            )
    for moment in MOMENTS:
        below = tuple(f"headline.units.{stay}.{moment}" for stay in STAY_CLASSES)
        steps[f"headline.units.total.{moment}"] = Step("units_total", below=below)
    for moment in MOMENTS[:2]:
        below = tuple(f"headline.gap.{stay}.{moment}" for stay in STAY_CLASSES)
        steps[f"headline.gap.total.{moment}"] = Step("gap_total", below=below)
    return steps


def _missing(_run: Calculation, rows: Draws) -> None:
    """Who does not register."""
    not_registered(rows)


def _registration() -> dict[str, Step]:
    """Who must register, who does, and how many that is in a year."""
    by_law, yearly = "registration.residents", "registration.per_year_by_law"
    return {
        "registration.people": Step("people_in_need", below=IN_NEED),
        by_law: Step("residents_by_law", stage=registered, below=IN_NEED),
        "registration.non_residents": Step("non_residents", below=("registration.people", by_law)),
        "registration.registered": Step("registered", stage=_missing, below=(by_law,)),
        "registration.unseen": Step("unseen", stage=_missing, below=(by_law,)),
        yearly: Step("per_year_by_law", fields=STAY.fields + NET.fields, stage=who_registers, below=PEOPLE),
        "registration.per_year_in_practice": Step("per_year_in_practice", stage=_missing, below=(yearly,)),
    }


def _readings() -> dict[str, Step]:
    """How long people stay by three readings."""
    clocks = {
        "region": time_by("regional"),
        "job": time_by("employer"),
        "arrivals": time_by("regional"),
    }
    return {
        f"readings.{reading}.{stay}": STAY._replace(formula=f"reading_{reading}", stage=clock, below=PEOPLE)
        for reading, clock in clocks.items()
        for stay in STAY_CLASSES
    }


def _flow(moment: str) -> dict[str, Step]:
    """From jobs to places in one month."""

    def of(*steps: str) -> tuple[str, ...]:
        return tuple(f"flow.{moment}.{step}" for step in steps)

    border = NET.fields[1:]
    found: dict[str, Step] = {
        "jobs": Step("flow_jobs", below=("headline.jobs",)),
        "migrants": Step("flow_migrants", below=PEOPLE),
        "others": Step("flow_others", below=of("jobs", "migrants")),
        "across_border": Step(
            "flow_across_border", fields=border, stage=beyond_the_border, below=of("migrants")
        ),
        "other_region": Step("flow_other_region", fields=border, stage=in_reach, below=of("migrants")),
        "net": Step("flow_net", below=IN_NEED),
        "already_in_region": Step(
            "flow_already_in_region", fields=border, stage=in_reach, below=of("migrants", "net")
        ),
        **{stay: Step("flow_places", below=(f"headline.units.{stay}.{moment}",)) for stay in STAY_CLASSES},
        "total": Step("flow_total", below=of(*STAY_CLASSES)),
        "sharing": Step("flow_sharing", below=of("total", "net")),
    }
    return {f"flow.{moment}.{step}": of_step for step, of_step in found.items()}


def _money() -> dict[str, Step]:
    """What a year brings and asks, of who lives in the municipality."""
    briefly, unseen = "registration.non_residents", "registration.unseen"
    taxed = ("finance.nights", "finance.tax_rate")
    found = {
        "not_registered": Step(
            "money_not_registered", fields=(WITHIN,), stage=living_here, below=(briefly, unseen)
        ),
        "need_not_register": Step(
            "money_need_not_register", fields=(WITHIN,), stage=living_here, below=(briefly,)
        ),
        "tax_rate": Step("money_tax_rate", fields=("context.stay_tax_rate",), stage=_tax_rate),
        "nights": Step("money_nights", stage=_nights),
        "stay_tax": Step("money_stay_tax", below=("finance.not_registered", *taxed)),
        "stay_tax_all_registered": Step("money_stay_tax", below=("finance.need_not_register", *taxed)),
        **{
            f"{kind}_hours": Step("money_hours", below=tuple(f"facilities.{name}" for name in names))
            for kind, names in finance.WORK.items()
        },
        "rent_week": Step("money_rent_week", stage=_rent),
        "most_deducted_week": Step("money_most_deducted_week", stage=_most_deducted),
    }
    return {f"finance.{name}": step for name, step in found.items()}


def _tax_rate(run: Calculation, rows: Draws) -> None:
    """The rate of other municipalities, where the own one was not given."""
    finance.tax_rate(run.proposal.context.stay_tax_rate, rows)


def _nights(_run: Calculation, rows: Draws) -> None:
    """How often a bed is slept in."""
    finance.nights_of(rows)


def _rent(_run: Calculation, rows: Draws) -> None:
    """What a bed costs who sleeps in it."""
    finance.rent_of(rows)


def _most_deducted(_run: Calculation, rows: Draws) -> None:
    """What may be taken off a wage."""
    finance.most_deducted(rows)


def _in_time() -> dict[str, Step]:
    """When work on places must begin, from when they are short and how long it takes."""
    lead = "housing.lead_time_months"
    return {lead: Step("lead_time", stage=building)} | {
        f"housing.latest_start.{stay}": Step("latest_start", below=(f"headline.gap.{stay}.peak", lead))
        for stay in STAY_CLASSES
    }


STEPS = _chain() | _in_time() | _registration() | _money() | _readings() | _flow("peak") | _flow("structural")
"""What lies behind every figure that each assessment has, by path."""

COSTS = {
    f"finance.{kind}_cost": Step(
        "money_cost", fields=("context.hour_cost",), below=(f"finance.{kind}_hours",)
    )
    for kind in finance.WORK
}
"""What hours of work cost, where their price is given."""


def remaining_step(asked: tuple[str, ...]) -> Step:
    """What lies behind the range that is left after the questions worth asking.

    Args:
        asked: parameters that these questions would tell.
    """

    def answered(_run: Calculation, rows: Draws) -> None:
        for name in asked:
            rows[name]

    return Step("remaining", stage=answered, below=("headline.units.total.peak",))


SCORED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "wonen": (("weights",), tuple(f"headline.gap.{stay}.peak" for stay in STAY_CLASSES)),
    "voorzieningen": (("context.facility_capacities", "weights"), ()),
    "materieel": (("value_added_ratio", "weights"), ()),
    "arbeid": (("weights",), ("headline.migrant_share",)),
    "later": (("weights",), ("headline.migrants_structural",)),
}
"""Fields of a criterion that is no scale of answers, and the figures it follows from."""


def criterion_step(criterion: str, below: tuple[str, ...]) -> Step:
    """What lies behind the score of a criterion.

    Args:
        criterion: its id.
        below: figures it follows from in this assessment, beside those it always does.
    """
    if criterion == "elders":
        return ELSEWHERE

    def measured(run: Calculation, rows: Draws) -> None:
        indicator_of(welfare_criteria()[criterion], run.read_through(rows), None)

    fields, always = SCORED.get(criterion, (("answers", "housing_plan", "weights"), ()))
    return Step("criterion", fields=fields, stage=measured, below=always + below)


def signal_step(rule: CapacitySignal) -> Step:
    """What lies behind the quantity that a rule looks at."""

    def measured(run: Calculation, rows: Draws) -> None:
        value_of(rule, run.read_through(rows))

    units = tuple(f"headline.units.{stay}.peak" for stay in STAY_CLASSES)
    village = ("context.kern_inhabitants", "context.existing_migrants_kern")
    of_plot = rule.measure == "hectares"
    people = village if rule.of_village == "yes" else ("context.existing_migrants_municipality",)
    fields, below = {
        "share_of_inhabitants": ((*people, "housing_plan", WITHIN), (*IN_NEED, *units)),
        "site_size": (("area",), ()) if of_plot else (("housing_plan",), ("headline.gap.short.peak",)),
        "radius": (("context.existing_within_radius", "housing_plan", WITHIN), units[:1]),
        "own_workforce_share": (("housing_plan",), ()),
        "local_responsibility": (("housing_plan",), units),
    }[rule.rule_type]
    return Step("signal", fields=fields, stage=measured, below=below)
