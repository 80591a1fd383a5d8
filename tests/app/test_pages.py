"""Pages of the app, run without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hea import assess
from hea.app.navigation import PAGES
from hea.assessment import LIVE_DRAWS
from hea.exchange import quick_proposal
from hea.report import narrative
from hea.texts import LANGUAGES, Lang, text

ENTRY = Path(__file__).parents[2] / "streamlit_app.py"


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    st.cache_data.clear()
    yield
    st.cache_data.clear()


def started(lang: Lang = "nl") -> AppTest:
    app = AppTest.from_file(str(ENTRY), default_timeout=120)
    app.session_state["language"] = lang
    return app.run()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_opens_in_every_language(lang: Lang) -> None:
    app = started(lang)
    assert len(PAGES) == 1
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [text(PAGES[0].title, lang)]
    assert [item.value for item in app.info] == [text("app.fill_in", lang)]


@pytest.mark.parametrize(("lang", "typed"), [("nl", "1.200"), ("en", "1,200")])
def test_the_same_number_in_both_notations_gives_the_same_figures(lang: Lang, typed: str) -> None:
    app = started(lang)
    app.text_input(key="size").set_value(typed).run()
    assert not app.exception
    assert not app.error
    proposal = quick_proposal(
        sector="dc_warehousing",
        municipality="GM0984",
        kind="persons",
        size=1200,
        opening="2027-03",
        company="-",
    )
    expected = narrative.recap(assess(proposal, draws=LIVE_DRAWS), lang)
    shown = app.table[0].value
    assert shown.index.to_list() == [row.label for row in expected]
    assert shown.iloc[:, 0].to_list() == [row.structural for row in expected]
    assert shown.iloc[:, 1].to_list() == [row.peak for row in expected]


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("size", "3.5", "Nederlandse schrijfwijze"),
        ("size", "-4", "negatief"),
        ("opening", "maart", "JJJJ-MM"),
    ],
)
def test_bad_input_is_met_at_the_page(field: str, typed: str, part: str) -> None:
    app = started()
    app.text_input(key="size").set_value("400")
    app.text_input(key=field).set_value(typed).run()
    assert not app.exception
    assert any(part in item.value for item in app.error)


def test_a_sector_without_density_says_what_to_give() -> None:
    app = started()
    app.selectbox(key="kind").set_value("plot").run()
    app.selectbox(key="sector").set_value("mushrooms")
    app.text_input(key="size").set_value("4").run()
    assert not app.exception
    assert "Geef het aantal werknemers op" in app.error[0].value


def test_an_error_becomes_a_page_with_a_reference(monkeypatch: pytest.MonkeyPatch) -> None:
    import hea.app.state as state

    def broken(*_: object) -> None:
        raise RuntimeError("kapot")

    monkeypatch.setattr(state, "preview", broken)
    app = started()
    app.text_input(key="size").set_value("400").run()
    assert not app.exception
    assert "kenmerk" in app.error[0].value
    assert "kapot" not in app.error[0].value
