"""What a run of ``hea screen`` has done, a plan per line, so that one that was stopped goes on where it was.

The file lies in a folder of the user, where others may have been. What is read back must be a line as it was
written, of the same plan and with the same figures; everything else is calculated again.
"""

import hashlib
import os
import stat
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import ValidationError

from hea.exchange import InputError
from hea.frozen import Frozen
from hea.portfolio import PlanSummary
from hea.problems import Problem
from hea.version import VERSION

MAX_LINE_LENGTH: Final = 2_000_000
"""Bytes of one line; that of the largest plan is a tenth of it."""


class MadeWith(NamedTuple):
    """With what a run calculates."""

    parameters_hash: str
    draws: int
    seed: int


class Before(NamedTuple):
    """What was done before."""

    rows: dict[str, PlanSummary]
    """By the hash of the plan."""
    odd: int
    """Lines that are not as this program wrote them."""


class _Line(Frozen):
    row: PlanSummary
    hash: str


def line(row: PlanSummary) -> bytes:
    """A line that can be read back."""
    return _Line(row=row, hash=_hash(row)).model_dump_json().encode() + b"\n"


def done_before(file: Path, run: MadeWith, wanted: Collection[str]) -> Before:
    """What an earlier run finished of the plans with these hashes.

    Raises:
        InputError: if the file is none that a run makes, such as a pipe.
    """
    rows: dict[str, PlanSummary] = {}
    odd = 0
    for kept in _lines(file):
        row = _read(kept)
        odd += row is None
        if row is not None and row.input_hash in wanted and _of(row) == run:
            rows[row.input_hash] = row
    return Before(rows, odd)


def _of(row: PlanSummary) -> MadeWith:
    return MadeWith(row.parameters_hash, row.draws, row.seed)


def _hash(row: PlanSummary) -> str:
    return hashlib.sha256(f"{VERSION}\n{row.model_dump_json()}".encode()).hexdigest()


def _read(kept: bytes) -> PlanSummary | None:
    """The row of a line, if it is as it was written and about the plan that it says."""
    try:
        found = _Line.model_validate_json(kept)
    except ValidationError:
        return None
    row = found.row
    return row if found.hash == _hash(row) and row.input_hash == row.proposal.hash else None


def _lines(file: Path) -> Iterator[bytes]:
    """Lines, of which one that is too long counts as several."""
    if not file.exists() and not file.is_symlink():
        return
    try:
        handle = os.open(file, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        detail = {"detail": error.strerror or ""}
        raise InputError((Problem(str(file), "file_unreadable", detail),)) from None
    with os.fdopen(handle, "rb") as kept:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise InputError((Problem(str(file), "file_odd", {}),))
        while found := kept.readline(MAX_LINE_LENGTH):
            yield found
