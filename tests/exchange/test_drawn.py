"""Draws for other programs: what a program reads back gives the ranges of the report, with units."""

import csv
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from pyarrow import parquet
from typer.testing import CliRunner

from hea.assessment.run import simulate
from hea.cli import app
from hea.exchange import proposal_yaml
from hea.exchange.drawn import draws_as_csv, draws_as_parquet
from tests.conftest import distribution_centre

DRAWS = 64


def test_percentiles_of_the_draws_are_the_headlines() -> None:
    run = simulate(distribution_centre(), draws=DRAWS)
    heads, *rows = csv.reader(draws_as_csv(run).decode().splitlines())
    assert len(rows) == DRAWS
    at = heads.index("headline.units.short.peak [beds]")
    drawn = [float(row[at]) for row in rows]
    assert np.percentile(drawn, 10) == pytest.approx(run.headline.units.short.peak.p10, abs=1e-5)
    assert {"headline.jobs [jobs]", "headline.migrant_share [share]", "headline.children [persons]"} <= {
        *heads
    }
    assert "headline.gap.long.peak [dwellings]" in heads


def test_parquet_holds_the_same_with_units_beside_the_names() -> None:
    run = simulate(distribution_centre(), draws=DRAWS)
    table = parquet.read_table(BytesIO(draws_as_parquet(run)))
    heads, *rows = csv.reader(draws_as_csv(run).decode().splitlines())
    assert [
        f"{name} [{table.schema.field(name).metadata[b'unit'].decode()}]" for name in table.column_names[1:]
    ] == heads[1:]
    assert [list(row.values()) for row in table.to_pylist()] == [list(map(float, row)) for row in rows]
    assert table.schema.metadata[b"seed"] == str(run.assessment.seed).encode()


def test_the_command_writes_one_of_the_kinds_it_knows(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(proposal_yaml(distribution_centre()), encoding="utf-8")
    command = ["export", str(plan), str(tmp_path / "out.csv"), "--draws", str(DRAWS)]
    assert CliRunner().invoke(app, command).exit_code == 0
    assert len((tmp_path / "out.csv").read_text(encoding="utf-8").splitlines()) == DRAWS + 1
    assert CliRunner().invoke(app, command).exit_code == 2, "it is there already"
    wrong = CliRunner().invoke(app, ["export", str(plan), str(tmp_path / "out.txt")])
    assert wrong.exit_code == 2
    assert ".parquet" in wrong.output


@pytest.mark.parametrize(("lang", "words"), [("nl", "Drie lezingen"), ("en", "Three readings")])
def test_the_command_line_tells_the_three_readings(lang: str, words: str) -> None:
    said = CliRunner().invoke(
        app, ["quick", "--sector", "magazijn", "--municipality", "Venray", "--persons", "400",
              "--draws", "32", "--lang", lang, "--readings"],
    )  # fmt: skip
    assert said.exit_code == 0
    assert words in said.output
