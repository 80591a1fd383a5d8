"""Starting the server: the slow imports begin at once, not when the first user waits for them."""

import gc
import importlib
import json
import logging
import pkgutil
import sys
import threading
import webbrowser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from streamlit import App, config

import hea
from hea.app import journal
from hea.app.reading_apart import reading_room
from hea.app.server import connections
from hea.app.server.doorway import Doorway
from hea.app.server.gate import Gate, Receive, Scope, Send
from hea.app.server.intake import Intake
from hea.app.server.open_pages import OpenPages, held_files
from hea.ending import begin_no_more

FIRST = ("group_table", "navigation", "parts", "question", "sections", "six_fields")
"""What the first visitor needs is loaded first."""

NOT_LOADED = ("hea.app.pages", "hea.app.server.__main__", "hea.cli", "hea.__main__")
"""A page is drawn by being loaded; commands are not part of the app."""

COLLECT_SECONDS = 10.0
"""Between two collections of garbage while pages are drawn."""

log = logging.getLogger("hea.app")


def warm_up() -> None:
    """Load what pages need and use it once, so that nobody waits for it and caches are filled.

    What was loaded stays for good, so the garbage collector need not look through it again.
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
    reading_room().begin()


def collect_now_and_then(over: threading.Event) -> None:
    """Collect garbage beside the pages, until it is over.

    Streamlit would do so after every run of a page, before it says that the page is there, and looks through
    the results of every visit of the last half hour: each visit made the pages of all others slower.
    """
    before = _collections()
    while not over.wait(COLLECT_SECONDS):
        if _collections() != before:
            gc.collect()
        before = _collections()


def _collections() -> int:
    """Tells whether anything was done: how often the youngest objects were looked through."""
    return int(gc.get_stats()[0]["collections"])


def _assess_once() -> None:
    """A small assessment and a chart."""
    from hea.assessment import DOSSIER_DRAWS, assess
    from hea.exchange import example, example_names
    from hea.report.figures import figures, vega

    assessment = assess(example(example_names()[0]), draws=DOSSIER_DRAWS)
    vega.for_screen(figures.need_by_stay(assessment, "nl").vega(), "nl")


def _store_once() -> None:
    """Open the store of the users, and save once in a database in memory, whose tables need no migration."""
    from sqlalchemy import create_engine

    from hea.dossiers import ALONE, Dossiers, Draft, StoreError, local_store
    from hea.dossiers.tables import Base

    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    Dossiers(engine, ALONE).save(Draft())
    engine.dispose()
    try:
        local_store()
    except StoreError as error:
        log.warning("the store did not open: %s; the first user tries again", type(error).__name__)


def check_settings() -> None:
    """Stop with a sentence if a setting cannot be followed."""
    from hea.dossiers.retention import SettingError, retention_days

    try:
        retention_days()
    except SettingError as error:
        sys.exit(str(error))


class GuardedApp(App):
    """The app behind its gate, which stands outside everything of Streamlit."""

    def __init__(self, script: Path) -> None:
        super().__init__(script, lifespan=_lifespan)
        self._gate = Gate(
            Doorway(
                Intake(super().__call__, held_files, OpenPages()),
                connections.room_in(connections.files_there_are()).pages,
            )
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request that the gate lets through."""
        await self._gate(scope, receive, send)


@asynccontextmanager
async def _lifespan(app: App) -> AsyncIterator[None]:
    """Show the app to whoever started it on a machine with a screen; then leave nothing half begun."""
    if not config.get_option("server.headless"):
        address = f"http://localhost:{config.get_option('server.port')}"
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    yield
    begin_no_more()


def main() -> None:
    """Run the script with the settings given as JSON, while the rest is being loaded."""
    check_settings()
    script, settings, *arguments = sys.argv[1:]
    journal.begin()
    connections.begin()
    threading.Thread(target=warm_up, daemon=True).start()
    threading.Thread(target=collect_now_and_then, args=(threading.Event(),), daemon=True).start()
    sys.argv[:] = [script, *arguments]
    GuardedApp(Path(script)).run(config=json.loads(settings))
