"""A call that drops goes on by text where that is allowed, and "call me now" is a call at any hour."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from intake.carrier.events import InboundText
from intake.numbers import PhoneNumber
from tests.house import Town
from tests.integration.callbacks.test_messages_left import NONE, TEXT, VOICE, midday, to_caller
from tests.integration.callbacks.test_the_way_of_a_callback import records

NIGHT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)


def drops(town: Town, *keys: str) -> None:
    """A call that is cut off after these keys."""
    town.calls().presses(*keys).hangs_up()
    town.works()


def writes(town: Town, body: str, sender: str = "+12025550147") -> str:
    """A text to the neutral line; the replies."""
    came = InboundText(f"SM{uuid4().hex}", town.desk.lines.neutral, PhoneNumber(sender), body)
    answer = town.house.conversations.text(came)
    return " ".join(each.say.text for each in answer.instructions)  # type: ignore[union-attr]


def test_a_dropped_call_goes_on_by_text_at_the_same_question(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    drops(town, "1", "2", "1", "2", "1", TEXT)
    (sent,) = to_caller(town)
    assert sent.sender == town.desk.lines.neutral
    assert sent.body.startswith("We got cut off. Reply 1 to go on here")
    assert town.desk.settings.brand not in sent.body
    # The 1 only says that it goes on; it is no answer to the question yet.
    assert "best time" in writes(town, "1").lower() or "when" in writes(town, "*").lower()
    writes(town, "4")
    writes(town, "94110")
    callback, enrollment, _ = records(town)
    assert (enrollment["when"], enrollment["zip"]) == ("evening", "94110")
    assert len(enrollment["callback_ids"]) == 1
    assert callback["state"] in {"due", "offered", "waiting"}


def test_whoever_does_not_answer_is_called_back_all_the_same_and_not_written_to_again(
    town: Town, crew: dict[str, UUID]
) -> None:
    midday(town)
    drops(town, "1", "2", "1", "2", "1", TEXT)
    assert town.paper.rings
    town.clock.passes(1800)
    town.sweeps()
    assert len(to_caller(town)) == 1


@pytest.mark.parametrize("message", [VOICE, NONE])
def test_without_leave_to_text_nothing_is_written(town: Town, crew: dict[str, UUID], message: str) -> None:
    midday(town)
    drops(town, "1", "2", "1", "2", "1", message)
    assert to_caller(town) == []


def test_at_night_before_the_number_or_in_a_crisis_nothing_is_written(town: Town, crew: dict[str, UUID]) -> None:
    town.clock.now = NIGHT
    drops(town, "1", "2", "1", "2", "1", TEXT)
    midday(town)
    drops(town, "1", "2", "1", "2")
    drops(town, "1", "2", "1", "2", "1", TEXT, "9", "3")
    assert to_caller(town) == []


def test_a_finished_request_is_not_gone_on_with(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    drops(town, "1", "2", "1", "2", "1", TEXT, "1", "94110")
    assert to_caller(town) == []


@pytest.mark.parametrize("words", ["call me now", "Please call me right now!", "llámeme ya", "Llámame ahora por favor"])
def test_call_me_now_is_promised_at_any_hour(town: Town, crew: dict[str, UUID], words: str) -> None:
    town.clock.now = NIGHT
    for body in ("hi", "1", "2", "1"):
        town.texts(body)
    replies = town.texts(words)
    assert "call" in replies[-1].lower() or "llama" in replies[-1].lower()
    callback, enrollment, conversation = records(town)
    assert (callback["class"], enrollment["number_source"], enrollment["when"]) == ("P1", "sender", "asap")
    assert conversation["outcome"] == "callback"
    town.works()
    assert town.paper.rings


def test_call_me_now_raises_what_was_promised_for_the_evening(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses("1", "2", "1", "2", "1", NONE, "4", "94110").hangs_up()
    town.works()
    assert records(town)[0]["class"] == "P3"
    assert town.paper.rings == []
    town.texts("call me now")
    town.works()
    callback, enrollment, _ = records(town)
    assert (callback["class"], enrollment["when"], len(enrollment["callback_ids"])) == ("P1", "asap", 1)
    assert town.paper.rings


def test_words_that_only_sound_like_it_are_answers_like_others(town: Town, crew: dict[str, UUID]) -> None:
    for body in ("hi", "1", "2", "1"):
        town.texts(body)
    town.texts("do not call me now")
    town.texts("my mother will call me now and then")
    assert records(town)[0] == {}
