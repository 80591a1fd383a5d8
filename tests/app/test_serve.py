"""Starting the server."""

import gc
import os
import subprocess
import sys
from pathlib import Path

from hea.app.serve import warm_up


def test_what_is_loaded_at_the_start_is_not_collected_again_after_every_page() -> None:
    loaded: list[list[int]] = [[] for _ in range(1_000)]
    before = gc.get_freeze_count()
    warm_up()
    assert gc.get_freeze_count() >= before + len(loaded)


LATE = """
import sys
from hea.app.serve import warm_up
from tests.app.walking import on
warm_up()
before = set(sys.modules)
from hea.app.navigation import PAGES
for entry in PAGES:
    on(entry.filename)
watched = ("hea", "sqlalchemy", "alembic")
print(*sorted(name for name in set(sys.modules) - before if name.split(".")[0] in watched))
"""
"""Says what opening pages loads after the start: the garbage collector would look through all of it."""


def test_opening_a_page_loads_nothing_that_the_start_did_not(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LATE],
        env={**os.environ, "HEA_DATA_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == []
