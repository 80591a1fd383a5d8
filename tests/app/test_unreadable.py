"""What is in the store and cannot be read is one line that says so; everything around it goes on."""

import json

import pytest
from sqlalchemy.orm import Session
from streamlit.testing.v1 import AppTest

from hea.dossiers import ALONE, Dossiers, Draft, local_store
from hea.dossiers.database import now
from hea.dossiers.tables import CommentRow, DossierRow, RealisedRow, RevisionRow
from hea.exchange import example
from hea.texts import text
from tests.app.walking import DOSSIER, at, opened, press, tables, turn

HELD = Draft(proposal=example(DOSSIER))
BAD = {
    "no number": json.dumps({"started": {"size": "abc"}}),
    "no measure": json.dumps({"started": {"kind": "zzz", "size": "3"}}),
    "without end": json.dumps({"started": {"size": "1e400"}}),
    "no month": json.dumps({"started": {"opening": "nonsense", "company": "K"}}),
    "a book": json.dumps({"started": {"company": "A" * 5_000_000}}),
    "no draft": "{",
}


def own() -> Dossiers:
    return local_store().of(ALONE)


def planted(content: str, title: str = "Kwaad") -> None:
    """A dossier as an earlier version kept it, whatever was in it."""
    with Session(local_store().engine) as session, session.begin():
        session.add(
            DossierRow(
                id="kwaadkwaadkwaad1",
                organisation="",
                revision=1,
                saved_at=now(),
                title=title,
                imported_at=None,
                touched_at=now(),
            )
        )
        session.flush()
        session.add(
            RevisionRow(
                dossier_id="kwaadkwaadkwaad1",
                revision=1,
                saved_at=now(),
                saved_by="",
                role="",
                content=content,
            )
        )


@pytest.mark.parametrize("name", BAD)
def test_one_dossier_that_cannot_be_read_leaves_the_list_and_the_quick_scan_whole(name: str) -> None:
    own().save(Draft(started={"company": "Goed"}))
    planted(BAD[name], "Kwaad" * 1_000_000)
    app = opened()
    (frame,) = tables(app)
    assert len(frame) == 2
    assert text("drafts.unreadable") in list(frame["Sector"])
    assert len(frame.index[0]) < 1_000
    app = opened(concept="kwaadkwaadkwaad1")
    assert [item.value for item in app.warning] == [text("app.lost_unreadable")]
    turn(app, "quick_scan.py")
    assert at(app, "field:nl:quick.company").value == ""


def test_a_remark_by_somebody_of_a_role_that_is_none_is_shown_as_it_is() -> None:
    saved = own().save(HELD)
    with Session(local_store().engine) as session, session.begin():
        fields = {"revision": 1, "path": "", "kind": "remark", "words": "Gezegd", "by": "Els"}
        session.add(CommentRow(dossier_id=saved.id, at=now(), role="burgemeester", **fields))
    app = _unfolded(saved.id)
    assert any("burgemeester" in item.value for item in app.caption)


def _unfolded(dossier_id: str) -> AppTest:
    app = opened(concept=dossier_id)
    for section in ("comments", "snapshots", "differences", "files", "afterwards", "hand_over"):
        app.session_state[f"dossier:{section}"] = True
    return turn(app, "dossier.py")


def test_a_long_list_is_shown_a_page_at_a_time() -> None:
    saved = own().save(HELD)
    with Session(local_store().engine) as session, session.begin():
        fields = {"revision": 1, "path": "", "kind": "remark", "by": "Els", "role": ""}
        for number in range(130):
            session.add(CommentRow(dossier_id=saved.id, at=now(), words=f"Nummer {number}", **fields))
    app = _unfolded(saved.id)
    shown = [item.value for item in app.text if item.value.startswith("Nummer")]
    assert shown == [f"Nummer {number}" for number in range(50)]
    press(app, "more:comments")
    press(app, "more:comments")
    assert len([item for item in app.text if item.value.startswith("Nummer")]) == 130
    assert "more:comments" not in {item.key for item in app.button}


def test_a_section_that_cannot_be_read_leaves_the_others_whole() -> None:
    saved = own().save(HELD)
    own().comment(saved.id, "Gezegd")
    with Session(local_store().engine) as session, session.begin():
        fields = {"month": "2030-01", "by": "", "role": "", "content": "{}"}
        session.add(RealisedRow(dossier_id=saved.id, at=now(), **fields))
    app = _unfolded(saved.id)
    assert text("app.unread_damaged") in [item.value for item in app.error]
    assert "Gezegd" in [item.value for item in app.text]
    assert text("dossier.export") in [item.label for item in app.get("download_button")]
