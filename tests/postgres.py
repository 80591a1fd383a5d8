"""A real PostgreSQL server for tests: made, started and stopped in a folder of its own, on loopback only."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from types import TracebackType

import psycopg

from tests import needs

STARTING_SECONDS = 240
ADMINISTRATOR, USER = "postgres", "tester"
"""Roles: one that may do everything, and one with no more than its own databases, as the app has."""


def program(name: str) -> str:
    """Where a program of PostgreSQL is."""
    found = needs.postgres(name)
    assert found, f"PostgreSQL is missing ({name}); `make packages` installs it"
    return found


class Postgres:
    """A server that can be stopped and started again."""

    def __init__(self) -> None:
        # The server refuses to run as root; its folder then belongs to the user that Debian made for it. It
        # stands apart from those of pytest, which every new run of pytest closes to other users.
        self.user = "postgres" if os.geteuid() == 0 else None
        self.place = Path(tempfile.mkdtemp(prefix="hea-postgres-"))
        self.folder = self.place / "server"
        self.folder.mkdir()
        if self.user:
            self.place.chmod(0o711)
            shutil.chown(self.folder, self.user)
        self.port = _free_port()
        self._run(
            "initdb", "-D", str(self.folder), "-U", ADMINISTRATOR, "--auth=trust", "--no-sync", "-E", "UTF8"
        )

    def __enter__(self) -> "Postgres":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self.place, ignore_errors=True)

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
        log = str(self.folder / "log")
        self._run("pg_ctl", "-D", str(self.folder), "-o", options, "-l", log, "-w", "start")
        until = time.monotonic() + STARTING_SECONDS
        while True:
            try:
                psycopg.connect(self.address("postgres", ADMINISTRATOR)).close()
            except psycopg.OperationalError:
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.1)
            else:
                break
        with self._administered() as connection:
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (USER,)).fetchone():
                connection.execute(f"CREATE ROLE {USER} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE")

    def stop(self) -> None:
        """Stop at once, as when the machine fails."""
        self._run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "-w", "stop")

    def pids(self) -> list[int]:
        """The process of the server and those it began, one for each connection."""
        first = int((self.folder / "postmaster.pid").read_text().splitlines()[0])
        children = Path(f"/proc/{first}/task/{first}/children").read_text()
        return [first, *map(int, children.split())]

    def address(self, name: str, role: str = USER) -> str:
        """Address of a database."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def new(self, name: str, like: str = "template1") -> str:
        """A new database, empty or a copy of another; gives its address."""
        with self._administered() as connection:
            # Copying file by file is quicker than through the journal for databases as small as these.
            connection.execute(f'CREATE DATABASE "{name}" OWNER {USER} TEMPLATE "{like}" STRATEGY FILE_COPY')
        return self.address(name)

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        with self._administered() as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _administered(self) -> psycopg.Connection:
        return psycopg.connect(self.address("postgres", ADMINISTRATOR), autocommit=True)

    def _run(self, name: str, *arguments: str) -> None:
        # The server lives on with the pipes it was given, so it gets a file and no pipe.
        with (self.place / f"{name}.log").open("w") as log:
            done = subprocess.run(
                [program(name), *arguments],
                stdout=log,
                stderr=log,
                user=self.user,
                cwd="/",
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
                check=False,
            )
        assert done.returncode == 0, (self.place / f"{name}.log").read_text()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port
