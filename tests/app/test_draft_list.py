"""All drafts can be found, opened, copied and thrown away; opening something twice keeps one draft."""

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import draft_list, login, state
from hea.app.draft_list import facts_of
from hea.app.markdown import plain_text
from hea.app.navigation import PAGES
from hea.assessment import assess
from hea.dossiers import ALONE, Actor, Dossiers, Draft, MissingError, StoreError, drafts, local_store
from hea.exchange import example, example_names, proposal_yaml, quick_proposal
from hea.parameters import load_parameters
from hea.report.pdf import build_pdf
from hea.texts import Lang, text
from tests.app.walking import DOSSIER, at, field, fill, handed_over, opened, press, proposal, tables, turn
from tests.conftest import FEW_DRAWS
from tests.dossiers.listing import seen_by

MANY = 48


def own() -> Dossiers:
    return local_store().of(ALONE)


def begun(company: str, municipality: str = "GM0984", size: float = 120) -> str:
    made = quick_proposal(
        sector="dc_warehousing",
        municipality=municipality,
        kind="persons",
        size=size,
        opening="2027-03",
        company=company,
    )
    return own().save(Draft(proposal=made)).id


def shown(app: AppTest) -> list[str]:
    """The first word under each company of the table."""
    (frame,) = [frame for frame in tables(app) if frame.index.name == text("drafts.company")]
    return list(frame.index)


def test_every_draft_is_in_the_table_and_can_be_opened() -> None:
    ids = [begun(f"Bedrijf {number}") for number in range(MANY)]
    app = opened()
    assert shown(app) == [f"Bedrijf {number}" for number in reversed(range(MANY))]
    at(app, "draft_choice").set_value(ids[0]).run()
    press(app, "open_draft")
    assert proposal(app).company == "Bedrijf 0"
    assert app.session_state["saved"].id == ids[0]
    assert [item.value for item in app.title] == [text("page.outcome")]


def test_a_line_says_what_the_draft_is_about() -> None:
    begun("Kist & <b>Zn</b>", size=1250)
    (frame,) = tables(opened())
    assert list(frame.columns) == [text(f"drafts.{name}") for name in draft_list.COLUMNS[1:]]
    assert frame.index[0] == "Kist & <b>Zn</b>"
    assert list(frame.iloc[0])[:3] == ["Venray", "Distributiecentra, opslag en fulfilment", "1.250 personen"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("", ["Café Één", "Kas", "Loods"]),
        ("cafe", ["Café Één"]),
        ("VENRAY", ["Café Één", "Loods"]),
        ("venray loo", ["Loods"]),
        ("waalwijk", ["Kas"]),
        ("bestaat niet", []),
    ],
)
def test_a_search_finds_by_any_word_of_the_line(wanted: str, found: list[str]) -> None:
    begun("Loods")
    begun("Kas", "GM0867")
    begun("Café Één")
    app = opened()
    at(app, "drafts_wanted").set_value(wanted).run()
    assert (shown(app) if found else tables(app)) == found
    told = text("drafts.shown" if found else "drafts.none_found", shown=len(found), count=3)
    assert told in [item.value for item in app.caption]


def test_a_copy_is_a_draft_of_its_own() -> None:
    first = begun("Kist")
    app = press(opened(), "copy_draft")
    copy = app.session_state["saved"].id
    assert copy != first
    assert text("drafts.copied", title="Kist") in [item.value for item in app.info]
    turn(app, "quick_scan.py")
    fill(app, "quick.company", "Kist anders")
    assert own().load(copy)[0].title == "Kist anders"
    assert own().load(first)[0].title == "Kist"
    assert text("drafts.copied", title="Kist") not in [item.value for item in app.info]


def test_a_draft_is_thrown_away_after_one_question() -> None:
    first, second = begun("Weg ermee"), begun("Blijft")
    app = opened()
    at(app, "draft_choice").set_value(first).run()
    press(app, "discard_draft")
    assert own().load(first)
    (asked,) = [item.value for item in app.warning]
    assert "Weg ermee" in asked
    press(app, "discard_no")
    assert not app.warning
    press(app, "discard_draft")
    press(app, "discard_yes")
    with pytest.raises(MissingError):
        own().load(first)
    assert shown(app) == ["Blijft"]
    assert own().load(second)


def test_a_tab_whose_draft_is_thrown_away_goes_on_with_an_empty_one() -> None:
    begun("Weg ermee")
    app = press(opened(), "open_draft")
    turn(app, "start.py")
    press(app, "discard_draft")
    press(app, "discard_yes")
    assert app.session_state["draft"] == Draft()
    assert app.session_state["saved"] is None
    assert [item.value for item in app.title] == [text("app.title")]


def test_a_dossier_of_others_is_not_ours_to_throw_away(monkeypatch: pytest.MonkeyPatch) -> None:
    _, saved = handed_over(monkeypatch)
    app = opened()
    assert at(app, "draft_choice").value == saved.id
    keys = {button.key for button in app.button}
    assert "open_draft" in keys
    assert not {"copy_draft", "discard_draft"} & keys
    assert text("drafts.not_ours") in [item.value for item in app.caption]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_who_may_not_throw_a_final_dossier_away_reads_why(
    lang: Lang, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = Actor("Jan", "Kist", "bedrijf")
    own = local_store().of(owner)
    held = Draft(proposal=example(DOSSIER))
    saved = own.save(held)
    made = own.freeze(saved.id, held, assess(example(DOSSIER), draws=128))
    code, _ = own.share(saved.id, "gemeente")
    town = Actor("Els", "gemeente Venray", "gemeente", codes=frozenset({code}))
    local_store().of(town).set_status(saved.id, made.id, "definitief")
    monkeypatch.setattr(state.login, "actor", lambda: owner)
    app = opened(lang)
    assert at(app, "draft_choice").value == saved.id
    assert "discard_draft" not in {button.key for button in app.button}
    assert text("dossier.delete_final", lang) in [item.value for item in app.caption]


def test_a_draft_that_was_thrown_away_in_another_tab_is_said_to_be_gone() -> None:
    gone, stays = begun("Weg ermee"), begun("Blijft")
    app = opened()
    at(app, "draft_choice").set_value(gone).run()
    press(app, "discard_draft")
    own().delete(gone)
    press(app, "discard_yes")
    assert text("app.action_gone") in [item.value for item in app.error]
    assert text("app.not_saved") not in [item.value for item in app.error]
    assert shown(app) == ["Blijft"]
    assert own().load(stays)


def test_a_store_that_fails_while_throwing_away_is_said_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise StoreError("disk full")

    first = begun("Weg ermee")
    app = press(opened(), "discard_draft")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Dossiers, "delete", fail)
        press(app, "discard_yes")
    said = [item.value for item in app.error]
    assert text("app.action_failed") in said
    assert own().load(first)


def test_a_draft_of_another_version_is_listed_and_not_opened() -> None:
    assert facts_of(None).readable is False
    assert facts_of(Draft(started={"company": "Half", "size": "3.0", "kind": "plot"})).sizes == (
        ("plot", 3.0),
    )


def test_an_example_is_stored_when_something_is_changed_and_not_before() -> None:
    app = opened()
    for _ in range(2):
        press(app, "open_example")
        turn(app, "dossier.py")
        turn(app, "start.py")
    assert seen_by(own()) == ()
    turn(app, "initiative.py")
    fill(app, "initiative", "Hal Noord")
    (kept,) = seen_by(own())
    assert own().load(kept.id)[0].proposal.initiative == "Hal Noord"


@pytest.mark.parametrize("name", example_names())
def test_the_same_file_twice_is_one_draft_until_it_is_changed(name: str) -> None:
    content = proposal_yaml(example(name)).encode()

    def hand_in() -> AppTest:
        app = opened()
        app.file_uploader(key="upload").upload("voorstel.yaml", content, "application/yaml").run()
        return app

    hand_in()
    app = hand_in()
    assert len(seen_by(own())) == 1
    turn(app, "initiative.py")
    fill(app, "initiative", "Hal Noord")
    hand_in()
    assert len(seen_by(own())) == 2


def test_the_draft_that_is_open_stands_ready_and_not_one_of_another_company() -> None:
    first = begun("Kist")
    begun("Meeuw")
    app = opened(concept=first)
    assert at(app, "draft_choice").value == first


@pytest.mark.parametrize("filename", [page.filename for page in PAGES])
def test_a_draft_thrown_away_elsewhere_is_noticed_before_anything_changes(filename: str) -> None:
    app = turn(opened(concept=begun("Weg ermee")), filename)
    own().delete(app.session_state["saved"].id)
    app.run()
    assert text("app.not_saved_gone") in [item.value for item in app.error]
    assert text("app.not_saved_short") in [item.value for item in app.sidebar.error]
    assert not own().listed()
    press(app, "keep_anew")
    assert [item.saved.title for item in own().listed()] == ["Weg ermee"]
    assert app.session_state["saved"].id == own().listed()[0].saved.id
    assert text("app.not_saved_gone") not in [item.value for item in app.error]


def test_what_waits_in_a_field_goes_along_with_a_draft_that_is_kept_anew() -> None:
    app = turn(opened(concept=begun("Weg ermee")), "quick_scan.py")
    fill(app, "quick.opening", "zodra het kan")
    own().delete(app.session_state["saved"].id)
    turn(app, "initiative.py")
    press(app, "keep_anew")
    assert field(app, "quick.opening").value == "zodra het kan"


def test_who_may_no_longer_see_a_dossier_is_not_offered_a_copy_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, saved = handed_over(monkeypatch)
    app = opened(concept=saved.id)
    assert app.session_state["saved"].id == saved.id
    owner.delete(saved.id)
    app.run()
    assert text("app.not_saved_gone") in [item.value for item in app.error]
    assert "keep_anew" not in {button.key for button in app.button}


def test_leaving_what_was_thrown_away_elsewhere_does_not_bring_it_back() -> None:
    stays = begun("Blijft")
    app = turn(opened(concept=begun("Weg ermee")), "start.py")
    own().delete(app.session_state["saved"].id)
    app.run()
    at(app, "draft_choice").set_value(stays).run()
    press(app, "open_draft")
    assert [item.saved.id for item in own().listed()] == [stays]


def opened_file(app: AppTest, name: str, content: bytes) -> list[str]:
    """What is said when a file is opened."""
    turn(app, "start.py")
    app.file_uploader(key="upload").upload(name, content, "application/octet-stream").run()
    assert not app.error
    return [item.value for item in (*app.success, *app.info)]


def test_the_report_of_a_draft_opens_that_draft_and_not_a_second_one() -> None:
    app = turn(opened(concept=begun("Kist BV")), "quick_scan.py")
    fill(app, "quick.size", "140")
    kept = app.session_state["saved"]
    report = build_pdf(assess(proposal(app), draws=FEW_DRAWS), load_parameters(), parts=["summary"])
    turn(app, "start.py")
    press(app, "door_acquisition")
    said = opened_file(app, "rapport.pdf", report)
    assert len(own().listed()) == 1
    assert app.session_state["saved"].id == kept.id
    assert plain_text(text("app.opened_known", title="Kist BV")) in said


def test_a_file_that_differs_from_a_draft_of_that_name_is_a_second_one_and_says_so() -> None:
    app = turn(opened(concept=begun("Kist BV")), "quick_scan.py")
    content = proposal_yaml(proposal(app).update(workforce={"count": 90})).encode()
    said = opened_file(app, "voorstel.yaml", content)
    assert [item.saved.title for item in own().listed()] == ["Kist BV", "Kist BV"]
    assert plain_text(text("app.opened_beside", title="Kist BV")) in said
    said = opened_file(turn(opened(), "start.py"), "los.yaml", content.replace(b"Kist BV", b"Mand BV"))
    assert plain_text(text("app.opened", title="Mand BV")) in said
    assert not any("al een concept" in words for words in said)


def test_what_was_shared_is_shown_no_more_once_that_was_confirmed(monkeypatch: pytest.MonkeyPatch) -> None:
    owner = local_store().of(Actor("Jan", "Kist", "bedrijf"))
    saved = owner.save(Draft(started={"company": "Ongevraagd"}))
    owner.invite(saved.id, "gemeente Venray", "acquisitie")
    monkeypatch.setattr(login, "kind", lambda: "proxy")
    monkeypatch.setattr(login, "actor", lambda: Actor("Els", "gemeente Venray", "gemeente"))
    app = opened()
    assert shown(app) == ["Ongevraagd"]
    press(app, "leave_draft")
    assert any("gemeente Venray" in item.value for item in app.warning)
    press(app, "leave_no")
    assert shown(app) == ["Ongevraagd"]
    press(app, "open_draft")
    turn(app, "start.py")
    press(app, "leave_draft")
    press(app, "leave_yes")
    assert tables(app) == []
    assert app.session_state["draft"] == Draft()
    assert [item.value for item in app.warning] == []
    assert owner.grants(saved.id) == ()


def test_what_was_shared_by_a_code_has_no_button_that_leaves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    handed_over(monkeypatch)
    app = opened()
    assert "leave_draft" not in {item.key for item in app.button}
    assert text("drafts.not_ours") in [item.value for item in app.caption]


def test_the_page_reads_of_many_drafts_a_bounded_number_and_each_of_them_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    monkeypatch.setattr(drafts, "MAX_READ", 3)
    whole = drafts.draft_of

    def noted(content: str, name: str) -> Draft:
        read.append(name)
        return whole(content, name)

    monkeypatch.setattr(drafts, "draft_of", noted)
    ids = [begun(f"Bedrijf {number}") for number in range(5)]
    app = opened()
    assert sorted(read) == sorted(ids[2:])
    assert shown(app) == [f"Bedrijf {number}" for number in reversed(range(5))]
    assert text("drafts.unread", count=2) in [item.value for item in app.caption]
    press(app, "read_on")
    assert sorted(read) == sorted(ids)
    assert "read_on" not in {button.key for button in app.button}
    app.run()
    opened()
    assert sorted(read) == sorted(ids), "another page reads nothing again"
