"""Two things in the same instant, again and again, against a real database; what must not come of it is counted."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

from sqlalchemy import text as sql

from intake.callbacks import accepting, ringing
from intake.carrier.events import About, InboundText, StatusEvent, TurnInput, WaitTick
from intake.carrier.pages import Answer, JoinWaiting, Question
from intake.carrier.requests import OfferRequest, WaitRequest
from intake.carrier.words import CallStatus
from intake.conversation.instructions import Reply
from intake.numbers import PhoneNumber
from intake.storage import callbacks, offers
from tests.house import Town, VoiceCaller
from tests.integration.callbacks.conftest import CREW
from tests.integration.callbacks.histories import truths
from workers.jobs import JOBS

CALLER = "+12025550141"


@dataclass
class Tally:
    """What came of many races."""

    races: int = 0
    doubles: int = 0
    # Exceptions by kind: each would have been one more try, or an apology.
    raised: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)

    @property
    def clean(self) -> bool:
        """Nothing came of it that must not."""
        return not (self.doubles or self.raised or self.broken)


class Race:
    """Two threads behind one barrier."""

    def __init__(self, town: Town, crew: dict[str, UUID]) -> None:
        self.town, self.crew = town, list(crew.values())
        self.tally = Tally()
        self._pool = ThreadPoolExecutor(max_workers=2)
        self._start = threading.Barrier(2)

    def close(self) -> None:
        self._pool.shutdown()

    def run(self, *acts: Callable[[], object]) -> list[object]:
        """Both in the same instant; None for one that raised."""
        self.tally.races += 1
        done = [each.result(timeout=30) for each in [self._pool.submit(self._act, act) for act in acts]]
        with self.town.database.begin() as connection:
            self.tally.broken.update(truths.broken(connection, truths.ALWAYS))
        return done

    def _act(self, act: Callable[[], object]) -> object:
        self._start.wait(timeout=10)
        try:
            return act()
        except Exception as error:
            self.tally.raised[f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"] += 1
            return None

    # -- what is raced for --------------------------------------------------------------------------

    def asked(self) -> UUID:
        """A caller has asked for a call; their callback, due now."""
        caller = self.town.calls(CALLER).presses("1", "2", "1", "2", "1", "1", "1", "94110")
        caller.hangs_up()
        self.town.pending.clear()
        return self.open_callback()

    def open_callback(self) -> UUID:
        """The one that is open."""
        with self.town.database.begin() as connection:
            found = connection.execute(sql("SELECT id FROM callbacks WHERE ended_at IS NULL")).scalar_one()
            return UUID(str(found))

    def offered(self, callback_id: UUID, people: int = 2, result: str = "ringing") -> list[UUID]:
        """Phones ring for it; the offers."""
        now, made = self.town.clock(), []
        with self.town.database.begin() as connection:
            callback = callbacks.get(connection, callback_id, lock=True)
            assert callback is not None
            for staff_id in self.crew[:people]:
                row = {"id": uuid4(), "callback_id": callback_id, "staff_id": staff_id, "tier": "primary"}
                row |= {"channel": "phone", "result": result, "why": ""}
                row |= {"leg_sid": f"CA{uuid4().hex}"} if result == "ringing" else {}
                assert offers.add(connection, row | {"at": now, "rings_until": now + timedelta(seconds=26)})
                made.append(row["id"])
            later = now + timedelta(seconds=26)
            callbacks.change(connection, callback, state="offered", next_action_at=later, offering_since=now)
        return made

    def presses_one(self, offer_id: UUID) -> Callable[[], Answer]:
        """A professional presses 1 at the question whether they take it."""
        given = TurnInput(f"CA{offer_id.hex}", CallStatus.IN_PROGRESS, digits="1")
        return lambda: self.town.house.callbacks.offer_page(OfferRequest(offer_id.hex, "accept", given))

    def writes_yes(self, phone: str) -> Callable[[], Answer]:
        """A professional answers the text of their offer."""
        came = InboundText(f"SM{uuid4().hex}", self.town.desk.lines.neutral, PhoneNumber(phone), "Y")
        return lambda: self.town.house.conversations.text(came)

    def given_back(self, callback_id: UUID) -> None:
        """Whoever won hands it back for the next race."""
        with self.town.database.begin() as connection:
            taken = callbacks.get(connection, callback_id, lock=True)
            assert taken is not None
            accepting.release(connection, taken, "handed_over", self.town.clock())

    def texts(self, body: str) -> Callable[[], object]:
        """The caller writes."""
        came = InboundText(f"SM{uuid4().hex}", self.town.desk.lines.helpline, PhoneNumber(CALLER), body)
        return lambda: self.town.house.conversations.text(came)

    def cleared(self) -> None:
        """Nothing is open any more, and nobody has stopped us."""
        with self.town.database.begin() as connection:
            for statement in (
                "UPDATE offers SET ended_at = now() WHERE ended_at IS NULL",
                "UPDATE attempts SET ended_at = now(), result = 'disconnected' WHERE ended_at IS NULL",
                "UPDATE callbacks SET state = 'cancelled', closed_reason = 'over', ended_at = now(), room = NULL "
                "WHERE ended_at IS NULL",
                "UPDATE conversations SET ended_at = now(), outcome = 'over', next_action_at = NULL "
                "WHERE ended_at IS NULL",
                "DELETE FROM suppressions",
                "DELETE FROM enrollments WHERE stage IN ('closed', 'do_not_contact')",
            ):
                connection.execute(sql(statement))
        self.town.pending.clear()


def took_it(answer: object) -> bool:
    """Whether this professional was let on: they hear the brief, stand by, or are joined."""
    return isinstance(answer, Answer) and any(isinstance(each, Question | JoinWaiting) for each in answer.instructions)


def wrote_in_time(reply: object) -> bool:
    """Whether a professional's Y took it."""
    written = reply.instructions if isinstance(reply, Answer) else ()
    return any(isinstance(each, Reply) and "It is yours" in each.say.text for each in written)


def two_accepts(race: Race) -> None:
    """Two professionals press 1 in the same instant; the winner then gives it back for the next race."""
    callback_id = race.open_callback() if race.tally.races else race.asked()
    first, second = race.offered(callback_id)
    won = sum(took_it(answer) for answer in race.run(race.presses_one(first), race.presses_one(second)))
    race.given_back(callback_id)
    race.tally.ends[f"{won} took it"] += 1
    race.tally.doubles += won != 1


def page_and_phone(race: Race) -> None:
    """One takes it on the page while another presses 1."""
    callback_id = race.asked()
    (offer,) = race.offered(callback_id, people=1)
    acts = race.town.house.callback_acts
    answer, result = race.run(race.presses_one(offer), lambda: acts.accept_on_page(callback_id, race.crew[1]))
    won = took_it(answer) + (result == "done")
    race.tally.ends[f"{won} took it"] += 1
    race.tally.doubles += won != 1


def phone_and_text(race: Race) -> None:
    """One answers Y to the text of their offer while another presses 1."""
    callback_id = race.open_callback() if race.tally.races else race.asked()
    first, _ = race.offered(callback_id)
    answer, reply = race.run(race.presses_one(first), race.writes_yes(CREW[1][2]))
    won = took_it(answer) + wrote_in_time(reply)
    race.given_back(callback_id)
    race.tally.ends[f"{won} took it"] += 1
    race.tally.doubles += won != 1


def accept_and_stop(race: Race) -> None:
    """The caller texts STOP while a professional presses 1: whoever is first, nobody is called."""
    callback_id = race.asked()
    (offer,) = race.offered(callback_id, people=1)
    race.run(race.presses_one(offer), race.texts("STOP"))
    race.tally.doubles += _state(race, callback_id) != "cancelled"


def accept_and_cancel(race: Race) -> None:
    """Staff call it off while a professional presses 1."""
    callback_id = race.asked()
    (offer,) = race.offered(callback_id, people=1)
    acts = race.town.house.callback_acts
    race.run(race.presses_one(offer), lambda: acts.cancel(callback_id, race.crew[2], "person_cancelled"))
    race.tally.doubles += _state(race, callback_id) != "cancelled"


def accept_and_leaving(race: Race) -> None:
    """The caller leaves the waiting room while a professional presses 1 for them."""
    caller = race.town.calls(CALLER).presses("1", "2", "1", "1")
    (offer,) = race.offered(race.open_callback(), people=1)
    race.run(race.presses_one(offer), lambda: _waits(race.town, caller, "1"))
    race.tally.ends[_state(race, race.open_callback())] += 1


def ready_and_answering(race: Race) -> None:
    """A caller who rang again answers questions while a professional begins to dial them."""
    callback_id = race.asked()
    (offer,) = race.offered(callback_id, people=1)
    race.presses_one(offer)()
    caller = race.town.calls(CALLER).presses("1", "2", "1", "2", "1")
    given = TurnInput(f"CA{offer.hex}", CallStatus.IN_PROGRESS, digits="1")
    request = OfferRequest(offer.hex, "ready", given)
    race.run(lambda: race.town.house.callbacks.offer_page(request), lambda: caller.presses("2"))


def two_sweeps(race: Race) -> None:
    """Two sweeps find the same callback due."""
    callback_id, before = race.asked(), len(race.town.paper.rings)
    race.run(*(lambda: JOBS["sweep"](race.town.house, "") for _ in range(2)))
    race.town.works()
    rung = len(race.town.paper.rings) - before
    race.tally.ends[f"{rung} rung"] += 1
    race.tally.doubles += rung != 1 or _state(race, callback_id) != "offered"


def two_first_texts(race: Race) -> None:
    """Two first texts of one thread at once: one thread has both."""
    race.run(race.texts("hi"), race.texts("hola"))
    with race.town.database.begin() as connection:
        open_threads = connection.execute(sql("SELECT turn FROM conversations WHERE ended_at IS NULL")).scalars().all()
    race.tally.doubles += open_threads != [2]


def two_promises(race: Race) -> None:
    """Two calls of one number ask for a call in the same instant: one record, one callback."""
    two = [race.town.calls(CALLER).presses("1", "2", "1", "2") for _ in range(2)]
    race.run(*((lambda caller=caller: caller.presses("1")) for caller in two))
    race.run(*((lambda caller=caller: caller.presses("1", "1", "94110")) for caller in two))
    with race.town.database.begin() as connection:
        found = connection.execute(sql("SELECT count(*) FROM callbacks WHERE ended_at IS NULL")).scalar_one()
    race.tally.doubles += found != 1


def ring_and_first_news(race: Race) -> None:
    """The carrier tells of a leg before its answer to the ring is written down."""
    (offer,) = race.offered(race.asked(), people=1, result="planned")
    rung = threading.Event()

    def ring() -> None:
        ringing.ring(race.town.desk, offer)

    def news() -> None:
        assert rung.wait(timeout=10)
        sid, about = race.town.paper.rings[-1][0], About("offer", offer.hex)
        for sequence, status in enumerate((CallStatus.INITIATED, CallStatus.RINGING)):
            race.town.house.statuses.call(StatusEvent(sid, status, sequence=sequence, about=about))

    race.town.paper.rung = rung.set
    race.run(ring, news)
    with race.town.database.begin() as connection:
        found = offers.get(connection, offer)
    race.tally.doubles += found is None or found.result != "ringing" or found.leg_sid is None


RACES: dict[str, Callable[[Race], None]] = {
    act.__name__: act
    for act in (
        two_accepts, page_and_phone, phone_and_text, accept_and_stop, accept_and_cancel, accept_and_leaving,
        ready_and_answering, two_sweeps, two_first_texts, two_promises, ring_and_first_news,
    )
}  # fmt: skip


_KEEPS_ITS_CALLBACK = frozenset({"two_accepts", "phone_and_text"})


def run_races(race: Race, name: str, count: int) -> Tally:
    """One kind of race, `count` times."""
    race.tally = Tally()
    race.cleared()
    race.town.clock.passes(24 * 3600)
    for _ in range(count):
        if name not in _KEEPS_ITS_CALLBACK:
            race.cleared()
            # Nobody asks so often that they are over a cap.
            race.town.clock.passes(4 * 3600)
        RACES[name](race)
    return race.tally


def _state(race: Race, callback_id: UUID) -> str:
    with race.town.database.begin() as connection:
        found = callbacks.get(connection, callback_id)
    assert found is not None
    return found.state


def _waits(town: Town, caller: VoiceCaller, key: str) -> object:
    tick = WaitTick(caller.sid, CallStatus.IN_PROGRESS, digits=key)
    return town.house.conversations.wait(WaitRequest(caller.answer.conversation, caller.answer.turn, 1, tick))
