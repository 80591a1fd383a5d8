"""Sets of own tables on this machine: each dated, complete and never changed; one of them may be in use."""

import datetime as dt
import hashlib
import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from hea.exchange.files import InputError
from hea.frozen import Frozen
from hea.problems import Problem
from hea.reference.own import PER_TABLE, TABLES_VARIABLE, data_folder, make_data_folder

SHIPPED: Final = "meegeleverd"
"""Name by which the shipped figures are asked for."""
FOLDER, ABOUT, IN_USE = "tabellen", "set.json", "in_gebruik"


class TableSet(Frozen):
    """What is known of a set."""

    name: str
    made_on: dt.date
    based_on: str | None
    """The set whose other tables it took over."""
    sources: dict[str, str]
    """Per table, what it was made from."""
    hashes: dict[str, str]
    """SHA-256 per table."""


class TableSets:
    """The sets in a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Look in a folder, by default that of this machine."""
        self.folder = folder or data_folder() / FOLDER

    def all(self) -> list[TableSet]:
        """Every set that is whole, oldest first."""
        names = sorted(path.parent.name for path in self.folder.glob(f"*/{ABOUT}"))
        return [self.about(name) for name in names]

    def about(self, name: str) -> TableSet:
        """What is known of a set, after a look whether it is as it was made.

        Raises:
            InputError: if there is no such set, or it was changed or damaged.
        """
        folder = self.folder / name
        try:
            about = TableSet.model_validate_json((folder / ABOUT).read_text(encoding="utf-8"))
            now = {table: hashlib.sha256((folder / table).read_bytes()) for table in about.hashes}
            whole = about.hashes == {table: found.hexdigest() for table, found in now.items()}
        except FileNotFoundError:
            known = ", ".join(path.parent.name for path in self.folder.glob(f"*/{ABOUT}"))
            code = "set_unknown" if known else "sets_none"
            raise InputError((Problem(name, code, {"known": known}),)) from None
        except (ValidationError, OSError, UnicodeDecodeError):
            whole = False
        if not whole:
            raise InputError((Problem(name, "set_damaged", {}),))
        return about

    def in_use(self) -> str | None:
        """Name of the set that was chosen, or ``None`` for the shipped figures.

        Raises:
            InputError: if nobody can look whether one was.
        """
        try:
            return (self.folder / IN_USE).read_text(encoding="utf-8").strip() or None
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError):
            raise InputError((Problem(str(self.folder.parent), "sets_unreadable", {}),)) from None

    def use(self, name: str) -> None:
        """Choose a set for whatever starts from now on.

        Raises:
            InputError: if it is not there or not whole.
        """
        if name == SHIPPED:
            (self.folder / IN_USE).unlink(missing_ok=True)
            return
        self.about(name)
        (self.folder / IN_USE).write_text(name + "\n", encoding="utf-8")

    def add(self, tables: Mapping[str, bytes], sources: Mapping[str, str], today: dt.date) -> TableSet:
        """Make a set: the tables given, and those of the set in use that are not given.

        Returns:
            The new set; it is not in use yet.
        """
        base = self.in_use()
        former = None if base is None else self.about(base)
        kept = {} if former is None else {name: (self.folder / former.name / name) for name in former.hashes}
        whole = {name: path.read_bytes() for name, path in kept.items()} | dict(tables)
        about = TableSet(
            name=self._new_name(today),
            made_on=today,
            based_on=base,
            sources=({} if former is None else former.sources) | dict(sources),
            hashes={name: hashlib.sha256(whole[name]).hexdigest() for name in PER_TABLE if name in whole},
        )
        if self.folder.parent == data_folder():
            make_data_folder()
        self.folder.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=self.folder, prefix=".nieuw-"))
        try:
            for name, content in whole.items():
                (half / name).write_bytes(content)
            (half / ABOUT).write_text(about.model_dump_json(indent=2), encoding="utf-8")
            half.chmod(0o755)
            half.rename(self.folder / about.name)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            raise
        return about

    def _new_name(self, today: dt.date) -> str:
        """The date, with a number from the second set of a day on."""
        name, number = today.isoformat(), 1
        while (self.folder / name).exists():
            number += 1
            name = f"{today.isoformat()}-{number}"
        return name


def activate() -> None:
    """Let this process and those it starts use the set that was chosen, unless the environment says which.

    Raises:
        InputError: if the chosen set is gone or damaged; what starts all the same uses the shipped figures.
    """
    if os.environ.get(TABLES_VARIABLE):
        return
    sets = TableSets()
    name = sets.in_use()
    if name is not None:
        sets.about(name)
        os.environ[TABLES_VARIABLE] = str(sets.folder / name)
