"""Every test of the app has a store of its own and fresh caches."""

import shutil
from collections import OrderedDict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from hea.app import report_job, results
from hea.app.report_queue import ReportQueue
from hea.assessment import DOSSIER_DRAWS
from hea.dossiers import local_store
from hea.dossiers.database import FILE_NAME
from hea.reference.own import FOLDER_VARIABLE
from tests.conftest import FEW_DRAWS
from tests.few_draws import SCREEN_DRAWS

RESULTS = 24
"""Results of each kind that are kept for later tests."""

DRAWN = {"draws": SCREEN_DRAWS}
"""What the pages calculate with now."""


@pytest.fixture(autouse=True, scope="session")
def once() -> Iterator[None]:
    """What comes out the same every time is worked out once.

    Those are the figures of a proposal, which are frozen, and what the installed packages bring to
    Streamlit, which a server looks up when it starts and ``AppTest`` for every app it makes.
    """
    with pytest.MonkeyPatch.context() as patch:
        for name in ("assess", "make_outline", "make_drawn", "compare"):
            patch.setattr(results, name, _as_drawn(_by_hash(getattr(results, name))))
        validated = cache(results.validate)
        patch.setattr(results, "validate", validated)
        patch.setattr(report_job, "validate", validated)
        found = cache(manifest_scanner.scan_component_manifests)
        patch.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


def _as_drawn(work: Callable[..., Any]) -> Callable[..., Any]:
    """Calculates with the draws of the moment, unless it is told with how many."""
    return lambda *given, **named: work(*given, **{**DRAWN, **named})


@pytest.fixture
def usual_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages calculate with as many draws as for a user: for tests that hold their figures against others."""
    monkeypatch.setitem(DRAWN, "draws", DOSSIER_DRAWS)


def _by_hash(work: Callable[..., Any]) -> Callable[..., Any]:
    """Remembers results by the hashes of the proposal and the parameters, as the app does for a session."""
    kept: OrderedDict[object, Any] = OrderedDict()

    def remembered(*given: Any, **named: Any) -> Any:
        key = tuple(getattr(value, "hash", value) for value in (*given, *named, *named.values()))
        if key not in kept:
            kept[key] = work(*given, **named)
        kept.move_to_end(key)
        while len(kept) > RESULTS:
            kept.popitem(last=False)
        return kept[key]

    return remembered


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, empty_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    shutil.copy(empty_file, tmp_path / FILE_NAME)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    for cached in (local_store, st.cache_data, st.cache_resource):
        cached.cache_clear() if cached is local_store else cached.clear()
    yield
    local_store.cache_clear()


@pytest.fixture
def made_here(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Reports have their turn as always, and are then made in this process, with few draws.

    For tests of what becomes of a report. A process begins with nothing, so that it takes ten times as long;
    tests of the process, and walks that are there for the figures, have one.
    """
    monkeypatch.setattr(report_job, "DOSSIER_DRAWS", FEW_DRAWS)
    with ThreadPoolExecutor(1) as here:
        monkeypatch.setattr(ReportQueue, "_running", lambda queue: here)
        yield
