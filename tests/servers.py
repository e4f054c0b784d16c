"""One PostgreSQL and one Redis for a whole test session, fast and thrown away at its end."""

from __future__ import annotations

import itertools
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from intake.cli.embedded.ports import free_port
from intake.cli.embedded.postgres import Postgres
from intake.cli.embedded.program import Program, spawn, stop, wait_ready
from intake.cli.embedded.redis import Redis

TEMPLATE = "migrated"
# Several processes may copy on one server.
_names = (f"test_{os.getpid()}_{number}" for number in itertools.count(1))


@contextmanager
def running(program: Program) -> Iterator[None]:
    """Start it, wait for its first answer, end it."""
    process = spawn(program)
    try:
        wait_ready(program, process)
        yield
    finally:
        stop(program, process)


@contextmanager
def postgres(folder: Path) -> Iterator[Postgres]:
    """A PostgreSQL that trades safety for speed."""
    server = Postgres(
        folder / "postgres", free_port(), secrets.token_hex(16), durable=False, database=TEMPLATE
    )
    with running(server.program(folder / "postgres.log")):
        yield server


@contextmanager
def redis(folder: Path) -> Iterator[Redis]:
    """A Redis that keeps nothing."""
    server = Redis(folder / "redis", free_port(), secrets.token_hex(16), durable=False)
    with running(server.program(folder / "redis.log")):
        yield server


@contextmanager
def copy_of_template(server: Postgres) -> Iterator[str]:
    """A database of its own, as fresh as after the migrations; its address."""
    name = next(_names)
    _run(server, sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"), name, TEMPLATE)
    try:
        yield server.address(name)
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)


def _run(server: Postgres, statement: sql.SQL, *names: str) -> None:
    with psycopg.connect(server.address("postgres"), autocommit=True) as connection:
        connection.execute(statement.format(*map(sql.Identifier, names)))


@contextmanager
def empty_database(server: Postgres) -> Iterator[str]:
    """A database with nothing in it; its address."""
    name = next(_names)
    _run(server, sql.SQL("CREATE DATABASE {}"), name)
    try:
        yield server.address(name)
    finally:
        _run(server, sql.SQL("DROP DATABASE {} WITH (FORCE)"), name)
