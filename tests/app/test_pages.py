"""Pages of the app, run without a browser."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from hea import assess
from hea.app.navigation import PAGES, PAGES_FOLDER, PageEntry
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


HEADINGS = {"quick_scan.py": "app.quick_title", "validation.py": "validation.title"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.filename)
def test_every_page_opens_in_every_language(page: PageEntry, lang: Lang) -> None:
    app = started(lang)
    if page is not PAGES[0]:
        app.switch_page(str(PAGES_FOLDER / page.filename)).run()
    assert not app.exception
    assert not app.error
    assert [title.value for title in app.title] == [text(HEADINGS[page.filename], lang)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_quick_scan_starts_by_asking_for_the_size(lang: Lang) -> None:
    assert [item.value for item in started(lang).info] == [text("app.fill_in", lang)]


def test_the_result_says_what_to_ask_and_where_a_figure_comes_from() -> None:
    app = started()
    app.text_input(key="size").set_value("400").run()
    assert any("Vraag het bedrijf" in item.value for item in app.info)
    app.selectbox(key="explained").set_value("headline.gap.long.peak").run()
    assert not app.exception
    shown = " ".join(item.value for item in app.markdown)
    assert "Behoefte min wat beschikbaar is" in shown
    assert "kwaliteit" in shown


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
