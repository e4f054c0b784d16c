"""An emergency look at a record: at once, with a reason, for half an hour, seen by others."""

from __future__ import annotations

from uuid import uuid4

from tests.console_kit import Console, send
from tests.console_rows import add_callback

WHY = "She said on the phone that he has a gun; I need what they told us"


def test_the_record_is_open_at_once_for_half_an_hour_and_others_know(console: Console) -> None:
    made = add_callback(console, "P1", name="Rosa Blue", number="+12025550147")
    page = f"/board/{made.callback}/emergency"
    supervisor = console.client("supervisor")
    assert page in supervisor.get(f"/board/{made.callback}").text
    asked = supervisor.get(page).text
    assert "Rosa" not in asked
    assert send(supervisor, page, reason="because").status_code == 422
    assert "Rosa" not in supervisor.get(page).text
    assert send(supervisor, page, reason=WHY).location == page
    shown = supervisor.get(page).text
    assert "Rosa Blue" in shown
    assert "5550147" not in shown.replace("-", "").replace(" ", "")
    assert "Rosa" not in console.client("professional").get(page).text
    assert WHY in console.client("auditor").get("/glass").text
    trail = console.client("auditor").get("/audit").text
    assert "break_glass.open" in trail
    assert trail.count("read.record") >= 2
    assert WHY not in trail
    for _ in range(7):
        console.clock.go(minutes=4, seconds=20)
        supervisor.get("/board")
    assert "Rosa" not in supervisor.get(page).text


def test_it_asks_for_a_fresh_proof_and_is_not_there_for_others(console: Console) -> None:
    made = add_callback(console, "P1")
    page = f"/board/{made.callback}/emergency"
    professional = console.client("professional")
    console.clock.go(minutes=6)
    assert professional.get(page).location.startswith("/prove?next=/board/")
    for role in ("coordinator", "admin", "auditor"):
        somebody = console.client(role)
        answer = somebody.get(page)
        assert (answer.status_code, answer.data) == (404, somebody.get("/no-such-page").data)
    supervisor = console.client("supervisor")
    unknown = supervisor.get(f"/board/{uuid4()}/emergency")
    assert (unknown.status_code, unknown.data) == (404, supervisor.get("/no-such-page").data)
