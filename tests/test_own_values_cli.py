"""Own values on the command line: what is said of them is what was calculated with."""

import json
from pathlib import Path

import pytest

from hea.exchange import example, proposal_yaml, starter_text
from hea.parameters import OwnValue, load_parameters
from hea.texts import LANGUAGES, Lang, text
from tests.conftest import FEW_DRAWS
from tests.test_cli import hea, lines_of_failure

NAME = "fulfilment_waalwijk"
OWN = OwnValue(name="season_amplitude", value=1.4375, who="gemeente", why="telling 2026")
OTHER = OWN.model_copy(update={"value": 1.2, "why": "navraag"})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rapport")
    plan, pdf = folder / "plan.yaml", folder / "rapport.pdf"
    plan.write_text(proposal_yaml(example(NAME), (OWN,)), encoding="utf-8")
    result = hea("assess", plan, "--pdf", pdf, "--json", folder / "eerst.json", "--draws", FEW_DRAWS)
    assert result.returncode == 0, result.stderr
    return pdf


def values_file(folder: Path, *own: OwnValue) -> Path:
    path = folder / "eigen.yaml"
    path.write_text("own_values:" + proposal_yaml(example(NAME), own).split("own_values:")[1])
    return path


def test_a_report_is_made_again_with_its_own_draws(report: Path, tmp_path: Path) -> None:
    again = tmp_path / "weer.json"
    result = hea("assess", report, "--json", again)
    assert result.returncode == 0, result.stderr
    assert again.read_bytes() == (report.parent / "eerst.json").read_bytes()
    assert f", {FEW_DRAWS} trekkingen" in " ".join(hea("assess", report).stdout.split())
    told = json.loads(hea("explain", report, "headline.jobs", "--json", "-").stdout)
    assert told["value"] == json.loads(again.read_text())["headline"]["jobs"]
    assert json.loads(hea("compare", report, "--json", "-").stdout)["draws"] == FEW_DRAWS


def test_an_own_value_over_that_of_a_report_is_said(report: Path, tmp_path: Path) -> None:
    own = values_file(tmp_path, OTHER)
    result = hea("assess", report, "--own-values", own)
    told = " ".join(result.stderr.split())
    title = load_parameters()[OWN.name].title.nl
    words = {"title": title, "file": "rapport.pdf", "own": "eigen.yaml"}
    assert text("cli.own_replaced", before=1.4375, after=1.2, **words) in told
    assert text("cli.own_instead", file="rapport.pdf", own="eigen.yaml") in told
    assert "teruggezet" not in told


def test_the_same_own_value_again_changes_nothing_and_is_not_said_to(report: Path, tmp_path: Path) -> None:
    result = hea("assess", report, "--own-values", values_file(tmp_path, OWN))
    assert result.returncode == 0
    assert text("cli.own_instead", file="rapport.pdf", own="eigen.yaml") not in " ".join(
        result.stderr.split()
    )


def test_a_unit_mistake_is_said_on_the_screen(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    far = OwnValue(name="persons_per_fte", value=105, who="gemeente", why="telling 2026")
    plan.write_text(proposal_yaml(example(NAME), (far,)), encoding="utf-8")
    result = hea("assess", plan, "--draws", FEW_DRAWS)
    assert text("own_value.far") in " ".join(result.stdout.split())
    compared = hea("compare", plan, "--draws", FEW_DRAWS, "--scenarios", "voorstel")
    assert "Klopt de eenheid" in " ".join(compared.stdout.split())


@pytest.mark.parametrize("command", [("assess",), ("explain", "headline.jobs"), ("compare",)])
def test_a_mistake_in_a_file_of_own_values_names_file_number_and_field(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    plan, own = tmp_path / "plan.yaml", tmp_path / "eigen.yaml"
    plan.write_text(proposal_yaml(example(NAME)), encoding="utf-8")
    own.write_text("own_values:\n  - {name: season_amplitude, value: 'veel', who: ik, why: x}\n")
    [line] = lines_of_failure(hea(command[0], plan, *command[1:], "--own-values", own))
    assert line.startswith("eigen.yaml, own_values 1, value: ")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_list_of_parameters_keeps_names_whole_and_tells_what_is_needed(lang: Lang) -> None:
    lines = hea("parameters", "--lang", lang).stdout.splitlines()
    for name, record in load_parameters().items():
        assert name in lines
        below = lines[lines.index(name) + 1 : lines.index(name) + 8]
        told = " ".join(" ".join(below).split())
        assert record.title.in_language(lang) in told
        assert str(record.source.year or text("report.undated", lang)) in told
        assert f" {record.grade} " in told


def test_the_list_of_parameters_can_be_searched() -> None:
    names = [line for line in hea("parameters", "seizoen").stdout.splitlines() if line[:1].strip()]
    assert "season_amplitude" in names
    assert "brp_registration_days" not in names
    told = hea("parameters", "brp_window_months").stdout
    assert text("account.listed_fixed") in told


def test_the_proposal_to_start_with_shows_own_values_that_can_be_used(tmp_path: Path) -> None:
    words = starter_text()
    start = words.index("# own_values:")
    shown = "\n".join(line.removeprefix("# ") for line in words[start:].splitlines())
    plan = tmp_path / "plan.yaml"
    plan.write_text(words[:start] + shown, encoding="utf-8")
    result = hea("assess", plan, "--draws", FEW_DRAWS)
    assert result.returncode == 0, result.stderr
    assert load_parameters()["persons_per_fte"].title.nl in " ".join(result.stdout.split())
