"""The main figures move along beside the input, and say to which input they belong."""

from typing import Any
from xml.etree import ElementTree

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import results, strip
from hea.app.navigation import PAGES
from hea.assessment import Outline
from hea.exchange import example
from hea.report.sentences import cards, ranges
from hea.texts import LANGUAGES, Lang, text
from tests.app.walking import at, fill, on, opened, press, proposal, quick, turn

FILLED_IN = ("quick_scan", "initiative", "workforce", "surroundings", "housing_plan", "conversation")
OTHERS = tuple(entry.filename for entry in PAGES if entry.filename.removesuffix(".py") not in FILLED_IN)


def strips(app: AppTest) -> list[ElementTree.Element]:
    """Every strip on the page."""
    return [
        ElementTree.fromstring(item.proto.body)
        for item in app.get("html")
        if item.proto.body.startswith("<section class='hea-strip")
    ]


def said(app: AppTest) -> str:
    """All words of the only strip."""
    (found,) = strips(app)
    return " ".join("".join(found.itertext()).split())


def old(app: AppTest) -> bool:
    """Whether the only strip is greyed."""
    (found,) = strips(app)
    return "hea-old" in found.attrib["class"]


def figures(app: AppTest, lang: Lang = "nl") -> list[str]:
    """What the strip should say of the proposal of the session."""
    made: Outline = results.make_outline(proposal(app))
    return [ranges.range_text(card.range, card.kind, lang) for card in cards.main(made)]


@pytest.mark.parametrize("name", FILLED_IN)
def test_a_page_to_fill_in_shows_the_main_figures_of_the_outcome(name: str) -> None:
    app = on(f"{name}.py")
    assert all(told in said(app) for told in figures(app)), said(app)
    assert text("strip.was", value="")[:4] not in said(app)
    assert not old(app)


@pytest.mark.parametrize("filename", OTHERS)
def test_no_other_page_shows_them(filename: str) -> None:
    assert not strips(on(filename))


def test_nothing_is_shown_before_there_is_a_figure() -> None:
    assert not strips(turn(opened(), "quick_scan.py"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_change_tells_what_it_was_and_is(lang: Lang) -> None:
    app = quick(turn(opened(lang), "quick_scan.py"), lang)
    before = figures(app, lang)
    fill(app, "quick.size", "800", lang)
    now = figures(app, lang)
    for was, is_ in zip(before, now, strict=True):
        assert text("strip.was", lang, value=was) in said(app)
        assert is_ in said(app)
    fill(app, "quick.company", "Een andere naam", lang)
    assert text("strip.was", lang, value=before[0]) not in said(app)


@pytest.mark.parametrize(
    ("filename", "path", "typed", "used"),
    [
        ("quick_scan.py", "quick.opening", "zodra het kan", "maart 2027"),
        ("initiative.py", "value_added_ratio", "veel", "0,95"),
        ("surroundings.py", "context.kern_inhabitants", "genoeg", "29.000"),
    ],
)
def test_refused_input_greys_the_figures_and_says_what_they_belong_to(
    filename: str, path: str, typed: str, used: str
) -> None:
    app = on(filename)
    assert not old(app)
    begin = at(app, f"field:nl:{path}").value
    fill(app, path, typed)
    assert old(app)
    assert used in said(app)
    assert all(told in said(app) for told in figures(app))
    fill(app, path, begin)
    assert not old(app)


def test_what_cannot_be_calculated_leaves_the_former_figures_greyed() -> None:
    app = on("workforce.py")
    former = figures(app)
    app.session_state["draft"] = app.session_state["draft"].model_copy(
        update={
            "proposal": proposal(app).model_copy(
                update={"function_groups": (), "workforce": None, "area": None}
            )
        }
    )
    app.run()
    assert old(app)
    assert former[0] in said(app)
    assert text("strip.not_calculated") in said(app)


def test_another_draft_begins_without_a_former_figure() -> None:
    app = quick(turn(opened(), "quick_scan.py"))
    was = figures(app)
    turn(app, "start.py")
    press(app, "open_example")
    turn(app, "quick_scan.py")
    assert text("strip.was", value=was[0]) not in said(app)


def test_nothing_is_calculated_anew_on_another_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Any] = []
    work = results.make_outline
    monkeypatch.setattr(results, "make_outline", lambda *given: made.append(given) or work(*given))
    app = opened("nl", example("fulfilment_waalwijk"))
    for name in ("initiative", "surroundings", "housing_plan", "initiative"):
        turn(app, f"{name}.py")
    assert len(made) == 1


def test_the_pages_are_those_of_the_menu() -> None:
    assert set(strip.FILLED_IN) <= {entry.filename for entry in PAGES}
