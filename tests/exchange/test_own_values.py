"""Own values go with a proposal into every file, and come back with the same figures."""

import datetime as dt
import io
import json
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from pypdf import PdfReader

from hea import Assessment, AssessmentError, assess, load_parameters
from hea.enclosures import FIGURES_FILE
from hea.exchange import (
    InputError,
    Opened,
    Settings,
    check_reopened,
    example,
    left_out_sentences,
    open_file,
    open_upload,
    proposal_yaml,
    read_own_values,
    reopen_report,
    uploads,
)
from hea.exchange.leads import read_leads
from hea.exchange.own_values import parse_own_values
from hea.parameters import OwnValue, ParameterError, parameters_with
from hea.problems import Problem
from hea.report.pdf import build_pdf
from hea.report.sentences import changes as changes_words
from hea.report.sentences import explanation, parameters, reopened
from hea.scenarios import compare
from hea.texts import LANGUAGES, Lang, text
from hea.workbook import build_workbook
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
    assert (opened.proposal, opened.own_values, opened.left_out) == (example(NAME), OWN, ())
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
    opened = open_upload("a.json", json.dumps(content).encode())
    assert (opened.proposal, opened.own_values) == (example(NAME), ())


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
    check = check_reopened(
        reopen_report("a.pdf", paper())._replace(own_values=(), figures=figures), load_parameters()
    )
    assert check is not None
    for lang in LANGUAGES:
        told = reopened.sentences(*check, lang)
        title = load_parameters()["season_amplitude"].title.in_language(lang)
        assert title in told[0]
        assert text("reopened.same", lang) not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_report_with_own_values_names_them_and_holds(lang: Lang) -> None:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(paper(lang))).pages]
    words = " ".join(" ".join(pages).split())
    title = load_parameters()["season_amplitude"].title.in_language(lang)
    assert text("report.own_values", lang, names=title)[:40] in " ".join(pages[0].split())
    assert "gemeente Waalwijk" in words
    assert "Own value:" not in words or lang == "en"
    row = words[words.rindex(text("report.sources", lang)) :].split(title)[1]
    assert "2026" in row[: row.index("telling 2026")]
    assert "1,4375" in words if lang == "nl" else "1.4375" in words
    assert "telling 2026" in words
    check = check_reopened(reopen_report("a.pdf", paper(lang)), load_parameters())
    assert check is not None
    assert (check.version, check.parameters, check.lost, check.changed) == (None, None, (), ())
    told = reopened.sentences(*check, lang)
    assert text("reopened.same", lang) in told
    assert any(title in line for line in told)


def test_a_value_changed_in_the_report_is_noticed() -> None:
    record = reopen_report("a.pdf", paper())
    changed = record.own_values[0].model_copy(update={"value": 1.1})
    check = check_reopened(record._replace(own_values=(changed, record.own_values[1])), load_parameters())
    assert check is not None
    assert check.changed
    assert check.parameters is not None
    assert text("reopened.parameters_alike", now=load_parameters().version) in reopened.sentences(
        *check, "nl"
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_workbook_names_them_as_well(lang: Lang) -> None:
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(made(), parameters_with(OWN), lang)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    title = load_parameters()["season_amplitude"].title.in_language(lang)
    assert any(cell.startswith(f"{title}: 1") and "telling 2026" in cell for cell in cells)


GOOD = {"name": "season_amplitude", "value": 1.2, "who": "ik", "why": "telling"}
BAD = {
    "own_parameter": {"name": "season_amplitudes"},
    "own_value_above": {"value": -3},
    "own_value_between": {"name": "reference_agency_share", "value": 45},
    "own_value_context": {"name": "brp_window_months", "value": 5},
    "own_value_definition": {"name": "horizon_months", "value": 60},
}


def problems_of(*items: object) -> list[Problem]:
    content = json.loads(example(NAME).model_dump_json()) | {"own_values": list(items)}
    with pytest.raises(InputError) as caught:
        open_upload("plan.json", json.dumps(content).encode())
    return list(caught.value.problems)


@pytest.mark.parametrize("code", BAD)
def test_own_values_that_cannot_be_used_are_refused_in_words(code: str) -> None:
    [problem] = problems_of(GOOD | BAD[code])
    assert (problem.place, problem.code) == ("plan.json, own_values 1", code)
    for lang in LANGUAGES:
        told = problem.sentence(lang)
        assert "{" not in told
        assert "None" not in told


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_value_a_figure_cannot_have_names_both_and_the_bound(lang: Lang) -> None:
    title = load_parameters()["reference_agency_share"].title.in_language(lang)
    told = problems_of(GOOD | BAD["own_value_between"])[0].sentence(lang)
    assert title in told
    assert "45" in told
    assert "1" in told


FORMS = {
    ("why", "missing"): {key: GOOD[key] for key in ("name", "value", "who")},
    ("who", "missing"): GOOD | {"who": "  "},
    ("value", "written_two_ways"): GOOD | {"value": "1.200"},
    ("value", "typed_number"): GOOD | {"value": True},
    ("set_on", "typed_date"): GOOD | {"set_on": "31-11-2026"},
    ("whom", "unknown_key"): GOOD | {"whom": "ik"},
    ("name", "not_text"): GOOD | {"name": 3},
}


@pytest.mark.parametrize("expected", FORMS, ids="-".join)
def test_the_field_that_is_wrong_is_named_and_what_is_wrong_with_it(expected: tuple[str, ...]) -> None:
    [problem] = problems_of(GOOD | {"name": "persons_per_fte"}, FORMS[expected])
    assert problem.place == f"plan.json, own_values 2, {expected[0]}"
    assert problem.code == expected[1]
    assert all("{" not in problem.sentence(lang) for lang in LANGUAGES)


@pytest.mark.parametrize(("written", "meant"), [("0,2", 0.2), ("45%", 0.45), ("4,5 %", 0.045)])
def test_a_number_is_read_as_people_write_it(written: str, meant: float) -> None:
    [own] = parse_own_values([GOOD | {"value": written}])
    assert own.value == meant


def test_all_that_is_wrong_is_said_at_once() -> None:
    found = problems_of({"name": "season_amplitude", "value": "veel"}, GOOD | {"name": "x"}, "iets")
    assert [(item.place.removeprefix("plan.json, own_values "), item.code) for item in found] == [
        ("1, value", "typed_number"),
        ("1, who", "missing"),
        ("1, why", "missing"),
        ("3", "own_value_form"),
        ("2", "own_parameter"),
    ]


def test_an_empty_list_of_own_values_is_none() -> None:
    content = proposal_yaml(example(NAME)) + "own_values:\n"
    assert open_upload("a.yaml", content.encode()).own_values == ()


def test_two_values_for_one_figure_are_asked_back_and_none_is_chosen(tmp_path: Path) -> None:
    file = tmp_path / "eigen.yaml"
    line = "  - {name: season_amplitude, value: %s, who: ik, why: x}\n"
    file.write_text("own_values:\n" + line % 1.2 + line % 1.4)
    with pytest.raises(InputError) as caught:
        read_own_values(file)
    [problem] = caught.value.problems
    assert (problem.place, problem.code) == ("eigen.yaml, own_values 2", "own_value_twice")
    assert load_parameters()["season_amplitude"].title.nl in problem.sentence("nl")


def test_a_file_may_change_exactly_what_the_app_offers() -> None:
    offered = set(parameters.changeable(load_parameters()))
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


def result_of_another_version(**changes: object) -> dict[str, Any]:
    """A result whose second own value cannot be used today."""
    content = json.loads(made().model_dump_json())
    content["parameters"]["own_values"][1] |= changes
    return content


GONE = {"unknown": {"name": "no_longer_there"}, "impossible": {"value": -1.0}}


@pytest.mark.parametrize("why", GONE)
def test_a_result_whose_own_value_cannot_be_used_any_more_opens_and_says_so(why: str) -> None:
    opened = open_upload("a.json", json.dumps(result_of_another_version(**GONE[why])).encode())
    assert opened.proposal == example(NAME)
    assert opened.own_values == OWN[:1]
    [left] = opened.left_out
    assert left.who == "controller"
    for lang in LANGUAGES:
        [told] = left_out_sentences(opened.left_out, lang)
        assert "controller" in told
        assert "None" not in told


def test_a_report_whose_own_value_cannot_be_used_any_more_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    figures = json.dumps(result_of_another_version(**GONE["unknown"])).encode()
    carried = uploads.attachments("a.pdf", paper()) | {FIGURES_FILE: figures}
    monkeypatch.setattr(uploads, "attachments", lambda name, content: carried)
    opened = open_upload("a.pdf", paper())
    assert (opened.proposal, opened.own_values) == (example(NAME), OWN[:1])
    assert [item.name for item in opened.left_out] == ["no_longer_there"]


def test_a_result_is_made_again_with_its_own_draws_and_limits() -> None:
    other = assess(example(NAME), draws=32, seed=7, stay_definition="national", viewpoint="employer")
    opened = open_upload("a.json", other.model_dump_json().encode())
    assert opened.settings == Settings(32, 7, "national", "employer")
    assert open_upload("a.pdf", paper()).settings == Settings(draws=FEW_DRAWS)
    assert open_upload("a.yaml", FILES["yaml"]()).settings is None


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


ODD = (
    OwnValue(name="persons_per_fte", value=1.6, who="gemeente", why="telling 2026"),
    OwnValue(name="beds_per_short_stay_worker", value=105, who="gemeente", why="telling 2026"),
    OwnValue(name="sector.mushrooms.migrant_share", value=0.5, who="gemeente", why="telling 2026"),
)


@cache
def odd() -> Assessment:
    return assess(example(NAME), parameters_with(ODD), draws=FEW_DRAWS)


def test_the_ranges_of_these_examples_are_as_the_tests_say() -> None:
    shipped = load_parameters()
    stances = [shipped.bounds(item.name).stance(item.value) for item in ODD]
    assert stances == ["outside", "far", "within"]
    assert shipped.bounds("beds_per_short_stay_worker").stance(0) == "outside"


def test_a_result_says_how_an_own_value_lies_and_whether_it_counts() -> None:
    used = {item.name: item for item in odd().parameters.own_values}
    assert [used[item.name].stance for item in ODD] == ["outside", "far", "within"]
    assert not used["sector.mushrooms.migrant_share"].has_effect
    assert used["beds_per_short_stay_worker"].has_effect
    assert all(item.has_effect for item in made().parameters.own_values)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_odd_about_an_own_value_stands_wherever_it_is_shown(lang: Lang) -> None:
    marks = {mark: text(f"own_value.{mark}", lang) for mark in ("outside", "far", "no_effect")}
    figures, made_of_odd = parameters_with(ODD), odd()
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(build_pdf(odd(), figures, lang))).pages]
    first = " ".join(pages[0].split())
    assert all(mark in first for mark in marks.values())
    whole = " ".join(" ".join(pages).split())
    book = openpyxl.load_workbook(io.BytesIO(build_workbook(odd(), figures, lang)))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value]
    flags = {flag.code: flag.message.in_language(lang) for flag in made_of_odd.flags}
    lines = parameters.own_value_lines(made_of_odd.parameters.own_values, lang, made_of_odd)
    assert f"{ODD[1].why}. " in lines[1]
    assert text("account.own_no_effect", lang) in lines[2]
    for line in lines:
        assert line in cells
        assert " ".join(line.split()) in whole
    assert marks["far"] in flags["own_values"]
    assert marks["no_effect"] in flags["own_values_idle"]
    idle = load_parameters()[ODD[2].name].title.in_language(lang)
    assert idle not in flags["own_values"]
    title = load_parameters()[ODD[1].name].title.in_language(lang)
    assert f"{title} ({marks['far']})" in cells
    told = "\n".join(
        line
        for node in explanation.nodes(made_of_odd.explain("headline.units.short.peak"), lang)
        for line in node.parameters
    )
    assert marks["far"] in told
    assert marks["far"] in parameters.row(ODD[1].name, figures, lang)[0]
    rows = changes_words.own_value_differences((), ODD, lang)
    assert [marks["outside"] in rows[0].after, marks["far"] in rows[1].after] == [True, True]


def test_a_changed_set_with_a_figure_that_is_gone_is_told_all_the_same() -> None:
    gone = OwnValue(name="no_longer_there", value=1, who="ik", why="x")
    [row] = changes_words.own_value_differences((gone,), (), "nl")
    assert row.place == "no_longer_there"
    assert text("own_value.left") in row.before


def test_a_comparison_holds_the_own_values_it_was_made_with() -> None:
    found = compare(example(NAME), ("voorstel",), parameters=parameters_with(OWN), draws=FEW_DRAWS)
    assert tuple(item.given for item in found.own_values) == OWN
