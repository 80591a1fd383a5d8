"""A file that the server let go of is not taken for an empty one, and what was read of it stays."""

from types import SimpleNamespace

import pytest
import streamlit as st
from streamlit.proto.Common_pb2 import FileURLs
from streamlit.runtime import Runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.state import SessionState
from streamlit.runtime.uploaded_file_manager import DeletedFile, UploadedFile, UploadedFileRec

from hea.app.chosen_file import Chosen, chosen, newly_chosen
from hea.app.server.open_pages import KEPT, OpenPages, empty, held_files, note_kept
from hea.exchange import InputError, example, proposal_yaml
from tests.app.walking import DOSSIER, at, on, opened, press, proposal, turn, unfold


def uploaded(name: str = "1", content: bytes = b"inhoud") -> UploadedFile:
    return UploadedFile(UploadedFileRec(name, "plan.csv", "text/csv", content), FileURLs())


@pytest.fixture
def fields(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    found: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", found)
    return found


def test_a_file_is_read_as_long_as_it_is_held(fields: dict[str, object]) -> None:
    fields["veld"] = uploaded()
    assert chosen("veld") == newly_chosen("veld") == Chosen("plan.csv", b"inhoud")
    fields["veld"] = DeletedFile("1")
    assert newly_chosen("veld") is None, "it was taken"
    with pytest.raises(InputError):
        chosen("veld")
    fields["veld"] = DeletedFile("2")
    with pytest.raises(InputError):
        newly_chosen("veld")
    fields["veld"] = None
    assert chosen("veld") is newly_chosen("veld") is None


def test_a_session_keeps_only_what_is_held(fields: dict[str, object]) -> None:
    state, held = SessionState(), [uploaded("1"), uploaded("2"), uploaded("3"), uploaded("4")]
    state._old_state = {"a": held[0], "b": [held[1]], "c": "woorden"}
    state._new_widget_state.set_from_value("d", held[2])
    state._new_widget_state.set_from_value("e", [held[3]])
    empty(state, {"2", "4"})
    assert [file.getvalue() for file in held] == [b"", b"inhoud", b"", b"inhoud"]
    fields["veld"] = held[0]
    with pytest.raises(InputError):
        chosen("veld")


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    note_kept.cache_clear()
    return caplog


def running(monkeypatch: pytest.MonkeyPatch, **parts: object) -> None:
    """A server of a Streamlit that has only these parts."""
    monkeypatch.setattr(Runtime, "instance", lambda: SimpleNamespace(**parts))


def test_a_streamlit_that_keeps_pages_in_another_way_holds_files_as_it_does_by_itself(
    monkeypatch: pytest.MonkeyPatch, told: pytest.LogCaptureFixture
) -> None:
    running(monkeypatch)
    pages = OpenPages()
    assert pages.is_open("een"), "nothing is let go of then"
    pages.forget_files("een", ())
    other = SimpleNamespace(session=SimpleNamespace(session_state=SimpleNamespace()))
    running(monkeypatch, _session_mgr=SimpleNamespace(get_session_info=lambda _: other))
    pages.forget_files("een", ())
    assert [record.message for record in told.records] == [KEPT]


@pytest.mark.parametrize("parts", [{}, {"uploaded_file_mgr": SimpleNamespace(file_storage={})}])
def test_a_streamlit_that_keeps_files_in_another_way_still_takes_them(
    parts: dict[str, object], monkeypatch: pytest.MonkeyPatch, told: pytest.LogCaptureFixture
) -> None:
    running(monkeypatch, **parts)
    held = held_files()
    assert dict(held.file_storage) == {}
    held.remove_file("een", "a")
    held.remove_session_files("een")
    assert [record.message for record in told.records] == [KEPT]


def test_the_parts_that_this_streamlit_has_are_used(
    monkeypatch: pytest.MonkeyPatch, told: pytest.LogCaptureFixture
) -> None:
    files = MemoryUploadedFileManager("")
    held = uploaded()
    state = SessionState()
    state._old_state = {"a": held}
    info = SimpleNamespace(session=SimpleNamespace(session_state=state))
    sessions = SimpleNamespace(get_session_info={"een": info}.get)
    running(monkeypatch, uploaded_file_mgr=files, is_active_session={"een": True}.get, _session_mgr=sessions)
    assert held_files() is files
    assert OpenPages().is_open("een")
    assert not OpenPages().is_open("twee")
    OpenPages().forget_files("een", ())
    OpenPages().forget_files("twee", ())
    assert held.getvalue() == b""
    assert not told.records


def lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the server holds nothing of what it is sent."""
    monkeypatch.setattr(MemoryUploadedFileManager, "add_file", lambda *_: None)


@pytest.mark.parametrize(
    ("page", "key"),
    [
        ("start.py", "upload"),
        ("workforce.py", "form_upload"),
        ("portfolio.py", "leads_upload"),
        ("dossier.py", "bundle_0"),
        ("dossier.py", "file_upload_0"),
    ],
)
def test_every_field_says_that_its_file_is_gone(page: str, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    app = on(page)
    for part in ("form_expander", "dossier:files"):
        app.session_state[part] = True
    turn(app, page)
    before = proposal(app)
    with monkeypatch.context() as meanwhile:
        lost(meanwhile)
        app.file_uploader(key=key).upload("a.yaml", b"a", "text/plain").run()
    assert any("niet meer op de server" in item.value for item in app.error)
    assert not app.exception
    assert proposal(app) == before


def test_what_was_read_of_a_file_stays_when_the_file_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    app = opened()
    content = proposal_yaml(example(DOSSIER)).encode()
    app.file_uploader(key="upload").upload("plan.yaml", content, "application/yaml").run()
    held = proposal(app)
    assert held == example(DOSSIER)
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(MemoryUploadedFileManager, "get_files", lambda *_, **__: [])
        app.run()
    assert proposal(app) == held
    assert not app.error
    assert not app.exception


def test_a_list_of_places_that_is_gone_is_not_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    app = on("surroundings.py")
    unfold(app, "radius")
    with monkeypatch.context() as meanwhile:
        lost(meanwhile)
        app.file_uploader(key="sites_upload").upload("a.csv", b"naam;plaatsen", "text/csv")
        at(app, "field:nl:sites.village").set_value("Oirlo")
        press(app, "sites_go")
    assert any("niet meer op de server" in item.value for item in app.error)
    assert "nearby" not in app.session_state


def test_problems_of_a_file_are_told_at_its_fields_in_words() -> None:
    app = opened()
    content = b"company: X\nmunicipality: Venray\nsector: kas\nopening: 2027-03\nworkforce:\n  count: veel\n"
    app.file_uploader(key="upload").upload("plan.yaml", content, "application/yaml").run()
    (said,) = [item.value for item in app.error]
    assert "workforce.count" in said
    assert "Aantal" in said
    assert "regel 6" in said
