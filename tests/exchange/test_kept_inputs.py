"""Inputs that once were read wrongly or not at all, each on the surface where it was typed."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from hea.cli import app
from hea.exchange.counted_cases import read_cases_as_kept
from hea.exchange.group_rows import pasted_groups
from hea.exchange.leads import read_leads
from hea.validation import validate

KEPT = Path(__file__).parent / "kept"
COMMANDS = (KEPT / "quick_commands.txt").read_text(encoding="utf-8").splitlines()
READ = (
    "werknemers 1.200.",
    "vloeroppervlak 6 ha = 60.000 m².",
    "werknemers 1.200.",
    "kavel 2,5 ha = 25.000 m².",
    "werknemers 400.",
    "opening maart 2027, werknemers 400.",
    "Bedoelt u 150.000 m²?",
    "kavel 60 ha = 600.000 m².",
)
"""What each command says that it read, or asks."""


@pytest.mark.parametrize(("line", "said"), zip(COMMANDS, READ, strict=True))
def test_a_quick_scan_reads_what_people_type_or_asks(line: str, said: str) -> None:
    result = CliRunner().invoke(app, shlex.split(line)[1:])
    assert said in result.stderr
    assert result.exit_code == (2 if said.startswith("Bedoelt u") else 0)
    if "open_field_harvest" in line:  # more migrants than jobs, which is no contradiction if both say when
        assert "zijn er gemiddeld" in result.stdout
        assert "in de drukste maand gaat het om" in " ".join(result.stdout.split())


def test_pasted_groups_are_understood_or_asked_and_never_half_taken() -> None:
    doubtful, clear = pasted_groups((KEPT / "paste_in_group_table.tsv").read_text(encoding="utf-8"), "nl")
    assert doubtful.group is None
    told = [problem.sentence() for problem in doubtful.problems]
    assert any("'0,65' kan 65% of 0,65% zijn" in sentence for sentence in told)
    assert any("'0,6' kan 60% of 0,6% zijn" in sentence for sentence in told)
    assert clear.group is not None
    assert (clear.group.count, clear.group.unit, clear.group.level) == (25, "fte", "skilled_trade")


def test_a_published_peak_is_predicted_as_a_peak() -> None:
    cases = read_cases_as_kept(KEPT / "peak_held_against_mean.csv").found
    (peak,) = validate(draws=256, cases=cases).rows
    means = {
        key: case.model_copy(update={"workers_base": case.workers_peak, "workers_peak": None})
        for key, case in cases.items()
    }
    (mean,) = validate(draws=256, cases=means).rows
    assert peak.published == mean.published == 130
    assert peak.predicted is not None
    assert mean.predicted is not None
    assert peak.predicted.p50 > 1.5 * mean.predicted.p50


def test_workers_of_a_harvest_are_told_as_the_mean_that_they_are_read_as() -> None:
    result = CliRunner().invoke(app, ["assess", str(KEPT / "harvest_mean_or_peak.yaml")])
    assert result.exit_code == 0
    assert "Werknemers 200 (gemiddelde over het jaar)" in result.stderr


def test_a_pipeline_as_kept_loses_no_row() -> None:
    leads = read_leads(KEPT / "pipeline_as_kept.csv")
    asked = {problem.place.partition(", kolom")[0] for problem in leads.problems}
    assert len(leads.found) + len(asked) == 6
