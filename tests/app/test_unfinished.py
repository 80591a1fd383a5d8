"""What waits in fields of drafts that are not open has an end."""

import pytest
import streamlit as st

from hea.app import unfinished
from hea.app.unfinished import MAX_CHARACTERS, Typed


def test_what_waits_longest_in_other_drafts_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    held: dict[str, object] = {}
    monkeypatch.setattr(st, "session_state", held)
    half = {"company": Typed("x" * (MAX_CHARACTERS // 2), "nl")}
    for name in ("een", "twee", "een", "drie"):
        unfinished.wait_in(name, half)
    assert list(unfinished._elsewhere()) == ["een", "drie"]
    unfinished.wait_in("vier", {"company": Typed("x" * (MAX_CHARACTERS + 1), "nl")})
    assert list(unfinished._elsewhere()) == []
