"""The database: SQLite in the user's data folder, or what ``HEA_DATABASE_URL`` names; always up to date."""

import datetime as dt
import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, ClassVar, Final

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError, SQLAlchemyError

from hea.dossiers.tables import TRIGGERS, Base
from hea.problems import HeaError, Problem
from hea.reference.own import STORE_FILE, make_data_folder

URL_VARIABLE = "HEA_DATABASE_URL"
"""Environment variable with the address of a PostgreSQL database."""
FILE_NAME = STORE_FILE
BUSY_SECONDS = 5
OPENING_SECONDS = 60
"""That another process may take to open the database of a file, which may have to be brought up to date."""
SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "wal_autocheckpoint=1",
)
"""Of every connection with SQLite. A commit comes back only when the disk has what was written:
``synchronous`` sees to that, and on a Mac, where the disk else says so too early, ``fullfsync``."""
MIGRATIONS = Path(__file__).parent / "migrations"
FIRST: Final = dt.datetime(2000, 1, 1)
"""Nothing in a dossier is older; a clock elsewhere cannot count further back than year 1."""
FIRST_VERSION, FIRST_TABLES = "0001", frozenset({"drafts", "snapshots", "old_snapshots"})
VERSIONS = frozenset({FIRST_VERSION, "0002", "0003", "0004", "0005"})
"""Databases from before there were migrations are of this version, and had these tables up to the next."""
PRESENT_VERSION = "0005"
"""The last migration; a database that has it is opened without loading what migrates."""
VERSION_TABLE = "alembic_version"
UPGRADE_LOCK = 7_305_191
"""Any number, the same for all processes: one of them brings a shared database up to date at a time."""
_opening = threading.Lock()
"""Alembic keeps its connection in globals: two threads that migrate would mix up their databases."""


class StoreError(HeaError):
    """The store could not do what was asked; nothing was half done."""

    code: ClassVar = "store"
    """Key of the sentence."""

    def __init__(self, reason: str = "", **values: object) -> None:
        """What is said, with the first line of the reason for whoever looks after the store."""
        reason = next(iter(reason.splitlines()), "")
        super().__init__((Problem("", self.code, {"reason": reason, **values}),))


class CorruptError(StoreError):
    """The database file is damaged."""

    code = "store_corrupt"


class OddFileError(StoreError):
    """What should be a file is a folder, a device or a pipe, which may never end or never begin."""

    code = "store_odd"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class AddressError(StoreError):
    """What should be the address of a database is none; it is not repeated, as it holds a password."""

    code = "store_address"

    def __init__(self) -> None:
        super().__init__(variable=URL_VARIABLE)


def embedded() -> bool:
    """Whether the database is a file of this machine."""
    return not os.environ.get(URL_VARIABLE)


def database_url() -> str | URL:
    """Address of the database to use; the folder of an embedded one is made.

    Raises:
        StoreError: if that folder cannot be made.
    """
    given = os.environ.get(URL_VARIABLE)
    if given:
        return given
    with as_store_error():
        folder = make_data_folder()
    return file_url(folder / FILE_NAME)


def file_url(path: Path) -> URL:
    """Address of an embedded database; in a name ``?`` and ``%`` are letters like any other."""
    return URL.create("sqlite", database=str(path))


def begin_private(path: Path) -> None:
    """Make a file that only its owner may read, if there is none; what belongs to it becomes as private.

    Raises:
        OddFileError: if what is there is no file.
    """
    os.close(ordinary(path, os.O_CREAT))


def ordinary(path: Path, also: int = 0) -> int:
    """Open a file to read it, with the number that the system gives it; anything else is not waited for.

    Raises:
        OddFileError: if it is no file.
    """
    if path.is_dir():  # which some systems do not open at all
        raise OddFileError(path.name)
    ways = os.O_RDONLY | also | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    handle = os.open(path, ways, 0o600)
    if stat.S_ISREG(os.fstat(handle).st_mode):
        return handle
    os.close(handle)
    raise OddFileError(path.name)


def opened(url: str | URL) -> Engine:
    """An engine on a database that has all tables of this version.

    Raises:
        AddressError: if the address is none.
        CorruptError: if the file of an embedded database is damaged.
        StoreError: if it cannot be opened, or was made by a later version.
    """
    with as_store_error(), _opening:
        engine = _engine(url)
        try:
            _make_ready(engine)
        except BaseException:
            engine.dispose()
            raise
    return engine


def _make_ready(engine: Engine) -> None:
    """See that the file is sound and has all tables."""
    if engine.dialect.name == "sqlite":
        _check_file(engine)
    with engine.connect() as connection:
        ready = _versions(connection) == {PRESENT_VERSION} and not _half_made(connection)
    if not ready:
        with engine.begin() as connection, _taking_time(connection):
            _up_to_date(connection)


def _engine(url: str | URL) -> Engine:
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address)
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    # A connection that died with the server is replaced, so work goes on when the server is back.
    engine = create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": BUSY_SECONDS})
    if address.drivername == "postgresql+psycopg":
        event.listen(engine, "do_connect", _connect_patiently)
    return engine


def _address(url: str | URL) -> URL:
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise AddressError from None
    if address.get_backend_name() != "sqlite" and "@" in f"{address.host}{address.database}":
        # A password with such a sign must be written otherwise; what follows it would be told as a host.
        raise AddressError
    return address


def _sqlite(address: URL) -> Engine:
    if path := file_of(address):
        begin_private(path)
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _connect_patiently(
    _dialect: object, _record: object, arguments: list[Any], options: dict[str, Any]
) -> Any:  # noqa: ANN401
    from hea.dossiers.patience import ANSWER_SECONDS, PatientConnection

    connection = PatientConnection.connect(*arguments, **options)
    connection.execute(f"SET statement_timeout = '{ANSWER_SECONDS:g}s'")
    connection.commit()
    return connection


def _set_up_sqlite(connection: object, _: object) -> None:
    """Readers do not wait for writers, and what was said to be saved survives a loss of power.

    All that is saved is moved from the log into the file at once, so that whoever copies the file after the
    app was ended, in whatever way, has everything.
    """
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for setting in SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _check_file(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
    except OperationalError:
        raise
    except DatabaseError as error:
        raise CorruptError(str(error.orig)) from error
    if found != "ok":
        raise CorruptError(str(found))


def _versions(connection: Connection) -> set[str]:
    """What a database says of its migrations; nothing if it is empty or of before there were any."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return set()
    return set(connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars())


def _half_made(connection: Connection) -> bool:
    """Whether a database of this version lacks something, or has something left of the first."""
    tables = Base.metadata.tables
    present, wanted = set(inspect(connection).get_table_names()), set(tables)
    left = present & (FIRST_TABLES - wanted)
    if connection.dialect.name == "sqlite":
        wanted |= {str(index.name) for table in tables.values() for index in table.indexes}
        made = list(connection.execute(text("SELECT type, name FROM sqlite_master")))
        present |= {name for _, name in made}
        left |= TRIGGERS - {name for kind, name in made if kind == "trigger"}
    return bool(left or wanted - present)


def _up_to_date(connection: Connection) -> None:
    """Bring the tables to this version in one transaction; data stays.

    A database that was left half made by a version that could do so has tables, and says of itself nothing or
    something untrue. It goes through the migrations after the first again, which make only what is missing.
    """
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": UPGRADE_LOCK})
    else:
        connection.execute(text("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    versions, tables = _versions(connection), set(inspect(connection).get_table_names())
    ours = {*Base.metadata.tables, *FIRST_TABLES}
    try:
        if (versions or tables & ours) and versions <= VERSIONS:
            command.stamp(config, FIRST_VERSION, purge=True)
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"the database was made by a later version: {error}") from error


@contextmanager
def _taking_time(connection: Connection) -> Iterator[None]:
    """Let an upgrade of a server, and waiting for that of another process, take long."""
    if connection.dialect.name != "postgresql":
        yield
        return
    from hea.dossiers.patience import UPGRADE_SECONDS, PatientConnection

    driver = connection.connection.driver_connection
    assert isinstance(driver, PatientConnection)
    connection.execute(text("SET LOCAL statement_timeout = 0"))
    driver.patience = UPGRADE_SECONDS
    try:
        yield
    finally:
        driver.patience = None


def file_of(url: str | URL) -> Path | None:
    """The file of an embedded database; nothing of a server, or of one that is in memory alone.

    Raises:
        AddressError: if the address is none.
    """
    address = _address(url)
    name = address.database or ""
    if address.get_backend_name() != "sqlite" or not name or name.startswith((":memory:", "file:")):
        return None
    return Path(name)


@contextmanager
def one_process_at_a_time(path: Path) -> Iterator[None]:
    """Let no other process open the database of a file meanwhile, nor set it aside.

    The lock is one of SQLite on a file beside it: it ends with the process that has it, on every system.
    """
    lock = path.with_name(f"{path.name}-lock")
    with as_store_error():
        begin_private(lock)
        held = sqlite3.connect(lock, timeout=OPENING_SECONDS)
    try:
        with as_store_error():
            held.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        held.close()


def set_aside(path: Path, why: str = "beschadigd") -> Path:
    """Move a database out of the way, with all it holds, and say where it is now."""
    moment = f"{dt.datetime.now(dt.UTC):%Y%m%d-%H%M%S}"
    which = (f"-{number}" if number > 1 else "" for number in count(1))
    names = (path.with_name(f"{path.stem}-{why}-{moment}{one}{path.suffix}") for one in which)
    aside = next(place for place in names if not place.exists())
    with as_store_error():
        for ending in ("", "-wal", "-shm"):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.rename(aside.with_name(aside.name + ending))
    return aside


@contextmanager
def as_store_error() -> Iterator[None]:
    """Every failure of the database or the disk as one kind of error."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, ImportError, OSError) as error:
        raise StoreError(str(error)) from error


def now() -> dt.datetime:
    """The present moment in UTC, without a zone: databases differ in how they keep zones.

    A machine that lost its clock begins in 1970; what is said then is kept as of :data:`FIRST`.
    """
    return max(dt.datetime.now(dt.UTC).replace(tzinfo=None), FIRST)
