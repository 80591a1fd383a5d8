"""Reading files: every mistake is met with a sentence, and nothing is lost or half written."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hea.exchange import (
    InputError,
    parse_proposal,
    read_proposal,
    read_scenarios,
    read_workbook,
    sentences,
    starter_text,
    write_whole,
)
from hea.exchange.files import MAX_YAML, _beginning
from hea.exchange.leads import read_leads
from hea.exchange.own_values import read_own_values
from hea.exchange.uploads import open_file
from hea.texts import catalogue
from hea.units import MEGABYTE

TEMPLATES = Path(__file__).parents[2] / "templates"
INVALID = sorted((TEMPLATES / "examples" / "invalid").glob("*.yaml"))
LATER = {"geen_dichtheid", "grondvlak_zonder_vloercijfer"}
"""Mistakes that only show when the parameters are at hand; the command line tests them."""

BASE = "company: X\nmunicipality: Venray\nsector: dc_warehousing\nopening: 2027-03\nworkforce: {count: 10}\n"


def spoken(content: str, suffix: str) -> list[str]:
    """Sentences about the content in both languages; none if it is a proposal."""
    try:
        parse_proposal(content, suffix)
    except InputError as error:
        return sentences(error.problems) + sentences(error.problems, "en")
    return []


def problems_of(content: str, suffix: str = ".yaml") -> list[str]:
    with pytest.raises(InputError) as caught:
        parse_proposal(content, suffix)
    return sentences(caught.value.problems)


@pytest.mark.parametrize("path", [p for p in INVALID if p.stem not in LATER], ids=lambda path: path.stem)
def test_every_invalid_example_is_met_with_one_clear_sentence(path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_proposal(path)
    for lang in ("nl", "en"):
        [line] = sentences(caught.value.problems, lang)
        assert len(line) > 30
        assert line.rstrip()[-1] in ".?" or "hea template" in line or "options" in line or ":" in line
        assert "{" not in line


def test_the_starter_file_is_a_valid_proposal() -> None:
    assert parse_proposal(starter_text()).municipality == "GM0984"


def test_all_problems_are_reported_at_once() -> None:
    lines = problems_of(
        "company: X\nmunicipality: Vneray\nsector: dcx\nopening: 2027-99\nworkforce: {count: -1}\n"
    )
    assert len(lines) == 4
    assert [line.split(":")[0] for line in lines] == ["municipality", "sector", "opening", "workforce.count"]


def test_an_unknown_key_names_the_nearest_in_its_own_place() -> None:
    [line] = problems_of(
        BASE + "housing_plan: {offers: [{stay: short, places: 3, from_mont: 2027-01, from_month: 2027-01}]}"
    )
    assert line.startswith("housing_plan.offers[0].from_mont: ")
    assert "'from_month'" in line


def test_an_anchor_is_refused_before_it_can_grow() -> None:
    bomb = "a: &a [x, x]\nb: &b [*a, *a]\n" + BASE
    assert len(problems_of(bomb)) == 1


def test_deep_layers_are_refused() -> None:
    assert len(problems_of("[" * 5000, ".json")) == 1
    assert len(problems_of(BASE + "answers: " + "[" * 900 + "]" * 900)) == 1


def test_a_key_twice_is_refused_in_json_too() -> None:
    assert "'company'" in problems_of('{"company": "a", "company": "b"}', ".json")[0]


@pytest.mark.parametrize("content", ["- a\n- b\n", "42", '"tekst"'])
def test_something_else_than_fields_is_refused(content: str) -> None:
    assert len(problems_of(content)) == 1


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "groot.yaml"
    path.write_bytes(b"#" * 3 * MEGABYTE)
    with pytest.raises(InputError) as caught:
        read_proposal(path)
    assert "3,0 MB" in sentences(caught.value.problems)[0]


@pytest.mark.parametrize(
    ("name", "code"), [("er_niet.yaml", "file_missing"), (".", "file_is_folder"), ("a.docx", "file_type")]
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "a.docx").write_text("x")
    with pytest.raises(InputError) as caught:
        read_proposal(tmp_path / name)
    assert caught.value.problems[0].code == code


READERS: dict[str, Callable[[Path], object]] = {
    "plan.json": read_proposal,
    "plan.xlsx": read_workbook,
    "plan.pdf": open_file,
    "plan.csv": read_leads,
    "scenarios.yaml": read_scenarios,
    "values.yaml": read_own_values,
}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
@pytest.mark.parametrize("name", READERS)
def test_what_may_never_end_or_never_begin_is_refused(name: str, tmp_path: Path) -> None:
    """A device of which no end comes, and a pipe that nobody writes to; a link to a file is a file."""
    path, plan = tmp_path / name, tmp_path / f"held{Path(name).suffix}"
    for made in (lambda: path.symlink_to("/dev/zero"), lambda: os.mkfifo(path)):
        made()
        with pytest.raises(InputError) as caught:
            READERS[name](path)
        assert [problem.code for problem in caught.value.problems] == ["file_odd"]
        path.unlink()
    plan.write_bytes(b"")
    path.symlink_to(plan)
    with pytest.raises(InputError) as caught:
        READERS[name](path)
    assert [problem.code for problem in caught.value.problems] != ["file_odd"]


def test_a_file_that_grows_while_it_is_read_is_read_no_further(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"#" * 5_000_000)
    assert len(_beginning(path, 1_000)) == 1_000


@given(st.text(max_size=300))
def test_any_text_is_a_proposal_or_a_sentence(content: str) -> None:
    for suffix in (".yaml", ".json"):
        assert all(len(line) > 10 for line in spoken(content, suffix))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=8),
        lambda s: st.lists(s, max_size=3) | st.dictionaries(st.text(max_size=8), s, max_size=3),
        max_leaves=8,
    )
)
def test_any_value_in_any_field_is_accepted_or_met_with_a_sentence(value: object) -> None:
    import json

    for field in (
        "company",
        "opening",
        "workforce",
        "function_groups",
        "housing_plan",
        "answers",
        "context",
        "weights",
    ):
        content = {
            "company": "X",
            "municipality": "Venray",
            "sector": "care",
            "opening": "2027-01",
            field: value,
        }
        assert all(len(line) > 10 for line in spoken(json.dumps(content), ".json"))


def test_every_code_of_a_problem_has_a_sentence() -> None:
    from hea.exchange.problems import _BY_TYPE

    assert {f"problems.{code}" for code in _BY_TYPE.values()} <= set(catalogue("nl"))


def test_a_file_is_written_whole_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "uit.json"
    write_whole(path, b"eerste")
    with pytest.raises(InputError):
        write_whole(path, b"tweede")
    assert path.read_bytes() == b"eerste"
    write_whole(path, b"tweede", force=True)
    assert path.read_bytes() == b"tweede"
    assert [p.name for p in tmp_path.iterdir()] == ["uit.json"]


def test_nothing_is_left_behind_when_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError) as caught:
        write_whole(tmp_path / "uit.json", b"x" * 100)
    assert caught.value.problems[0].code == "output_failed"
    assert [p.name for p in tmp_path.iterdir()] == []


def test_text_that_is_too_long_is_met_with_the_bound_itself() -> None:
    [line] = problems_of(BASE + "#" * MAX_YAML)
    assert "hoogstens 0,5 MB" in line
