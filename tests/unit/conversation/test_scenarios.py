"""The scenarios of the domain, as far as the engine alone decides them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from intake.conversation.facts import CallbackPromised, Ended, NumberConfirmed
from intake.conversation.need import need
from intake.conversation.segments import size
from tests.unit.conversation.kit import Talk, call, thread

_DATA = Path(__file__).parents[2] / "data" / "conversations.jsonl"
SCENARIOS = [json.loads(line) for line in _DATA.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario["id"] for scenario in SCENARIOS])
def test_scenario(scenario: dict[str, Any]) -> None:
    player = call if scenario["channel"] == "voice" else thread
    talk = player(*scenario["inputs"], **scenario["context"])
    for name, expected in scenario["expect"].items():
        assert _CHECKS[name](talk, expected), (name, expected, talk.steps, talk.state.outcome, talk.keys)


def _end(talk: Talk, expected: str | None) -> bool:
    ends = [fact.end for fact in talk.of(Ended)]
    return ends == ([expected] if expected else [])


def _answers(talk: Talk, expected: dict[str, Any]) -> bool:
    answers = talk.state.answers
    return all(_plain(getattr(answers, name)) == value for name, value in expected.items())


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _source(talk: Talk, expected: str | None) -> bool:
    confirmed = talk.of(NumberConfirmed)
    return [fact.source for fact in confirmed][-1:] == ([expected] if expected else [])


def _in_order(talk: Talk, expected: list[str]) -> bool:
    keys = iter(talk.keys)
    return all(key in keys for key in expected)


_CHECKS = {
    "steps": lambda talk, expected: talk.steps == expected,
    "at": lambda talk, expected: talk.state.step == expected,
    "end": _end,
    "outcome": lambda talk, expected: talk.state.outcome == expected,
    "klass": lambda talk, expected: need(talk.state).klass == expected,
    "reason": lambda talk, expected: need(talk.state).reason == expected,
    "language": lambda talk, expected: talk.state.language == expected,
    "source": _source,
    "number": lambda talk, expected: talk.of(NumberConfirmed)[-1].number == expected,
    "answers": _answers,
    "promises": lambda talk, expected: len(talk.of(CallbackPromised)) == expected,
    "pin_given": lambda talk, expected: talk.of(CallbackPromised)[-1].pin_given is expected,
    "call_back_once": lambda talk, expected: talk.of(Ended)[-1].call_back_once is expected,
    "says": _in_order,
    "says_last": lambda talk, expected: talk.heard_last == expected,
    "facts": lambda talk, expected: set(expected) <= {type(fact).__name__ for fact in talk.facts},
    "first_fact": lambda talk, expected: type(talk.turns[0].facts[0]).__name__ == expected,
    "unasked": lambda talk, expected: not set(expected) & set(talk.keys),
    "unsaid": lambda talk, expected: not any(w in say.text for w in expected for say in talk.said),
    "one_segment": lambda talk, expected: all(
        size(say.text).segments == 1 and size(say.text).gsm7 for say in talk.said
    ),
}
