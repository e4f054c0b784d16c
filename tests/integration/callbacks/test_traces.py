"""What callers leave at the carrier is removed there: words at once, abandoned calls at once, the rest in time."""

from __future__ import annotations

from uuid import uuid4

from sqlalchemy import text

from intake.carrier.errors import CarrierBusy, CarrierRefused
from intake.carrier.events import About, MessageStatus, StatusEvent
from intake.carrier.words import CallStatus, Direction, TextStatus
from intake.conversation.reports import Reports
from tests.house import Town

CONFIRMED = ("1", "2", "1", "2", "1", "1", "1", "94110")
DAY = 86_400


def told(town: Town, sid: str, status: TextStatus, about: About) -> None:
    reports: Reports = town.house.statuses
    reports.message(MessageStatus(sid, status, None, None, about))
    town.works()


def left(town: Town) -> int:
    with town.database.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM carrier_traces")).scalar_one())


def test_an_abandoned_call_leaves_the_carriers_records_at_once(town: Town) -> None:
    caller = town.calls().presses("1")
    caller.hangs_up()
    town.works()
    town.sweeps()
    assert town.paper.ended == []
    town.clock.passes(6)
    town.sweeps()
    assert town.paper.ended == [caller.sid]
    assert left(town) == 0


def test_a_call_that_asked_for_something_leaves_after_a_day(town: Town, crew: object) -> None:
    caller = town.calls().presses(*CONFIRMED)
    caller.hangs_up()
    town.works()
    town.clock.passes(DAY - 60)
    town.sweeps()
    assert caller.sid not in town.paper.ended
    town.clock.passes(61)
    town.sweeps()
    assert caller.sid in town.paper.ended


def test_the_leg_to_a_caller_leaves_after_a_day(town: Town, crew: object) -> None:
    town.calls().presses(*CONFIRMED).hangs_up()
    town.works()
    pro = town.professional().answers().presses("1").presses("1")
    with town.database.begin() as connection:
        attempt = connection.execute(text("SELECT id FROM attempts")).scalar_one()
    sid = f"CA{uuid4().hex}"
    about = About("attempt", attempt.hex)
    town.house.statuses.call(
        StatusEvent(sid, CallStatus.RINGING, pro.sid, sequence=1, direction=Direction.OUTBOUND_DIAL, about=about)
    )
    town.clock.passes(DAY + 1)
    town.sweeps()
    assert sid in town.paper.ended


def test_the_words_of_a_thread_go_as_soon_as_they_have_arrived(town: Town) -> None:
    town.texts("hello there")
    town.sweeps()
    assert len(town.paper.ended) == 1
    with town.database.begin() as connection:
        talk = connection.execute(text("SELECT id FROM conversations")).scalar_one()
        assert connection.execute(text("SELECT redacted_at FROM messages")).scalar_one() is not None
    about, reply = About("conversation", talk.hex), f"SM{uuid4().hex}"
    told(town, reply, TextStatus.SENT, about)
    assert reply not in town.paper.ended
    told(town, reply, TextStatus.DELIVERED, about)
    told(town, reply, TextStatus.DELIVERED, about)
    assert town.paper.ended.count(reply) == 1
    town.clock.passes(DAY + 1)
    town.sweeps()
    assert town.paper.ended.count(reply) == 2
    town.clock.passes(DAY + 1)
    town.sweeps()
    assert left(town) == 0


def test_what_the_carrier_does_not_know_is_gone_and_what_it_refuses_is_asked_again(town: Town) -> None:
    answers = [CarrierBusy("busy"), CarrierRefused(20009, 409), CarrierRefused(20404, 404)]
    asked: list[str] = []

    def delete(sid: str) -> None:
        asked.append(sid)
        raise answers[len(asked) - 1]

    town.paper.delete_call = delete  # type: ignore[method-assign]
    caller = town.calls().presses("1")
    caller.hangs_up()
    for _ in range(4):
        town.clock.passes(600)
        town.sweeps()
    assert asked == [caller.sid] * 3
    assert left(town) == 0
