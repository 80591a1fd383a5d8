"""Someone who reckons along the tree, with the values of the central run, gets the figure above."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from hea import Assessment, assess
from hea.assessment.explanation import explainable
from hea.assessment.results.evidence import Explanation
from hea.exchange import example, example_names
from hea.parameters import OwnValue, parameters_with
from hea.proposal import STAY_CLASSES
from hea.report.sentences.explanation import nodes, value_in_words
from hea.texts import LANGUAGES, Lang
from tests.conftest import FEW_DRAWS, assessed_example


class Known(NamedTuple):
    """What stands at a figure of the tree: those below it, the figures used, and what was given."""

    tree: Explanation
    made: Assessment

    def below(self, name: str) -> float:
        """The central value of the figure below of which the path ends so; of one that is nought, nought."""
        (found,) = (it for it in self.tree.below if it.path.endswith(name))
        return found.central or 0.0

    def every(self) -> float:
        """All that lies below, added up."""
        return sum(it.central or 0.0 for it in self.tree.below)

    def used(self, name: str) -> float:
        """The middle of a figure that the tree names here."""
        (found,) = (it for it in self.tree.parameters if it.name == name)
        return found.central

    def within(self) -> float:
        """Share living in the municipality, as given or as the tree has it."""
        given = self.made.proposal.recruitment.within_municipality_share
        return self.used("lives_in_municipality_share") if given is None else given

    def border(self) -> float:
        """Share living across the border, as given or as the tree has it."""
        given = self.made.proposal.recruitment.cross_border_share
        named = [it.central for it in self.tree.parameters if "_border_share" in it.name]
        return given if given is not None else sum(named)

    def elsewhere(self) -> float:
        """Share living in another province."""
        return max(0.0, 1 - self.used("lives_in_province_share") - self.border())

    def homes(self, couples: str) -> float:
        """Homes per worker."""
        pairs = self.used(couples)
        return (1 - pairs) + pairs / (1 + self.used("partner_working_share"))


UNSEEN = "share_not_registered"
RECKONED: dict[str, Callable[[Known], float]] = {
    r"headline\.units\.mid\.peak": lambda it: it.below("net.mid") * it.homes("share_with_family_mid_stay"),
    r"headline\.units\.long\.peak": lambda it: (
        it.below("net.long") * it.homes("share_with_partner_long_stay")
    ),
    r"registration\.non_residents": lambda it: it.below(".people") - it.below(".residents"),
    r"registration\.registered": lambda it: it.below(".residents") * (1 - it.used(UNSEEN)),
    r"registration\.unseen": lambda it: it.below(".residents") * it.used(UNSEEN),
    r"registration\.per_year_in_practice": lambda it: it.below("per_year_by_law") * (1 - it.used(UNSEEN)),
    r"flow\.\w+\.others": lambda it: it.below(".jobs") - it.below(".migrants"),
    r"flow\.\w+\.across_border": lambda it: it.below(".migrants") * it.border(),
    r"flow\.\w+\.other_region": lambda it: it.below(".migrants") * it.elsewhere(),
    r"flow\.\w+\.already_in_region": lambda it: (
        it.below(".migrants") * (1 - it.border() - it.elsewhere()) - it.below(".net")
    ),
    r"flow\.\w+\.total": Known.every,
    r"flow\.\w+\.sharing": lambda it: it.below(".total") - it.below(".net"),
    r"finance\.not_registered": lambda it: it.every() * it.within(),
    r"finance\.need_not_register": lambda it: it.every() * it.within(),
    r"finance\.stay_tax": lambda it: (
        it.below(".not_registered") * it.below(".nights") * it.below(".tax_rate")
    ),
    r"finance\.stay_tax_all_registered": lambda it: (
        it.below(".need_not_register") * it.below(".nights") * it.below(".tax_rate")
    ),
    r"finance\.(registration|supervision)_hours": Known.every,
    r"finance\.(registration|supervision)_cost": lambda it: (
        it.every() * (it.made.proposal.context.hour_cost or 0.0)
    ),
    r"finance\.most_deducted_week": lambda it: (
        it.used("wml_hour_eur") * it.used("full_time_hours_per_week") * it.used("housing_deduction_cap_share")
    ),
    r"finance\.nights": lambda it: it.used("stay_tax_nights_per_year"),
    r"finance\.rent_week": lambda it: it.used("rent_eur_per_bed_week"),
    r"housing\.lead_time_months": lambda it: it.used("lead_time_months"),
}
"""Figures that are a sum or a product of what stands below them, by the pattern of their path."""

NOT_RECKONED = (
    r"headline\.(jobs|migrant_share)",  # of groups, each with its own course and share
    r"headline\.migrants_\w+",  # the month of most or third-lowest, of jobs of a mean month
    r"headline\.units\.short\.\w+|facilities\..+|flow\.\w+\.(jobs|migrants|net)",  # of their own months
    r"headline\.units\.(mid|long)\.(structural|opening_year)",  # what lies below tells its highest month
    r"headline\.units\.total\.\w+",  # classes have their peaks in different months
    rf"flow\.\w+\.({'|'.join(STAY_CLASSES)})",  # in the month of the total, not in their own
    r"headline\.gap\..+|housing\.(supply|latest_start\..+)",  # month by month
    r"headline\.(residents|children)|registration\.(people|residents|per_year_by_law)",  # structural month
    r"monthly\.persons\..+|readings\..+",  # cohorts
    r"housing\.net\..+",  # of the core and of the season, of whom everyone is new
    r"finance\.tax_rate",  # one figure, given or published
    r"signals\..+|welfare\..+|drivers\.remaining",  # scales and ranges
)
"""The others, and why they are no sum or product of the values below."""


def priced() -> Assessment:
    """The dossier of Venray with prices and places where people live of its own."""
    plan = example("fictief_dossier_venray")
    given = {
        "context": plan.context.model_copy(update={"stay_tax_rate": 2.0, "hour_cost": 60.0}),
        "recruitment": plan.recruitment.model_copy(
            update={"cross_border_share": 0.1, "within_municipality_share": 0.4}
        ),
    }
    return assess(plan.model_copy(update=given), draws=FEW_DRAWS)


def trees(made: Assessment) -> Iterator[Known]:
    """Every figure of an assessment with what stands right below it."""
    for path in explainable(made):
        yield Known(made.explain(path), made)


@pytest.mark.parametrize("name", [*example_names(), "priced"])
def test_whoever_reckons_along_the_tree_gets_the_figure_above(name: str) -> None:
    made = priced() if name == "priced" else assessed_example(name)
    reckoned = 0
    for known in trees(made):
        path, found = known.tree.path, known.tree.central
        rules = [rule for pattern, rule in RECKONED.items() if re.fullmatch(pattern, path)]
        assert len(rules) + any(re.fullmatch(pattern, path) for pattern in NOT_RECKONED) == 1, path
        if rules and found is not None:
            reckoned += 1
            assert rules[0](known) == pytest.approx(found, rel=1e-4, abs=1e-4), path
    assert reckoned > 25


def test_the_central_values_are_those_of_the_central_run() -> None:
    """The figures of the headline have their own, calculated beside the ranges."""
    made = assessed_example("fictief_dossier_venray")
    assert made.explain("headline.jobs").central == made.central.jobs
    assert made.explain("headline.units.total.peak").central == made.central.units.total.peak
    assert made.explain("headline.children").central == made.central.children
    (peak,) = (flow for flow in made.housing.flows if flow.moment == "peak")
    for step in peak.steps:
        assert made.explain(f"flow.peak.{step.id}").central == step.central


@pytest.mark.parametrize("lang", LANGUAGES)
def test_who_reads_the_tree_can_multiply_what_it_says(lang: Lang) -> None:
    """With the digits that are written: people times nights times rate is the tax, to a thousandth."""
    made = assessed_example("fictief_dossier_venray")
    tree = made.explain("finance.stay_tax")
    said = {node.path: _central(node.value, lang) for node in nodes(tree, lang) if node.value}
    product = said["finance.not_registered"] * said["finance.nights"] * said["finance.tax_rate"]
    assert product == pytest.approx(said["finance.stay_tax"], rel=1e-3)
    net = made.explain("headline.units.mid.peak").below[0]
    assert value_in_words(net, lang).startswith("middenberekening" if lang == "nl" else "central run")


def _central(value: str, lang: Lang) -> float:
    """The last number that is said."""
    last = value.split()[-1].rstrip("%")
    if lang == "nl":
        last = last.replace(".", "").replace(",", ".")
    return float(last.replace(",", "")) if lang == "en" else float(last)


def test_an_own_value_moves_the_central_value_too() -> None:
    own = OwnValue(name="stay_tax_nights_per_year", value=300.0, who="Gemeente", why="Eigen telling")
    plan, figures = example("fictief_dossier_venray"), parameters_with([own])
    tree = assess(plan, figures, draws=FEW_DRAWS).explain("finance.nights")
    assert tree.central == 300.0
