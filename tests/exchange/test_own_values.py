"""Own values go with a proposal into every file, and come back with the same figures."""

import datetime as dt
import io
import json
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from hea import Assessment, AssessmentError, assess, load_parameters
from hea.exchange import (
    InputError,
    Opened,
    example,
    held,
    open_file,
    open_upload,
    proposal_yaml,
    read_own_values,
    read_record,
    sentences,
)
from hea.exchange.leads import read_leads
from hea.exchange.own_values import parse_own_values
from hea.parameters import OwnValue, ParameterError, parameters_with
from hea.report import parameter_text, record_text
from hea.report.pdf import build_pdf
from hea.report.workbook import build_workbook
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import FEW_DRAWS
from tests.test_cli import hea, lines_of_failure

NAME = "fulfilment_waalwijk"
OWN = (
    OwnValue(
        name="season_amplitude",
        value=1.4375,
        who="gemeente Waalwijk",
        why="telling 2026",
        set_on=dt.date(2026, 11, 3),
    ),
    OwnValue(name="beds_per_short_stay_worker", value=1.25, who="controller", why="navraag bij drie bureaus"),
)


@cache
def made() -> Assessment:
    return assess(example(NAME), parameters_with(OWN), draws=FEW_DRAWS)


@cache
def paper(lang: Lang = "nl") -> bytes:
    return build_pdf(made(), parameters_with(OWN), lang)


def again(opened: Opened) -> Assessment:
    return assess(opened.proposal, opened.parameters, draws=FEW_DRAWS)


FILES = {
    "pdf": paper,
    "json": lambda: made().model_dump_json().encode(),
    "yaml": lambda: proposal_yaml(example(NAME), OWN).encode(),
}


def test_the_own_values_matter() -> None:
    assert made().headline != assess(example(NAME), draws=FEW_DRAWS).headline


@pytest.mark.parametrize("kind", FILES)
def test_a_file_gives_back_its_own_values_and_the_same_figures(kind: str) -> None:
    opened = open_upload(f"a.{kind}", FILES[kind]())
    assert opened == Opened(example(NAME), OWN)
    assert again(opened) == made()


def test_a_result_says_what_was_replaced_by_what_by_whom_why_and_when() -> None:
    first, second = made().parameters.own_values
    assert first.given == OWN[0]
    assert first.shipped == load_parameters().value("season_amplitude")
    assert first.title.nl == load_parameters()["season_amplitude"].title.nl
    assert second.set_on is None
    assert made().parameters.lost == ()


def test_a_result_of_before_own_values_were_kept_still_opens() -> None:
    content = json.loads(assess(example(NAME), draws=FEW_DRAWS).model_dump_json())
    del content["parameters"]["own_values"]
    assert Assessment.model_validate(content).parameters.own_values == ()
    assert open_upload("a.json", json.dumps(content).encode()) == Opened(example(NAME))


def test_figures_made_with_own_values_explain_themselves() -> None:
    for told in (made().explain("headline.jobs"), made().explain("headline.jobs", parameters_with(OWN))):
        [used] = [item for item in told.parameters if item.name == "season_amplitude"]
        assert used.own_value
        assert used.central == OWN[0].value


def test_a_result_that_lost_its_own_values_says_so() -> None:
    used = made().parameters.model_copy(update={"own_values": ()})
    lost = made().model_copy(update={"parameters": used})
    with pytest.raises(AssessmentError) as caught:
        lost.explain("headline.jobs")
    [problem] = caught.value.problems
    assert problem.code == "explain_own_values"
    figures = json.loads(lost.model_dump_json())
    check = held(read_record("a.pdf", paper())._replace(own_values=(), figures=figures), load_parameters())
    assert check is not None
    for lang in LANGUAGES:
        told = record_text.sentences(*check, lang)
        title = load_parameters()["season_amplitude"].title.in_language(lang)
        assert title in told[0]
        assert text("record.same", lang) not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_with_own_values_names_them_and_holds(lang: Lang) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper(lang))).pages]
    words = " ".join(" ".join(pages).split())
    title = load_parameters()["season_amplitude"].title.in_language(lang)
    assert text("report.own_values", lang, names=title)[:40] in " ".join(pages[0].split())
    assert "gemeente Waalwijk" in words
    assert "1,4375" in words if lang == "nl" else "1.4375" in words
    assert "telling 2026" in words
    check = held(read_record("a.pdf", paper(lang)), load_parameters())
    assert check is not None
    assert (check.version, check.parameters, check.lost, check.changed) == (None, None, (), ())
    told = record_text.sentences(*check, lang)
    assert text("record.same", lang) in told
    assert any(title in line for line in told)


def test_a_value_changed_in_the_report_is_noticed() -> None:
    record = read_record("a.pdf", paper())
    changed = record.own_values[0].model_copy(update={"value": 1.1})
    check = held(record._replace(own_values=(changed, record.own_values[1])), load_parameters())
    assert check is not None
    assert check.changed
    assert check.parameters is not None
    assert text("record.parameters_alike", now=load_parameters().version) in record_text.sentences(
        *check, "nl"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_names_them_as_well(lang: Lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(made(), parameters_with(OWN), lang)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    title = load_parameters()["season_amplitude"].title.in_language(lang)
    assert any(cell.startswith(f"{title}: 1") and "telling 2026" in cell for cell in cells)


BAD = {
    "own_value_form": {"name": "season_amplitude", "value": 1.2, "who": "ik"},
    "own_parameter": {"name": "season_amplitudes", "value": 1.2, "who": "ik", "why": "x"},
    "own_value_above": {"name": "season_amplitude", "value": -3, "who": "ik", "why": "x"},
    "own_value_context": {"name": "wml_hour_eur", "value": 15, "who": "ik", "why": "x"},
    "own_value_definition": {"name": "horizon_months", "value": 60, "who": "ik", "why": "x"},
}


@pytest.mark.parametrize("code", BAD)
def test_own_values_that_cannot_be_used_are_refused_in_words(code: str) -> None:
    content = json.loads(example(NAME).model_dump_json()) | {"own_values": [BAD[code]]}
    with pytest.raises(InputError) as caught:
        open_upload("a.json", json.dumps(content).encode())
    [problem] = caught.value.problems
    assert problem.code == code
    assert problem.place == "own_values[0]"
    assert "{" not in sentences([problem])[0]


def test_two_values_for_one_figure_are_asked_back_and_none_is_chosen(tmp_path: Path) -> None:
    file = tmp_path / "eigen.yaml"
    line = "  - {name: season_amplitude, value: %s, who: ik, why: x}\n"
    file.write_text("own_values:\n" + line % 1.2 + line % 1.4)
    with pytest.raises(InputError) as caught:
        read_own_values(file)
    [problem] = caught.value.problems
    assert (problem.place, problem.code) == ("own_values[1]", "own_value_twice")
    assert load_parameters()["season_amplitude"].title.nl in problem.sentence("nl")


def test_a_file_may_change_exactly_what_the_app_offers() -> None:
    offered = set(parameter_text.changeable(load_parameters()))
    for name, record in load_parameters().items():
        given = {"name": name, "value": record.central or 1.0, "who": "ik", "why": "x"}
        if name in offered:
            assert parse_own_values([given])[0].name == name
            continue
        with pytest.raises(InputError):
            parse_own_values([given])
        with pytest.raises(ParameterError):
            parameters_with([OwnValue(**given)])


@pytest.mark.parametrize("given", ["3", "[3]", "{}", '[{"name": "season_amplitude", "value": NaN}]'])
def test_something_else_in_their_place_is_refused(given: str) -> None:
    content = example(NAME).model_dump_json()[:-1] + f', "own_values": {given}}}'
    with pytest.raises(InputError):
        open_upload("a.json", content.encode())


def test_a_portfolio_does_not_leave_own_values_out_unseen(tmp_path: Path) -> None:
    (tmp_path / "met.yaml").write_text(proposal_yaml(example(NAME), OWN), encoding="utf-8")
    (tmp_path / "zonder.yaml").write_text(proposal_yaml(example(NAME)), encoding="utf-8")
    leads = read_leads(tmp_path)
    assert [lead.place for lead in leads.found] == ["zonder.yaml"]
    assert [(item.place, item.code) for item in leads.problems] == [("met.yaml", "lead_own_values")]


def test_the_command_line_takes_own_values_and_a_report_gives_them_back(tmp_path: Path) -> None:
    plan, own = tmp_path / "plan.yaml", tmp_path / "eigen.yaml"
    plan.write_text(proposal_yaml(example(NAME), OWN[:1]), encoding="utf-8")
    own.write_text("own_values:\n" + proposal_yaml(example(NAME), OWN[1:]).split("own_values:\n")[1])
    assert read_own_values(own) == OWN[1:]
    options = ("--draws", FEW_DRAWS)
    pdf, first, second = (tmp_path / name for name in ("uit.pdf", "een.json", "twee.json"))
    result = hea("assess", plan, "--own-values", own, "--pdf", pdf, "--json", first, *options)
    assert result.returncode == 0, result.stderr
    assert Assessment.model_validate_json(first.read_text(encoding="utf-8")) == made()
    result = hea("assess", pdf, "--json", second, *options)
    assert result.returncode == 0, result.stderr
    assert "gelden nog" in " ".join(result.stderr.split())
    assert second.read_bytes() == first.read_bytes()
    assert open_file(pdf).own_values == OWN
    result = hea("explain", first, "headline.jobs", *options)
    assert "1,4" in result.stdout
    plan.write_text("company: x\n", encoding="utf-8")
    [line] = lines_of_failure(hea("assess", first, "--own-values", plan))
    assert "own_values" in line
