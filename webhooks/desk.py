"""What every view works with, and the two ways a view may end: an answer, or the last resort."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import structlog
from flask import Response

from intake.carrier.fields import FormProblem
from intake.carrier.lastresort import LastResort
from intake.carrier.settings import CarrierSettings
from intake.carrier.twiml import Renderer
from webhooks.budget import Budget
from webhooks.gate import XML
from webhooks.memory import Memory
from webhooks.meters import ANSWERED, FAILED
from webhooks.ports import House

log = structlog.get_logger("webhooks")
Made = TypeVar("Made")
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


class Desk:
    """One process's tools. `attempt` is the only way to the services: none can be waited for too long."""

    def __init__(self, house: House, cut: Callable[[int], None]) -> None:
        self.house = house
        self.lines: CarrierSettings = house.carrier_settings
        self.render = Renderer(self.lines)
        self.last_resort = LastResort(self.lines)
        self.failed_before = Memory()
        self._budget = Budget(house.answer_seconds, cut)
        self._soon = house.answer_seconds / 3

    def attempt(self, route: str, work: Callable[[], Made]) -> Made | None:
        """What the work makes, or None if it failed or took too long: then the last resort answers."""
        try:
            made = self._budget.run(lambda: self._twice(work))
        except Exception as problem:
            self.report(route, problem)
            return None
        ANSWERED.labels(route).inc()
        return made

    def _twice(self, work: Callable[[], Made]) -> Made:
        """Try again at once where there is time: a database that has just restarted fails once a connection.

        Every use case bears being repeated, so a second try can do no harm."""
        began = time.monotonic()
        try:
            return work()
        except FormProblem:
            raise
        except Exception:
            if time.monotonic() - began > self._soon:
                raise
        return work()

    def report(self, route: str, problem: Exception) -> None:
        """Count and log a failure by its kind alone; its text might hold what a caller said."""
        kind = type(problem).__name__
        FAILED.labels(route, kind).inc()
        log.error("a request was answered by the last resort", route=route, problem=kind)


def xml(document: str) -> Response:
    """A document for the carrier."""
    return Response(document, 200, content_type=f"{XML}; charset=utf-8")


def nothing() -> Response:
    """The answer to a report: nothing to say."""
    return Response(status=204)


def later() -> Response:
    """The answer to a report that could not be kept; the sweep will ask the carrier itself."""
    return Response(b"", 503, mimetype=XML)


def unreadable() -> Response:
    """The answer to a report that says nothing we could keep: not worth sending again."""
    return Response(b"", 400, mimetype=XML)
