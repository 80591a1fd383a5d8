"""What it costs to read a file, in a process of its own: work of the processor and memory.

The process is a copy of one that has loaded the program, so that loading is no part of what is measured. Work
is counted in floors, a fixed piece of work done beside it: a machine that is slow or busy is so for both.
"""

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from tests.processes import FRESH

MAX_SECONDS = 120
"""After which the process is ended: what takes longer has failed."""

MEASURE = """
import json, pathlib, resource
resource.setrlimit(resource.RLIMIT_CPU, (most_seconds, most_seconds))
content = pathlib.Path(path).read_bytes()
from hea.exchange import InputError, parse_upload
{prepare}
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
with counted() as taken:
    try:
        said = {read}
    except InputError as error:
        said = " ".join(sorted({{problem.code for problem in error.problems}}))
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(json.dumps([str(said)[:200], taken.floors, grown / 1024]))
"""


def _floor() -> float:
    """Seconds that a fixed piece of work takes now, about a twentieth on a common machine.

    A loop, small objects, and memory that was not had before: what reading a file is made of.
    """
    begun = time.process_time()
    sum(number for number in range(500_000))
    json.loads("[" + '{"a": 1},' * 50_000 + "0]")
    bytearray(b"x") * 20_000_000
    return time.process_time() - begun


@dataclass
class Work:
    """Of the processor, in floors; known after it is done."""

    floors: float = 0.0


@contextmanager
def counted() -> Iterator[Work]:
    """Count work in floors done before and after it."""
    done = Work()
    before = _floor()
    begun = time.process_time()
    yield done
    seconds = time.process_time() - begun
    done.floors = 2 * seconds / (before + _floor())


class Cost(NamedTuple):
    """What came of it, and what it took."""

    said: str
    """Codes of the problems, or what was read."""
    floors: float
    """Work of the processor, in times of a floor."""
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
    exec(program, {"path": path, "most_seconds": MAX_SECONDS, "counted": counted})
    sys.stdout.flush()


def assert_in_step(small: Cost, large: Cost) -> None:
    """Four times the input is about four times the work, and not sixteen.

    What is too little to measure counts as one floor, and half of the way to sixteen is left for
    chance.
    """
    assert large.floors <= 8 * max(small.floors, 1), (small, large)
