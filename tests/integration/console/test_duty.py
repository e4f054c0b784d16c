"""On call now: what a professional sees, and what one tap does."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import text

from intake.console.ports import Said
from intake.storage import enrollment_desk
from tests.console_kit import Console, send
from tests.console_rows import add_callback, add_offer, put_on_duty, take


def test_nobody_waits(console: Console) -> None:
    page = console.client("professional").get("/now").text
    assert "Nobody is waiting" in page
    assert "You are not on duty" in page
    assert "Callers go to the backup number" in page


def test_on_duty_a_break_and_back(console: Console) -> None:
    put_on_duty(console, "professional")
    client = console.client("professional")
    assert "Your phone may ring" in client.get("/now").text
    assert "the only one who can be rung" in client.get("/now").text
    send(client, "/now/break")
    assert "On a break" in client.get("/now").text
    send(client, "/now/back")
    assert "Your phone may ring" in client.get("/now").text


def test_taking_over_somebodys_duty(console: Console) -> None:
    put_on_duty(console, "supervisor")
    console.clock.go(minutes=1)
    client = console.client("professional")
    send(client, f"/now/take-duty/{console.staff_id('supervisor')}")
    page = client.get("/now").text
    assert "You are on duty now" in page
    assert "On duty until" in page
    send(client, f"/now/take-duty/{console.staff_id('admin')}")
    assert "that person is not on duty now" in client.get("/now").text


def test_what_waits_is_shown_without_names_or_numbers(console: Console) -> None:
    add_callback(console, "P1", language="es", message="voicemail", flags=["medical_first"])
    page = console.client("professional").get("/now").text
    for shown in ("P1", "Spanish", "Voicemail is fine", "medical first"):
        assert shown in page
    for hidden in ("Rosa", "555-01", "+1202", "60601"):
        assert hidden not in page


def test_a_ring_is_on_top_with_its_reason(console: Console) -> None:
    made = add_callback(console, "P0")
    add_offer(console, made.callback, "professional")
    page = console.client("professional").get("/now").text
    assert "This rings for you" in page
    assert "carried the least in 28 days" in page


def test_accepting_passing_and_giving_back_ask_the_service(console: Console) -> None:
    made, client = add_callback(console, "P2"), console.client("professional")
    me = console.staff_id("professional")
    for act in ("accept", "decline", "ring", "give-back"):
        assert send(client, f"/now/{made.callback}/{act}").status_code == 303
    names = ("accept_on_page", "decline", "ring_again", "hand_over")
    assert console.acts.asked == [(name, made.callback, me) for name in names]


def test_a_late_tap_hears_that_it_is_taken(console: Console) -> None:
    made, client = add_callback(console, "P2"), console.client("professional")
    console.acts.said = Said.TAKEN
    send(client, f"/now/{made.callback}/accept")
    assert "Somebody else was faster" in client.get("/now").text


def test_the_call_in_hand_has_what_a_safe_call_needs(console: Console) -> None:
    made = add_callback(console, "P2", language="es", message="none")
    take(console, made.callback, "professional")
    page = console.client("professional").get("/now").text
    for shown in ("Ask for Rosa", "No message", "only your first name", "America/Chicago", "You are joined"):
        assert shown in page
    assert "¿puedo hablar con Rosa?" in page
    assert "Voicemail left" not in page, "no voicemail is allowed here"
    assert "Blue" not in page, "the family name is not needed"
    assert "555-01" not in page.replace("(202) 555-0101", ""), "no number but our own neutral one"


def test_a_crisis_call_leaves_no_message_whatever_was_said(console: Console) -> None:
    made = add_callback(console, "P0", message="voicemail")
    take(console, made.callback, "professional")
    page = console.client("professional").get("/now").text
    assert "call once, leave no message" in page
    assert "Voicemail left" not in page


def test_outcome_note_and_hard_in_one_tap(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    client = console.client("professional")
    path = f"/now/{made.callback}/outcome"
    send(client, path, outcome="reached_call_later", note="prefers evenings", hard="yes", call_at="2030-01-02T18:30")
    name, callback, by, said, later = console.acts.asked[0]
    assert (name, callback, by) == ("record_outcome", made.callback, console.staff_id("professional"))
    assert said == "reached_call_later"
    assert later is not None
    assert later.isoformat() == "2030-01-03T00:30:00+00:00", "the time is the caller's own"
    with console.database.begin() as connection:
        (note,) = enrollment_desk.notes(connection, made.enrollment)
        assert note.text_sealed is not None
        assert b"evenings" not in note.text_sealed
        owed = connection.execute(text("SELECT staff_id, why, due_at - asked_at FROM debriefs")).one()
    assert owed == (console.staff_id("professional"), "asked", timedelta(hours=72))


def test_an_outcome_for_somebody_elses_call_is_refused(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "supervisor")
    client = console.client("professional")
    assert send(client, f"/now/{made.callback}/outcome", outcome="reached").status_code == 404
    assert console.acts.asked == []


def test_opening_a_call_is_in_the_trail(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    console.client("professional").get("/now")
    page = console.client("auditor").get(f"/audit?subject={made.callback.hex}").text
    assert "read.record" in page
    assert "Professional Person" in page


def test_a_page_without_a_call_is_loaded_again_when_one_comes(console: Console) -> None:
    client = console.client("professional")
    assert "HX-Refresh" not in client.get("/now/live").headers
    made = add_callback(console, "P2")
    take(console, made.callback, "professional", "accepted")
    assert client.get("/now/live").headers["HX-Refresh"] == "true"
    assert "HX-Refresh" not in client.get(f"/now/live?have={made.callback.hex}").headers
    assert "press 1 when you are ready" in client.get(f"/now/state/{made.callback}").text


def test_an_emergency_is_written_down_with_all_four_facts(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    client, path = console.client("professional"), f"/now/calls/{made.callback}/emergency"
    assert client.get(path).status_code == 200
    assert send(client, path, received_by="Unit 7", affiliation="", nature="not breathing").status_code == 422
    assert send(client, path, received_by="Unit 7", affiliation="911", nature="not breathing").status_code == 303
    with console.database.begin() as connection:
        kept = connection.execute(text("SELECT basis, enrollment_id, content_sealed FROM disclosures")).one()
    assert (kept.basis, kept.enrollment_id) == ("emergency", made.enrollment)
    assert b"Unit 7" not in kept.content_sealed
    assert console.client("supervisor").get(path).status_code == 404, "it is not their call"


def test_after_an_abusive_call_one_is_not_rung_for_that_caller(console: Console) -> None:
    made = add_callback(console, "P2")
    take(console, made.callback, "professional")
    client = console.client("professional")
    send(client, f"/now/{made.callback}/outcome", outcome="refused", abusive="yes")
    with console.database.begin() as connection:
        barred = connection.execute(text("SELECT staff_id FROM barred_callers")).scalars().all()
    assert barred == [console.staff_id("professional")]
