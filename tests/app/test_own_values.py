"""Own values in the app: every page, tab and file works with them, and odd ones are asked about."""

import datetime as dt
import io
import json
from typing import Any

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from hea import assess
from hea.app.markdown import plain_text
from hea.app.navigation import PAGES
from hea.app.reading_apart import reading_room
from hea.app.report_job import Order, build
from hea.app.sections import SECTIONS
from hea.app.show import EXCEL
from hea.assessment import DOSSIER_DRAWS
from hea.dossiers import ALONE, Draft, local_store
from hea.exchange import example, open_upload, proposal_yaml
from hea.exchange.form import build_form
from hea.exchange.reopened import reopen_with_input
from hea.fields import echo
from hea.parameters import OwnValue, load_parameters, parameters_with
from hea.report.chapters import PARTS
from hea.report.pdf import build_pdf
from hea.report.sentences import parameters, ranges
from hea.texts import LANGUAGES, Lang, text
from tests.app.walking import DOSSIER, at, calm, choose_tab, field, opened, press, tables, turn
from tests.conftest import FEW_DRAWS

COUNTS = OwnValue(name="season_amplitude", value=1.4375, who="gemeente", why="telling 2026")
IDLE = OwnValue(name="sector.mushrooms.migrant_share", value=0.5, who="gemeente", why="x")
FAR = OwnValue(name="persons_per_fte", value=105, who="gemeente", why="x")
SHARE = "sector.dc_warehousing.migrant_share"
GONE = OwnValue(name="no_longer_there", value=2, who="gemeente", why="telling 2024")
OWN = (COUNTS, IDLE, FAR, GONE)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_page_and_tab_opens_with_own_values_of_every_kind(lang: Lang) -> None:
    app = opened(lang, example(DOSSIER), OWN)
    for page in PAGES:
        turn(app, page.filename)
        assert not app.error, (page.filename, app.error)
        told = " ".join(item.value for item in app.warning)
        assert GONE.why in told, page.filename
    turn(app, "outcome.py")
    for section in SECTIONS:
        choose_tab(app, "sections", text(f"section.{section}", lang))
        assert not app.error, section
    turn(app, "accountability.py")
    for tab in ("account.parameters", "account.own", "validation.title", "account.method", "account.about"):
        choose_tab(app, "account", text(tab, lang))
        assert not app.error, tab


def test_every_figure_can_be_explained_with_an_own_value() -> None:
    app = turn(opened("nl", example(DOSSIER), OWN), "outcome.py")
    choose_tab(app, "sections", text("section.drivers"))
    figures = at(app, "explained").options
    assert len(figures) > 5
    for index in range(len(figures)):
        at(app, "explained").select_index(index).run()
        calm(app)
        assert not app.error


@pytest.mark.usefixtures("made_here")
def test_every_file_of_a_report_is_made_with_what_counts() -> None:
    draft = Draft(proposal=example(DOSSIER), own_values=OWN)
    assert draft.proposal is not None
    order = Order(draft.proposal, draft.usable, "nl", tuple(PARTS), "", "concept", dt.date(2026, 11, 3))
    files = build(order, lambda step: None)
    opened_again, record = reopen_with_input("a.pdf", files["pdf"])
    assert reading_room().read("Els", reopen_with_input, "a.pdf", files["pdf"]) == (opened_again, record)
    assert opened_again.own_values == open_upload("a.json", files["json"]).own_values == OWN[:3]
    assert files["xlsx"][:2] == b"PK"


def test_a_report_that_is_opened_says_that_the_screen_has_other_draws() -> None:
    made = assess(example(DOSSIER), parameters_with((COUNTS,)), draws=FEW_DRAWS)
    app = turn(opened("nl"), "start.py")
    paper = build_pdf(made, parameters_with((COUNTS,)), parts=["summary"])
    app.file_uploader(key="upload").upload("rapport.pdf", paper, "application/pdf").run()
    calm(app)
    assert app.session_state["draft"].own_values == (COUNTS,)
    told = [item.value for item in app.info]
    assert text("app.other_draws", then=FEW_DRAWS, now=DOSSIER_DRAWS) in told


def test_a_file_with_mistakes_says_on_the_page_where_each_is() -> None:
    content = proposal_yaml(example(DOSSIER), (COUNTS, FAR)).replace("105.0", "veel")
    app = turn(opened("nl"), "start.py")
    app.file_uploader(key="upload").upload("plan.yaml", content.encode(), "application/yaml").run()
    assert [item.value.split(":")[0] for item in app.error] == [plain_text("plan.yaml, own_values 2, value")]
    form = filled_with("veel")
    app.file_uploader(key="upload").upload("formulier.xlsx", form, EXCEL).run()
    assert app.error
    assert all("!" in line.split(":")[0] for item in app.error for line in item.value.splitlines())
    app = turn(opened("nl", example(DOSSIER)), "workforce.py")
    app.session_state["form_expander"] = True
    app.run()
    app.file_uploader(key="form_upload").upload("formulier.xlsx", form, EXCEL).run()
    assert app.error
    assert all("!" in line.split(":")[0] for item in app.error for line in item.value.splitlines())


def filled_with(word: str) -> bytes:
    """The form of a company in which every number of people is a word."""
    book = openpyxl.load_workbook(io.BytesIO(build_form(example(DOSSIER))))
    for row in book["Personeel"].iter_rows():
        for cell in row:
            if isinstance(cell.value, int | float):
                cell.value = word
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_cannot_be_used_is_kept_and_can_be_taken_away() -> None:
    app = turn(opened("nl", example(DOSSIER), OWN), "accountability.py")
    choose_tab(app, "account", text("account.own"))
    assert app.session_state["draft"].own_values == OWN
    press(app, f"own:{GONE.name}")
    assert app.session_state["draft"].own_values == OWN[:3]
    assert not any(GONE.why in item.value for item in app.warning)


def test_a_value_that_looks_like_another_unit_is_asked_about_and_not_taken_yet() -> None:
    app = turn(opened("nl", example(DOSSIER)), "accountability.py")
    choose_tab(app, "account", text("account.own"))
    at(app, "own_choice").set_value(FAR.name).run()
    for name, typed in (("value", "105"), ("who", "gemeente"), ("why", "x")):
        field(app, f"own.{name}").set_value(typed)
    press(app, "own_take")
    assert app.session_state["draft"].own_values == ()
    [asked] = [item.value for item in app.warning if "eenheid" in item.value]
    assert load_parameters()[FAR.name].title.nl.split(" (")[0] in asked
    press(app, "own_sure")
    assert [item.value for item in app.session_state["draft"].own_values] == [105]
    assert any("Klopt de eenheid" in item.value for item in app.markdown)
    for name, typed in (("value", "1,3"), ("who", "gemeente"), ("why", "x")):
        field(app, f"own.{name}").set_value(typed)
    press(app, "own_take")
    assert [item.value for item in app.session_state["draft"].own_values] == [1.3]
    assert not any("eenheid" in item.value for item in app.warning)


def test_a_dossier_taken_over_as_a_file_keeps_them_and_opens() -> None:
    store = local_store().of(ALONE)
    kept = store.save(Draft(proposal=example(DOSSIER), own_values=OWN))
    taken = store.take_in(store.export(kept.id))
    draft, _ = store.load(taken.id)
    assert draft.own_values == OWN
    app = turn(opened("nl"), "start.py")
    at(app, "draft_choice").set_value(taken.id).run()
    press(app, "open_draft")
    assert app.session_state["draft"].own_values == OWN
    turn(app, "dossier.py")
    assert not app.error


def test_a_snapshot_with_them_compares_with_the_draft_of_now() -> None:
    app = turn(opened("nl", example(DOSSIER), OWN), "report.py")
    press(app, "freeze")
    kept = app.session_state["saved"]
    assert kept is not None
    changed = app.session_state["draft"].model_copy(update={"own_values": (COUNTS,)})
    local_store().of(ALONE).save(changed, kept.id, kept.revision)
    turn(app, "dossier.py")
    assert not app.error
    frozen = local_store().of(ALONE).snapshots(kept.id)
    assert len(frozen) == 1


def test_they_are_offered_as_a_list_without_what_may_not_be_changed() -> None:
    app = turn(opened("nl"), "accountability.py")
    choose_tab(app, "account", text("account.own"))
    names: list[Any] = parameters.changeable(load_parameters())
    assert len(at(app, "own_choice").options) == len(names)
    assert "horizon_months" not in json.dumps(names)


def on_the_form(name: str, typed: str) -> AppTest:
    app = turn(opened("nl", example(DOSSIER)), "accountability.py")
    choose_tab(app, "account", text("account.own"))
    at(app, "own_choice").set_value(name).run()
    for part, word in (("value", typed), ("who", "gemeente"), ("why", "telling")):
        field(app, f"own.{part}").set_value(word).run()
    return app


@pytest.mark.parametrize(
    ("typed", "value"), [("55%", 0.55), ("55 %", 0.55), ("0,55", 0.55), ("12,5%", 0.125)]
)
def test_a_share_may_be_typed_with_a_per_cent_sign_and_is_shown_as_it_was_read(
    typed: str, value: float
) -> None:
    app = on_the_form(SHARE, typed)
    assert not app.error
    read_as = text("app.read_as", value=text("account.part", value=value, percent=echo(value, "share", "nl")))
    assert any(plain_text(read_as) in item.value for item in app.caption), [i.value for i in app.caption]
    press(app, "own_take")
    assert not app.error, app.error
    assert [item.value for item in app.session_state["draft"].own_values] == [value]


@pytest.mark.parametrize("typed", ["veel", "%", "55%%", "150%"])
def test_what_is_no_share_is_refused_and_not_shown_as_read(typed: str) -> None:
    app = on_the_form(SHARE, typed)
    assert not any("Gelezen als" in item.value for item in app.caption)
    press(app, "own_take")
    assert app.error
    assert app.session_state["draft"].own_values == ()


def test_a_per_cent_sign_is_no_part_of_what_is_no_share() -> None:
    app = press(on_the_form("persons_per_fte", "55%"), "own_take")
    assert app.error
    assert app.session_state["draft"].own_values == ()


@pytest.mark.usefixtures("usual_draws")
def test_where_an_own_value_is_shown_stands_what_the_calculation_made_of_it() -> None:
    share = OwnValue(name=f"sector.{example(DOSSIER).sector}.migrant_share", value=0.9, who="a", why="b")
    app = turn(opened("nl", example(DOSSIER), (share, COUNTS)), "accountability.py")
    choose_tab(app, "account", text("account.own"))
    made = assess(example(DOSSIER), parameters_with((share, COUNTS)), draws=DOSSIER_DRAWS)
    became = ranges.range_text(made.migrant_share_estimates.benchmark, "share", "nl")
    assert became == "93% tot 94%"
    told = [item.value for item in app.markdown]
    [line] = [line for line in told if plain_text(text("account.own_became", range=became)) in line]
    assert plain_text(load_parameters()[share.name].title.nl) in line
    [other] = [line for line in told if plain_text(load_parameters()[COUNTS.name].title.nl) in line]
    assert plain_text(text("account.own_passes")) in other
    turn(app, "outcome.py")
    choose_tab(app, "sections", text("section.grounds"))
    assert any(plain_text(text("account.own_became", range=became)) in item.value for item in app.markdown)


def test_all_figures_that_were_found_can_be_shown() -> None:
    app = turn(opened("nl"), "accountability.py")
    every = parameters.matching("", load_parameters(), "nl")
    [part] = tables(app)
    assert len(part) < len(every)
    press(app, "show_all")
    [whole] = tables(app)
    assert len(whole) == len(every)
    assert "show_all" not in {button.key for button in app.button}
    at(app, "search").set_value("seizoen").run()
    assert len(tables(app)[0]) == len(parameters.matching("seizoen", load_parameters(), "nl"))
    at(app, "search").set_value("").run()
    assert len(tables(app)[0]) == len(part)


def test_one_figure_that_was_found_is_spoken_of_in_the_singular() -> None:
    app = turn(opened("nl"), "accountability.py")
    at(app, "search").set_value("persons_per_fte").run()
    assert len(tables(app)[0]) == 1
    told = " ".join(item.value for item in app.caption)
    assert "1 cijfer gevonden" in told
    at(app, "search").set_value("xyzzy").run()
    assert "Geen cijfer gevonden" in " ".join(item.value for item in app.caption)
