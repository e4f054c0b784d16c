"""Breaks off the database wait of one thread: a server that has stopped keeps no time limit of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from typing import Any

import psycopg
from sqlalchemy import event
from sqlalchemy.engine import Engine


class Breaker:
    """Knows which thread holds which connection of an engine, and can cut that connection."""

    def __init__(self, engine: Engine) -> None:
        self._held: dict[int, Any] = {}
        event.listen(engine, "checkout", self._out)
        event.listen(engine, "checkin", self._in)

    def cut(self, thread: int) -> None:
        """Shut the connection that a thread holds, if it holds one: its wait ends in an error at once.

        The thread may have given it back just now; then the next use of it fails once and is replaced."""
        connection = self._held.get(thread)
        if connection is None:
            return
        with contextlib.suppress(OSError, psycopg.Error):
            # A second descriptor of the same socket: the driver keeps and closes its own.
            wire = socket.socket(fileno=os.dup(connection.fileno()))
            with contextlib.closing(wire):
                wire.shutdown(socket.SHUT_RDWR)

    def _out(self, connection: Any, *_: object) -> None:  # noqa: ANN401 - the driver's own type
        self._held[threading.get_ident()] = connection

    def _in(self, *_: object) -> None:
        self._held.pop(threading.get_ident(), None)
