"""What a reader meets first is short and true: the first page, its links, and the sample reports."""

import re
from itertools import chain
from pathlib import Path

import pytest

import hea
from docs.publishing import samples

TOP = Path(__file__).parents[1]
FIRST = (TOP / "README.md").read_text(encoding="utf-8")
MAX_WORDS = 500
PAGES = sorted(chain(TOP.glob("*.md"), (TOP / "docs").rglob("*.md")))
LINK = re.compile(r"\]\(([^)\s]+)\)")


def test_the_first_page_is_short() -> None:
    assert len(FIRST.split()) <= MAX_WORDS


def test_the_first_page_has_a_summary_in_english_and_one_picture() -> None:
    assert "*In English:" in FIRST
    assert len(re.findall(r"^!\[", FIRST, re.MULTILINE)) == 1


def test_the_two_commands_name_the_wheel_that_a_build_makes() -> None:
    commands = re.findall(r"^    (uvx .+)$", FIRST, re.MULTILINE)
    assert len(commands) == 2
    wheel = f"uvx --from hea_rekentool-{hea.__version__}-py3-none-any.whl hea "
    assert [command for command in commands if not command.startswith(wheel)] == []


def anchors(page: Path) -> set[str]:
    """Names by which the headings of a page are found."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=[path.relative_to(TOP).as_posix() for path in PAGES])
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match(r"(https?|mailto):", link):
            continue
        path, _, name = link.partition("#")
        place = page.parent / path if path else page
        assert place.exists(), link
        assert not name or name in anchors(place), link


def test_the_search_for_links_finds_those_of_the_first_page() -> None:
    assert "docs/methode.md#toets-aan-gepubliceerde-cijfers" in LINK.findall(FIRST)


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_first_page_leads_to_every_sample(name: str) -> None:
    assert f"](docs/voorbeelden/{name})" in FIRST


def test_the_samples_are_made_by_this_version_and_hold_the_figures_of_today() -> None:
    """The look of a page is not compared."""
    assert samples.stale(TOP / "docs/voorbeelden") == [], "run `make voorbeelden`"


def test_samples_of_another_version_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(samples, "VERSION", "9.9.9")
    told = samples.stale(TOP / "docs/voorbeelden", figures=False)
    assert sorted(told) == sorted(f"{name} is not made by hea 9.9.9" for name in samples.NAMES)
