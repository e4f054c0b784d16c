"""Statements that callers wait for: compiled once, then run by the driver on the use case's own connection.

Building and compiling a statement costs several times what the database takes to answer it. Errors leave
here as they do everywhere else, and a connection that broke is not given out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn

import psycopg
from sqlalchemy import BindParameter, ClauseElement, Connection, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

# As `create_engine` would make it; statements are written for it without any server.
_DIALECT = PGDialect_psycopg()  # type: ignore[no-untyped-call]


class Direct:
    """One statement with named values. Not for JSON columns: values go to the driver as they are."""

    def __init__(self, statement: ClauseElement, columns: Iterable[str] | None = None) -> None:
        """`columns`: which ones an INSERT or UPDATE sets, where the statement itself does not say."""
        names = None if columns is None else list(columns)
        compiled = statement.compile(dialect=_DIALECT, column_keys=names, compile_kwargs={"render_postcompile": True})
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled)
        open_ = {name for name, bind in compiled.binds.items() if bind.required}
        self._fixed = {n: value for n, value in compiled.params.items() if value is not None and n not in open_}

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row, its columns in the statement's order."""
        return self._run(connection, values).fetchall()

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        return self._run(connection, values).fetchone()

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows were written."""
        return self._run(connection, values).rowcount

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> psycopg.Cursor[tuple[Any, ...]]:
        raw: psycopg.Connection[tuple[Any, ...]] = connection.connection.driver_connection  # type: ignore[assignment]
        try:
            return raw.execute(self._text, {**self._fixed, **values})
        except psycopg.Error as problem:
            _fail(connection, raw, problem)


def _fail(connection: Connection, raw: psycopg.Connection[Any], problem: psycopg.Error) -> NoReturn:
    if raw.closed:
        # The server is or was away: what waits in the pool is as broken as this one.
        connection.invalidate(problem)
        connection.engine.dispose()
    raise DBAPIError.instance(None, None, problem, psycopg.Error, hide_parameters=True, dialect=_DIALECT) from problem


def given(name: str) -> BindParameter[Any]:
    """A value that comes with every use of a statement."""
    return bindparam(name, None)


def fixed(values: Sequence[str]) -> BindParameter[Any]:
    """Codes written into a statement's own text, so that the planner can match them to a partial index."""
    return bindparam(None, tuple(values), expanding=True, literal_execute=True)


class Writing:
    """INSERTs or UPDATEs of one shape: compiled once for each set of columns that is ever written."""

    def __init__(self, statement: ClauseElement) -> None:
        self._statement = statement
        self._known: dict[Sequence[str], Direct] = {}

    def of(self, values: Mapping[str, Any]) -> Direct:
        """The statement that writes these columns."""
        names = tuple(values)
        known = self._known.get(names)
        return known or self._known.setdefault(names, Direct(self._statement, names))
