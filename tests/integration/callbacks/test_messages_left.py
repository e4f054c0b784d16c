"""After an unanswered call: a message only where one was allowed, and one neutral text where texts were."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

from intake.callbacks import wording
from intake.carrier.events import About, InboundText, MessageStatus
from intake.carrier.port import TextOrder
from intake.carrier.words import DialStatus, TextStatus
from intake.numbers import PhoneNumber
from tests.house import Professional, Town
from tests.integration.callbacks.test_the_way_of_a_callback import records

CALLER = PhoneNumber("+12025550147")
VOICE, TEXT, EITHER, NONE = "1", "2", "3", "4"


def asks(message: str, language: str = "1") -> tuple[str, ...]:
    """The keys to a call back with this kind of message allowed."""
    return (language, "2", "1", "2", "1", message, "1", "94110")


def dials(town: Town) -> Professional:
    """Somebody takes what was promised and dials."""
    town.works()
    return town.professional().answers().presses("1").presses("1")


def unanswered(town: Town, message: str, language: str = "1") -> None:
    """A call that rings out."""
    town.calls().presses(*asks(message, language)).hangs_up()
    dials(town).dial_ends(DialStatus.NO_ANSWER).hangs_up()
    town.sweeps()


def to_caller(town: Town) -> list[TextOrder]:
    """Every text to the caller."""
    return [order for _, order in town.paper.texts if order.to == CALLER]


def midday(town: Town) -> None:
    """Nine in the morning in San Francisco, noon in New York."""
    town.clock.now = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)


def test_a_message_left_can_only_be_said_where_one_was_allowed(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*asks(TEXT)).hangs_up()
    pro = dials(town).dial_ends(DialStatus.COMPLETED, 20)
    assert "Message left" not in pro.words
    pro.presses("3")
    assert "How did it go" in pro.words
    attempt = records(town)[0]["attempts"][0]
    assert attempt["result"] is None
    callback_id = UUID(records(town)[0]["id"])
    by = next(iter(crew.values()))
    town.house.callback_acts.record_outcome(callback_id, by, "voicemail_left", None)
    assert records(town)[0]["attempts"][0]["result"] is None


def test_one_voice_message_is_allowed_and_never_a_second(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*asks(VOICE)).hangs_up()
    pro = dials(town).dial_ends(DialStatus.COMPLETED, 20)
    assert "Message left, 3" in pro.words
    noted = pro.presses("3").words
    assert pro.presses("3").words == noted, "the same key twice is answered alike"
    pro.hangs_up()
    assert records(town)[0]["attempts"][0]["result"] == "voicemail_left"
    town.clock.passes(901)
    town.sweeps()
    pro = town.professional().answers().presses("1").presses("1").dial_ends(DialStatus.COMPLETED, 20)
    assert "Message left" not in pro.words


def test_one_neutral_text_follows_an_unanswered_call(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    unanswered(town, TEXT)
    (sent,) = to_caller(town)
    assert sent.sender == town.desk.lines.neutral
    name = sent.body.split("it's ")[1].split(",")[0]
    neutral = wording.spoken(town.desk.lines.neutral)
    assert sent.body == f"Hi, it's {name}, returning your call. You can call or text me at {neutral}. Thanks."
    assert name.lower() in crew
    town.clock.passes(901)
    town.sweeps()
    dials(town).dial_ends(DialStatus.NO_ANSWER).hangs_up()
    town.sweeps()
    assert len(to_caller(town)) == 1


def test_it_is_in_the_callers_language(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    unanswered(town, EITHER, language="2")
    (sent,) = to_caller(town)
    assert sent.body.startswith("Hola, soy Ana. Le devuelvo su llamada.")


def test_without_permission_or_out_of_hours_nothing_is_written(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    unanswered(town, NONE)
    assert to_caller(town) == []
    # Half past four in the morning where they are: a call back "as soon as you can" is made, a text is not.
    town.clock.now = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    town.calls("+12025550148").presses(*asks(TEXT)).hangs_up()
    dials(town).dial_ends(DialStatus.NO_ANSWER).hangs_up()
    town.sweeps()
    assert [order for _, order in town.paper.texts if order.to == PhoneNumber("+12025550148")] == []


def test_a_landline_is_not_texted_again(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    unanswered(town, TEXT)
    sid, order = next(each for each in town.paper.texts if each[1].to == CALLER)
    told = MessageStatus(sid, TextStatus.UNDELIVERED, 30006, CALLER, About("message", order.message))
    town.house.statuses.message(told)
    town.clock.passes(86400)
    for keys in (asks(TEXT),):
        town.calls().presses(*keys).hangs_up()
    town.sweeps()
    dials(town).dial_ends(DialStatus.NO_ANSWER).hangs_up()
    town.sweeps()
    assert len(to_caller(town)) == 1


def test_an_answer_to_it_reaches_a_person(town: Town, crew: dict[str, UUID]) -> None:
    midday(town)
    unanswered(town, TEXT)
    rung = len(town.paper.rings)
    came = InboundText(f"SM{uuid4().hex}", town.desk.lines.neutral, CALLER, "sorry I missed you")
    town.clock.passes(60)
    town.house.conversations.text(came)
    town.works()
    assert len(town.paper.rings) > rung
    assert records(town)[0]["class"] == "P1"
    # What they allowed before goes on holding.
    enrollment = records(town)[1]
    assert (enrollment["message"], enrollment["contact_mode"], enrollment["zip"]) == ("text", "voice", "94110")
    pro = town.professional().answers().presses("1")
    assert "Write back from the console" in pro.words


def test_a_number_that_fails_twice_goes_to_a_coordinator(town: Town, crew: dict[str, UUID]) -> None:
    town.calls().presses(*asks(NONE)).hangs_up()
    dials(town).dial_ends(DialStatus.FAILED).hangs_up()
    assert records(town)[0]["state"] == "waiting"
    town.clock.passes(901)
    town.sweeps()
    dials(town).dial_ends(DialStatus.FAILED).hangs_up()
    callback, _, _ = records(town)
    assert (callback["state"], callback["closed_reason"]) == ("exhausted", "number_fails")
    with town.database.begin() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM enrollment_tasks").scalars().all()
    assert kinds == ["exhausted_callback"]
