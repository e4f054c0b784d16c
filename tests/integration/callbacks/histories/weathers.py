"""The same people in four weathers: whatever becomes of the webhooks, everybody ends where they end in the calm.

A story says what each person will do whenever they are asked, not when something is told of it: so it can be
played again while the network tells of it twice, late and out of order, or not at all.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from hypothesis import strategies as st
from sqlalchemy import text as sql

from intake.carrier.events import MessageStatus, StatusEvent
from intake.conversation.reports import Reports
from tests.house import Town
from tests.integration.callbacks.histories.play import Play
from tests.integration.callbacks.histories.professionals import Pro
from tests.integration.callbacks.histories.resting import next_time

WEATHERS = ("doubled", "shuffled", "dropped", "all of it")
_ROUNDS = 200
# Pages on which somebody stands by before they are told that the caller has gone.
_STANDS_BY = 45

# What a caller keys in before they hang up: promised at once, at work, typed number, crisis, nothing kept.
_CALLS = (
    ("1", "2", "1", "2", "1", "1", "1", "94110"),
    ("2", "2", "1", "2", "1", "4", "1", "#"),
    ("1", "2", "1", "2", "2", "2025550149", "1", "1", "1", "#"),
    ("1", "2", "1", "2", "1"),
    ("1", "1", "1"),
    ("9", "2"),
    ("9", "3"),
    ("1", "2"),
)
_THREADS = (
    ("hi", "1", "2", "1", "1", "1", "2", "33101", "2", "Alex", "2", "1"),
    ("I want to die",),
    ("hi", "1", "2", "1", "1", "1", "STOP"),
)
# What a professional does when their phone rings, and then whoever answers at the caller's.
_DEEDS = (
    "ignores", "is busy", "declines", "says nothing", "gives it back", "hangs up at the brief",
    "nobody answers", "line is busy", "reaches", "reaches", "reaches and says nothing", "wrong number", "call later",
)  # fmt: skip

# Each caller's keys, with what whoever is rung for them does, one after another.
_callers = st.tuples(
    st.one_of(st.sampled_from(_CALLS), st.sampled_from(_THREADS)),
    st.lists(st.sampled_from(_DEEDS), min_size=1, max_size=6),
)
stories = st.tuples(st.lists(_callers, min_size=1, max_size=3), st.integers(0, 2**32))
Story = tuple[list[tuple[tuple[str, ...], list[str]]], int]


@dataclass
class Unruly:
    """Brings status events twice, late and in any order, or never; pages are asked for by whoever needs them."""

    reports: Reports
    weather: str
    chance: random.Random
    late: list[StatusEvent] = field(default_factory=list)

    def call(self, event: StatusEvent) -> None:
        if self.weather in {"dropped", "all of it"} and self.chance.random() < 0.4:
            return
        if self.weather in {"shuffled", "all of it"} and self.chance.random() < 0.7:
            self.late.append(event)
            return
        self._bring(event)

    def message(self, event: MessageStatus) -> None:
        self.reports.message(event)

    def arrive(self) -> None:
        """What was late comes now, in any order."""
        late, self.late = self.late, []
        self.chance.shuffle(late)
        for event in late:
            self._bring(event)

    def _bring(self, event: StatusEvent) -> None:
        for _ in range(2 if self.weather in {"doubled", "all of it"} else 1):
            self.reports.call(event)


def played(town: Town, crew: dict[str, UUID], story: Story, weather: str) -> list[tuple[str, ...]]:
    """Play a story to its rest in one weather; what it came to."""
    asked, lot = story
    play = Play(town, crew, 2 if weather in {"doubled", "all of it"} else 1)
    real = Reports(town.house.conversations.calls)
    unruly = Unruly(real, weather, random.Random(lot))
    object.__setattr__(town.house, "statuses", unruly)
    try:
        left = [list(deeds) for _, deeds in asked]
        for place, (keys, _) in enumerate(asked):
            _asks(play, place, keys)
            _quiet(play, unruly, left)
        for _ in range(_ROUNDS):
            then = next_time(play)
            if then is None:
                return came_to(play)
            town.clock.now = max(then, town.clock.now) + timedelta(seconds=1)
            play.do_sweep()
            _quiet(play, unruly, left)
        raise AssertionError("it never comes to rest")
    finally:
        object.__setattr__(town.house, "statuses", real)


def _asks(play: Play, place: int, keys: tuple[str, ...]) -> None:
    if keys in _THREADS:
        play.move("text", place, keys)
        return
    play.move("call", place)
    play.move("keys", 0, keys)
    play.move("hang", 0, True)


_WHICH_CALLER = sql(
    """
    SELECT (SELECT count(*) FROM conversations AS earlier WHERE earlier.started_at < v.started_at)
    FROM offers o JOIN callbacks c ON c.id = o.callback_id JOIN conversations v ON v.id = c.conversation_id
    WHERE o.id = :it
    """
)


def _rung_for(play: Play, pro: Pro, left: list[list[str]]) -> list[str]:
    """What is still to be done for the caller for whom this phone rings."""
    with play.town.database.begin() as connection:
        return left[int(connection.execute(_WHICH_CALLER, {"it": pro.offer}).scalar_one())]


def _quiet(play: Play, unruly: Unruly, left: list[list[str]]) -> None:
    """Until nobody's phone rings and nothing is under way."""
    while True:
        play.do_works()
        unruly.arrive()
        play.do_works()
        pro = next((one for one in play.pros if one.place == "ringing" and one.live), None)
        if pro is None:
            play.check()
            return
        deeds = _rung_for(play, pro, left)
        _DO[deeds.pop(0) if deeds else "reaches"](pro, play)
        play.legs_that_were_rung()


def _takes(pro: Pro, play: Play, *, ready: bool = True) -> bool:
    """1, and 1 again when the caller is off the line: who stands by hears when that is."""
    pro.answers(told=True)
    pro.presses("1")
    for _ in range(_STANDS_BY):
        if pro.page != "standby" or pro.place != "asked":
            break
        play.town.clock.passes(3)
        pro.presses(None)
        play.do_works()
    if ready:
        pro.presses("1")
    return pro.place in {"dialing", "talking"}


def _gone(pro: Pro) -> None:
    pro.hangs_up(told_page=True, told_event=True)


def _nobody(pro: Pro, play: Play, how: str) -> None:
    if _takes(pro, play):
        pro.callee_unreached(how, told=True)
    _gone(pro)


def _talks(pro: Pro, play: Play, outcome: str | None) -> None:
    if _takes(pro, play):
        pro.callee_answers(told=True)
        pro.talk_ends(told=True)
        if outcome is not None:
            pro.presses(outcome)
    _gone(pro)


def _declines(pro: Pro, _play: Play) -> None:
    pro.answers(told=True)
    pro.presses("2")
    _gone(pro)


def _says_nothing(pro: Pro, _play: Play) -> None:
    pro.answers(told=True)
    _gone(pro)


def _gives_back(pro: Pro, play: Play) -> None:
    _takes(pro, play, ready=False)
    for _ in range(3):
        pro.presses(None)
    _gone(pro)


def _hangs_up_at_the_brief(pro: Pro, play: Play) -> None:
    _takes(pro, play, ready=False)
    _gone(pro)


_DO: dict[str, Callable[[Pro, Play], None]] = {
    "ignores": lambda pro, _: pro.rings_out("no_answer", told=True),
    "is busy": lambda pro, _: pro.rings_out("busy", told=True),
    "declines": _declines,
    "says nothing": _says_nothing,
    "gives it back": _gives_back,
    "hangs up at the brief": _hangs_up_at_the_brief,
    "nobody answers": lambda pro, play: _nobody(pro, play, "no_answer"),
    "line is busy": lambda pro, play: _nobody(pro, play, "busy"),
    "reaches": lambda pro, play: _talks(pro, play, "1"),
    "reaches and says nothing": lambda pro, play: _talks(pro, play, None),
    "wrong number": lambda pro, play: _talks(pro, play, "4"),
    "call later": lambda pro, play: _talks(pro, play, "5"),
}

# What it came to for the people concerned. Who was rung on the way may differ, for news of it came late or never;
# and how long somebody stayed before they hung up is not known where nobody told us.
_CAME_TO = sql(
    """
    SELECT 'callback', class, state, coalesce(closed_reason, ''), origin, attempts_made::text FROM callbacks
    UNION ALL SELECT 'attempt', kind, coalesce(result, ''), number::text, '', '' FROM attempts
    UNION ALL SELECT 'conversation', channel, replace(coalesce(outcome, ''), 'short_abandon', 'abandoned'), step, '', ''
    FROM conversations
    UNION ALL SELECT 'enrollment', stage, coalesce(closed_reason, ''), contact_mode, preferred_time, message
    FROM enrollments
    UNION ALL SELECT 'text', purpose, state, '', '', '' FROM messages WHERE purpose NOT IN ('offer', 'alarm', 'outcome')
    UNION ALL SELECT 'stop', channel, reason, (lifted_at IS NULL)::text, '', '' FROM suppressions
    UNION ALL SELECT 'task', kind, '', '', '', '' FROM enrollment_tasks
    ORDER BY 1, 2, 3, 4, 5, 6
    """
)


def came_to(play: Play) -> list[tuple[str, ...]]:
    """What there is at the end, without ids and times."""
    with play.town.database.begin() as connection:
        return [tuple(row) for row in connection.execute(_CAME_TO)]
