"""A database that gives out one transaction at a time; leaving early rolls back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from sqlalchemy import Connection, create_engine
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
        self, url: str, *, statement_timeout_ms: int = 30_000, pool_size: int = 5, pool_timeout_s: float = 2.0
    ) -> None:
        self.engine: Engine = create_engine(
            url,
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=pool_size,
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

    def begin(self) -> AbstractContextManager[Connection]:
        """One use case, one transaction: commits at the end, rolls back on any exception."""
        return self.engine.begin()

    def close(self) -> None:
        """Give every connection back to the server."""
        self.engine.dispose()
