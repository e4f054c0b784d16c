"""What became of a Dial, as its action is told."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from webhooks.simulator.forms import Params
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.party import Party
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


@dataclass
class Outcome:
    """Filled in as the dialling goes on, so that a hang-up at any moment finds it true."""

    parent: "Leg"
    status: str = "canceled"
    other: "Leg | None" = None
    bridged: bool = False
    talked_from: float | None = None
    recorded: bool = False

    def params(self) -> "Params":
        """DialCallStatus and its company."""
        found = [("DialCallStatus", self.status)]
        if self.other is not None:
            found.append(("DialCallSid", self.other.sid))
            if self.other.times.answered_at is not None:
                start = self.talked_from if self.talked_from is not None else self.other.times.answered_at
                length = self.parent.world.clock.now() - start
                found.append(("DialCallDuration", str(round(length))))
            found.append(("DialBridged", str(self.bridged).lower()))
        if self.recorded and self.bridged:
            sid, account = f"RE{secrets.token_hex(16)}", self.parent.world.account.sid
            url = f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}"
            length = self.parent.world.clock.now() - (self.talked_from or 0.0)
            found += [("RecordingUrl", url), ("RecordingSid", sid), ("RecordingDuration", str(round(length)))]
        return tuple(found)


class Star:
    """Ends the conversation when the dialling person presses the star."""

    def __init__(self, party: "Party", active: bool) -> None:
        self.party = party
        self.accepts = frozenset({"dtmf"}) if active else frozenset()
        self.pressed = False

    def hush(self) -> None:
        """Silence is noticed by itself."""

    def describe(self) -> dict[str, object]:
        """What the page shows."""
        return {"input": "star" if self.accepts else "", "digits": 1, "finish": "*"}

    def key(self, key: str) -> None:
        """A key of the dialling person."""
        if key == "*":
            self.pressed = True
            self.party.close()

    def speech(self, text: str, confidence: float) -> None:
        """Words go to the other people, not here."""


async def talk(scene: "Scene", verb: "Verb", party: "Party") -> None:
    """Stay until the others are gone, the star is pressed or the time is up; a pair is over then."""
    leg = scene.leg
    star = Star(party, verb.yes("hangupOnStar"))
    if star.accepts:
        leg.listen(star)
    limit = verb.number("timeLimit", 14_400)
    try:
        await leg.race(_until(party), limit)
    finally:
        leg.listener = None
        party.leave(leg)
        if party.pair:
            party.close()


async def _until(party: "Party") -> None:
    await asyncio.wait({party.closed})
