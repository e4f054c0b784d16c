"""Text threads: who reads them, what is sent, and what a lock screen must not show."""

from __future__ import annotations

import pytest

from tests.console_kit import Console, send
from tests.console_rows import add_callback, add_thread, take


def test_a_thread_is_listed_read_and_answered(console: Console) -> None:
    made = add_callback(console, "P4", contact_mode="text_only")
    thread = add_thread(console, made, ("in", "can you text me"), ("out", "Yes. Is now safe?"))
    client = console.client("professional")
    assert "nobody has it" in client.get("/texts").text
    page = client.get(f"/texts/{thread}").text
    assert page.index("can you text me") < page.index("Is now safe?")
    assert send(client, f"/texts/{thread}/reply", reply="Good. I am Pat.").status_code == 303
    assert console.acts.asked == [("send_thread_reply", thread, console.staff_id("professional"), "Good. I am Pat.")]


@pytest.mark.parametrize("words", ["Our treatment starts Monday", "Su tratamiento", "About your RECOVERY"])
def test_telling_words_are_not_sent(console: Console, words: str) -> None:
    thread = add_thread(console, add_callback(console, "P4"), ("in", "hello"))
    answer = send(console.client("professional"), f"/texts/{thread}/reply", reply=words)
    assert answer.status_code == 422
    assert "should not stand on a lock screen" in answer.text
    assert console.acts.asked == []


def test_a_thread_that_somebody_has_is_theirs_and_the_coordinators(console: Console) -> None:
    made = add_callback(console, "P4")
    thread = add_thread(console, made, ("in", "just for one of you"))
    take(console, made.callback, "supervisor")
    assert console.client("professional").get(f"/texts/{thread}").status_code == 404
    assert "just for one" in console.client("coordinator").get(f"/texts/{thread}").text
    assert console.client("supervisor").get(f"/texts/{thread}").status_code == 404


def test_finishing(console: Console) -> None:
    thread = add_thread(console, add_callback(console, "P4"), ("in", "thanks, bye"))
    send(console.client("professional"), f"/texts/{thread}/end")
    assert console.acts.asked[0][0] == "end_thread"
