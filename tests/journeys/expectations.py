"""Every field that a scenario expects, checked against what the service recorded; an unknown field fails."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from intake.conversation.segments import size
from tests.eventually import eventually
from tests.journeys.deployment import CALLER
from tests.journeys.driver import Story

_OUTCOMES = {
    "END": {"callback", "text_only", "cancelled"},
    "END_LIVE": {"live", "crisis_live"},
    "END_ABANDON": {"abandoned", "short_abandon"},
    "END_CRISIS": {"crisis_988", "crisis_hangup", "crisis_safe"},
    "END_STOP": {"stopped"},
}
_WHO = {"caller_id": CALLER, "sender": CALLER}


def check(story: Story) -> None:
    """Raises AssertionError naming the first expectation that does not hold."""
    expected: Mapping[str, Any] = story.scenario["expected"]
    for name, wanted in expected.items():
        _CHECKS[name](story, wanted)


def _record(story: Story) -> dict[str, Any]:
    found = eventually(story.town.enrollments, what="a prospective enrollment")
    return found[0]


def _callback(story: Story) -> dict[str, Any]:
    return eventually(story.town.callbacks, what="a callback")[0]


def _end(story: Story, wanted: str) -> None:
    if wanted in {"HUMAN", "T10_TALKNOW"}:
        # A thread that waits for a person, or a crisis texter who is to be called: it stays with us.
        assert _callback(story)["state"] in {"due", "offered", "accepted", "connected", "dialing"}
        return
    outcomes = _OUTCOMES[wanted]
    if story.scenario["steps"][0]["at"] == "CB":
        outcomes = _OUTCOMES["END"]

    def over() -> bool:
        talks = story.town.conversations()
        return bool(talks) and talks[0]["outcome"] in outcomes

    eventually(over, what=f"ends as {outcomes}, now {[one['outcome'] for one in story.town.conversations()]}")


def _lead(story: Story, wanted: Mapping[str, Any] | None) -> None:
    if wanted is None:
        assert story.town.enrollments() == []
        return
    for name, value in wanted.items():
        _LEAD[name](story, value)


def _stage(story: Story, value: str) -> None:
    def stage() -> bool:
        return _record(story)["stage"] == value

    eventually(stage, what=f"stage {value}, now {_record(story)['stage']}")


def _number(story: Story, value: str) -> None:
    assert _record(story)["number"] == _WHO.get(value, value)


def _held_back(story: Story, value: str) -> None:
    """A medical check comes first: the record says so, and the coordinator's desk holds the booking."""
    assert value == "hold"
    assert "medical_first" in _record(story)["flags"]


def _basis(story: Story, value: str) -> None:
    with story.town.database.begin() as connection:
        assert connection.execute(text("SELECT contact_basis FROM enrollments")).scalar() == value


def _field(name: str, ours: str | None = None) -> Callable[[Story, Any], None]:
    def same(story: Story, value: Any) -> None:
        assert _record(story)[ours or name] == value, (name, _record(story)[ours or name], value)

    return same


_LEAD: dict[str, Callable[[Story, Any], None]] = {
    "state": _stage,
    "number": _number,
    "iop_eligible": _held_back,
    "contact_basis": _basis,
    "tz": _field("tz", "timezone"),
    "ident": _field("ident", "identify_as"),
    **{name: _field(name) for name in ("for_whom", "message", "when", "zip", "name", "number_source", "contact_mode")},
}


def _priority(story: Story, wanted: str) -> None:
    assert _callback(story)["class"] == wanted


def _count(story: Story, wanted: int) -> None:
    assert len(story.town.callbacks()) == wanted


def _pin(story: Story, wanted: bool) -> None:
    with story.town.database.begin() as connection:
        kept = connection.execute(text("SELECT pin_fingerprint IS NOT NULL FROM enrollments")).scalar()
    assert kept is wanted
    assert "code is" in story.said


def _seconds(story: Story, wanted: int) -> None:
    assert story.caller.call.seconds <= wanted


def _must_not(story: Story, wanted: list[str]) -> None:
    for words in wanted:
        _FORBIDDEN[words](story)


def _no_recording(story: Story) -> None:
    bodies = " ".join(entry["body"] or "" for entry in story.town.network.tape())
    assert "<Record" not in bodies
    assert 'record="record' not in bodies


def _no_telling_text(story: Story) -> None:
    for entry in story.town.network.tape():
        body = (entry["params"] or {}).get("Body", "") if entry["kind"] == "rest" else ""
        assert not any(word in body.lower() for word in ("addiction", "treatment", "rehab", "detox", "sober"))


def _only_the_caller(story: Story) -> None:
    assert [one["number"] for one in story.town.enrollments()] == [CALLER]
    dialled = {one["to"] for one in story.town.network.calls() if one["direction"] != "inbound"}
    assert dialled <= {CALLER, *(pro.number for pro in story.pros)}


def _no_texts(story: Story) -> None:
    assert [one for one in story.caller.thread if one["direction"] == "in"] == []


def _not_said(*phrases: str) -> Callable[[Story], None]:
    def silent(story: Story) -> None:
        heard = story.said.lower()
        assert not any(phrase in heard for phrase in phrases), heard

    return silent


def _never_dialled(*numbers: str) -> Callable[[Story], None]:
    def undialled(story: Story) -> None:
        assert not {one["to"] for one in story.town.network.calls()} & set(numbers)

    return undialled


def _stayed_until_answered(story: Story) -> None:
    assert story.notes["bridge"].status in {"in-progress", "completed"}


def _nothing_passed(story: Story) -> None:
    """988 sees our own line as the caller's number, and no whisper speaks to them."""
    leg = story.notes["bridge"].record
    assert leg["from"] != CALLER
    assert story.notes["bridge"].said == ""


def _no_ani(story: Story) -> None:
    assert story.caller.number not in {one["number"] for one in story.town.enrollments()}


def _no_booking(story: Story) -> None:
    assert _record(story)["stage"] in {"queued", "attempting", "partial"}


def _photo_not_kept(story: Story) -> None:
    with story.town.database.begin() as connection:
        dump = connection.execute(text("SELECT count(*) FROM messages WHERE body_sealed IS NULL")).scalar()
    assert dump == 0
    assert not any("example.org/photo" in str(entry["body"]) for entry in story.town.network.tape())


def _thread_open(story: Story) -> None:
    assert story.town.conversations()[0]["ended_at"] is None


def _no_machine_voice(story: Story) -> None:
    """Whoever answered the caller's phone heard a person and nothing of ours; the neutral line names nobody."""
    if story.scenario["steps"][0]["at"] == "NEUTRAL":
        _neutral_names_nothing(story)
        return
    assert story.caller.call.said == ""


_FORBIDDEN: dict[str, Callable[[Story], None]] = {
    "store audio": _no_recording,
    "say 'addiction' in any outbound text": _no_telling_text,
    "create contact data for the son": _only_the_caller,
    "ever dial the son": _only_the_caller,
    "text anything": _no_texts,
    "transfer to 911": _never_dialled("911", "+1911", "+911"),
    "ask ZIP": _not_said("zip code"),
    "offer enrollment": _not_said("enroll"),
    "drop the line before 988 answers": _stayed_until_answered,
    "pass data to 988": _nothing_passed,
    "store or use the toll-free ANI": _no_ani,
    "say welcome back": _not_said("welcome back", "again"),
    "reveal that an earlier call exists": _not_said("welcome back", "last time", "earlier"),
    "confirm a lead exists": _not_said("your request", "record", "we have you"),
    "name the program": _no_machine_voice,
    "leave a message": _no_machine_voice,
    "say it is medical": _no_machine_voice,
    "book IOP group before medical check": _no_booking,
    "store the photo": _photo_not_kept,
    "close the thread": _thread_open,
}


def _neutral_names_nothing(story: Story) -> None:
    said = story.said.lower()
    assert "harbor path" not in said
    assert "treatment" not in said


def _caller_only(story: Story, _wanted: str) -> None:
    _only_the_caller(story)


def _answered(story: Story, wanted: Mapping[str, Any]) -> None:
    talk = story.town.conversations()[0]
    facts = {
        "answered": talk["outcome"] in {"live", "crisis_live"},
        "asa_counted": talk["outcome"] in {"live", "crisis_live"},
        "offered": True,
        "short_abandon": talk["outcome"] == "short_abandon",
        "excluded_from_abandon_rate": talk["outcome"] == "short_abandon",
        "abandoned": talk["outcome"] == "abandoned",
    }
    assert {name: facts[name] for name in wanted} == dict(wanted)


def _pressed_one(story: Story, wanted: bool) -> None:
    assert story.notes.get("joined", False) is wanted
    actions = [one for one in story.town.network.tape() if "p=accept" in one["url"]]
    assert any(one["params"].get("Digits") == "1" for one in actions)


def _reason(story: Story, wanted: str) -> None:
    with story.town.database.begin() as connection:
        assert connection.execute(text("SELECT reason FROM callbacks")).scalar() == wanted


def _supervisor(story: Story, wanted: bool) -> None:
    supervisor = "xia@example.org"

    def rung() -> bool:
        return any(one["professional"] == supervisor for one in _callback(story)["offers"])

    assert wanted
    eventually(rung, seconds=20, what="the supervisor is rung")


def _nothing_kept(story: Story, wanted: bool) -> None:
    assert wanted is False
    with story.town.database.begin() as connection:
        row = connection.execute(
            text("SELECT caller_sealed, caller_fingerprint, state_sealed FROM conversations ORDER BY started_at DESC")
        ).first()
    assert row is not None
    assert tuple(row) == (None, None, None)


def _prompts(story: Story, wanted: list[str]) -> None:
    words = {
        "E_INVALID_1": "Sorry, I didn't get that.",
        "E_INVALID_2": "Let's try once more.",
        "E_MAX": "Let me get you a person.",
    }
    said = story.said
    places = [said.find(words[name]) for name in wanted]
    assert -1 not in places, said
    assert places == sorted(places)


def _flags(story: Story, wanted: list[str]) -> None:
    assert set(wanted) <= set(_record(story)["flags"])


def _called_back_once(story: Story, _wanted: str) -> None:
    """A person takes it, calls once, reaches a voicemail, leaves nothing; nobody calls again."""
    pro = story.ringing.answers().hears("press 1").presses("1")
    story.caller.has_voicemail(greeting="Leave a message.")
    pro.hears("crisis call").hears("press 1").presses("1").joined_with(story.caller)
    pro.presses("*").hears("how did it go").presses("2").is_hung_up()
    eventually(lambda: _callback(story)["state"] == "exhausted", what="called once, and no more")
    assert len(_callback(story)["attempts"]) == 1


def _bridge(story: Story, wanted: str) -> None:
    assert "digit 2" in wanted
    dials = [one["body"] for one in story.town.network.tape() if "18002738255" in (one["body"] or "")]
    assert any("sendDigits" in body and "2" in body for body in dials)


def _soon(story: Story, wanted: int) -> None:
    inbound, *others = story.town.network.calls()
    first = next(one for one in others if one["direction"] == "outbound-api")
    assert first["started_at"] - inbound["started_at"] <= wanted


def _attempt(story: Story, wanted: Mapping[str, Any]) -> None:
    made = _callback(story)["attempts"]
    for name, value in wanted.items():
        if name == "outcome":
            assert made[-1]["result"] == value
        elif name == "voicemail_left":
            assert (made[-1]["result"] == "voicemail_left") is value
        elif name == "sms":
            texts = [one for one in story.caller.thread if one["direction"] == "in"]
            assert bool(texts) is value
        else:
            raise AssertionError(name)


def _next_attempt(story: Story, minutes: int) -> None:
    with story.town.database.begin() as connection:
        row = connection.execute(text("SELECT state, next_action_at FROM callbacks")).one()
    made = datetime.fromisoformat(_callback(story)["attempts"][-1]["at"])
    assert row.state == "waiting"
    assert row.next_action_at - made >= timedelta(minutes=minutes) - timedelta(seconds=1)


def _limit(_story: Story, wanted: int) -> None:
    from intake.callbacks.retries import PER_DAY

    assert wanted == PER_DAY


def _records(story: Story, wanted: int) -> None:
    assert len(story.town.enrollments()) == wanted


def _merged(story: Story, wanted: bool) -> None:
    eventually(lambda: len(_record(story)["conversation_ids"]) == 2, what="both conversations in one record")
    assert (story.town.enrollments()[0]["id"] == story.notes["earlier"]) is wanted
    assert len([one for one in story.town.callbacks() if one["state"] in {"due", "offered", "waiting"}]) == 1


def _newest_wins(story: Story, wanted: bool) -> None:
    assert (_record(story)["message"] == "voicemail") is wanted


def _lock(story: Story, wanted: int) -> None:
    from intake.privacy.codes import LOCKED_FOR

    assert timedelta(minutes=wanted) == LOCKED_FOR
    _neutral_names_nothing(story)


def _same_reply(story: Story, _wanted: str) -> None:
    """No record exists at all here, and the first two answers differ only by the words for a second try."""
    pages = [one["body"] for one in story.town.network.tape() if one["params"].get("Digits") in {"1111", "2222"}]
    assert len(pages) >= 2
    for page in pages:
        assert "code" in page
        assert "expired" not in page
        assert "request" not in page


def _script(story: Story, wanted: str) -> None:
    assert wanted == "THIRD_PARTY"
    assert "say you will try again later, and no more" in story.notes["pro"].said.lower()


def _one(story: Story, wanted: int) -> None:
    assert wanted == 1
    accepted = [one for one in _callback(story)["offers"] if one["result"] == "accepted"]
    assert len(accepted) == 1


def _loser(story: Story, _wanted: str) -> None:
    assert story.notes["loser"] == "taken"


def _dials(story: Story, wanted: int) -> None:
    legs = [one for one in story.town.network.calls() if one["to"] == CALLER]
    assert len(legs) == wanted


def _segments(story: Story, wanted: int) -> None:
    sent = [one for one in story.caller.thread if one["direction"] == "in"]
    assert {one["segments"] for one in sent} == {wanted}
    assert {size(one["body"]).segments for one in sent} == {wanted}


def _charset(story: Story, wanted: str) -> None:
    assert {one["encoding"] for one in story.caller.thread if one["direction"] == "in"} == {wanted}


_WORDS = {
    "K_STOP": "You are opted out.",
    "K_HELP": "In danger? Call 911. Crisis? Call or text 988.",
    "K_MEDIA": "We can't open pictures",
    "E_INVALID_1": "Sorry, I didn't get that. Please reply",
    "E_INVALID_2": "Still not sure what you need.",
    "E_MAX": "A person will look at your messages",
}


def _replies(story: Story, wanted: list[str]) -> None:
    for name in wanted:
        assert any(_WORDS[name] in one for one in story.replies), (name, story.replies)


def _only_replies(story: Story, wanted: list[str]) -> None:
    """What the last text got."""
    assert [_WORDS[name] in story.replies[-1] for name in wanted] == [True]


def _no_more_texts(story: Story, wanted: int) -> None:
    before = len(story.caller.thread)
    story.caller.texts("+12025550100", "are you there?")
    story.town.network.settles()
    assert len(story.caller.thread) - before - 1 == wanted


def _cancelled(story: Story, _wanted: str) -> None:
    assert all(one["state"] == "cancelled" for one in story.town.callbacks())


def _revoked(story: Story, _wanted: str) -> None:
    with story.town.database.begin() as connection:
        stops = connection.execute(text("SELECT channel, reason FROM suppressions WHERE lifted_at IS NULL")).all()
        standing = connection.execute(text("SELECT count(*) FROM permissions WHERE withdrawn_at IS NULL")).scalar()
    assert ("all", "stop") in [tuple(row) for row in stops]
    assert standing == 0


def _first_reply(story: Story, _wanted: str) -> None:
    assert "If a life is in danger, call 911 now." in story.replies[0]


def _paged_at(story: Story, _wanted: str) -> None:
    """The page went out for the first text: its callback is as old as the thread."""
    asked = datetime.fromisoformat(_callback(story)["created_at"])
    begun = datetime.fromisoformat(story.town.conversations()[0]["started_at"])
    assert asked - begun < timedelta(seconds=1)


def _no_calls(story: Story, wanted: int) -> None:
    assert len([one for one in story.town.network.calls() if one["to"] == CALLER]) == wanted


def _from_console(story: Story, _wanted: str) -> None:
    pro = story.ringing.answers().hears("press 1").presses("1").hears("texts only")
    pro.is_hung_up()


def _known_key(story: Story, _wanted: str) -> None:
    with story.town.database.begin() as connection:
        doubled = connection.execute(
            text("SELECT count(*) - count(DISTINCT (conversation_id, turn)) FROM turns")
        ).scalar()
    assert doubled == 0


def _said_elsewhere(_story: Story, _wanted: str) -> None:
    """A remark to the reader."""


_CHECKS: dict[str, Callable[[Story, Any], None]] = {
    "end": _end,
    "lead": _lead,
    "priority": _priority,
    "callbacks": _count,
    "pin_issued": _pin,
    "max_seconds": _seconds,
    "must_not": _must_not,
    "callback_to": _caller_only,
    "metric": _answered,
    "agent_must_press_1": _pressed_one,
    "reason": _reason,
    "supervisor_alert": _supervisor,
    "number_retained": _nothing_kept,
    "prompts": _prompts,
    "flags": _flags,
    "human_calls_back": _called_back_once,
    "bridge": _bridge,
    "max_seconds_to_ring": _soon,
    "attempt": _attempt,
    "next_attempt_min_after": _next_attempt,
    "max_attempts_24h": _limit,
    "leads_total": _records,
    "merged": _merged,
    "newest_answers_win": _newest_wins,
    "pin_locked_minutes": _lock,
    "same_reply_for": _same_reply,
    "script": _script,
    "assignments": _one,
    "loser_sees": _loser,
    "dials": _dials,
    "idempotency_key": _known_key,
    "segments_per_message": _segments,
    "charset": _charset,
    "replies": _only_replies,
    "replies_include": _replies,
    "further_sms": _no_more_texts,
    "callback": _cancelled,
    "consent_log": _revoked,
    "first_reply": _first_reply,
    "page_at": _paged_at,
    "voice_calls": _no_calls,
    "agent_replies_from": _from_console,
    "note": _said_elsewhere,
}
