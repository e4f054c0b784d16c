"""Tells the product how a leg fares: status callbacks, one sequence a leg, in any order the weather likes."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhooks.simulator import forms
from webhooks.simulator.clock import rfc2822, wall
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg

ORDER = ("initiated", "ringing", "answered", "completed")


@dataclass
class Reporter:
    """Where and about which events (`completed` stands for every end). An empty URL reports nothing."""

    url: str = ""
    method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    sequence: int = 0
    tail: "asyncio.Task[None] | None" = None

    def report(self, leg: "Leg", event: str) -> None:
        """Send an event if it is wanted; the sequence counts on either way."""
        number, self.sequence = self.sequence, self.sequence + 1
        if not self.url or event not in self.events:
            return
        params, person = self._params(leg, event, number), leg.phone.number
        webhook = Webhook("status", self.url, params, self.method, leg.sid, person, event=event)
        before, weather = self.tail, leg.world.weather
        if weather.strikes("reordered", *webhook.lot):
            before = None
        late = weather.strikes("reordered", *webhook.lot)
        self.tail = leg.world.background(self._deliver(leg, webhook, before, late))

    async def _deliver(self, leg: "Leg", webhook: Webhook, before: "asyncio.Task[None] | None", late: bool) -> None:
        """In order, unless this one is overtaken: then it waits for the next, or for a second."""
        if before is not None:
            await asyncio.wait({before})
        if late:
            mine, end = self.sequence, asyncio.get_running_loop().time() + 1.0
            while self.sequence == mine and (left := end - asyncio.get_running_loop().time()) > 0:
                await leg.phone.pulse.next(left)
            await asyncio.sleep(0.05)
        await leg.world.sender.tell(webhook)

    def _params(self, leg: "Leg", event: str, number: int) -> forms.Params:
        extra = [
            ("Timestamp", rfc2822(wall()) or ""),
            ("CallbackSource", "call-progress-events"),
            ("SequenceNumber", str(number)),
        ]
        if event == "completed":
            seconds = round(leg.seconds)
            extra += [("CallDuration", str(seconds)), ("Duration", str(-(-seconds // 60)))]
            extra.append(("SipResponseCode", SIP.get(leg.status, "200")))
        return (*forms.standard(leg), *extra, *forms.answered_by(leg))


SIP = {"busy": "486", "no-answer": "487", "failed": "404", "canceled": "487"}
