"""More rows than a plan has, or more of a paste than is kept, are refused before anything is made of them."""

import pytest

from hea.app import group_table
from hea.app.server.doorway import MAX_PASTED
from hea.proposal import MAX_LINES
from tests.app.test_groups import ROW, edit, pasted, table
from tests.app.walking import proposal


def test_more_rows_than_a_plan_has_are_refused_before_anything_is_made_of_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Twelve thousand rows, in 180 kB, kept a core of the app busy for forty seconds."""
    app = table()
    before, version = proposal(app).function_groups, app.session_state["table_version"]
    monkeypatch.setattr(group_table, "group_of", None)
    edit(app, added_rows=[{"name": "a"}] * 12_000)
    assert proposal(app).function_groups == before
    assert any(str(MAX_LINES) in item.value for item in app.error)
    assert app.session_state["table_version"] > version, "the table begins again without them"


def test_what_may_have_been_cut_off_of_a_paste_is_not_read() -> None:
    app = pasted(f"{ROW}\n" + "x" * MAX_PASTED)
    assert any("te lang" in item.value for item in app.error)
    assert "take_pasted" not in {button.key for button in app.button}
