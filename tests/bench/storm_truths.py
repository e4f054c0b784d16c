"""Who was let down in a storm: lost, rung twice, left in silence, or reached against a permission."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from tests.bench.storm_callers import Callers
from tests.journeys.deployment import Deployment

# Requests for whose answer somebody is listening.
_LISTENED = frozenset({"voice", "action", "fallback", "redirect", "wait", "whisper"})


@dataclass(frozen=True)
class Faults:
    """What was left at the end by kind, and what was seen on the way, each as (kind, what)."""

    left: Counter[str]
    seen: list[tuple[str, str]]

    KINDS: ClassVar = ("lost", "rung twice", "silent", "against a permission")

    def named(self, kind: str) -> list[str]:
        """Each of a kind, in words."""
        left = [f"{what} x {times}" for what, times in self.left.items()] if kind == "lost" else []
        return left + [what for one, what in self.seen if one == kind]

    def count(self, kind: str) -> int:
        """How many of a kind."""
        return len(self.named(kind))


def found(service: Deployment, callers: Callers) -> list[tuple[str, str]]:
    """Everything that must not be and was."""
    calls, tape = service.network.calls(), service.network.tape(limit=1_000_000)
    doubled, unheard = _twice(callers, tape, calls), _silent(calls, tape)
    return [*_lost(service, callers, tape), *doubled, *unheard, *_forbidden(callers, calls)]


def _lost(service: Deployment, callers: Callers, tape: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Whoever heard the promise has a record, and their callback came to an end."""
    told = {
        entry["params"].get("From")
        for entry in tape
        if entry["kind"] == "webhook"
        and any(words in entry["body"] for words in ("set. A person", "Listo. Una persona"))
    }
    kept = {one["number"] for one in service.enrollments()}
    return [("lost", f"{one.what}: promised, and no record") for one in callers.begun if one.number in told - kept]


def _twice(callers: Callers, tape: list[dict[str, Any]], calls: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """No offer rings a professional twice, and nobody is dialled by two at once."""
    placed = [
        one for one in tape if one["kind"] == "rest" and one["method"] == "POST" and one["url"].endswith("/Calls.json")
    ]
    rung = Counter(
        parse_qs(urlsplit(one["params"]["Url"]).query).get("o", ["?"])[0] for one in placed if one["status"] == 201
    )
    found = [("rung twice", f"an offer was rung {times} times") for times in rung.values() if times > 1]
    people = {one.number for one in callers.begun}
    dialled = sorted((one for one in calls if one["direction"] == "outbound-dial" and one["to"] in people), key=_begun)
    last: dict[str, dict[str, Any]] = {}
    for leg in dialled:
        before = last.get(leg["to"])
        if before is not None and (before["ended_at"] is None or before["ended_at"] > _begun(leg)):
            found.append(("rung twice", "two dials at once to one caller"))
        last[leg["to"]] = leg
    return found


def _begun(leg: dict[str, Any]) -> float:
    return float(leg["started_at"] or leg["created_at"])


def _silent(calls: list[dict[str, Any]], tape: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each caller's last request got something to hear, if only from the last resort."""
    last: dict[str, dict[str, Any]] = {}
    for entry in tape:
        if entry["kind"] == "webhook" and entry["purpose"] in _LISTENED and entry["call"]:
            last[entry["call"]] = entry
    inbound = {one["sid"] for one in calls if one["direction"] == "inbound"}
    return [
        ("silent", f"{one['purpose']} was answered {one['status']} {one['error'] or ''}")
        for sid, one in last.items()
        if sid in inbound and one["status"] not in {200, 204} and one["params"].get("CallStatus") != "completed"
    ]


def _forbidden(callers: Callers, calls: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Nobody is called who wants no call, or left nothing to be called at."""
    left_alone = {one.number: one.what for one in callers.begun if not one.may_be_called}
    return [
        ("against a permission", f"{left_alone[one['to']]}: was called")
        for one in calls
        if one["direction"] != "inbound" and one["to"] in left_alone
    ]
