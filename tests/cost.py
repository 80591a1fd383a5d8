"""What it costs to read a file, in a process of its own: work of the processor and memory."""

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

MOST_SECONDS = 15
"""After which the process is ended: what takes longer has failed."""

MEASURE = """
import json, pathlib, resource, sys, time
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[2]), int(sys.argv[2])))
content = pathlib.Path(sys.argv[1]).read_bytes()
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
    command = [sys.executable, "-c", program, str(path), str(MOST_SECONDS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, f"ended with {done.returncode}: {done.stderr[-1500:]}"
    return Cost(*json.loads(done.stdout))


def assert_in_step(small: Cost, large: Cost) -> None:
    """Four times the input is about four times the work, and not sixteen.

    What is too little to measure counts as a tenth of a second, and half of the way to sixteen is left for
    chance.
    """
    assert large.seconds <= 8 * max(small.seconds, 0.1), (small, large)
