"""The board: what is shown to whom, paging, and the acts of a supervisor."""

from __future__ import annotations

import re
from datetime import timedelta

from tests.console_kit import Console, send
from tests.console_rows import add_callback, add_offer, put_on_duty, take


def test_waiting_in_the_order_of_offering(console: Console) -> None:
    for klass in ("P3", "P1", "P2"):
        add_callback(console, klass)
    page = console.client("supervisor").get("/board").text
    rows = re.findall(r'<th scope="row"><span class="chip class-chip class-(p\d)', page)
    assert rows == ["p1", "p2", "p3"]


def test_a_supervisor_sees_states_and_not_what_was_said(console: Console) -> None:
    add_callback(console, "P2", flags=["suicide"], message="voicemail")
    page = console.client("supervisor").get("/board").text
    for hidden in ("suicide", "Voicemail", "Rosa"):
        assert hidden not in page


def test_who_rings_who_talks_and_who_is_free(console: Console) -> None:
    put_on_duty(console, "professional")
    put_on_duty(console, "supervisor", "backup")
    first, second = add_callback(console, "P1"), add_callback(console, "P2")
    take(console, first.callback, "professional")
    add_offer(console, second.callback, "supervisor")
    page = console.client("supervisor").get("/board").text
    for shown in ("talking", "Professional Person", "ringing", "backup", "On a call"):
        assert shown in page


def test_overdue_and_later(console: Console) -> None:
    add_callback(console, "P2", due_at=console.clock() - timedelta(minutes=7))
    add_callback(console, "P3", state="waiting")
    client = console.client("supervisor")
    assert "7 min late" in client.get("/board?view=late").text
    assert "P3" in client.get("/board?view=later").text
    assert "Nothing is overdue" in client.get("/board?view=late&class=P4").text


def test_pages_follow_one_another_without_gaps(console: Console) -> None:
    wanted = {add_callback(console, "P2").callback.hex for _ in range(120)}
    client, path, found = console.client("supervisor"), "/board?view=now", []
    while path:
        page = client.get(path).text
        found += re.findall(r'<tr id="l-(\w{32})"', page)
        link = re.search(r'rel="next" href="([^"]+)"', page)
        path = link[1].replace("&amp;", "&") if link else ""
    assert len(found) == 120
    assert set(found) == wanted


def test_nonsense_in_the_address_is_left_out(console: Console) -> None:
    add_callback(console, "P2")
    client = console.client("supervisor")
    for query in ("view=x&class=P9", "after=P2_now_1", "after=___", "after=P2"):
        assert client.get(f"/board?{query}").status_code == 200


def test_the_story_tells_who_was_rung_and_why(console: Console) -> None:
    made = add_callback(console, "P2")
    add_offer(console, made.callback, "professional", "no_answer", ended_at=console.clock())
    page = console.client("supervisor").get(f"/board/{made.callback}").text
    for shown in ("did not answer", "carried the least in 28 days", "Ring one person", "Cancel this callback"):
        assert shown in page
    assert "Cancel this callback" not in console.client("professional").get(f"/board/{made.callback}").text


def test_raise_assign_and_cancel_ask_the_service(console: Console) -> None:
    made, client = add_callback(console, "P2"), console.client("supervisor")
    me, to = console.staff_id("supervisor"), console.staff_id("professional")
    send(client, f"/board/{made.callback}/raise", higher="P0", raise_reason="worse")
    send(client, f"/board/{made.callback}/lower", lower="P3", lower_reason="calmer")
    send(client, f"/board/{made.callback}/assign", to=to.hex, assign_reason="knows_them")
    send(client, f"/board/{made.callback}/cancel", reason="test_call")
    assert console.acts.asked == [
        ("raise_class", made.callback, me, "P0", "worse"),
        ("lower_class", made.callback, me, "P3", "calmer"),
        ("assign", made.callback, me, to, "knows_them"),
        ("cancel", made.callback, me, "test_call"),
    ]
    for act, given in (
        ("raise", {"higher": "P0"}),
        ("lower", {"lower": "P9", "lower_reason": "calmer"}),
        ("assign", {"to": to.hex, "assign_reason": "because"}),
        ("assign", {"to": "x", "assign_reason": "free"}),
        ("cancel", {"reason": "no"}),
    ):
        assert send(client, f"/board/{made.callback}/{act}", **given).status_code == 400


def test_a_debrief_is_held_by_somebody_else(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    send(console.client("professional"), f"/now/{made.callback}/outcome", outcome="reached", hard="yes")
    client = console.client("supervisor")
    page = client.get("/board").text
    done = re.search(r'action="(/board/debriefs/[^"]+)"', page)
    assert done is not None
    send(client, done[1])
    assert "Debriefs" not in client.get("/board").text
