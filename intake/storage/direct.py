"""Statements that callers wait for: compiled once, then run by the driver on the use case's own connection.

Building and compiling a statement costs several times what the database takes to answer it. Errors leave
here as they do everywhere else, and a connection that broke is not given out again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from typing import Any, NoReturn

import psycopg
from psycopg.abc import Transformer as Reading
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.generators import execute
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult
from sqlalchemy import BindParameter, ClauseElement, Connection, bindparam
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

# Statements are written for it without any server, in the placeholders of the protocol itself.
_DIALECT = PGDialect_psycopg(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call]
_NUMBERS = count(1)
_TEXT, _BINARY, BINARY = PyFormat.TEXT, PyFormat.BINARY, 1
_FINE = frozenset((ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK))


class Direct:
    """One statement with named values. Not for JSON columns: values go to the driver as they are."""

    def __init__(self, statement: ClauseElement, columns: Iterable[str] | None = None) -> None:
        """`columns`: which ones an INSERT or UPDATE sets, where the statement itself does not say."""
        names = None if columns is None else list(columns)
        compiled = statement.compile(dialect=_DIALECT, column_keys=names, compile_kwargs={"render_postcompile": True})
        assert isinstance(compiled, SQLCompiler)
        self._text = str(compiled).encode()
        self._order = tuple(compiled.positiontup or ())
        self._name = f"direct_{next(_NUMBERS)}".encode()
        open_ = {name for name, bind in compiled.binds.items() if bind.required}
        self._fixed = {n: value for n, value in compiled.params.items() if value is not None and n not in open_}

    def all(self, connection: Connection, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
        """Every row, its columns in the statement's order."""
        found, reading = self._run(connection, values)
        return reading.load_rows(0, found.ntuples, tuple)

    def first(self, connection: Connection, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The first row, or None."""
        found, reading = self._run(connection, values)
        return reading.load_row(0, tuple) if found.ntuples else None

    def run(self, connection: Connection, values: Mapping[str, Any]) -> int:
        """How many rows were written."""
        return self._run(connection, values)[0].command_tuples or 0

    def _run(self, connection: Connection, values: Mapping[str, Any]) -> tuple[PGresult, Reading]:
        raw: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
        try:
            return self._ask(raw, connection.info, {**self._fixed, **values})
        except psycopg.Error as problem:
            _fail(connection, raw, problem)

    def _ask(
        self, raw: psycopg.Connection[Any], prepared: dict[Any, Any], values: dict[str, Any]
    ) -> tuple[PGresult, Reading]:
        """Below the driver's cursor, which costs as much again as all the rest of a short statement."""
        if raw.closed:
            raise psycopg.OperationalError("the connection is closed")
        wire = raw.pgconn
        reading: Reading = Transformer(raw)
        if wire.transaction_status == TransactionStatus.IDLE:
            _answer(raw, wire.send_query, b"BEGIN")
        if self._name not in prepared:
            _answer(raw, wire.send_prepare, self._name, self._text)
            prepared[self._name] = True
        given_ = [values.get(name) for name in self._order]
        forms = [_BINARY if type(value) is bytes else _TEXT for value in given_]
        wires = reading.dump_sequence(given_, forms)
        found = _answer(raw, wire.send_query_prepared, self._name, wires, reading.formats, BINARY)
        reading.set_pgresult(found)
        return found, reading


@contextmanager
def whole(connection: Connection) -> Iterator[None]:
    """All that is done within on this connection, by these statements or any others, or none of it."""
    try:
        yield
    except BaseException:
        with suppress(DBAPIError):  # what went wrong first is what must be heard of
            connection.rollback()
            _end(connection, b"ROLLBACK")
        raise
    connection.commit()
    _end(connection, b"COMMIT")


def _end(connection: Connection, word: bytes) -> None:
    """End what `Direct` began by itself; nothing is left where SQLAlchemy knew of the transaction."""
    if connection.invalidated:
        return
    raw: psycopg.Connection[Any] = connection.connection.driver_connection  # type: ignore[assignment]
    try:
        if raw.closed:
            raise psycopg.OperationalError("the connection is closed")
        if raw.pgconn.transaction_status != TransactionStatus.IDLE:
            _answer(raw, raw.pgconn.send_query, word)
    except psycopg.Error as problem:
        _fail(connection, raw, problem)


def _answer(raw: psycopg.Connection[Any], send: Callable[..., None], *message: object) -> PGresult:
    send(*message)
    # The driver's own way to wait: Ctrl-C, and a job's time limit, break it off.
    found: PGresult = raw.wait(execute(raw.pgconn))[-1]
    if found.status not in _FINE:
        raise error_from_result(found, encoding=raw.info.encoding)
    return found


def _fail(connection: Connection, raw: psycopg.Connection[Any], problem: psycopg.Error) -> NoReturn:
    if raw.closed:
        # The server is or was away.
        connection.invalidate(problem)
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
