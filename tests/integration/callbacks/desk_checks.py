"""Every field that a scenario of the desk expects, checked against what is recorded; an unknown field fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from intake.callbacks.listing import list_callbacks
from intake.enrollments.listing import list_enrollments
from intake.numbers import PhoneNumber
from tests.integration.callbacks.desk_driver import CALLER, Desk


def check(desk: Desk, expected: Mapping[str, Any]) -> None:
    """Raises AssertionError naming the first expectation that does not hold."""
    for name, wanted in expected.items():
        seen = _SEEN[name](desk)
        assert _holds(name, seen, wanted), f"{name}: {seen!r}, expected {wanted!r}"


def _holds(name: str, seen: Any, wanted: Any) -> bool:
    match name:
        case "heard":
            return all(words in seen for words in wanted)
        case "must_not_hear" | "caller_must_not_hear":
            return not any(words in seen for words in wanted)
        case "reply":
            return wanted in seen
        case "rung":
            return sorted(set(seen)) == sorted(wanted)
        case "rung_first":
            return bool(seen[: len(wanted)] == wanted)
        case "rung_later":
            return set(wanted) <= set(seen[1:])
        case "next_attempt_min_after":
            return bool(seen >= timedelta(minutes=wanted) - timedelta(seconds=5))
        case "most_in_a_day":
            return bool(seen <= wanted)
        case "lead":
            return {field: seen[field] for field in wanted} == wanted
        case "class":
            return bool(seen == wanted)
    return bool(seen == wanted)


def _callback(desk: Desk) -> dict[str, Any]:
    with desk.town.database.begin() as connection:
        return list_callbacks(connection, actor="cli:test")[0]


def _lead(desk: Desk) -> dict[str, Any]:
    with desk.town.database.begin() as connection:
        return list_enrollments(connection, desk.town.desk.vault, reveal=True, actor="cli:test")[0]


def _rung(desk: Desk) -> list[str]:
    return [one["professional"].partition("@")[0] for one in _callback(desk)["offers"]]


def _next(desk: Desk) -> timedelta:
    with desk.town.database.begin() as connection:
        then: datetime = connection.execute(text("SELECT next_action_at FROM callbacks")).scalar_one()
    return then - datetime.fromisoformat(_callback(desk)["attempts"][-1]["at"])


def _suppressed(desk: Desk) -> list[str]:
    with desk.town.database.begin() as connection:
        query = text("SELECT DISTINCT channel FROM suppressions WHERE lifted_at IS NULL")
        return list(connection.execute(query).scalars())


def _texts(desk: Desk) -> int:
    return sum(order.to == PhoneNumber(CALLER) for _, order in desk.town.paper.texts)


def _dials(desk: Desk) -> int:
    with desk.town.database.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM attempts WHERE kind = 'dial'")).scalar_one())


def _most_in_a_day(desk: Desk) -> int:
    made = [datetime.fromisoformat(one["at"]) for one in _callback(desk)["attempts"]]
    return max(sum(at <= other < at + timedelta(days=1) for other in made) for at in made)


def _task(desk: Desk) -> str | None:
    with desk.town.database.begin() as connection:
        return connection.execute(text("SELECT kind FROM enrollment_tasks")).scalar()


def _window(desk: Desk) -> str:
    return str(_callback(desk)["window"]["opens_at"])


_SEEN: dict[str, Callable[[Desk], Any]] = {
    "heard": lambda desk: desk.heard,
    "must_not_hear": lambda desk: desk.heard,
    "caller_must_not_hear": lambda desk: desk.heard_by_caller,
    "reply": lambda desk: desk.reply,
    "attempts": lambda desk: [one["result"] for one in _callback(desk)["attempts"]],
    "callback": lambda desk: _callback(desk)["state"],
    "closed_reason": lambda desk: _callback(desk)["closed_reason"],
    "class": lambda desk: _callback(desk)["class"],
    "accepted": lambda desk: [one["result"] for one in _callback(desk)["offers"]].count("accepted"),
    "rung": _rung,
    "rung_first": _rung,
    "rung_later": _rung,
    "next_attempt_min_after": _next,
    "lead": _lead,
    "suppressed": _suppressed,
    "texts": _texts,
    "dials": _dials,
    "most_in_a_day": _most_in_a_day,
    "task": _task,
    "window_opens": _window,
}
