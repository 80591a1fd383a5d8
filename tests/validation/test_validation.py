"""The validation: honest about what counts, and able to fail."""

import csv
import json
import re
from pathlib import Path

import numpy as np
import pytest

from hea import load_parameters
from hea.engine.draws import Draws
from hea.exchange import InputError, read_cases, read_cases_with_notes
from hea.exchange.cases import MAX_CASES
from hea.reference import reference_cases
from hea.texts import text
from hea.validation import Validation, validate
from hea.validation import rows as making
from hea.validation.regions import REGIONS, contract_mix
from tests.test_cli import hea, lines_of_failure

DRAWS = 512


@pytest.fixture(scope="module")
def validation() -> Validation:
    return validate(draws=DRAWS)


def test_only_hits_and_misses_count(validation: Validation) -> None:
    counted = [row for row in validation.rows if row.outcome in {"hit", "miss"}]
    assert validation.tested == len(counted) > 15
    assert validation.hits == sum(row.outcome == "hit" for row in counted)
    assert validation.coverage_80 == pytest.approx(validation.hits / validation.tested, abs=1e-6)


def test_every_row_says_what_it_must(validation: Validation) -> None:
    assert {row.group for row in validation.rows} == {
        "regional_split", "survival", "regional_share", "settling",
        "case_workers", "case_peaks", "case_migrants", "case_places",
    }  # fmt: skip
    for row in validation.rows:
        assert (row.outcome == "fitted") == (row.fitted is not None), row.id
        assert (row.outcome == "not_testable") == (row.reason is not None), row.id
        if row.outcome in {"hit", "miss"}:
            assert row.predicted is not None
            assert row.published is not None
            inside = row.predicted.p10 <= row.published <= row.predicted.p90
            assert inside == (row.outcome == "hit")
            assert row.ratio == pytest.approx(row.predicted.p50 / row.published, abs=1e-5)
        assert row.source


def test_misses_are_reported_and_no_region_is_fitted(validation: Validation) -> None:
    assert any(row.outcome == "miss" for row in validation.rows)
    split = [row.outcome for row in validation.rows if row.group == "regional_split"]
    assert "fitted" not in split
    assert len(split) == len(REGIONS) * 2 * 3


def test_three_shares_are_two_figures_and_both_scenarios_one(validation: Validation) -> None:
    counted = [row.id for row in validation.rows if row.group == "regional_split" and row.reason is None]
    assert counted == [f"split.{region}.base.{stay}" for region in REGIONS for stay in ("short", "long")]


def test_a_case_that_was_learned_from_is_tested_without_itself() -> None:
    by_id = {row.id: row for row in validate(draws=DRAWS).rows}
    tested = by_id["case.bedrijf_picnic_utrecht.workers_from_floor"]
    assert tested.left_out
    own = validate(draws=DRAWS, cases={"eigen": reference_cases()["bedrijf_picnic_utrecht"]}).rows[0]
    assert not own.left_out  # it took no part
    assert tested.predicted != own.predicted


def test_what_was_announced_is_held_against_what_would_be_announced() -> None:
    case = reference_cases()["bedrijf_heylen_venlo"]
    counted = case.model_copy(update={"id": "b", "reliability": "counted"})
    first, second = validate(draws=DRAWS, cases={"a": case, "b": counted}).rows
    assert first.announced
    assert first.predicted is not None
    assert second.predicted is not None
    ratio = load_parameters().value("announced_over_counted")
    assert first.predicted.p50 / second.predicted.p50 == pytest.approx(ratio, rel=0.1)


def test_a_peak_is_read_from_a_mean_or_from_the_quietest_time() -> None:
    case = reference_cases()["bedrijf_deboer_tveld"].model_copy(update={"base_is": "lowest"})
    mean = case.model_copy(update={"id": "b", "base_is": "mean"})
    unknown = case.model_copy(update={"id": "c", "base_is": None})
    rows = [
        row
        for row in validate(draws=DRAWS, cases={"a": case, "b": mean, "c": unknown}).rows
        if "peak" in row.id
    ]
    assert rows[0].predicted is not None
    assert rows[1].predicted is not None
    assert rows[0].predicted.p50 > rows[1].predicted.p50
    assert rows[2].outcome == "not_testable"


def test_a_wrong_parameter_turns_a_hit_into_a_miss() -> None:
    wrong = load_parameters().replace({"sector.glasshouse.migrant_share": 0.1})
    outcomes = {
        name: {row.id: row.outcome for row in validate(parameters, draws=DRAWS).rows}
        for name, parameters in (("shipped", load_parameters()), ("wrong", wrong))
    }
    case = "case.terrein_nieuwprinsenland.places_from_workers"
    assert (outcomes["shipped"][case], outcomes["wrong"][case]) == ("hit", "miss")


def test_a_figure_outside_the_range_is_a_miss() -> None:
    draws = np.linspace(0, 1, 101)
    asked = making.Asked("x", "settling", None, "settle_stock", "share")  # type: ignore[arg-type]
    from hea.texts.translated import Translated

    asked = asked._replace(subject=Translated(nl="x", en="x"))
    assert making.tested(asked, making.Published(0.1, "bron"), draws).outcome == "hit"
    assert making.tested(asked, making.Published(0.0999, "bron"), draws).outcome == "miss"


@pytest.mark.parametrize("region", REGIONS)
def test_a_region_has_fewer_migrants_than_jobs(region: str) -> None:
    mix = contract_mix(region, Draws(load_parameters(), DRAWS, 1))
    assert (mix.migrants < mix.jobs).all()
    assert (mix.migrants > 0).all()


def write_cases(path: Path, rows: list[dict[str, object]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


OWN = {
    "id": "eigen", "name": "Eigen bedrijf", "place": "Venray", "sector_id": "slaughter",
    "reliability": "measured", "workers_base": 200, "migrants_low": 90, "migrants_high": 110,
}  # fmt: skip


def test_own_cases_are_held_against_the_model(tmp_path: Path) -> None:
    target = tmp_path / "uit.json"
    result = hea("validate", "--cases", write_cases(tmp_path / "eigen.csv", [OWN]), "--json", target)
    assert result.returncode == 0, result.stderr
    content = json.loads(target.read_text(encoding="utf-8"))
    assert [row["id"] for row in content["rows"]] == ["case.eigen.migrants_from_workers"]
    assert {"coverage_80", "median_ratio", "median_width"} <= set(content)


def test_a_published_peak_is_held_against_the_busiest_month(tmp_path: Path) -> None:
    harvest = OWN | {
        "sector_id": "open_field_harvest",
        "plot_ha": 60,
        "migrants_low": None,
        "migrants_high": None,
    }
    rows = [
        harvest | {"id": "gemiddeld", "name": "A", "workers_base": 70, "workers_peak": None},
        harvest | {"id": "piek", "name": "B", "workers_base": None, "workers_peak": 70},
    ]
    cases = read_cases(write_cases(tmp_path / "eigen.csv", rows))
    mean, peak = (row.predicted for row in validate(draws=256, cases=cases).rows)
    assert mean is not None
    assert peak is not None
    assert peak.p50 > 1.5 * mean.p50


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"sector_id": None}, "columns_missing"),
        ({"workers_base": None, "migrants_low": None}, "columns_figures"),
        ({"arbeiders": 3}, "column_unknown"),
        ({"sector_id": "slager"}, "sector"),
        ({"workers_base": "veel"}, "typed_count"),
        ({"municipality_code": "GM9999"}, "municipality"),
    ],
)
def test_a_table_of_cases_that_does_not_fit(tmp_path: Path, change: dict[str, object], code: str) -> None:
    row = {key: value for key, value in {**OWN, **change}.items() if value is not None}
    with pytest.raises(InputError) as caught:
        read_cases(write_cases(tmp_path / "fout.csv", [row]))
    assert code in {problem.code for problem in caught.value.problems}


def test_missing_columns_give_a_sentence_and_exit_code_2(tmp_path: Path) -> None:
    path = write_cases(tmp_path / "fout.csv", [{"naam": "x"}])
    lines = lines_of_failure(hea("validate", "--cases", path))
    assert any("de kolom Sector ontbreekt" in line and "naam" in line for line in lines)


KEPT = Path(__file__).parents[1] / "exchange/kept"


def test_the_shipped_cases_can_be_read_as_own_cases() -> None:
    import hea.reference

    assert read_cases(Path(str(hea.reference.__file__)).parent / "reference_cases.csv") == reference_cases()


def test_a_case_of_a_sector_without_figures_is_told_and_not_refused(tmp_path: Path) -> None:
    target = tmp_path / "uit.json"
    result = hea("validate", "--cases", KEPT / "case_data_centre.csv", "--json", target)
    assert result.returncode == 0, result.stderr
    (row,) = json.loads(target.read_text(encoding="utf-8"))["rows"]
    assert "data_centre" in row["reason"]["nl"]


@pytest.mark.parametrize(("mark", "comma"), [(";", ","), (";", "."), (",", "."), ("\t", ",")])
def test_cases_are_read_with_the_marks_of_any_program(tmp_path: Path, mark: str, comma: str) -> None:
    cases = read_cases(KEPT / "cases_semicolon.csv")
    assert cases["bedrijf_voorbeeld_uitbreiding"].plot_ha == 2.5
    head = "id|name|place|sector_id|reliability|plot_ha|workers_base"
    words = f"{head}\na|A|Venray|slaughter|reported|2{comma}5|100"
    path = tmp_path / "eigen.csv"
    path.write_bytes(words.replace("|", mark).encode("cp1252"))
    assert read_cases(path)["a"].plot_ha == 2.5


def test_a_figure_of_a_case_that_reads_two_ways_is_asked(tmp_path: Path) -> None:
    path = write_cases(tmp_path / "eigen.csv", [OWN | {"plot_ha": "1.200"}])
    with pytest.raises(InputError) as caught:
        read_cases(path)
    assert [problem.code for problem in caught.value.problems] == ["written_two_ways"]
    assert "plot_ha" in caught.value.problems[0].place


def test_a_thousand_point_in_a_number_of_people_is_one(tmp_path: Path) -> None:
    assert (
        read_cases(write_cases(tmp_path / "eigen.csv", [OWN | {"workers_base": "1.200"}]))[
            "eigen"
        ].workers_base
        == 1200
    )


def test_a_reason_that_no_case_has_is_refused_with_those_there_are(tmp_path: Path) -> None:
    path = tmp_path / "eigen.csv"
    head = "id,name,place,sector_id,reliability,floor_m2,workers_base,area_note"
    path.write_text(f"{head}\na,A,Venray,dc_warehousing,reported,20000,100,te oud\n", encoding="utf-8")
    lines = lines_of_failure(hea("validate", "--cases", path))
    assert any("te oud" in line and "area_note" in line and "core_only" in line for line in lines)


def test_the_first_page_tells_the_measured_coverage() -> None:
    """The method page is made from the cases; what the README says must be the same."""
    root = Path(__file__).parents[2]
    told = [
        re.search(
            r"Van de (\d+) [a-z ]*cijfers die meetellen liggen er (\d+) binnen",
            (root / name).read_text("utf-8"),
        )
        for name in ("README.md", "docs/methode.md")
    ]
    first, method = told
    assert first is not None
    assert method is not None
    assert first.groups() == method.groups()


IMPOSSIBLE = {
    "more migrants than workers": (
        {"migrants_low": 250, "migrants_high": 250}, "case_more_migrants", "migrants_high",
    ),
    "more than in the busiest weeks": (
        {"workers_peak": 240, "migrants_low": 9, "migrants_high": 260}, "case_more_migrants", "migrants_high",
    ),
    "lowest above highest": ({"migrants_low": 120, "migrants_high": 110}, "case_order", "migrants_low"),
    "mean above the peak": ({"workers_peak": 150}, "case_order", "workers_base"),
    "less than nobody": ({"migrants_low": -5, "migrants_high": 90}, "case_negative", "migrants_low"),
}  # fmt: skip


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_figures_of_a_case_that_cannot_be_true_are_told_by_row_and_field(tmp_path: Path, what: str) -> None:
    change, code, column = IMPOSSIBLE[what]
    rows = [OWN | {"workers_peak": None}, OWN | {"workers_peak": None, "id": "b", "name": "B"} | change]
    path = write_cases(tmp_path / "eigen.csv", rows)
    with pytest.raises(InputError) as caught:
        read_cases(path)
    (problem,) = caught.value.problems
    assert problem.code == code
    assert "rij 3" in problem.place
    assert column in problem.place
    lines = lines_of_failure(hea("validate", "--cases", path))
    assert any("rij 3" in line and column in line for line in lines)


def test_a_case_that_stands_there_twice_is_told_with_the_row_it_stands_in_already(tmp_path: Path) -> None:
    for again, code in ((OWN, "case_twice"), (OWN | {"id": "b"}, "case_twice_name")):
        with pytest.raises(InputError) as caught:
            read_cases(write_cases(tmp_path / "eigen.csv", [OWN, again]))
        assert code in {problem.code for problem in caught.value.problems}
    assert any("rij 2" in problem.sentence() for problem in caught.value.problems)


def test_nothing_is_learned_from_a_case_without_size_or_with_places_for_more_companies(
    tmp_path: Path,
) -> None:
    empty = {"workers_base": None, "migrants_low": 60, "migrants_high": 60, "beds": 60}
    rows = [OWN | {"beds": None, "beds_note": None},
            OWN | {"id": "b", "name": "B", "beds_note": None} | empty,
            OWN | {"id": "c", "name": "C", "beds": 90, "beds_note": "several_companies"}]  # fmt: skip
    path = write_cases(tmp_path / "eigen.csv", rows)
    notes = read_cases_with_notes(path).notes
    assert [(note.code, note.place.rsplit(" ", 1)[1]) for note in notes] == [
        ("case_no_size", "workers_base"), ("case_several_companies", "beds"),
    ]  # fmt: skip
    target = tmp_path / "uit.json"
    result = hea("validate", "--cases", path, "--json", target)
    assert result.returncode == 0
    assert "rij 3" in result.stderr + result.stdout
    outcomes = {row["id"]: row["outcome"] for row in json.loads(target.read_text(encoding="utf-8"))["rows"]}
    assert outcomes["case.c.places_from_migrants"] == "not_testable"
    assert not [key for key in outcomes if key.startswith("case.b.") and "migrants_from" in key]


def test_what_a_follow_up_gives_can_be_read_as_a_case(tmp_path: Path) -> None:
    empty = {"country": None, "grade": None, "kind": None, "beds_note": None}
    cases = read_cases(write_cases(tmp_path / "eigen.csv", [OWN | empty | {"reliability": "counted"}]))
    assert cases["eigen"].counted
    assert (cases["eigen"].country, cases["eigen"].grade, cases["eigen"].kind) == ("NL", "C", "company")
    assert text("reliability.counted", "nl") == "geteld"


def test_there_is_an_end_to_own_cases(tmp_path: Path) -> None:
    rows = [OWN | {"id": f"{item}", "name": f"Bedrijf {item}"} for item in range(MAX_CASES + 1)]
    assert len(read_cases(write_cases(tmp_path / "vol.csv", rows[:-1]))) == MAX_CASES
    with pytest.raises(InputError) as refused:
        read_cases(write_cases(tmp_path / "te_veel.csv", rows))
    assert [problem.code for problem in refused.value.problems] == ["cases_many"]
