"""What takes seconds and hundreds of megabytes is calculated in turns, and no page keeps it."""

from typing import Any

import pytest

from hea.app import login, results
from hea.assessment import REPORT_DRAWS, Assessment
from tests.app.walking import on, press


def test_freezing_calculates_in_turns_and_keeps_nothing_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight pages at once took a gigabyte more than one, and each kept its own result."""
    turns: list[tuple[int, frozenset[str]]] = []
    real = results.assess

    def noted(*given: Any, draws: int, **more: Any) -> Assessment:
        turns.append((draws, results.large_work().served))
        return real(*given, draws=64, **more)

    monkeypatch.setattr(results, "assess", noted)
    app = on("report.py")
    turns.clear()
    press(app, "freeze")
    assert (REPORT_DRAWS, frozenset({login.person()})) in turns
    assert results.large_work().served == frozenset()
    kept = [key for kind, key in app.session_state["results"] if kind == "assessment"]
    assert not any(REPORT_DRAWS in key for key in kept)
