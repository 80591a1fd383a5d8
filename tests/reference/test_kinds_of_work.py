"""Kinds of work: a figure of their own where one was published, else that of the whole, and it is told."""

import pytest
from pydantic import TypeAdapter, ValidationError
from typer.testing import CliRunner

import hea
from hea.cli import app
from hea.exchange import InputError, quick_proposal
from hea.exchange.leads import parse_leads
from hea.exchange.problems import from_validation
from hea.exchange.quick import kind_of_work
from hea.parameters import load_parameters, sector_figure
from hea.proposal import Proposal, SectorId, SizeKind
from hea.reference import function_mix, kinds_of, questions, sectors, sectors_without_figures
from hea.texts import LANGUAGES

DC = "dc_warehousing"
DENSE, LESS_DENSE = "dc_grocery", "dc_bulk"


def on_floor(sector: str, kind: SizeKind = "gross_floor") -> Proposal:
    return quick_proposal(
        sector=sector,
        municipality="Venray",
        kind=kind,
        size=5 if kind == "plot" else 20_000,
        opening="2028-01",
        company="x",
    )


def test_the_kinds_of_warehouse_have_a_density_of_their_own() -> None:
    jobs = {key: hea.assess(on_floor(key), draws=256).headline.jobs for key in (DC, DENSE, LESS_DENSE)}
    assert jobs[LESS_DENSE].p50 < jobs[DC].p50 < jobs[DENSE].p50
    assert (
        jobs[DENSE].p50 > jobs[DC].p50 * 1.5
    )  # which is why they are apart, though ranges of few cases overlap
    assert jobs[DC].p90 / jobs[DC].p10 > jobs[DENSE].p90 / jobs[DENSE].p10  # not known is wider


@pytest.mark.parametrize("kind", [key for key in sectors() if sectors()[key].part_of])
def test_what_is_not_known_of_a_kind_is_that_of_the_whole_and_is_told(kind: str) -> None:
    whole = sectors()[kind].part_of
    assert whole is not None
    assert kind in kinds_of(whole)
    assert function_mix().get(kind) == function_mix().get(whole)
    assert sector_figure(kind, "migrant_share") == f"sector.{whole}.migrant_share"
    made = hea.assess(
        quick_proposal(
            sector=kind, municipality="Venray", kind="persons", size=200, opening="2028-01", company="x"
        ),
        draws=64,
    )
    told = [flag.message for flag in made.flags if flag.code == "scope_sector"]
    assert len(told) == 1
    assert sectors()[kind].name_nl in told[0].nl
    assert sectors()[whole].name_en in told[0].en
    assert (sectors()[kind].difference_nl or "-") in told[0].nl


def test_a_density_is_never_taken_from_the_whole_but_offered_with_its_difference() -> None:
    with pytest.raises(hea.AssessmentError) as caught:
        hea.assess(on_floor("dc_parcel"), draws=64)
    (problem,) = caught.value.problems
    for lang in LANGUAGES:
        sentence = problem.sentence(lang)
        assert getattr(sectors()[DC], f"name_{lang}") in sentence
        assert ("18,9" if lang == "nl" else "18.9") in sentence


@pytest.mark.parametrize("kind", ["gross_floor", "plot"])
def test_a_slaughterhouse_by_its_area_is_offered_the_nearest(kind: SizeKind) -> None:
    with pytest.raises(hea.AssessmentError) as caught:
        hea.assess(on_floor("slaughter", kind), draws=64)
    assert sectors()["other_food"].name_nl in caught.value.problems[0].sentence()


def test_a_factory_floor_is_told_that_only_a_british_guide_was_found() -> None:
    with pytest.raises(hea.AssessmentError) as caught:
        hea.assess(on_floor("manufacturing"), draws=64)
    assert "Brits" in caught.value.problems[0].sentence()
    assert "British" in caught.value.problems[0].sentence("en")
    assert load_parameters()["factory_jobs_per_1000m2_uk"].role == "context"


@pytest.mark.parametrize("word", ["datacenter", "data_centre", "Onderhoudsstop", "megaproject"])
def test_work_without_a_share_says_so_and_offers_the_nearest(word: str) -> None:
    with pytest.raises(ValidationError) as error:
        TypeAdapter(SectorId).validate_python(word)
    (problem,) = from_validation(error.value)
    row = next(
        row for row in sectors_without_figures().values() if word.lower() in (row.id, *row.words.split("|"))
    )
    for lang in LANGUAGES:
        sentence = problem.sentence(lang)
        assert getattr(row, f"difference_{lang}") in sentence
        assert all(getattr(sectors()[key], f"name_{lang}") in sentence for key in row.nearest.split())
        assert "%" in sentence


@pytest.mark.parametrize(
    ("written", "kind"),
    [("bulk", "dc_bulk"), ("mode", "dc_fashion_web"), ("Boodschappen", "dc_grocery"),
     ("pakketten", "dc_parcel"), ("dc_bulk", "dc_bulk"), ("weet niet", DC), (None, DC)],
)  # fmt: skip
def test_the_question_what_kind_of_warehouse_takes_plain_words(written: str | None, kind: str) -> None:
    assert kind_of_work(DC, written) == kind


@pytest.mark.parametrize(
    ("sector", "written"), [(DC, "kas"), (DC, "magazijn"), ("slaughter", "bulk"), (DC, "-")]
)
def test_another_kind_is_refused_with_those_there_are(sector: str, written: str) -> None:
    if written == "-":
        assert kind_of_work(sector, written) == sector  # a dash is not known
        return
    with pytest.raises(InputError) as caught:
        kind_of_work(sector, written)
    assert caught.value.problems[0].code == "kind_of_work"


def test_a_list_and_the_command_line_ask_what_kind_of_warehouse() -> None:
    table = "Gemeente;Sector;Soort magazijn;Opening;Werknemers\nVenray;magazijn;boodschappen;2028-01;400\n"
    table += "Venray;magazijn;weet niet;2028-01;400\nVenray;magazijn;kas;2028-01;400\n"
    leads = parse_leads("x.csv", table.encode())
    assert [lead.proposal.sector for lead in leads.found] == [DENSE, DC]
    assert [problem.code for problem in leads.problems] == ["kind_of_work"]
    assert "kolom Soort magazijn" in leads.problems[0].place
    done = CliRunner().invoke(
        app, ["quick", "--sector", "magazijn", "--warehouse", "boodschappen", "--municipality", "Venray",
              "--floor-m2", "20000", "--draws", "32"],
    )  # fmt: skip
    assert done.exit_code == 0
    assert sectors()[DENSE].name_nl in done.output


def test_the_question_on_the_sector_offers_every_sector() -> None:
    assert questions()["sector"].options == tuple(sectors())
