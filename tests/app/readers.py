"""Readers of files for the process apart, which loads this module: so it loads little itself."""

import os
import sys
import time
from pathlib import Path

from hea.app import reading_apart
from hea.units import MEGABYTE

GIGABYTES = 2_048 * MEGABYTE


def length(content: bytes) -> int:
    """An ordinary reader."""
    return len(content)


def much(content: bytes) -> int:
    """One that takes what no file may take."""
    return len(bytearray(GIGABYTES)) + len(content)


def little_by_little(content: bytes) -> int:
    """One that takes as much in small parts."""
    kept = []
    while len(kept) * MEGABYTE < GIGABYTES:
        kept.append(bytearray(MEGABYTE))
    return len(kept) + len(content)


def endless(content: bytes) -> int:
    """One without end."""
    while True:
        time.sleep(0.01)


def dead(*given: object) -> int:
    """One that ends the process it is in."""
    os._exit(3)


def broken(content: bytes) -> int:
    """One with a defect, whose error quotes the file."""
    raise KeyError(content.decode())


def large(content: bytes) -> str:
    """One of which the result is larger than any."""
    return "x" * (reading_apart.MAX_RESULT_SIZE + 1)


def held(path: str) -> str:
    """One that goes on as long as a file is there."""
    while Path(path).exists():
        time.sleep(0.01)
    return path


def loaded() -> list[str]:
    """What the process has loaded."""
    return list(sys.modules)
