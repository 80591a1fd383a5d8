"""Processes of their own for tests: copies of one that has loaded the program and done nothing yet.

A process that is started from nothing spends most of its time on loading what it needs.
"""

import multiprocessing
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from hea.cli import analysing, assessing, catalogue, data, keeping, main, nearby, register, screening  # noqa: F401

FRESH = multiprocessing.get_context("forkserver")
FRESH.set_forkserver_preload([__name__, "tests.dossiers.test_opening", "tests.loaded_app"])
STREAMS = {1: "out", 2: "err"}


def command(*words: str, environment: Mapping[str, str] = os.environ) -> subprocess.CompletedProcess[str]:
    """What ``hea`` does with these words, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        process = FRESH.Process(target=_obey, args=(words, dict(environment), folder, Path.cwd()))
        process.start()
        process.join()
        said = [(Path(folder) / name).read_text(encoding="utf-8") for name in STREAMS.values()]
    assert process.exitcode is not None
    return subprocess.CompletedProcess(["hea", *words], process.exitcode, *said)


def _obey(words: tuple[str, ...], environment: dict[str, str], folder: str, place: Path) -> None:
    for number, name in STREAMS.items():
        os.dup2(os.open(Path(folder) / name, os.O_WRONLY | os.O_CREAT), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(place)
    sys.argv = ["hea", *words]
    main()
