"""From where what is done now comes: a process says it once, a request, a job or a command for its own length."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """`origin` as in `acts.Act`; `address` the network address of staff, never a caller's: who calls has none."""

    origin: str
    address: str | None = None


_now: ContextVar[Place | None] = ContextVar("place", default=None)
# Threads that a process makes for itself know nothing of the context they were made in.
_process: list[Place] = []


def process_is(origin: str) -> None:
    """What this process does comes from there, unless something says otherwise."""
    _process[:] = [Place(origin)]


def come(place: Place | None) -> None:
    """From now on, in this thread; None: nothing is said any more."""
    _now.set(place)


@contextmanager
def coming(origin: str) -> Iterator[None]:
    """What is done meanwhile comes from there."""
    before = _now.get()
    _now.set(Place(origin))
    try:
        yield
    finally:
        _now.set(before)


def origin_of(said: str | None) -> str | None:
    """What the trail keeps as origin: what the act itself says or else the place, and its address if it has one."""
    place = _now.get() or next(iter(_process), None)
    if place is None:
        return said
    origin = said or place.origin
    return f"{origin}@{place.address}" if place.address else origin


def address_of(peer: str | None) -> str | None:
    """A peer's address in its one usual spelling; None for what is no address, such as a local socket."""
    try:
        found = ipaddress.ip_address((peer or "").partition("%")[0])
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found)
