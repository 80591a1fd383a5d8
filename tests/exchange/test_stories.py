"""What is written in a field for a number is looked at only if it is as long as a number is."""

from pathlib import Path

import pytest

from tests.cost import cost

TRIES = """
from hea.app.fields import read
from hea.exchange.written.unknown import M2_BEHIND
from hea.problems import HeaError
from hea.scenarios.overrides import parsed
kinds = ("number", "size", "share", "month", "date")
def tried(written):
    told = set()
    for kind in kinds:
        try:
            read(written, kind, "count")
            told.add("read")
        except HeaError as error:
            told |= {problem.code for problem in error.problems}
    M2_BEHIND.sub("", written)
    parsed(written)
    return " ".join(sorted(told))
"""
STORIES = [
    "min 1{spaces}x",
    "1{spaces}x",
    "min 1{spaces}max{spaces}",
    "1{spaces}%x",
    "1{dashes}x",
    "in {digits}x2027",
    "2027-03-01T00:00{spaces}x",
    "a{brackets}",
]
"""What a pattern goes through again and again, by what is repeated in it."""


@pytest.mark.parametrize("story", STORIES)
def test_a_story_in_a_field_for_a_number_is_refused_before_a_pattern_is_tried(
    story: str, tmp_path: Path
) -> None:
    """Nothing else in the app goes on while one is: 700 characters took eight seconds, 10,000 three hours."""
    many = 30_000
    repeated = {"spaces": " " * many, "dashes": " -" * many, "digits": "1 " * many, "brackets": "[" * many}
    found = cost(tmp_path, story.format(**repeated).encode(), "tried(content.decode())", TRIES)
    assert found.said == "month_form typed_count typed_date typed_number"
    assert found.floors < 25


def test_an_open_end_in_a_line_without_end_is_not_looked_for(tmp_path: Path) -> None:
    line = b"company: [a: >1" + b" " * 200_000 + b"x: : "
    found = cost(tmp_path, line, "parse_upload('plan.yaml', content)")
    assert found.said == "file_syntax"
    assert found.floors < 125
