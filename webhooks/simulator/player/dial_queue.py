"""Dial with a queue: fetch the first who waits there, or wait for one."""

import asyncio
from typing import TYPE_CHECKING

from webhooks.simulator.captions import Caption
from webhooks.simulator.interrupts import Interrupt, Source
from webhooks.simulator.player.outcome import Outcome, talk

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.party import Party
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


async def fetch(scene: "Scene", verb: "Verb", nouns: "list[Verb]", outcome: Outcome) -> None:
    """Meet the first of the queue. An unknown queue fails; an empty one is waited at, as long as the Dial."""
    leg, noun = scene.leg, nouns[0]
    scene.player.answer()
    queue = leg.world.rooms.queues.get(noun.text)
    if queue is None:
        leg.world.journal.warning(None, f"<Dial><Queue> names a queue that never was: {noun.text}", leg.sid)
        outcome.status = "failed"
        return
    url = noun.get("url")
    source = Source(scene.resolve(url), noun.get("method", "POST"), purpose="queue_url") if url else None
    end = leg.world.clock.now() + verb.number("timeout", 30)
    outcome.status = "no-answer"
    leg.captions.add(Caption("carrier", "tone", "ringing"))
    while (left := end - leg.world.clock.now()) > 0:
        found = leg.world.rooms.fetch(queue, leg, source)
        if found is None:
            await leg.race(queue.pulse.next(), left)
        elif await _talk(scene, verb, found, outcome):
            return


async def _talk(scene: "Scene", verb: "Verb", found: "tuple[Leg, Party]", outcome: Outcome) -> bool:
    """Meet one who waited and talk; False if that one was gone by then."""
    member, party = found
    leg = scene.leg
    try:
        await leg.race(_met(party))
    except Interrupt:
        party.leave(leg)
        raise
    if not party.joined.done():
        party.leave(leg)
        return False
    outcome.other, outcome.status = member, "completed"
    outcome.bridged, outcome.talked_from = True, leg.world.clock.now()
    await talk(scene, verb, party)
    return True


async def _met(party: "Party") -> None:
    """Wait until the fetched one has come in, or never will."""
    await asyncio.wait({party.joined, party.closed}, return_when=asyncio.FIRST_COMPLETED)
