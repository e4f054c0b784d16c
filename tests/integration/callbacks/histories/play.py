"""Plays a history: a list of plain moves, each possible at any time, so that it can be played again."""

from __future__ import annotations

from collections import deque
from uuid import UUID

from sqlalchemy import text as sql

from intake.callbacks.page_acts import Result
from intake.carrier.errors import CarrierError
from intake.carrier.events import InboundText
from intake.carrier.pages import DialCaller
from intake.numbers import PhoneNumber
from intake.oncall import breaks
from intake.oncall.service import Change
from intake.sweeping import overdue
from tests.house import START, Town
from tests.integration.callbacks.histories import truths
from tests.integration.callbacks.histories.callers import Caller, text
from tests.integration.callbacks.histories.network import Died, Network, Wire
from tests.integration.callbacks.histories.professionals import Pro
from workers.jobs import JOBS

NUMBERS = ("+12025550141", "+12025550142", "+14155550143", None)
PHONES = ("+12025550110", "+12025550111", "+12025550112", "+12025550113", "+12025550114")
_STOPS = frozenset({"STOP", "stop calling me", "wrong number"})
_CRIES = frozenset({"I want to die", "he is hurting me", "9"})
# Who is on duty stays, and what belongs to the schema; everything else goes between two histories.
_KEPT = frozenset({"alembic_version", "staff", "shifts", "script_versions", "retired_keys"})
_WIPE = """
DO $$ DECLARE each text; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL (ARRAY[{kept}]) LOOP
    EXECUTE 'DELETE FROM ' || quote_ident(each);
  END LOOP;
END $$
""".replace("{kept}", ", ".join(f"'{name}'" for name in sorted(_KEPT)))


def wipe(town: Town) -> None:
    """An empty house with the same people on duty."""
    with town.database.begin() as connection:
        connection.execute(sql(_WIPE))


class Play:
    """One history under way."""

    def __init__(self, town: Town, crew: dict[str, UUID], times: int = 1) -> None:
        wipe(town)
        self.town, self.times = town, times
        self.staff = list(crew.values())
        self.network = Network(town=town)
        object.__setattr__(town.desk, "carrier", self.network)
        town.paper = self.network
        town.clock.now = START
        town.pending = deque()
        self.wire = Wire(times)
        self.callers: list[Caller] = []
        self.pros: list[Pro] = []
        # attempt -> the legs that dialled for it; callback -> who is with its caller now.
        self.dials: dict[str, set[str]] = {}
        # Numbers that said STOP and have not called or cried for help since.
        self.uncalled: set[str] = set()

    @property
    def faults(self) -> list[str]:
        """Everything that must never be and was."""
        return [*self.network.faults, *self.wire.faults]

    def move(self, name: str, *given: object) -> None:
        """Make one move, then let the phone network catch up."""
        self.town.clock.passes(0.01)
        getattr(self, f"do_{name}")(*given)
        self.legs_that_were_rung()
        self.check()

    def check(self) -> None:
        """Raise AssertionError naming what does not hold."""
        with self.town.database.begin() as connection:
            faults = self.faults + truths.broken(connection, truths.ALWAYS)
        assert not faults, "; ".join(faults)

    def legs_that_were_rung(self) -> None:
        """Phones that have begun to ring are somebody's from now on."""
        for sid, order in self.network.rings[len(self.pros) :]:
            self.pros.append(Pro(self.town, self.network, self.wire, sid, order, self._dialled, self._waiting))

    def _dialled(self, pro: Pro, order: DialCaller) -> None:
        legs = self.dials.setdefault(order.attempt, set())
        legs.add(pro.sid)
        if len(legs) > 1:
            self.network.faults.append("two dials for one attempt")
        with self.town.database.begin() as connection:
            zone = self.town.desk.settings.timezone
            now = self.town.clock()
            self.network.faults += truths.against_permission(connection, UUID(order.attempt), zone, now)
        others = [one for one in self.pros if one is not pro and one.place in {"dialing", "talking"}]
        if any(one.dialed and one.dialed.number == order.number for one in others):
            self.network.faults.append("two professionals are with one caller")
        if order.number.reveal() in self.uncalled:
            self.network.faults.append("somebody was dialled who said STOP")

    def _waiting(self, room: str) -> Caller | None:
        return next((one for one in self.callers if one.place == "room" and one.answer.conversation == room), None)

    # -- callers ----------------------------------------------------------------------------------

    def do_call(self, number: int, neutral: bool = False) -> None:
        lines = self.town.desk.lines
        line = lines.neutral if neutral else lines.helpline
        caller = Caller(self.town, self.network, self.wire, NUMBERS[number % len(NUMBERS)], line)
        self.callers.append(caller)
        # By voice they may ask anew for a call; texts stay stopped until they say START.
        self.uncalled.discard(caller.number or "")
        caller.dials()

    def do_keys(self, who: int, keys: tuple[str | None, ...]) -> None:
        if self.callers:
            for key in keys:
                self.callers[-1 - who % len(self.callers)].presses(key)

    def do_bridge(self, who: int, answered: bool) -> None:
        if self.callers:
            self.callers[-1 - who % len(self.callers)].bridge_ends(answered)

    def do_hang(self, who: int, told: bool) -> None:
        if self.callers:
            caller = self.callers[-1 - who % len(self.callers)]
            with_pro = next((pro for pro in self.pros if pro.guest is caller), None)
            caller.hangs_up(told)
            if with_pro is not None:
                with_pro.guest = None
                with_pro.talk_ends(told)

    def do_text(self, number: int, bodies: tuple[str, ...]) -> None:
        sender = PHONES_OF_CALLERS[number % len(PHONES_OF_CALLERS)]
        for body in bodies:
            if body == "START":
                self.network.stopped.discard(sender)
                self.uncalled.discard(sender)
            text(self.town, self.wire, sender, body)
            if body in _STOPS:
                self.network.stopped.add(sender)
                self.uncalled.add(sender)
            elif body in _CRIES:
                self.uncalled.discard(sender)

    # -- professionals ----------------------------------------------------------------------------

    def _pro(self, which: int) -> Pro | None:
        live = [one for one in self.pros if one.place != "over" and one.live]
        return live[which % len(live)] if live else None

    def do_pro(self, which: int, act: str, *given: object) -> None:
        pro = self._pro(which)
        if pro is not None:
            getattr(pro, act)(*given)

    def do_shortcut(self, which: int, keys: tuple[str | None, ...]) -> None:
        """Answer and press several keys in a row."""
        pro = self._pro(which)
        if pro is not None:
            pro.answers(told=True)
            for key in keys:
                pro.presses(key)

    def do_page(self, act: str, which: int, who: int, *given: object) -> None:
        with self.town.database.begin() as connection:
            ids = list(connection.execute(sql("SELECT id FROM callbacks ORDER BY created_at, id")).scalars())
        if ids:
            acts = self.town.house.callback_acts
            by = self.staff[who % len(self.staff)]
            if act == "assign":
                given = (self.staff[(who + 1) % len(self.staff)],)
            result = getattr(acts, act)(ids[which % len(ids)], by, *given)
            assert isinstance(result, Result)

    def do_staff_text(self, who: int, body: str) -> None:
        line = self.town.desk.lines.neutral
        came = InboundText(f"SM{len(self.wire.seen):032x}", line, PhoneNumber(PHONES[who % len(PHONES)]), body)
        self.wire.brings(lambda: self.town.house.conversations.text(came), same=False)

    def do_break(self, who: int, begins: bool) -> None:
        with self.town.database.begin() as connection:
            act = breaks.take_break if begins else breaks.back
            act(connection, self.staff[who % len(self.staff)], Change("cli:test", "cli", self.town.clock()))

    # -- our own processes ------------------------------------------------------------------------

    def do_job(self, which: int, how: str) -> None:
        pending = self.town.pending
        if not pending:
            return
        pending.rotate(-(which % len(pending)))
        job, record = pending.popleft()
        if how == "lost":
            return
        for _ in range(2 if how == "twice" else 1):
            try:
                JOBS[job](self.town.house, record)
            except (Died, CarrierError):
                # What it would have asked for after this is never asked for.
                return

    def do_works(self) -> None:
        while self.town.pending:
            self.do_job(0, "once")
            self.legs_that_were_rung()

    def do_mood(self, mood: str) -> None:
        self.network.next_mood = mood

    def do_redis_is_emptied(self) -> None:
        self.town.pending.clear()

    def do_sweep(self) -> None:
        """What a sweep does for callers; its chores are no part of any history."""
        for job, record in overdue(self.town.desk):
            try:
                JOBS[job](self.town.house, record)
            except Died:
                return
            except CarrierError:
                continue

    def do_time(self, seconds: float) -> None:
        self.town.clock.passes(seconds)

    def do_again(self, which: int) -> None:
        self.wire.brings_again(which)


PHONES_OF_CALLERS = tuple(number for number in NUMBERS if number is not None)
