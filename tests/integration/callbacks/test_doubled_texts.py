"""A text that is delivered twice is taken once and answered once, in the same instant too."""

from __future__ import annotations

import threading
from uuid import UUID, uuid4

import pytest

from intake.carrier.events import InboundText
from intake.carrier.pages import Answer
from intake.conversation.listing import list_conversations
from intake.numbers import PhoneNumber
from tests.house import Town
from tests.integration.callbacks.test_the_way_of_a_callback import ASKS, records

WRITER = PhoneNumber("+12025550147")
# From the first word to the end of a thread; the last one ends it.
THREAD = ("hi", "1", "2", "1", "2", "1", "2", "1", "33101", "2", "Alex", "2", "1")


def _text(town: Town, body: str, delivery: str | None = None, sid: str = "") -> InboundText:
    return InboundText(sid or f"SM{uuid4().hex}", town.desk.lines.helpline, WRITER, body, delivery=delivery)


def _words(answer: Answer) -> list[str]:
    return [each.say.text for each in answer.instructions]  # type: ignore[union-attr]


def _in_one_instant(town: Town, texts: list[InboundText]) -> list[list[str]]:
    found: list[list[str]] = []
    ready = threading.Barrier(len(texts))

    def deliver(text: InboundText) -> None:
        ready.wait()
        found.append(_words(town.house.conversations.text(text)))

    threads = [threading.Thread(target=deliver, args=(text,)) for text in texts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return found


@pytest.mark.parametrize("bodies", [THREAD, ("STOP",)], ids=["a whole thread", "a first text that ends it"])
def test_two_deliveries_in_one_instant_make_one_thread_and_one_reply_each(town: Town, bodies: tuple[str, ...]) -> None:
    for body in bodies:
        sid = f"SM{uuid4().hex}"
        twice = [_text(town, body, f"token-{n}", sid) for n in range(2)]
        replies = _in_one_instant(town, twice)
        assert [] in replies
        assert any(replies)
    with town.database.begin() as connection:
        talks = list_conversations(connection, actor="cli:test")
    assert len(talks) == 1
    assert talks[0]["ended_at"] is not None
    assert talks[0]["steps_taken"] == len(bodies)


@pytest.mark.parametrize("token", ["the same", None], ids=["retried", "no token"])
def test_a_delivery_that_is_tried_again_gets_the_answer_that_was_lost(town: Town, token: str | None) -> None:
    text = _text(town, "hi", token)
    first = _words(town.house.conversations.text(text))
    assert first
    assert _words(town.house.conversations.text(text)) == first


def test_a_yes_of_one_of_us_that_comes_twice_is_one_yes(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*ASKS).hangs_up()
    town.works()
    pro = town.professional().order.to

    def yes(delivery: str) -> Answer:
        came = InboundText(f"SM{'0' * 32}", town.desk.lines.neutral, pro, "Y", delivery=delivery)
        return town.house.conversations.text(came)

    first = _words(yes("a"))
    assert "It is yours" in first[0]
    assert _words(yes("a")) == first
    assert _words(yes("b")) == []
    assert records(town)[0]["state"] == "accepted"
