"""Saved conversations: those that are shipped are whole, and a recorded one becomes what its caller did."""

from __future__ import annotations

import json

import pytest

from intake.conversation.rehearse import differences, play
from intake.conversation.saved import recorded, shipped
from tests.unit.conversation.kit import SCRIPT, context, edited

CALLER, PRO = "+12025550147", "+12025550120"


def _file(*lines: dict[str, object]) -> str:
    return "\n".join(json.dumps(line) for line in ({"scenario": "x", "version": 1}, *lines))


def test_the_shipped_ones_meet_every_outcome_and_both_languages() -> None:
    played = [(one, play(SCRIPT, one.channel, one.inputs, one.context)) for one in shipped(context())]
    assert len({one.id for one, _ in played}) == len(played) >= 20
    outcomes = {transcript.state.outcome for _, transcript in played}
    assert {"callback", "live", "abandoned", "crisis_988", "stopped", "text_only"} <= outcomes
    assert {transcript.state.language for _, transcript in played} == {"en", "es"}


def test_a_changed_word_shows_wherever_it_is_heard() -> None:
    changed = edited([("words/voice.en.toml", "Is this for you? Press 1.", "For you? Press 1.")])
    assert len(differences(SCRIPT, changed, shipped(context()))) >= 8
    assert differences(SCRIPT, SCRIPT, shipped(context())) == []


def test_a_recorded_call_is_what_its_caller_did_until_somebody_was_joined() -> None:
    text = _file(
        {"phone": CALLER, "dials": "+12025550100"},
        {"phone": CALLER, "hears": "Press …"},
        {"phone": CALLER, "presses": "1"},
        {"phone": CALLER, "is_silent": True},
        {"phone": CALLER, "says": "for me"},
        {"phone": PRO, "answers": True},
        {"phone": PRO, "presses": "1"},
        {"phone": PRO, "joined_with": CALLER},
        {"phone": CALLER, "says": "hello"},
        {"phone": CALLER, "hangs_up": True},
    )
    found = recorded("one", text, context())
    assert found is not None
    assert (found.id, found.channel) == ("one", "voice")
    assert found.inputs == ("1", "timeout", "speech:for me", "connected")


def test_recorded_texts_are_what_was_written() -> None:
    lines = ({"phone": CALLER, "texts": "+12025550100", "body": "hi"}, {"phone": CALLER, "reads": "Hello"})
    found = recorded("two", _file(*lines), context())
    assert found is not None
    assert (found.channel, found.inputs) == ("sms", ("text:hi",))


def test_nobody_who_does_anything_is_nothing_and_nonsense_is_refused() -> None:
    assert recorded("none", _file({"phone": PRO, "answers": True}), context()) is None
    with pytest.raises(ValueError, match="no recorded scenario"):
        recorded("broken", _file({"dials": "+12025550100"}), context())
