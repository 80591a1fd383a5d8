"""What the store refuses on the pages of a dossier and a report: said as it is, with nothing lost."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import saving
from hea.app.dossier import hand_over
from hea.dossiers import (
    ALONE,
    BundleError,
    DeniedError,
    Dossiers,
    MissingError,
    Realised,
    StoreError,
    TamperedError,
    TooLargeError,
    limits,
    local_store,
)
from hea.dossiers import bundle as bundles
from hea.texts import text
from tests.app.walking import at, on, opened, press, turn

REFUSALS = [
    (StoreError, "app.action_failed"),
    (MissingError, "app.action_gone"),
    (DeniedError, "app.action_denied"),
]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that failed is asked again at every run."""
    monkeypatch.setattr(saving, "RETRY_SECONDS", 0)


def own() -> Dossiers:
    return local_store().of(ALONE)


def kept(app: AppTest) -> str:
    found: str = app.session_state["saved"].id
    return found


def said(app: AppTest) -> list[str]:
    return [item.value for item in app.error]


def refuse(patch: pytest.MonkeyPatch, name: str, error: type[StoreError]) -> None:
    def refused(*_: object, **__: object) -> None:
        raise error("refused")

    patch.setattr(Dossiers, name, refused)


def unfolded(app: AppTest, section: str) -> AppTest:
    app.session_state[f"dossier:{section}"] = True
    return turn(app, "dossier.py")


def with_remark(app: AppTest) -> str:
    own().comment(kept(app), "Waarom?")
    return f"settle_{own().comments(kept(app))[0].number}"


def with_words(app: AppTest) -> str:
    return "comment_say"


def with_file(app: AppTest) -> str:
    return f"detach_{own().attach(kept(app), 'a.pdf', b'a').id}"


def with_grant(app: AppTest) -> str:
    return f"revoke_{own().share(kept(app), 'gemeente')[1].id}"


def with_count(app: AppTest) -> str:
    own().measure(kept(app), Realised(month="2030-03", migrants=5, source="opgave"))
    return f"forget_{own().counts(kept(app))[0].number}"


def with_snapshot(app: AppTest) -> str:
    press(turn(app, "report.py"), "freeze")
    return f"status_{own().snapshots(kept(app))[0].id}_ingediend"


ACTIONS: list[tuple[str, Callable[[AppTest], str], str]] = [
    ("comments", with_remark, "settle"),
    ("comments", with_words, "comment"),
    ("files", with_file, "detach"),
    ("access", with_grant, "revoke"),
    ("access", lambda _: "share_do", "share"),
    ("afterwards", with_count, "forget_count"),
    ("snapshots", with_snapshot, "set_status"),
]


@pytest.mark.parametrize(("error", "sentence"), REFUSALS)
@pytest.mark.parametrize(("section", "prepare", "method"), ACTIONS, ids=[action[2] for action in ACTIONS])
def test_a_deed_that_is_refused_says_why(
    section: str,
    prepare: Callable[[AppTest], str],
    method: str,
    error: type[StoreError],
    sentence: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hand_over, "shareable", lambda _: True)
    app = on("dossier.py")
    key = prepare(app)
    unfolded(app, section)
    if method == "comment":
        at(app, "field:nl:comment.words").set_value("Waaruit blijkt dit?")
    if method == "share":
        at(app, "field:nl:share.role").set_value("acquisitie")
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, method, error)
        press(app, key)
    told = said(app)
    assert text(sentence) in told
    assert not {text(other) for kind, other in REFUSALS if kind is not error} & set(told)
    if method == "comment":
        assert at(app, "field:nl:comment.words").value == "Waaruit blijkt dit?"
    if method == "share":
        assert at(app, "field:nl:share.role").value == "acquisitie"
    press(app, key)
    assert not set(told) & set(said(app))


def test_a_store_that_fails_at_a_deed_is_tried_again_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saving, "RETRY_SECONDS", 600)
    app = unfolded(on("dossier.py"), "comments")
    at(app, "field:nl:comment.words").set_value("Waaruit blijkt dit?")
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, "comment", StoreError)
        press(app, "comment_say")
    assert text("app.not_saved") in said(app)
    press(app, "try_store_again")
    assert text("app.not_saved") not in said(app)


@pytest.mark.parametrize("filename", ["start.py", "dossier.py", "report.py"])
def test_a_page_that_cannot_be_read_tries_again_by_itself(
    filename: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "RETRY_SECONDS", 600)
    app = on("report.py")
    press(app, "freeze")
    with monkeypatch.context() as meanwhile:
        for name in ("listed", "snapshots", "comments"):
            refuse(meanwhile, name, StoreError)
        turn(app, filename)
        assert text("app.store_unreadable") in said(app)
        assert text("app.not_saved") in said(app)
    press(app, "try_store_again")
    assert not {text("app.store_unreadable"), text("app.not_saved")} & set(said(app))


def test_the_page_of_a_dossier_that_is_gone_says_so() -> None:
    app = on("dossier.py")
    own().delete(kept(app))
    app.run()
    assert text("app.unread_gone") in said(app)
    assert text("app.store_unreadable") not in said(app)


def test_a_snapshot_that_was_tampered_with_is_not_called_a_failing_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = on("report.py")
    press(app, "freeze")
    (made,) = own().snapshots(kept(app))
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, "frozen", TamperedError)
        press(app, f"snapshot_{made.id}")
    assert text("app.unread_damaged") in said(app)
    assert text("app.not_saved") not in said(app)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [*REFUSALS, (BundleError, "problems.bundle")],
)
def test_a_dossier_that_is_not_read_in_says_why(
    error: type[StoreError], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = turn(opened(), "dossier.py")
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, "take_in", error)
        app.file_uploader(key="bundle_0").upload("dossier.json.gz", b"{}", "application/gzip").run()
    sentences = {text(words) for _, words in REFUSALS} | {text("problems.bundle")}
    assert sentences & set(said(app)) == {text(sentence)}


def test_a_dossier_file_that_is_too_large_is_not_called_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    app = on("dossier.py")
    own().attach(kept(app), "a.pdf", b"a" * 2_000)
    content = own().export(kept(app))
    monkeypatch.setattr(limits, "MAX_DOSSIER_SIZE", 3_000)
    app.file_uploader(key="bundle_0").upload("dossier.json.gz", content, "application/gzip").run()
    assert any("40 MB" in words for words in said(app))
    assert text("problems.bundle") not in said(app)


@pytest.mark.parametrize(("error", "sentence"), REFUSALS)
def test_a_file_that_is_not_added_says_why(
    error: type[StoreError], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = unfolded(on("dossier.py"), "files")
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, "attach", error)
        app.file_uploader(key="file_upload_0").upload("a.pdf", b"a", "application/pdf").run()
    assert {text(words) for _, words in REFUSALS} & set(said(app)) == {text(sentence)}


@pytest.mark.usefixtures("made_here")
def test_of_a_report_all_files_are_kept_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    from hea.dossiers import comments

    app = on("report.py")
    press(app, "freeze")
    press(app, "build")
    sizes = sorted(len(content) for content in app.session_state["report"][1].values())
    monkeypatch.setattr(comments, "MAX_FILE_SIZE", sizes[-1] - 1)
    press(app, "attach_report")
    assert own().attachments(kept(app)) == ()
    assert any(words.startswith("Dit is niet toegevoegd") for words in said(app))


@pytest.mark.parametrize(("error", "sentence"), REFUSALS[:2])
def test_a_snapshot_that_is_not_made_says_why(
    error: type[StoreError], sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = on("report.py")
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, "freeze", error)
        press(app, "freeze")
    assert text(sentence) in said(app)


def test_a_dossier_that_does_not_fit_in_a_file_says_so_instead_of_offering_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app = unfolded(on("dossier.py"), "hand_over")
    assert "export_dossier" in {button.key for button in app.get("download_button")}
    monkeypatch.setattr(limits, "MAX_DOSSIER_SIZE", -1)
    app.run()
    assert "export_dossier" in {button.key for button in app.get("download_button")}
    monkeypatch.setattr(bundles, "MAX_BUNDLE_SIZE", 100)
    app.run()
    assert "export_dossier" not in {button.key for button in app.get("download_button")}
    assert any("past niet in een bestand" in item.value for item in app.warning)
    with pytest.raises(TooLargeError):
        own().export(kept(app))
