"""A database that gives out one transaction at a time; leaving early rolls back."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine, event
from sqlalchemy.engine import Engine
from sqlalchemy.pool import QueuePool


@contextmanager
def once(url: str) -> Iterator[Connection]:
    """One transaction on a connection of its own, apart from every pool."""
    apart = Database(url, statement_timeout_ms=1_000, pool_size=1)
    try:
        with apart.begin() as connection:
            yield connection
    finally:
        apart.close()


class Database:
    """PostgreSQL behind a small pool.

    `statement_timeout_ms` bounds every statement, `pool_timeout_s` how long a use case waits for a
    connection: together they keep a voice answer inside its budget when the database is slow or gone.
    """

    def __init__(
        self, url: str, *, statement_timeout_ms: int = 30_000, pool_size: int = 10, pool_timeout_s: float = 2.0
    ) -> None:
        self.engine: Engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=pool_timeout_s,
            pool_pre_ping=False,
            pool_recycle=1800,
            # A broken row must never put its values into a traceback or a log.
            hide_parameters=True,
            connect_args={
                "connect_timeout": 2,
                "application_name": "helpline",
                "options": f"-c statement_timeout={statement_timeout_ms} -c timezone=UTC"
                f" -c lock_timeout={statement_timeout_ms} -c idle_in_transaction_session_timeout=60000",
            },
        )
        self._held: dict[int, Any] = {}
        event.listen(self.engine, "checkout", self._out)
        event.listen(self.engine, "checkin", self._in)

    def begin(self) -> AbstractContextManager[Connection]:
        """One use case, one transaction: commits at the end, rolls back on any exception.

        Raises SQLAlchemy's `TimeoutError` where every connection stays in use."""
        return self.engine.begin()

    def cut(self, thread: int) -> None:
        """Shut the connection that a thread holds, if it holds one: its wait ends in an error at once, though
        a server that has stopped keeps no time limit of its own.

        The thread may have given it back just now; then the next use of it fails once and is replaced."""
        held = self._held.get(thread)
        if held is None:
            return
        with contextlib.suppress(OSError, psycopg.Error):
            # A second descriptor of the same socket: the driver keeps and closes its own.
            wire = socket.socket(fileno=os.dup(held.fileno()))
            with contextlib.closing(wire):
                wire.shutdown(socket.SHUT_RDWR)

    @property
    def busy(self) -> bool:
        """Whether any use case is under way."""
        return bool(self._held)

    def close(self) -> None:
        """Give every connection back to the server."""
        self.engine.dispose()

    def _out(self, connection: Any, *_: object) -> None:  # noqa: ANN401 - the driver's own type
        self._held[threading.get_ident()] = connection

    def _in(self, *_: object) -> None:
        self._held.pop(threading.get_ident(), None)
