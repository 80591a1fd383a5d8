"""What the figures on a page rest on is said where they stand: what could not be used, and own values."""

import pytest
from streamlit.testing.v1 import AppTest

from hea.app.markdown import plain_text
from hea.app.navigation import PAGES
from hea.exchange import example
from hea.parameters import OwnValue, load_parameters
from hea.texts import text
from tests.app.walking import DOSSIER, at, fill, on, opened, press, proposal, turn

WITHOUT_FIGURES = ("start.py", "initiative.py", "surroundings.py", "portfolio.py", "accountability.py")
"""Pages that show no figure worked out from the proposal."""
WITH_FIGURES = tuple(page.filename for page in PAGES if page.filename not in WITHOUT_FIGURES)
OWN = OwnValue(name="season_amplitude", value=1.4375, who="gemeente", why="telling 2026")
IDLE = OwnValue(name="sector.mushrooms.migrant_share", value=0.5, who="gemeente", why="x")


def warnings(app: AppTest) -> list[str]:
    return [item.value for item in app.warning]


def unread(where: str, typed: str, used: str) -> str:
    words = text("basis.unreadable", field=where, typed=typed)
    return plain_text(f"{words} {text('basis.used', used=used)}")


def ways(app: AppTest) -> list[str]:
    return [link.proto.page for link in app.get("page_link")]


@pytest.mark.parametrize("filename", WITH_FIGURES)
def test_every_page_with_figures_says_which_field_they_do_not_follow(filename: str) -> None:
    app = on("quick_scan.py")
    fill(app, "quick.opening", "zodra het kan")
    turn(app, filename)
    told = unread(text("app.opening"), "zodra het kan", "maart 2027")
    assert warnings(app).count(told) == 1, warnings(app)
    assert ("quick-scan" in ways(app)) == (filename != "quick_scan.py")
    turn(app, "quick_scan.py")
    fill(app, "quick.opening", "2027-04")
    turn(app, filename)
    assert not any("lente" in words for words in warnings(app))


@pytest.mark.parametrize("filename", WITH_FIGURES)
def test_every_page_with_figures_says_that_they_rest_on_own_values(filename: str) -> None:
    app = turn(opened("nl", example(DOSSIER), (OWN, IDLE)), filename)
    title = load_parameters()[OWN.name].title.nl
    told = [item.value for item in (*app.info, *app.warning) if plain_text(title) in item.value]
    assert len(told) == 1
    assert "gerekend met eigen waarden" in told[0].lower()
    assert plain_text(load_parameters()[IDLE.name].title.nl) not in told[0]


def of_a_group(app: AppTest) -> tuple[str, str, str]:
    turn(app, "workforce.py")
    app.session_state["group:0"] = True
    app.run()
    was = proposal(app).function_groups[0]
    fill(app, "function_groups[0].count", "veel")
    where = f"{text('label.Proposal.function_groups')} 1 › {text('label.Headcount.count')}"
    return where, "veel", f"{was.count:g}"


def test_a_field_in_a_part_is_called_by_its_place() -> None:
    app = on("quick_scan.py")
    told = unread(*of_a_group(app))
    turn(app, "outcome.py")
    assert told in warnings(app)
    assert "personeel" in ways(app)


def test_what_can_be_read_and_does_not_fit_is_not_called_unreadable() -> None:
    app = on("quick_scan.py")
    turn(app, "workforce.py")
    app.session_state["group:0"] = True
    app.run()
    fill(app, "function_groups[0].count", "-5")
    turn(app, "outcome.py")
    [told] = [words for words in warnings(app) if "-5" in words.replace("\\", "")]
    assert "dat kan daar niet" in told


def test_a_field_that_was_emptied_and_may_not_be_is_told_as_empty() -> None:
    app = on("quick_scan.py")
    fill(app, "quick.opening", "")
    turn(app, "outcome.py")
    empty = text("basis.empty", field=text("app.opening"))
    assert plain_text(f"{empty} {text('basis.used', used='maart 2027')}") in warnings(app)


def test_another_measure_without_its_number_is_told_as_well() -> None:
    app = turn(opened(), "quick_scan.py")
    for name, value in (
        ("municipality", "GM0984"),
        ("sector", "dc_warehousing"),
        ("size", "400"),
        ("opening", "2027-03"),
    ):
        fill(app, f"quick.{name}", value)
    fill(app, "quick.kind", "gross_floor")
    empty = text("basis.empty", field=text("app.size_floor"))
    told = plain_text(f"{empty} {text('basis.used', used='400 personen')}")
    assert told in warnings(app)
    turn(app, "outcome.py")
    assert told in warnings(app)


def test_what_was_never_known_is_calculated_with_as_unknown() -> None:
    app = on("initiative.py")
    fill(app, "value_added_ratio", "")
    assert proposal(app).value_added_ratio is None
    fill(app, "value_added_ratio", "weet ik niet")
    turn(app, "outcome.py")
    where = text("label.Proposal.value_added_ratio")
    words = text("basis.unreadable", field=where, typed="weet ik niet")
    assert plain_text(f"{words} {text('basis.unknown')}") in warnings(app)
    assert "initiatief" in ways(app)


def test_an_unfinished_form_changes_no_figure_and_is_not_told() -> None:
    app = on("workforce.py")
    app.session_state["new_group"] = True
    app.run()
    fill(app, "new:function_groups[0].count", "veel")
    turn(app, "outcome.py")
    assert not any("veel" in words for words in warnings(app))


def test_the_button_of_a_report_says_that_it_is_made_with_the_old_value() -> None:
    app = on("quick_scan.py")
    turn(app, "report.py")
    assert at(app, "build").label == text("make.build")
    assert at(app, "freeze").label == text("make.freeze")
    turn(app, "quick_scan.py")
    fill(app, "quick.opening", "zodra het kan")
    turn(app, "report.py")
    assert at(app, "build").label == text("make.build_old")
    assert at(app, "freeze").label == text("make.freeze_old")
    press(app, "freeze")
    assert app.session_state["saved"] is not None
