"""The address of a tab names its draft, also when a visit begins in the middle of something."""

import pytest
from streamlit.testing.v1 import AppTest

from hea.app import login, state
from hea.app.address import CONCEPT
from hea.dossiers import ALONE, Draft, local_store
from tests.app.walking import opened


def test_a_visit_whose_first_drawing_was_cut_short_keeps_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A click in the menu tells no address, and may come before the first page was drawn."""
    kept = local_store().of(ALONE).save(Draft(started={"company": "Van dit adres"}))
    with monkeypatch.context() as patch:
        patch.setattr(login, "door", lambda lang: False)
        app = opened(concept=kept.id)
    app.query_params.clear()
    app.run()
    assert app.query_params[CONCEPT] == kept.id
    assert app.session_state["saved"].id == kept.id


def test_every_visit_tells_the_browser_anew_which_draft_it_shows() -> None:
    """A browser runs no script twice, also not after it was out of touch with the server."""
    kept = local_store().of(ALONE).save(Draft(started={"company": "Van dit adres"}))
    first, again = naming(opened(concept=kept.id)), naming(opened(concept=kept.id))
    assert kept.id in first
    assert first != again


def test_an_address_is_never_a_script(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the store was away at first, what is typed later is saved while the address says anything."""
    kept = local_store().of(ALONE).save(Draft(started={"company": "Van dit adres"}))
    app = opened(concept=kept.id)
    said = "';document.title='overgenomen';//</script>"
    monkeypatch.setattr(state, "draft_address", lambda: said)
    app.run()
    script = "".join(item.proto.body for item in app.get("html"))
    assert f"hea_draft={kept.id};" in script
    assert said[:20] not in script
    assert "document.title=" not in script


def naming(app: AppTest) -> str:
    """The script that names the draft in an address that does not."""
    (found,) = (
        item.proto.body for item in app.get("html") if "history.replaceState(history.state" in item.proto.body
    )
    return found
