"""A handset, the number it has, and the mood of the person whose it is."""

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from webhooks.simulator.pulse import Pulse

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.world import World

MOODS = ("manual", "answers", "voicemail", "busy", "declines", "no_answer", "off", "unreachable")
GREETING = "You have reached my voicemail. I cannot take your call. Please leave a message after the tone."


@dataclass
class Habits:
    """How the person deals with calls and texts; seconds are simulated."""

    label: str = ""
    mood: str = "manual"
    answer_after: float = 2.0
    greeting: str = GREETING
    texts_mood: str = "delivered"
    # What a line is shown instead of the number: "anonymous", "+266696687" …; empty = the number.
    shows: str = ""
    # The carrier refuses calls or texts to this number at once, with this error (21214, 21614 …); 0 = it does not.
    refused: int = 0
    # What machine detection makes of whoever answers, right or wrong; empty = the truth.
    verdict: str = ""
    script: list[dict[str, Any]] = field(default_factory=list)
    expects_calls: bool = False
    expects_texts: bool = False

    def change(self, changes: dict[str, Any]) -> None:
        """Take up other habits; ValueError names what is not one."""
        wrong = sorted(set(changes) - set(vars(self)))
        if wrong or changes.get("mood", self.mood) not in MOODS:
            raise ValueError(f"not a habit: {wrong}" if wrong else f"mood is one of {', '.join(MOODS)}")
        for name, value in changes.items():
            setattr(self, name, value)


class Phone:
    """One handset. It can have one call at a time; a second one finds it busy."""

    def __init__(self, world: "World", number: str) -> None:
        self.world, self.number = world, number
        self.habits = Habits()
        self.pulse = Pulse()
        self.leg: Leg | None = None
        self.last: Leg | None = None
        self.legs: list[Leg] = []
        self.claimed: set[str] = set()
        self.matched: set[str] = set()
        self.patience = 2.0
        self._decision: asyncio.Future[str] | None = None

    @property
    def ringing(self) -> bool:
        """Whether somebody must decide to answer now."""
        return self._decision is not None and not self._decision.done()

    @property
    def state(self) -> str:
        """idle, calling, ringing or talking."""
        if self.leg is None:
            return "idle"
        if self.leg.status == "in-progress":
            return "talking"
        return "ringing" if self.ringing or self.leg.ends.direction != "inbound" else "calling"

    def takes(self, leg: "Leg") -> bool:
        """Occupy the handset with a leg; False if it is in use."""
        self.legs.append(leg)
        if self.habits.mood != "manual":
            self.claimed.add(leg.sid)
        if self.leg is not None:
            return False
        self.leg = self.last = leg
        return True

    def left(self, leg: "Leg") -> None:
        """The leg is over; the handset is free."""
        if self.leg is leg:
            self.leg = None
            self._decision = None
        self.tell()

    async def ring(self, leg: "Leg") -> str:
        """Ring until somebody decides: answered, busy, no-answer or failed."""
        mood, clock = self.habits.mood, self.world.clock
        if mood in ("busy", "unreachable"):
            return "busy" if mood == "busy" else "failed"
        if mood == "off":
            await clock.sleep(2)
            return "no-answer"
        self._decision = asyncio.get_running_loop().create_future()
        self.tell()
        if mood in ("answers", "voicemail", "declines"):
            await clock.sleep(self.habits.answer_after)
            self.decide("busy" if mood == "declines" else "answered")
        return await asyncio.shield(self._decision)

    def decide(self, decision: str) -> bool:
        """Answer (`answered`) or decline (`busy`) what rings; False if nothing does."""
        if not self.ringing or self._decision is None or self.leg is None:
            return False
        self.claimed.add(self.leg.sid)
        self._decision.set_result(decision)
        return True

    def tell(self) -> None:
        """Publish how the handset stands."""
        self.pulse.beat()
        self.world.journal.tell("phone", self.world.describe.phone(self))
