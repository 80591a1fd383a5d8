"""Starting the server: the slow imports begin at once, not when the first user waits for them."""

import gc
import importlib
import pkgutil
import sys
import tempfile
import threading
from pathlib import Path

import hea
from hea.app import journal

FIRST = ("group_table", "navigation", "parts", "question", "sections", "six_fields")
"""What the first visitor needs is loaded first."""

NOT_LOADED = ("hea.app.pages", "hea.cli", "hea.__main__")
"""A page is drawn by being loaded; commands are not part of the app."""


def warm_up() -> None:
    """Load what pages need and use it once, so that nobody waits for it and caches are filled.

    What was loaded stays for good, so the garbage collector need not look through it again. Streamlit
    collects after every run of a page, before it says that the page is there: a user waits for it.
    """
    for name in FIRST:
        importlib.import_module(f"hea.app.{name}")
    _assess_once()
    for module in pkgutil.walk_packages(hea.__path__, "hea."):
        if not module.name.startswith(NOT_LOADED):
            importlib.import_module(module.name)
    _store_once()
    gc.collect()
    gc.freeze()


def _assess_once() -> None:
    """A small assessment and a chart."""
    from hea.assessment import LIVE_DRAWS, assess
    from hea.exchange import example, example_names
    from hea.report import pictures

    assessment = assess(example(example_names()[0]), draws=LIVE_DRAWS)
    pictures.spec(pictures.need_by_stay(assessment, "nl"), "nl")


def _store_once() -> None:
    """A store of its own, which is thrown away: the one of the users is opened by the first of them."""
    from hea.dossiers import ALONE, Draft, Store

    with tempfile.TemporaryDirectory() as folder:
        store = Store(f"sqlite:///{Path(folder) / 'once.db'}")
        store.of(ALONE).save(Draft())
        store.engine.dispose()


def main() -> None:
    """Run Streamlit with the arguments given, while the rest is being loaded."""
    from streamlit.web.cli import main as streamlit

    journal.begin()
    threading.Thread(target=warm_up, daemon=True).start()
    sys.argv[0] = "streamlit"
    streamlit()


if __name__ == "__main__":
    main()
