"""Rehearsals: golden transcripts, and what a changed script would do to saved conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from intake.conversation.instructions import Channel
from intake.conversation.rehearse import Scenario, differences, play, transcript_text
from tests.unit.conversation.kit import SCRIPT, context, edited

_FOLDER = Path(__file__).parents[2] / "data" / "transcripts"
GOLDEN: dict[str, tuple[Channel, str]] = {
    "voice_en_callback": ("voice", "1 2 1 2 1 1 1 94110 hangup"),
    "voice_es_typed_number": ("voice", "2 2 2 2 2 2025550147 1 4 4 # timeout timeout"),
    "voice_en_errors": ("voice", "timeout 7 * 8 6 noanswer timeout 1 hangup"),
    "voice_es_suicide": ("voice", "2 1 2 1 noanswer connected"),
    "sms_en_everything": ("sms", "hi 1 2 1 2 1 3 2 33101 1 Alex 1 1 5 1 1 3 2 1 3 2 1 NOCALL"),
    "sms_es_crisis": ("sms", "text:mi_hijo_no_respira 1 1"),
}


@pytest.mark.parametrize("name", sorted(GOLDEN))
def test_golden_transcript(name: str) -> None:
    channel, inputs = GOLDEN[name]
    given = [token.replace("_", " ") for token in inputs.split()]
    world = context(when_words=lambda need, when, language: f"<{need.klass} {when}>")
    assert transcript_text(play(SCRIPT, channel, given, world)) + "\n" == (_FOLDER / f"{name}.txt").read_text("utf-8")


def _saved() -> list[Scenario]:
    return [
        Scenario("callback", "voice", ("1", "2", "1", "2", "1", "1", "1", "94110", "hangup"), context()),
        Scenario("crisis", "voice", ("9", "1", "hangup"), context()),
        Scenario("text", "sms", ("hi", "1", "2", "1", "3"), context()),
    ]


def test_the_same_script_changes_nothing() -> None:
    assert differences(SCRIPT, SCRIPT, _saved()) == []


def test_a_changed_wording_shows_where_it_would_be_heard() -> None:
    changed = edited([("words/voice.en.toml", "Is this for you? Press 1.", "For you? Press 1.")])
    (found,) = differences(SCRIPT, changed, _saved())
    assert (found.scenario, found.turn) == ("callback", 2)
    assert "Is this for you?" in found.before
    assert "For you?" in found.after


def test_a_changed_route_shows_in_every_conversation_that_takes_it() -> None:
    changed = edited([("script.toml", '2 = "N40_WHO", 5', '2 = "N50_MODE", 5')])
    assert {found.scenario for found in differences(SCRIPT, changed, _saved())} == {"callback", "text"}
