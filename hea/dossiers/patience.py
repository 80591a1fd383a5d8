"""A connection to PostgreSQL that does not wait for ever for a server that hangs."""

import time
from collections.abc import Generator
from typing import Any

from psycopg import Connection, OperationalError

ANSWER_SECONDS: float = 20.0
"""How long a user waits for the database before hearing that it does not answer."""
UPGRADE_SECONDS: float = 3600.0
"""How long bringing the tables of a large database up to date may take."""


class PatientConnection(Connection[Any]):
    """A connection that is given up when a question is not answered in time.

    The server ends what takes too long by itself, but only if it still runs: one that is stopped, or a
    network that swallows everything, never says anything.
    """

    patience: float | None = None
    """How long to wait for an answer, in seconds, if not as long as usual."""

    def wait(self, gen: Generator[Any, Any, Any], *arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        """Wait for an answer, but not longer than is bearable."""
        try:
            return super().wait(_in_time(gen, self.patience or ANSWER_SECONDS), *arguments, **options)
        except _TooLateError:
            self.pgconn.finish()
            raise OperationalError("the database does not answer") from None


class _TooLateError(Exception):
    """The time is over."""


def _in_time(gen: Generator[Any, Any, Any], seconds: float) -> Generator[Any, Any, Any]:
    """The same questions to the socket, until the time is over; the connection asks every so often."""
    until = time.monotonic() + seconds
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and time.monotonic() > until:
                raise _TooLateError
            wanted = gen.send(ready)
    except StopIteration as done:
        return done.value
