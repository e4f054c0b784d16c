"""Where legs wait and meet: queues, which stay once they are made, and conferences, which go."""

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from webhooks.simulator.clock import wall
from webhooks.simulator.interrupts import Dequeued, Source
from webhooks.simulator.party import Party
from webhooks.simulator.pulse import Pulse

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.world import World


@dataclass(eq=False)
class Member:
    """A leg in a queue, since a simulated moment; `party` is where somebody who has come for it waits."""

    leg: "Leg"
    since: float
    enqueued: datetime = field(default_factory=wall)
    party: Party | None = None

    @property
    def taken(self) -> bool:
        """Whether somebody has come for it."""
        return self.party is not None


@dataclass(eq=False)
class WaitingQueue:
    """First in, first out."""

    name: str
    max_size: int = 1000
    sid: str = field(default_factory=lambda: "QU" + secrets.token_hex(16))
    members: list[Member] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    created: datetime = field(default_factory=wall)
    pulse: Pulse = field(default_factory=Pulse)

    @property
    def average_wait(self) -> int:
        """Whole seconds that those who left had waited."""
        return round(sum(self.waits) / len(self.waits)) if self.waits else 0

    def take(self) -> Member | None:
        """The first one that nobody has come for."""
        for member in self.members:
            if not member.taken:
                member.party = Party()
                return member
        return None


@dataclass(eq=False)
class Conference:
    """A room by name. `begun` once somebody who starts it is there with another."""

    name: str
    party: Party
    status_url: str = ""
    events: frozenset[str] = frozenset()
    max_participants: int = 250
    begun: bool = False
    starters: set[str] = field(default_factory=set)
    enders: set[str] = field(default_factory=set)
    labels: dict[str, str] = field(default_factory=dict)
    sequence: int = 0
    tail: "asyncio.Task[None] | None" = None


class Rooms:
    """All rooms of the account."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.queues: dict[str, WaitingQueue] = {}
        self.conferences: dict[str, Conference] = {}

    def queue(self, name: str) -> WaitingQueue:
        """The queue of this name, made on demand."""
        return self.queues.setdefault(name, WaitingQueue(name))

    def enter(self, queue: WaitingQueue, leg: "Leg") -> Member:
        """A leg begins to wait."""
        member = Member(leg, self.world.clock.now())
        queue.members.append(member)
        leg.queue = queue.name
        self._told(queue, leg)
        return member

    def leave(self, queue: WaitingQueue, member: Member) -> None:
        """A leg waits no longer, for whatever reason."""
        if member in queue.members:
            queue.members.remove(member)
            queue.waits.append(self.world.clock.now() - member.since)
        member.leg.queue = None
        if member.party is not None and member.leg.over:
            member.party.close()
        self._told(queue, member.leg)

    def fetch(self, queue: WaitingQueue, by: "Leg", source: Source | None) -> tuple["Leg", Party] | None:
        """Take the first waiting leg out to meet `by`; None if nobody waits."""
        member = queue.take()
        if member is None or member.party is None:
            return None
        member.party.enter(by)
        member.leg.interrupt(Dequeued(by, member.party, source))
        return member.leg, member.party

    def conference(self, name: str) -> Conference:
        """The room of this name, opened on demand."""
        if name not in self.conferences:
            self.conferences[name] = Conference(name, Party(pair=False))
        return self.conferences[name]

    def conference_of(self, leg: "Leg") -> str | None:
        """The name of the room that a leg is in."""
        return next((name for name, room in self.conferences.items() if leg.party is room.party), None)

    def told(self, room: Conference) -> None:
        """Publish who is in a conference."""
        self.world.journal.tell("conference", self.world.describe.conference(room))

    def _told(self, queue: WaitingQueue, leg: "Leg") -> None:
        queue.pulse.beat()
        self.world.journal.tell("queue", self.world.describe.queue(queue))
        leg.changed()
