"""Whatever callers do, in any order: nothing raises, 0 and 9 stay open, and both languages fare alike."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from intake.conversation import events
from intake.conversation.facts import CallbackPromised, Ended, NumberConfirmed
from intake.conversation.instructions import Ask, Bridge988, HangUp, Hold, Ring, Say
from intake.conversation.need import may_call_back, need
from tests.unit.conversation.kit import Talk, context

_CALM = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_KEYS = st.one_of(st.sampled_from("0123456789*#"), st.text("0123456789*#", max_size=11))
_WORDS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(
        ["yes", "no", "sí", "me", "my son", "2025550147", "two oh two five five five oh one four seven", "94110",
         "he is not breathing", "quiero morir", "me pega", "skip", "HELP", "STOP", "START", "CHANGE", "NOCALL",
         "PRIVACY", "ESPAÑOL", "stop texting me", "wrong number", "operator", "Alex", "9", "0", "#", "😢"]
    ),
)  # fmt: skip
_VOICE = st.one_of(
    _KEYS.map(events.Key),
    _WORDS.map(events.Heard),
    st.sampled_from([events.Timeout(), events.NoAnswer(), events.Waiting(), events.CodeChecked(False),
                     events.CodeChecked(True, "es"), events.Connected(), events.HungUp()]),
)  # fmt: skip
_SMS = st.one_of(
    st.builds(events.Text, _WORDS, st.integers(0, 2), st.booleans()),
    st.sampled_from([events.Nudge(), events.Lapse(), events.Expire()]),
)
_WORLD = st.fixed_dictionaries(
    {"on_duty": st.booleans(), "caller_dialable": st.booleans(), "crisis_only": st.booleans(),
     "recording": st.booleans(), "line": st.sampled_from(["public", "public", "neutral"])}
)  # fmt: skip


def _sound(talk: Talk) -> None:
    assert need(talk.state).klass in ("P0", "P1", "P2", "P3", "P4")
    if talk.state.do_not_contact:
        assert not may_call_back(talk.state)
    for fact in talk.of(CallbackPromised):
        assert talk.of(NumberConfirmed), fact
    assert len(talk.of(Ended)) <= (1 if talk.channel == "voice" else 9)


@_CALM
@given(st.lists(_VOICE, max_size=40), _WORLD)
def test_any_call(happenings: list[events.Event], world: dict[str, object]) -> None:
    talk = Talk("voice", context(**world)).give("begin")
    for event in happenings:
        before = talk.state
        turn = talk.take(event)
        if before.ended:
            assert turn.instructions == turn.facts == ()
            continue
        for say in (i for i in turn.instructions if isinstance(i, Ask)):
            assert {"0", "9", "*", "#"} <= set(say.keys)
            assert say.says
            assert say.timeout > 0
        waiting = [i for i in turn.instructions if not isinstance(i, Say)]
        assert len(waiting) <= 1
        if not talk.state.ended and not isinstance(event, events.CodeChecked | events.Connected | events.NoAnswer):
            entered_code = any(type(fact).__name__ == "CodeEntered" for fact in turn.facts)
            assert entered_code or isinstance(waiting[0], Ask | Ring | Hold | Bridge988)
        if talk.state.ended and turn.instructions:
            assert isinstance(turn.instructions[-1], HangUp)
    _sound(talk)


@_CALM
@given(st.lists(_SMS, max_size=40), _WORLD, st.booleans())
def test_any_thread(happenings: list[events.Event], world: dict[str, object], opted_out: bool) -> None:
    talk = Talk("sms", context(**world, opted_out=opted_out))
    for event in happenings:
        turn = talk.take(event)
        assert all(type(i).__name__ == "Reply" for i in turn.instructions)
        assert "{" not in "".join(i.say.text for i in turn.instructions if hasattr(i, "say"))
    _sound(talk)


@_CALM
@given(st.lists(_VOICE, max_size=25), _WORLD)
def test_a_caller_who_falls_silent_is_always_let_go_or_rung_for(
    happenings: list[events.Event], world: dict[str, object]
) -> None:
    talk = Talk("voice", context(**world)).give("begin")
    for event in happenings:
        talk.take(event)
    for _ in range(60):
        if talk.state.ended or talk.state.step in ("T10_TALKNOW", "T20_988"):
            return
        talk.take(events.Timeout())
    raise AssertionError(talk.state.step)


_MENU = st.lists(st.sampled_from("123456#*"), max_size=30)


@_CALM
@given(_MENU, _WORLD)
def test_both_languages_walk_the_same_steps_to_the_same_end_by_voice(keys: list[str], world: dict[str, object]) -> None:
    world = world | {"line": "public"}
    ends = []
    for language in ("1", "2"):
        talk = Talk("voice", context(**world)).give("begin", language, *keys, "hangup")
        ends.append((talk.steps, talk.state.outcome, talk.state.answers, [type(f) for f in talk.facts], talk.keys))
    assert ends[0] == ends[1]


@_CALM
@given(_MENU, st.booleans())
def test_both_languages_walk_the_same_steps_to_the_same_end_by_text(keys: list[str], dialable: bool) -> None:
    ends = []
    for language in ("1", "2"):
        talk = Talk("sms", context(caller_dialable=dialable)).give("hi", language, *keys, "expire")
        ends.append((talk.steps, talk.state.outcome, talk.state.answers, [type(f) for f in talk.facts], talk.keys))
    assert ends[0] == ends[1]


def test_every_word_of_one_language_is_matched_by_the_other_at_the_same_step() -> None:
    english = Talk("voice", context()).give("begin", "1", "2", "speech:my son", "speech:call me back", "speech:yes")
    spanish = Talk("voice", context()).give("begin", "2", "2", "speech:mi hijo", "speech:que me llamen", "speech:sí")
    assert english.steps == spanish.steps
    assert english.state.answers == spanish.state.answers
