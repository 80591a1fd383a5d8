"""What contract people work under, as one optional question for the whole company."""

import pytest
from typer.testing import CliRunner

import hea
from hea.cli import app
from hea.exchange.leads import parse_leads
from hea.exchange.quick import quick_proposal
from hea.parameters import load_parameters
from hea.proposal import Proposal
from tests.conftest import QUICK, distribution_centre


def quick(flex_share: float | None) -> Proposal:
    return quick_proposal(
        sector="dc_warehousing", municipality="Venray", kind="persons", size=400, opening="2028-01",
        company="x", flex_share=flex_share,
    )  # fmt: skip


def test_more_through_an_agency_means_more_labour_migrants_who_stay_shorter() -> None:
    direct, half, agency = (hea.assess(quick(share), draws=512).headline for share in (0, 0.5, 1))
    assert direct.migrant_share.p50 < half.migrant_share.p50 < agency.migrant_share.p50
    short = [made.units.short.peak.p50 / made.units.total.peak.p50 for made in (direct, agency)]
    assert short[0] < short[1]


def test_the_usual_share_of_the_sector_changes_nothing_in_the_central_run() -> None:
    usual = load_parameters().value("sector.dc_warehousing.flex_share")
    made = [hea.assess(quick(share), draws=64).central for share in (None, usual)]
    assert made[0].units.total.peak == pytest.approx(made[1].units.total.peak)
    assert made[0].migrants_peak == pytest.approx(made[1].migrants_peak)


def test_what_was_said_is_not_listed_as_assumed_and_not_asked_again() -> None:
    unknown, known = (hea.assess(quick(share), draws=64) for share in (None, 0.6))
    assert any(item.path.endswith("flex_share") for item in unknown.assumed)
    assert not any(item.path.endswith("flex_share") for item in known.assumed)
    assert known.proposal.tells("direct_or_agency")


def test_a_function_that_says_so_itself_keeps_its_own() -> None:
    group = {"name": "Inpakkers", "level": "elementary", "count": 300, "flex_share": 0.9}
    own = distribution_centre(function_groups=[group])
    told = own.update(recruitment={"flex_share": 0.1})
    assert hea.assess(own, draws=64).headline == hea.assess(told, draws=64).headline


def test_a_list_and_the_command_line_take_the_share() -> None:
    table = "Gemeente;Sector;Opening;Werknemers;Via een uitzendbureau\n"
    table += "".join(f"Venray;magazijn;2028-01;400;{share}\n" for share in ("60%", "weet niet", "140%"))
    leads = parse_leads("x.csv", table.encode())
    assert [lead.proposal.recruitment.flex_share for lead in leads.found] == [0.6, None]
    assert ["kolom Via een uitzendbureau" in problem.place for problem in leads.problems] == [True]
    shares = ("0%", "100%", "soms")
    said = {share: CliRunner().invoke(app, [*QUICK, "--agency-share", share]) for share in shares}
    assert said["0%"].exit_code == said["100%"].exit_code == 0
    assert said["0%"].output != said["100%"].output
    assert said["soms"].exit_code == 2
    assert "--agency-share" in said["soms"].output
