"""Legs that hear each other: two that are joined, or everybody in a conference room."""

import asyncio
import secrets
from typing import TYPE_CHECKING

from webhooks.simulator.captions import Caption

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg


class Party:
    """People who hear each other. A pair is over once one leaves; a room when its keeper closes it."""

    def __init__(self, pair: bool = True) -> None:
        self.pair = pair
        self.sid = "CF" + secrets.token_hex(16)
        self.legs: list[Leg] = []
        self.muted: set[str] = set()
        self.joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def enter(self, leg: "Leg") -> None:
        """A leg comes in; from the second one on people hear each other."""
        self.legs.append(leg)
        leg.party = self
        if len(self.legs) > 1:
            if not self.joined.done():
                self.joined.set_result(None)
            for other in self.legs[:-1]:
                self._tell("joined", leg, other)
        for each in self.legs:
            each.changed()

    def leave(self, leg: "Leg") -> None:
        """A leg goes; a pair is over with it."""
        if leg not in self.legs:
            return
        self.legs.remove(leg)
        leg.party = None
        for other in self.legs:
            self._tell("parted", leg, other)
        leg.changed()
        for each in self.legs:
            each.changed()
        if self.pair or not self.legs:
            self.close()

    def close(self) -> None:
        """Nobody hears anybody any more."""
        if not self.closed.done():
            self.closed.set_result(None)

    def others(self, leg: "Leg") -> list["Leg"]:
        """Everybody else."""
        return [each for each in self.legs if each is not leg]

    def speech(self, leg: "Leg", text: str) -> None:
        """Everybody else hears what one says."""
        if leg.sid in self.muted:
            return
        for other in self.others(leg):
            other.captions.add(Caption.spoken("other", "speech", text, leg.phone.number))

    def tone(self, leg: "Leg", key: str) -> None:
        """Everybody else hears a key."""
        for other in self.others(leg):
            other.captions.add(Caption("other", "key", key, speaker=leg.phone.number))

    def _tell(self, name: str, leg: "Leg", other: "Leg") -> None:
        data = {"calls": [leg.sid, other.sid], "phones": [leg.phone.number, other.phone.number]}
        leg.world.journal.tell(name, data)
