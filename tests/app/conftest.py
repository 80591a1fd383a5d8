"""Every test of the app has a store of its own and fresh caches."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from hea.dossiers import local_store
from hea.reference.own import FOLDER_VARIABLE


@pytest.fixture(autouse=True, scope="session")
def settled() -> None:
    """As in the app itself: what is loaded for good is not collected after every page."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    for cached in (local_store, st.cache_data, st.cache_resource):
        cached.cache_clear() if cached is local_store else cached.clear()
    yield
    local_store.cache_clear()
