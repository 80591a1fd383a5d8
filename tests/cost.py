"""What it costs to read a file, in a process of its own: work of the processor and memory.

The process is a copy of one that has loaded the program, so that loading is no part of what is measured.
"""

import json
import os
import sys
from pathlib import Path
from typing import NamedTuple

from tests.processes import FRESH

MOST_SECONDS = 15
"""After which the process is ended: what takes longer has failed."""

MEASURE = """
import json, pathlib, resource, time
resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
content = pathlib.Path(path).read_bytes()
from hea.exchange import InputError, parse_upload
{prepare}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
start = time.process_time()
try:
    said = {read}
except InputError as error:
    said = " ".join(sorted({{problem.code for problem in error.problems}}))
seconds = time.process_time() - start
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([str(said)[:200], seconds, grown / 1024]))
"""


class Cost(NamedTuple):
    """What came of it, and what it took."""

    said: str
    """Codes of the problems, or what was read."""
    seconds: float
    """Of the processor."""
    megabytes: float
    """That the process grew."""


def cost(folder: Path, content: bytes, read: str, prepare: str = "") -> Cost:
    """What it takes to read a file.

    Args:
        folder: to put the file in.
        content: of the file.
        read: an expression that reads ``content``.
        prepare: statements before it that do not count.
    """
    path = folder / "content"
    path.write_bytes(content)
    program = MEASURE.format(read=read, prepare=prepare)
    process = FRESH.Process(target=_measure, args=(program, str(path), str(folder)))
    process.start()
    process.join()
    told, wrong = ((folder / name).read_text(encoding="utf-8") for name in ("told", "wrong"))
    assert process.exitcode == 0, f"ended with {process.exitcode}: {wrong[-1500:]}"
    return Cost(*json.loads(told))


def _measure(program: str, path: str, folder: str) -> None:
    for number, name in ((1, "told"), (2, "wrong")):
        os.dup2(os.open(Path(folder) / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    exec(program, {"path": path, "most_seconds": MOST_SECONDS})
    sys.stdout.flush()


def assert_in_step(small: Cost, large: Cost) -> None:
    """Four times the input is about four times the work, and not sixteen.

    What is too little to measure counts as a tenth of a second, and half of the way to sixteen is left for
    chance.
    """
    assert large.seconds <= 8 * max(small.seconds, 0.1), (small, large)
