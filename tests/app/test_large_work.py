"""What takes seconds and hundreds of megabytes is calculated in turns."""

from typing import Any

import pytest

from hea.app import login, results
from hea.assessment import DOSSIER_DRAWS, Assessment
from tests.app.walking import on, press


def test_freezing_calculates_in_turns_what_the_screen_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight pages at once took a gigabyte more than one."""
    turns: list[tuple[int, frozenset[str]]] = []
    real = results.assess

    def noted(*given: Any, draws: int = DOSSIER_DRAWS, **more: Any) -> Assessment:
        turns.append((draws, results.large_work().served))
        return real(*given, draws=64, **more)

    monkeypatch.setattr(results, "assess", noted)
    app = on("report.py")
    turns.clear()
    press(app, "freeze")
    assert (DOSSIER_DRAWS, frozenset({login.person()})) in turns
    assert results.large_work().served == frozenset()
