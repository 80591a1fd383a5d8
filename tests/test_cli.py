"""The command line as its user meets it: outputs, sentences, exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hea.exchange import example, example_names
from hea.exchange.form import build_form
from hea.parameters import load_parameters
from hea.report.sentences.ranges import range_text
from tests.conftest import assessed_example
from tests.processes import command

TEMPLATES = Path(__file__).parents[1] / "templates"
INVALID = sorted((TEMPLATES / "examples" / "invalid").glob("*.yaml"))
EXAMPLE = TEMPLATES / "examples" / "fictief_dossier_venray.yaml"


def hea(*arguments: object) -> subprocess.CompletedProcess[str]:
    return command(*map(str, arguments))


def lines_of_failure(result: subprocess.CompletedProcess[str]) -> list[str]:
    assert result.returncode == 2, result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr.splitlines()


@pytest.mark.parametrize("name", ["x" * 300 + ".yaml", "weg\x1b]0;overgenomen\x07\x9b31m\u202e\n.yaml"])
def test_a_name_that_no_file_can_have_or_that_a_terminal_obeys_is_a_plain_line(name: str) -> None:
    (line,) = lines_of_failure(hea("assess", name))
    assert line.isprintable()


def test_a_proposal_becomes_json_a_workbook_and_every_report(tmp_path: Path) -> None:
    targets = [tmp_path / name for name in ("uit.json", "uit.xlsx", "uit.docx", "uit.pdf", "bewoners.pdf")]
    options = [
        item
        for kind, path in zip(("--json", "--xlsx", "--docx", "--pdf", "--bewoners"), targets, strict=True)
        for item in (kind, path)
    ]
    for path in targets:
        path.write_text("eerder", encoding="utf-8")
    assert len(lines_of_failure(hea("assess", EXAMPLE, *options, "--draws", 64))) == 5
    assert {path.read_text(encoding="utf-8") for path in targets} == {"eerder"}
    result = hea("assess", EXAMPLE, *options, "--draws", 64, "--force")
    assert result.returncode == 0, result.stderr
    assert json.loads(targets[0].read_text(encoding="utf-8"))["draws"] == 64
    assert [path.read_bytes()[:4] for path in targets[1:]] == [b"PK\x03\x04", b"PK\x03\x04", b"%PDF", b"%PDF"]


def test_the_summary_fits_one_screen_and_tells_the_same_figures() -> None:
    result = hea("assess", EXAMPLE, "--draws", 64)
    assert result.returncode == 0
    assert len(result.stdout.splitlines()) <= 50
    peak = assessed_example("fictief_dossier_venray").headline.units.total.peak
    assert range_text(peak, "places", "nl") in " ".join(result.stdout.split())


def test_json_on_the_screen_is_json_alone() -> None:
    result = hea(
        "quick",
        "--sector",
        "slaughter",
        "--municipality",
        "Boxtel",
        "--persons",
        200,
        "--json",
        "-",
        "--draws",
        32,
    )
    assert json.loads(result.stdout)["proposal"]["municipality"] == "GM0757"


ON_FLOOR = load_parameters().value("sector.dc_warehousing.jobs_per_1000m2")


@pytest.mark.parametrize(
    ("size", "jobs"),
    [
        (("--persons", "400"), 400),
        (("--floor-m2", "50000"), 50 * ON_FLOOR),
        (("--footprint-m2", "50000"), 50 * ON_FLOOR * 1.3),
        (("--plot-ha", "10"), 350),
    ],
)
def test_quick_takes_one_of_four_sizes(size: tuple[str, str], jobs: float) -> None:
    result = hea(
        "quick", "--sector", "dc_warehousing", "--municipality", "GM0984", *size, "--json", "-", "--draws", 32
    )
    assert json.loads(result.stdout)["central"]["jobs"] == pytest.approx(jobs)


@pytest.mark.parametrize(
    ("options", "understood"),
    [
        (("--persons", "1.200"), "werknemers 1.200."),
        (("--persons", "1,200"), "werknemers 1.200."),
        (("--floor-m2", "60.000"), "vloeroppervlak 6 ha = 60.000 m²."),
        (("--plot-ha", "2,5"), "kavel 2,5 ha = 25.000 m²."),
        (("--persons", "400", "--opening", "medio 2028"), "opening juli 2028"),
    ],
)
def test_quick_reads_what_people_write_and_says_how(options: tuple[str, ...], understood: str) -> None:
    sector = "Distributiecentra, opslag en fulfilment"
    result = hea("quick", "--sector", sector, "--municipality", "Venray", *options, "--draws", 32)
    assert result.returncode == 0
    assert understood in result.stderr


def test_quick_asks_what_is_likely_where_only_one_end_was_given() -> None:
    result = hea(
        "quick", "--sector", "webshop", "--municipality", "Venray", "--persons", ">500", "--draws", 32
    )
    said = " ".join(result.stdout.split())
    assert "Opgegeven is minstens 500. Dat is maar een kant" in said
    assert "Vraag wat waarschijnlijk is" in said


def test_quick_asks_back_what_can_be_read_in_two_ways() -> None:
    options = ("--plot-ha", "1.200", "--opening", "winter 2028")
    lines = lines_of_failure(hea("quick", "--sector", "dc_warehousing", "--municipality", "Venray", *options))
    assert [line.split(":")[0] for line in lines] == ["--plot-ha", "--opening"]
    assert "1200 of 1,2" in lines[0]


@pytest.mark.parametrize("size", [(), ("--persons", "4", "--plot-ha", "1")])
def test_quick_wants_exactly_one_size(size: tuple[str, ...]) -> None:
    [line] = lines_of_failure(hea("quick", "--sector", "care", "--municipality", "Venlo", *size))
    assert "--footprint-m2" in line


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_invalid_examples_end_with_code_2_and_one_line(path: Path) -> None:
    [line] = lines_of_failure(hea("assess", path, "--draws", 32))
    assert len(line) > 30


def test_errors_are_spoken_in_the_language_asked_for() -> None:
    [line] = lines_of_failure(hea("assess", INVALID[0].parent / "negatief_aantal.yaml", "--lang", "en"))
    assert "(workforce.count), line" in line
    assert "-40 is negative." in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("frob",), "De opdracht 'frob' bestaat niet."),
        (("quik",), "De opdracht 'quik' bestaat niet. Bedoelt u 'quick'?"),
        (("assess",), "het bestand ontbreekt"),
        (("quick", "--sector", "x"), "--municipality ontbreekt"),
        (("assess", "x.yaml", "--draws", "veel"), "--draws moet een geheel getal zijn"),
        (("assess", "x.yaml", "--seed", "-3"), "--seed moet een getal zijn van ten minste 0"),
        (
            ("screen", "x.csv", "--out", "u", "--workers", "99"),
            "--workers moet een getal zijn van hoogstens 64",
        ),
        (("assess", "x.yaml", "--lang", "de"), "--lang kan niet 'de' zijn. Kies uit: nl, en."),
        (("quick", "--persoons", "3"), "De optie --persoons bestaat niet. Bedoelt u"),
        (("assess", "x.yaml", "y.yaml"), "'y.yaml' hoort niet bij deze opdracht"),
        (("assess", "x.yaml", "--draws"), "Achter --draws hoort nog iets te staan"),
        (("assess", "--lang", "en"), "file is missing"),
        (("radius", "x.csv", "--municipality", "Venray", "--at", "51.5, 6", "--km", "veel"), "--km: 'veel'"),
        (("radius", "x.csv", "--municipality", "Venray", "--at", "51.5, 6", "--km", "500"), "500 kilometer"),
    ],
)
def test_a_command_that_cannot_be_used_is_met_in_the_language_of_the_output(
    arguments: tuple[str, ...], said: str
) -> None:
    [line] = lines_of_failure(hea(*arguments))
    assert said in line


@pytest.mark.parametrize(
    "arguments",
    [("frob",), ("assess",), ("quick", "--sector", "care"), ("assess", "x.yaml", "--draws", "veel")],
)
def test_usage_errors_are_one_line(arguments: tuple[str, ...]) -> None:
    assert len(lines_of_failure(hea(*arguments))) == 1


def test_targets_are_checked_before_any_work(tmp_path: Path) -> None:
    result = hea("assess", tmp_path / "er_niet.yaml", "--json", tmp_path / "geen_map" / "uit.json")
    [line] = lines_of_failure(result)
    assert "geen_map" in line


def test_parameters_as_table_and_as_json() -> None:
    content = json.loads(hea("parameters", "--json").stdout)
    assert content["parameters"]["direct_stay_factor"]["grade"] == "D"
    assert len(content["hash"]) == 64
    assert "direct_stay_factor" in "".join(hea("parameters").stdout.split())


def test_the_starter_can_be_written_and_assessed(tmp_path: Path) -> None:
    path = tmp_path / "voorstel.yaml"
    assert hea("template", path).returncode == 0
    assert hea("assess", path, "--draws", 32).returncode == 0
    assert len(lines_of_failure(hea("template", path))) == 1
    assert len(lines_of_failure(hea("template", tmp_path / "voorstel.docx"))) == 1


def test_a_form_can_be_written_and_says_cell_by_cell_what_is_missing(tmp_path: Path) -> None:
    empty, filled = tmp_path / "leeg.xlsx", tmp_path / "ingevuld.xlsx"
    assert hea("template", empty).returncode == 0
    lines = lines_of_failure(hea("assess", empty))
    assert len(lines) == 4
    assert all("Initiatief!B" in line for line in lines)
    filled.write_bytes(build_form(example("fulfilment_waalwijk")))
    results = [tmp_path / "uit_xlsx.json", tmp_path / "uit_yaml.json"]
    yaml = Path(__file__).parents[1] / "templates" / "examples" / "fulfilment_waalwijk.yaml"
    for path, result in zip((filled, yaml), results, strict=True):
        assert hea("assess", path, "--json", result, "--draws", 32).returncode == 0
    assert results[0].read_bytes() == results[1].read_bytes()


def test_an_unexpected_error_is_a_sentence_and_not_a_traceback() -> None:
    code = "import hea.cli as c; from hea.cli import assessing; assessing.assess = None; c.main()"
    command = [sys.executable, "-c", code, "assess", str(EXAMPLE)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert "HEA_DEBUG" in result.stderr


def test_there_are_three_examples_from_published_cases_and_one_dossier() -> None:
    assert len(example_names()) == 4


@pytest.mark.parametrize(
    ("command", "encoding"),
    [
        (("compare",), "cp1252"),
        (("assess",), "ascii"),
        (("assess",), "utf-8"),
        (("explain", "headline.units.short.peak"), "cp1252"),
    ],
)
def test_what_goes_to_a_file_is_utf_8_on_every_machine(
    command: tuple[str, ...], encoding: str, tmp_path: Path
) -> None:
    """Windows opens a file for the output in an encoding of its own, which lacks signs that hea writes."""
    plan = tmp_path / "voorstel.json"
    plan.write_text(example("fulfilment_waalwijk").model_dump_json(), encoding="utf-8")
    environment = os.environ | {"PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    name, *more = command
    given = [sys.executable, "-m", "hea", name, str(plan), *more, "--draws", "32"]
    done = subprocess.run(given, capture_output=True, check=False, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("utf-8").strip()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as POSIX has them")
def test_only_the_owner_may_read_what_is_written(tmp_path: Path) -> None:
    plans = tmp_path / "plannen.csv"
    plans.write_text("Bedrijf;Gemeente;Sector;Opening;Werknemers\nKist;Venray;dc_warehousing;2028-01;40\n")
    command = ["screen", plans, "--out", tmp_path / "uit", "--draws", "64"]
    done = subprocess.run(
        [sys.executable, "-m", "hea", *map(str, command)],
        capture_output=True,
        text=True,
        check=False,
        umask=0,
    )
    assert done.returncode == 0, done.stderr
    written = [path for path in (tmp_path / "uit").rglob("*") if path.is_file()]
    assert written
    assert {path.stat().st_mode & 0o077 for path in [tmp_path / "uit", *written]} == {0}
