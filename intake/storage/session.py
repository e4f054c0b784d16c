"""A database that gives out one transaction at a time; leaving early rolls back."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine
from sqlalchemy.engine import Engine
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import NullPool

from intake.storage.direct import whole


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
    """PostgreSQL behind a few open connections, kept as the use cases leave them: a library's pool, and its
    look at what it gives out, costs as much as the statements of a short use case.

    `statement_timeout_ms` bounds every statement, `pool_timeout_s` how long a use case waits for a
    connection: together they keep a voice answer inside its budget when the database is slow or gone.
    """

    def __init__(
        self, url: str, *, statement_timeout_ms: int = 30_000, pool_size: int = 10, pool_timeout_s: float = 2.0
    ) -> None:
        self.engine: Engine = create_engine(
            url,
            poolclass=NullPool,
            # A broken row must never put its values into a traceback or a log.
            hide_parameters=True,
            connect_args={
                "connect_timeout": 2,
                "application_name": "helpline",
                # The driver would prepare by itself, and after a rollback forget all prepared statements on the
                # server (DEALLOCATE ALL), those of `direct` among them.
                "prepare_threshold": None,
                "options": f"-c statement_timeout={statement_timeout_ms} -c timezone=UTC"
                f" -c lock_timeout={statement_timeout_ms} -c idle_in_transaction_session_timeout=60000",
            },
        )
        self._room = threading.BoundedSemaphore(pool_size)
        self._patience = pool_timeout_s
        self._idle: list[Connection] = []
        self._held: dict[int, Any] = {}

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One use case, one transaction: commits at the end, rolls back on any exception.

        Raises SQLAlchemy's `TimeoutError` where every connection stays in use."""
        if not self._room.acquire(timeout=self._patience):
            raise NoneFree("every connection is in use")
        try:
            connection = self._take()
            self._held[threading.get_ident()] = connection.connection.driver_connection
            try:
                with whole(connection):
                    yield connection
            finally:
                self._held.pop(threading.get_ident(), None)
                self._keep(connection)
        finally:
            self._room.release()

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
        """Give every connection that waits here back to the server."""
        while self._idle:
            with contextlib.suppress(IndexError):
                self._idle.pop().close()

    def _take(self) -> Connection:
        try:
            return self._idle.pop()
        except IndexError:
            return self.engine.connect()

    def _keep(self, connection: Connection) -> None:
        if connection.invalidated:
            # The server is or was away: what waits here is as broken as this one.
            connection.close()
            self.close()
        else:
            self._idle.append(connection)
