"""The page of a dossier: what was said, frozen and counted, what differs, and removing it."""

import datetime as dt

import pytest
from pydantic import ValidationError
from streamlit.testing.v1 import AppTest

from hea.app import login
from hea.app.dossier import agreed, hand_over
from hea.app.dossier.reviewed import action_at
from hea.assessment import assess, outline
from hea.dossiers import (
    ALONE,
    Actor,
    Agreed,
    Agreement,
    AgreementStep,
    Dossiers,
    Draft,
    MissingError,
    Realised,
    draft,
    limits,
    local_store,
)
from hea.exchange import example
from hea.proposal import NO_NAME
from hea.report.sentences.agreements import DraftAgreement
from hea.report.sentences.changes import outcome_differences
from hea.report.sentences.headlines import recap
from hea.report.sentences.provenance import colophon
from hea.texts import text
from tests.app.walking import (
    DOSSIER,
    at,
    fill,
    handed_over,
    on,
    opened,
    press,
    proposal,
    tables,
    turn,
    unfold,
)
from tests.dossiers.forging import forged

SECTIONS = ("comments", "snapshots", "differences", "files", "afterwards", "hand_over", "delete")


def unfolded(*sections: str) -> AppTest:
    """The page of the example with some of its sections open."""
    app = on("report.py")
    press(app, "freeze")
    for name in sections:
        app.session_state[f"dossier:{name}"] = True
    return turn(app, "dossier.py")


def own() -> Dossiers:
    return local_store().of(ALONE)


def kept(app: AppTest) -> str:
    found: str = app.session_state["saved"].id
    return found


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_all_sections_open_at_once_in_both_languages(lang: str) -> None:
    app = opened(lang, example(DOSSIER))  # type: ignore[arg-type]
    for name in SECTIONS:
        app.session_state[f"dossier:{name}"] = True
    turn(app, "dossier.py")
    assert {item.label for item in app.expander} >= {text(f"dossier.{name}", lang) for name in SECTIONS}  # type: ignore[arg-type]


def test_a_remark_on_a_field_is_kept_shown_and_settled() -> None:
    app = unfolded("comments")
    at(app, "field:nl:comment.path").set_value("function_groups[0].count")
    at(app, "field:nl:comment.kind").set_value("evidence")
    at(app, "field:nl:comment.words").set_value("Waaruit blijkt *dit*?")
    press(app, "comment_say")
    (said,) = own().comments(kept(app))
    assert (said.kind, said.path, said.words) == (
        "evidence",
        "function_groups[0].count",
        "Waaruit blijkt *dit*?",
    )
    assert any("om bewijs" in item.value for item in app.info)
    assert any(item.value == "Waaruit blijkt *dit*?" for item in app.text)
    press(app, f"settle_{said.number}")
    assert own().comments(kept(app))[0].settled_at is not None
    assert any(item.value == text("dossier.settled") for item in app.caption)


def test_an_empty_remark_is_asked_to_be_written() -> None:
    app = unfolded("comments")
    press(app, "comment_say")
    assert any(item.value == text("dossier.comment_empty") for item in app.error)
    assert own().comments(kept(app)) == ()


def test_a_snapshot_moves_on_and_not_back() -> None:
    app = unfolded("snapshots")
    (made,) = own().snapshots(kept(app))
    press(app, f"status_{made.id}_definitief")
    press(app, f"status_{made.id}_definitief_yes")
    assert own().snapshots(kept(app))[0].status == "definitief"
    assert not [button for button in app.button if str(button.key).startswith("status_")]


def test_differences_of_two_states_are_a_table_of_words() -> None:
    app = unfolded("differences")
    turn(app, "initiative.py")
    fill(app, "quick.company", "Nieuwe naam")
    turn(app, "dossier.py")
    (table,) = [item for item in tables(app) if text("difference.before") in item.columns]
    assert table.index.to_list() == ["Naam van het bedrijf"]
    assert table.iloc[0, 1] == "Nieuwe naam"


def test_what_happens_to_the_outcome_stands_beside_what_was_filled_in() -> None:
    app = unfolded("differences")
    assert any(item.value == text("dossier.same_outcome") for item in app.success)
    turn(app, "workforce.py")
    unfold(app, "group:0")
    fill(app, "function_groups[0].count", "900")
    turn(app, "dossier.py")
    (table,) = [item for item in tables(app) if item.index.name == text("difference.headline")]
    after = recap(outline(proposal(app)), "nl")[0]
    row = table.loc[after.label]
    assert row[text("difference.after")] == f"{after.structural} {after.unit}"
    assert row[text("difference.before")] != row[text("difference.after")]


def test_two_frozen_states_show_the_figures_they_were_frozen_with() -> None:
    app = on("report.py")
    press(app, "freeze")
    turn(app, "workforce.py")
    unfold(app, "group:0")
    fill(app, "function_groups[0].count", "900")
    press(turn(app, "report.py"), "freeze")
    unfold(turn(app, "dossier.py"), "dossier:differences")
    made = sorted(own().snapshots(kept(app)), key=lambda row: row.number)
    for key, row in zip(("difference_before", "difference_after"), made, strict=True):
        name = text("dossier.frozen_state", id=row.id, status=text(f"status.{row.status}"))
        at(app, key).set_value(name).run()
    first, second = (own().frozen(kept(app), row.id).assessment for row in made)
    (table,) = [item for item in tables(app) if item.index.name == text("difference.headline")]
    shown = [(name, *row) for name, row in zip(table.index, table.values, strict=True)]
    assert shown == [tuple(row) for row in outcome_differences(first, second, "nl")]
    assert any(colophon(second, "nl") in item.value for item in app.caption)


def test_a_count_is_kept_and_stands_beside_the_forecast() -> None:
    app = unfolded("afterwards")
    for name, typed in (("month", "maart 2030"), ("migrants", "1.234,5"), ("source", "opgave")):
        at(app, f"field:nl:realised.{name}").set_value(typed)
    press(app, "realised_take")
    (count,) = own().counts(kept(app))
    assert count.realised == Realised(month="2030-03", migrants=1234.5, source="opgave")
    counted = [item for item in tables(app) if text("realised.head_forecast") in item.columns]
    assert counted[0].iloc[0]["Ligt"] == text("realised.above")
    press(app, f"forget_{count.number}")
    assert own().counts(kept(app)) == ()


def test_an_agreement_is_written_down_from_the_report_and_by_hand_and_changes_its_state() -> None:
    app = unfolded("agreements")
    press(app, "agreed_draft_1")
    (first,) = own().agreements(kept(app))
    assert first.present.figure.startswith("places_")
    assert first.present.number > 0
    typed = {"who": "gemeente", "what": "taalles", "number": "40", "month": "januari 2025"}
    for name, word in typed.items():
        at(app, f"field:nl:agreed.{name}").set_value(word)
    at(app, "field:nl:agreed.figure").set_value("language")
    press(app, "agreed_take")
    second = own().agreements(kept(app))[1]
    assert (second.present.who, second.present.number, second.present.month) == ("gemeente", 40, "2025-01")
    assert any("had klaar moeten zijn" in item.value for item in app.warning)
    at(app, "field:nl:agreed.2.status").set_value("gehaald")
    at(app, "field:nl:agreed.2.evidence").set_value("presentielijst")
    press(app, "agreed_change_2")
    steps = own().agreements(kept(app))[1].history
    assert [step.agreement.status for step in steps] == ["afgesproken", "gehaald"]
    assert steps[-1].agreement.evidence == "presentielijst"
    assert not any("had klaar moeten zijn" in item.value for item in app.warning)


def test_a_changed_agreement_is_looked_at_like_a_new_one() -> None:
    before = Agreement(figure="other", who="x", what="y", number=1, month="2030-01")
    after = agreed.changed(before, "gehaald", " lijst ")
    assert (after.status, after.evidence, after.who) == ("gehaald", "lijst", "x")
    for status, evidence in (("gehaald", "a" * 501), ("verzonnen", "")):
        with pytest.raises(ValidationError):
            agreed.changed(before, status, evidence)


@pytest.mark.parametrize(
    ("company", "who"), [("Bedrijf", "Bedrijf"), ("b" * 300, "b" * 300), (NO_NAME, "het bedrijf")]
)
def test_a_draft_is_for_the_company_however_long_its_name_and_also_without_one(
    company: str, who: str
) -> None:
    draft_agreement = DraftAgreement("places_short", "slaapplaatsen", 12.0, "2030-01")
    assert agreed.drafted(draft_agreement, company, "nl").who == who


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"who": "x", "what": "y", "number": "5"}, "Voor welke maand: niet ingevuld"),
        (
            {"who": "x", "what": "y", "month": "2030-01"},
            "Hoeveel (plekken, mensen, uren, maanden of procent): niet",
        ),
        ({"who": "x", "what": "y", "month": "2030-13", "number": "1"}, "'2030-13' is geen maand"),
        (
            {"who": "x", "what": "y", "month": "2030-01", "number": "-1"},
            "-1,00 is te laag; de laagste waarde is 0.",
        ),
        (
            {"who": "x", "what": "y", "month": "2030-01", "number": "2000000"},
            "te hoog; de hoogste waarde is 1.000.000.",
        ),
        ({"who": "x", "what": "y", "month": "0999-01", "number": "1"}, "'0999-01' is geen maand"),
    ],
)
def test_an_agreement_that_lacks_something_says_what(typed: dict[str, str], part: str) -> None:
    app = unfolded("agreements")
    for name, word in typed.items():
        at(app, f"field:nl:agreed.{name}").set_value(word)
    press(app, "agreed_take")
    assert any(part in item.value for item in app.error), [item.value for item in app.error]
    assert own().agreements(kept(app)) == ()
    for name, word in typed.items():
        assert at(app, f"field:nl:agreed.{name}").value == word


@pytest.mark.parametrize(
    ("typed", "part"),
    [
        ({"migrants": "5"}, "Maand van de telling"),
        ({"month": "2030-01", "migrants": "5"}, "Wie telde"),
        ({"month": "2030-01", "source": "x"}, "minstens één getal"),
        ({"month": "lente", "migrants": "1.5", "source": "x"}, "'lente' zegt niet welk jaar"),
        ({"month": "2030-01", "migrants": "-4", "source": "x"}, "-4"),
        (
            {"month": "2030-01", "workers": "5", "migrants": "6", "source": "x"},
            "meer arbeidsmigranten geteld",
        ),
        ({"month": "2030-01", "migrants": "6", "in_municipality": "9", "source": "x"}, "wonen er samen 9"),
    ],
)
def test_a_count_that_cannot_be_read_says_why_and_stays_in_its_fields(
    typed: dict[str, str], part: str
) -> None:
    app = unfolded("afterwards")
    for name, word in typed.items():
        at(app, f"field:nl:realised.{name}").set_value(word)
    press(app, "realised_take")
    assert any(part in item.value for item in app.error), [item.value for item in app.error]
    assert own().counts(kept(app)) == ()
    for name, word in typed.items():
        assert at(app, f"field:nl:realised.{name}").value == word


def test_a_dossier_is_removed_in_two_steps() -> None:
    app = unfolded("delete")
    dossier_id = kept(app)
    assert at(app, "delete_dossier").disabled
    at(app, f"delete_sure_{dossier_id}").set_value(True).run()
    press(app, "delete_dossier")
    assert any(item.value == text("dossier.deleted") for item in app.success)
    with pytest.raises(MissingError):
        own().load(dossier_id)
    assert app.session_state["draft"] == Draft()


def test_who_may_only_read_is_told_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    owner, saved = handed_over(monkeypatch)
    app = opened()
    assert at(app, "draft_choice").value == saved.id
    press(app, "open_draft")
    turn(app, "initiative.py")
    fill(app, "quick.company", "Door de gemeente")
    assert any(item.value == text("app.not_allowed") for item in app.error)
    assert owner.load(saved.id)[1].revision == 1
    assert app.session_state["draft"].proposal.company == "Door de gemeente"


@pytest.mark.usefixtures("made_here")
def test_the_files_of_a_report_are_kept_with_the_snapshot_they_were_made_of() -> None:
    app = on("report.py")
    press(app, "freeze")
    at(app, "report_parts").set_value(["summary"]).run()
    press(app, "build")
    press(app, "attach_report")
    files = own().attachments(kept(app))
    endings = sorted(file.name.split(".", 1)[1] for file in files)
    assert endings == ["bewoners.pdf", "docx", "json", "pdf", "xlsx"]
    (made,) = own().snapshots(kept(app))
    assert {file.snapshot_id for file in files} == {made.id}
    (pdf,) = [file for file in files if file.name.endswith("pdf") and "bewoners" not in file.name]
    assert own().attachment(kept(app), pdf.id).startswith(b"%PDF")


def test_a_municipality_that_was_let_in_freezes_for_good_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, saved = handed_over(monkeypatch, logged_in=True)
    app = opened()
    press(app, "open_draft")
    turn(app, "report.py")
    press(app, "freeze")
    press(app, "freeze_yes")
    assert [row.status for row in owner.snapshots(saved.id)] == ["definitief"]
    turn(app, "initiative.py")
    fill(app, "quick.company", "Stiekem anders")
    turn(app, "report.py")
    press(app, "freeze")
    press(app, "freeze_yes")
    assert any(item.value == text("make.freeze_denied") for item in app.error)
    assert len(owner.snapshots(saved.id)) == 1


def test_who_has_the_code_of_a_municipality_and_no_login_makes_nothing_final(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    owner, saved = handed_over(monkeypatch)
    held, _ = owner.load(saved.id)
    assert held.proposal is not None
    made = owner.freeze(saved.id, held, assess(held.proposal, draws=64), "ingediend")
    app = opened()
    press(app, "open_draft")
    turn(app, "report.py")
    assert "freeze" not in {button.key for button in app.button}
    assert text("make.freeze_not_yours") in [item.value for item in app.caption]
    unfold(turn(app, "dossier.py"), "dossier:snapshots")
    assert not {button.key for button in app.button} & {f"status_{made.id}_definitief"}


def test_who_invites_the_own_organisation_reads_what_is_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    jan = local_store().of(Actor("Jan", "Kist BV", "bedrijf"))
    saved = jan.save(Draft(proposal=example(DOSSIER)))
    monkeypatch.setattr(login, "actor", lambda: jan.actor)
    monkeypatch.setattr(hand_over, "shareable", lambda _: True)
    app = turn(opened(concept=saved.id), "dossier.py")
    unfold(app, "dossier:access")
    at(app, "field:nl:share.organisation").set_value("Kist BV")
    press(app, "share_do")
    assert text("dossier.share_own") in [item.value for item in app.error]
    assert jan.grants(saved.id) == ()


def test_a_draft_that_became_too_large_says_so_and_is_saved_once_it_fits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    saved = own().save(Draft(proposal=example(DOSSIER)))
    size, long = len(own().load(saved.id)[0].stored), "Kist " + "z" * 80
    app = turn(opened(concept=saved.id), "initiative.py")
    monkeypatch.setattr(draft, "MAX_SAVED_SIZE", size + 40)
    fill(app, "quick.company", long)
    assert text("app.not_saved_large") in [item.value for item in app.error]
    assert proposal(app).company == long
    fill(app, "quick.company", "Kist")
    assert not app.error
    assert own().load(saved.id)[0].company == "Kist"


def test_who_invites_an_organisation_that_opens_nothing_reads_so(monkeypatch: pytest.MonkeyPatch) -> None:
    jan = local_store().of(Actor("Jan", "Kist BV", "bedrijf"))
    first, second = (jan.save(Draft(proposal=example(DOSSIER))) for _ in range(2))
    jan.invite(first.id, "Venray", "gemeente")
    monkeypatch.setattr(limits, "MAX_UNOPENED_OF_ONE", 1)
    monkeypatch.setattr(login, "actor", lambda: jan.actor)
    monkeypatch.setattr(hand_over, "shareable", lambda _: True)
    app = turn(opened(concept=second.id), "dossier.py")
    unfold(app, "dossier:access")
    at(app, "field:nl:share.organisation").set_value("Venray")
    press(app, "share_do")
    assert text("problems.share_unopened") in [item.value for item in app.error]
    assert jan.grants(second.id) == ()


@pytest.mark.parametrize("path", ["../../etc/passwd", "company.company", "weg[0].x", "[0]", "a" * 200])
def test_a_remark_on_a_field_nobody_knows_is_shown_all_the_same(path: str) -> None:
    app = unfolded("comments")
    own().comment(kept(app), "Van elders", path=path)
    turn(app, "dossier.py")
    assert any(item.value == "Van elders" for item in app.text)


@pytest.fixture
def read_in() -> AppTest:
    """The page of a dossier that was read from a forged file."""
    held = Draft(proposal=example(DOSSIER))
    assert held.proposal is not None
    dossier_id = own().save(held).id
    own().freeze(dossier_id, held, assess(held.proposal, draws=64))
    content = forged(own(), dossier_id)
    own().delete(dossier_id)
    app = opened()
    app.session_state["open_dossier"] = own().take_in(content).id
    app.session_state["dossier:snapshots"] = True
    return turn(app, "dossier.py")


def test_a_dossier_from_a_file_says_so_on_its_page_and_at_each_snapshot(read_in: AppTest) -> None:
    warned = [item.value for item in read_in.warning]
    assert sum(item.startswith("Ingelezen uit een bestand op ") for item in warned) == 2
    assert all("niet nagegaan" in item for item in warned)
    (made,) = own().snapshots(kept(read_in))
    named = text("dossier.numbered", id=made.id, former=made.former_id)
    assert any(named in item.value for item in read_in.markdown)
    turn(read_in, "report.py")
    assert any(named in item.value for item in read_in.markdown)
    assert any(text("make.snapshot_read_in") in item.value for item in read_in.markdown)


def test_calculating_a_forged_snapshot_again_shows_what_differs(read_in: AppTest) -> None:
    (made,) = own().snapshots(kept(read_in))
    press(read_in, f"again_{made.id}")
    assert any(item.value == text("dossier.recalculated_other") for item in read_in.error)
    (table,) = [item for item in tables(read_in) if text("difference.again") in item.columns]
    assert set(table[text("difference.in_file")]) != set(table[text("difference.again")])
    assert "1" in table.iloc[0][text("difference.in_file")]


def test_a_dossier_that_was_made_here_carries_no_such_mark() -> None:
    app = unfolded("snapshots")
    assert not any("niet nagegaan" in item.value for item in app.warning)
    assert not any(str(button.key).startswith("again_") for button in app.button)


def test_a_report_on_a_dossier_from_a_file_says_so(read_in: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    from hea.app import report_queue

    asked: list[str] = []
    queue = report_queue.report_queue()
    monkeypatch.setattr(type(queue), "order", lambda _self, _person, order: asked.append(order.mark) or 1 / 0)
    turn(read_in, "report.py")
    at(read_in, "build").click().run()
    assert len(asked) == 1
    assert "namen en standen daarin zijn niet nagegaan" in asked[0]


def test_an_example_that_is_only_looked_at_says_how_it_becomes_a_dossier() -> None:
    app = opened()
    press(app, "open_example")
    turn(app, "dossier.py")
    assert [item.value for item in app.info] == [text("dossier.none_of_example")]
    press(app, "take_example")
    assert not app.info
    assert app.session_state["saved"] is not None


def test_an_agreement_stands_at_a_review_as_it_stood_at_the_end_of_that_month() -> None:
    beds = Agreement(figure="places_short", who="Bouwbedrijf", what="120 bedden", number=120, month="2028-06")
    steps = (
        AgreementStep(dt.datetime(2027, 3, 10, 12), "", "", beds),
        AgreementStep(dt.datetime(2027, 6, 15, 12), "", "", beds.model_copy(update={"status": "loopt"})),
        AgreementStep(dt.datetime(2028, 1, 15, 12), "", "", beds.model_copy(update={"status": "gehaald"})),
    )
    item = Agreed(1, steps)
    assert [action.status for month in ("2027-03", "2027-05", "2027-06", "2027-12", "2028-01", "2031-01")
            if (action := action_at(item, month))] == [
        "afgesproken", "afgesproken", "loopt", "loopt", "gehaald", "gehaald"
    ]  # fmt: skip
    assert action_at(item, "2027-02") is None


def test_a_review_is_told_with_its_agreements_and_in_public_without_names() -> None:
    app = unfolded("progress")
    dossier = kept(app)
    own().measure(dossier, Realised(month="2029-01", migrants=1, source="loonlijst van Jan"))
    beds = Agreement(figure="places_short", who="Bouwbedrijf", what="120 bedden", number=120, month="2025-06")
    own().agree(dossier, beds)
    app.run()
    at(app, "progress_month").set_value("2029-01").run()
    told = " ".join(item.to_string() for item in tables(app))
    assert "Bouwbedrijf" in told
    assert "de maand is voorbij" in told
    assert any("loonlijst van Jan" in item.value for item in app.caption)
    at(app, "progress_version").set_value("public").run()
    assert "Bouwbedrijf" not in " ".join(item.to_string() for item in tables(app))
    assert not any("loonlijst" in item.value for item in app.caption)
