"""Rules say whether they hold, rulings say what was read of them, and nothing claims more than its source."""

import pytest

from hea.assessment.signals import rules_for
from hea.reference import (
    CapacitySignal,
    Ruling,
    capacity_signals,
    instruments,
    municipalities,
    regional_targets,
    rulings,
)
from hea.report.sentences.signals import signal_rows
from hea.texts import LANGUAGES, Lang, text
from tests.test_assessment import assessed_example

RULES = tuple(rule for rule in capacity_signals().values() if rule.of_tool == "no")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_is_called_in_force_that_nobody_checked(rule: CapacitySignal) -> None:
    for lang in LANGUAGES:
        told = text(f"signal.{rule.status.replace(' ', '_')}", lang)
        assert "geldend" not in told
        assert "in force" not in told
    if rule.status == "year_state":
        assert rule.remark
        assert "niet nagegaan" in rule.remark
    if "voorstel" in (rule.remark or "") and "stelde" not in (rule.remark or ""):
        assert rule.status in {"proposed", "sector proposal", "dropped"}, rule.id


def test_the_rules_of_venray_are_older_than_its_policy() -> None:
    found = {
        key: capacity_signals()[key].status for key in ("venray_radius", "venray_site", "venray_council")
    }
    assert set(found.values()) == {"superseded"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_known_of_a_rule_is_printed_with_it(lang: Lang) -> None:
    made = assessed_example("fictief_dossier_venray")
    printed = " ".join(row.rule for row in signal_rows(made.capacity_signals, lang))
    mine = [item.id for item in made.capacity_signals if item.id.startswith("venray")]
    assert mine
    for key in mine:
        assert str(capacity_signals()[key].remark) in printed
    assert text("signal.superseded", lang) in printed


@pytest.mark.parametrize("ruling", rulings().values(), ids=lambda ruling: ruling.id)
def test_a_ruling_says_what_was_read_of_it(ruling: Ruling) -> None:
    assert ruling.requirement_nl != ruling.requirement_en
    assert ruling.url.startswith("https://") or ruling.url.startswith("http://")
    assert (ruling.ecli is None) <= (ruling.read != "opening")
    second = any(word in ruling.source for word in ("samenvatting", "Noot bij", "Advocaten"))
    assert not second or ruling.read == "second_hand"


def test_the_duties_of_calculation_programmes_are_there() -> None:
    assert {key for key, row in rulings().items() if row.subject == "calculation"} == {
        "rvs_2017_1259", "rvs_2018_2454",
    }  # fmt: skip


def test_targets_permits_and_tax_are_there_with_their_source() -> None:
    found = {(row.region, row.indicator, row.value) for row in regional_targets()}
    assert {
        ("Venray", "planned_new_places", 1500), ("Horst aan de Maas", "share_of_inhabitants_2030", 0.25),
        ("Limburg", "woondeal_dwellings", 29550), ("West-Friesland", "share_via_agency", 0.25),
    } <= found  # fmt: skip
    assert all(row.source for row in regional_targets())
    assert "Helmond" in str(instruments()["stay_tax"].example)
    assert "Venlo 2025" in str(instruments()["landlord_permit"].example)


def test_every_rule_of_a_municipality_or_province_reaches_somebody() -> None:
    places = municipalities().values()
    proposals = {"deltaplan_70"}  # of the sector, told as a default of the tool
    lost = [
        row.id
        for row in capacity_signals().values()
        if row.of_tool == "no"
        and row.id not in proposals
        and not any(row.holds_in(place) for place in places)
    ]
    assert lost == []


def test_a_rule_of_a_municipality_that_merged_is_told_in_its_successor() -> None:
    told = {rule.id for rule in rules_for(municipalities()["GM1991"])}
    assert {"landerd_farm", "landerd_park", "landerd_hamlet_ratio"} <= told
