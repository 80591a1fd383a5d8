"""The table that puts both editions side by side tells what the examples come to now."""

import re
from operator import attrgetter

import pytest

import hea
from benchmarks.first_edition import EXAMPLES, ROWS, told
from benchmarks.first_edition import PAGE as FILE
from hea.exchange import example as proposal_of

PAGE = FILE.read_text(encoding="utf-8")
NOW = 2
"""Column of the page with what is calculated now, behind the one of the first edition."""


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_table_of_editions_holds_what_is_calculated_now(example: str) -> None:
    """Rounded as they stand there."""
    rows, headline = told(example, NOW), hea.assess(proposal_of(example)).headline
    assert set(rows) == set(ROWS)
    for label, (low, high, middle) in rows.items():
        found = attrgetter(ROWS[label])(headline)
        assert middle == pytest.approx(found.p50, rel=0.003, abs=1), label
        assert (low, high) == pytest.approx((found.p10, found.p90), rel=0.003, abs=1), label


def test_the_page_names_the_parameter_set_of_its_column_now() -> None:
    assert f"(parameterset {hea.load_parameters().version})" in PAGE.split("## Wat overal verandert")[0]


def both(example: str) -> tuple[str, set[tuple[int, int]]]:
    """The reasons under an example, and every figure of its table then and now."""
    part = PAGE.split(f"### {EXAMPLES[example]}")[1].split("###")[0]
    pairs: set[tuple[int, int]] = set()
    for line in part.splitlines():
        cells = [
            [int(n) for n in re.findall(r"\d+", cell.replace(".", ""))] for cell in line.strip("|").split("|")
        ]
        if line.startswith("| ") and len(cells) == 3 and cells[1]:
            pairs |= set(zip(cells[1], cells[2], strict=False))
    return part[part.rindex("|") :], pairs


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_reasons_quote_the_figures_of_the_table(example: str) -> None:
    """Every change that begins at a figure of the first edition ends at the one that stands beside it."""
    reasons, pairs = both(example)
    quoted = {(int(then), int(now)) for then, now in re.findall(r"(\d+) → (\d+)", reasons.replace(".", ""))}
    known = {then for then, _ in pairs}
    named = {pair for pair in quoted if pair[0] in known}
    assert named
    assert named <= pairs
