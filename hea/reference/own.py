"""Figures of an organisation itself: a set of tables that goes over the shipped ones.

A set is a folder with ``municipalities.csv`` (newer or own figures per municipality) and ``norms.csv``
(other values of parameters), each line with its source and year. What a set does not hold stays as
shipped. Which set counts is told by the environment alone, so that a library call gives the same figures
on every machine unless somebody asked for others.
"""

import csv
import os
from pathlib import Path
from typing import Final

import platformdirs

TABLES_VARIABLE: Final = "HEA_TABLES"
"""Folder of the set in use; without it the shipped figures count."""
FOLDER_VARIABLE: Final = "HEA_DATA_FOLDER"
"""Environment variable that names another folder for what this machine keeps."""
STORE_FILE: Final = "hea.sqlite"
"""The embedded database, in that folder."""
BESIDE_STORE: Final = ("", "-wal", "-shm", "-journal")
"""How the names of its files end, beside its own."""
MUNICIPALITIES, NORMS = "municipalities.csv", "norms.csv"
PER_TABLE: Final = (MUNICIPALITIES, NORMS)


def data_folder() -> Path:
    """Folder for whatever this machine keeps: the embedded database and sets of tables."""
    return Path(os.environ.get(FOLDER_VARIABLE) or platformdirs.user_data_dir("hea", appauthor=False))


def make_data_folder() -> Path:
    """The same, made if it is not there: nobody else may look into it, or put anything there."""
    folder = data_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_of_store(path: Path) -> bool:
    """Whether a file is the embedded database or belongs to it, so that nothing may be written in its place.

    Whoever has the database open goes on in the old file, and what they save from then on is lost.

    Args:
        path: a file to write, which may not be there yet.
    """
    store = data_folder() / STORE_FILE
    held = [base.with_name(base.name + end) for base in (store, store.resolve()) for end in BESIDE_STORE]
    return any(path.resolve() == item.resolve() or (_both_there(path, item)) for item in held)


def _both_there(one: Path, other: Path) -> bool:
    """Whether two names, however written, are of the same file."""
    return one.exists() and other.exists() and one.samefile(other)


def set_in_use() -> Path | None:
    """Folder of the set of own tables, or ``None`` if the shipped figures count.

    Raises:
        FileNotFoundError: if the set that was asked for is not there; shipped figures in its place would
            be other figures than those asked for.
    """
    folder = os.environ.get(TABLES_VARIABLE)
    if not folder:
        return None
    if not is_set(Path(folder)):
        raise FileNotFoundError(f"{TABLES_VARIABLE}={folder}")
    return Path(folder)


def is_set(folder: Path) -> bool:
    """Whether there is a folder with at least one table of own figures."""
    return any((folder / name).is_file() for name in PER_TABLE)


def own_rows(table: str) -> list[dict[str, str]]:
    """Rows of a table of the set in use, without its empty cells; none if it has no such table."""
    folder = set_in_use()
    if folder is None or not (folder / table).is_file():
        return []
    lines = (folder / table).read_text(encoding="utf-8").splitlines()
    return [{key: value for key, value in row.items() if value} for row in csv.DictReader(lines)]


def own_files() -> list[tuple[str, bytes]]:
    """Name and content of the tables of the set in use, for the hash of all figures."""
    folder = set_in_use()
    names = [] if folder is None else [name for name in PER_TABLE if (folder / name).is_file()]
    return [(f"own/{name}", (folder / name).read_bytes()) for name in names] if folder else []
