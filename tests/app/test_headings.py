"""A page has one heading of the first level, and none of the others skips a level (WCAG 1.3.1)."""

import itertools

import pytest
from streamlit.testing.v1 import AppTest

from hea.app.navigation import PAGES
from tests.app.walking import at, on

LEVELS = {"title": 1, "header": 2, "subheader": 3}


def levels(app: AppTest) -> list[tuple[int, str]]:
    """Level and words of every heading, from top to bottom."""
    found = []
    for item in app.main:
        if item.type in LEVELS:
            found.append((LEVELS[item.type], item.value))
        elif item.type == "markdown" and item.value.startswith("#"):
            found.append((len(item.value) - len(item.value.lstrip("#")), item.value[:60]))
    return found


def skipped(found: list[tuple[int, str]]) -> list[str]:
    """Headings that are more than one level below the one before them."""
    pairs = itertools.pairwise(found)
    return [words for (before, _), (level, words) in pairs if level > before + 1]


@pytest.mark.parametrize("filename", [entry.filename for entry in PAGES])
def test_no_heading_skips_a_level(filename: str) -> None:
    app = on(filename)
    found = levels(app)
    assert [level for level, _ in found].count(1) == 1
    assert skipped(found) == []


def test_none_is_skipped_once_plans_stand_beside_each_other() -> None:
    app = on("comparing.py")
    at(app, "beside:1").set_value("place:GM0983").run()
    assert len(levels(app)) > 2
    assert skipped(levels(app)) == []


def test_a_skipped_level_is_seen() -> None:
    assert skipped([(1, "a"), (3, "b")]) == ["b"]
