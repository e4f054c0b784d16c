"""Dial with numbers, at once or one by one; the first to answer hears the whisper and is joined."""

import asyncio
from typing import TYPE_CHECKING, Any

from webhooks.simulator import amd, switch
from webhooks.simulator.captions import Caption
from webhooks.simulator.interrupts import HungUp, Moved, Source
from webhooks.simulator.leg import Ends, Leg
from webhooks.simulator.party import Party
from webhooks.simulator.player.outcome import Outcome, talk
from webhooks.simulator.player.scene import Failed, HangUpVerb, Left, Setting
from webhooks.simulator.reports import Reporter

if TYPE_CHECKING:
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


class Round:
    """Numbers that ring at the same time, and the one that answers."""

    def __init__(self, scene: "Scene", verb: "Verb", nouns: "list[Verb]") -> None:
        self.scene, self.verb = scene, verb
        loop = asyncio.get_running_loop()
        self.party = Party()
        self.winner: asyncio.Future[None] = loop.create_future()
        self.first: Leg | None = None
        self.legs = [self._leg(noun) for noun in nouns]
        pairs = zip(self.legs, nouns, strict=True)
        self.tasks = [scene.leg.world.background(self._live(leg, noun)) for leg, noun in pairs]

    def _leg(self, noun: "Verb") -> Leg:
        scene, parent = self.scene, self.scene.leg
        caller = self.verb.get("callerId") or parent.ends.caller
        url = noun.get("statusCallback")
        events = frozenset(noun.get("statusCallbackEvent", "completed").split())
        reporter = Reporter(scene.resolve(url) if url else "", noun.get("statusCallbackMethod", "POST"), events)
        ends = Ends(caller, noun.text, "outbound-dial", parent.ends.line, parent)
        leg = Leg(parent.world, ends, switch.dialled(parent.world, noun.text), reporter)
        parent.world.legs[leg.sid] = leg
        return leg

    async def _live(self, leg: Leg, noun: "Verb") -> None:
        """The whole life of one called leg."""
        try:
            status = await switch.ring(leg, self.verb.number("timeout", 30), self.winner)
            if status != "in-progress":
                return
            self.first = leg
            self.winner.set_result(None)
            await switch.send_digits(leg, noun.get("sendDigits"))
            await amd.detect(leg, self._machine(noun))
            await self._whisper(leg, noun)
            self.party.enter(leg)
            await leg.race(self.party.closed)
            self.party.leave(leg)
            leg.finish("completed", "other")
        except HungUp:
            self.party.leave(leg)
        except Moved as moved:
            self.party.leave(leg)
            await self.scene.player.__class__(leg, moved.fallback).live(moved.source)
        except (HangUpVerb, Left):
            leg.finish("completed", "document")
        except Failed as failure:
            self.scene.player.complain(failure)
            leg.finish("completed", "document")

    def _machine(self, noun: "Verb") -> amd.Machine:
        url, method = noun.get("amdStatusCallback"), noun.get("amdStatusCallbackMethod", "POST")
        timeout = noun.number("machineDetectionTimeout", 30)
        return amd.Machine(
            noun.get("machineDetection"), True, self.scene.resolve(url) if url else "", method, timeout
        )

    async def _whisper(self, leg: Leg, noun: "Verb") -> None:
        if noun.get("url"):
            url = self.scene.resolve(noun.get("url"))
            source = Source(url, noun.get("method", "POST"), purpose="whisper")
            await self.scene.player.__class__(leg).run(source, Setting("whisper"))
        leg.check()

    async def decided(self) -> None:
        """Wait until one has answered or all have failed."""
        everyone = asyncio.ensure_future(asyncio.wait(self.tasks))
        either: set[asyncio.Future[Any]] = {self.winner, everyone}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            everyone.cancel()

    def call_off(self) -> None:
        """Stop ringing all but the one that answered."""
        for leg in self.legs:
            if leg is not self.first:
                leg.finish("canceled", "carrier")

    def failure(self) -> str:
        """One word for why nobody answered."""
        found = {leg.status for leg in self.legs}
        return next((status for status in ("no-answer", "busy", "failed") if status in found), "no-answer")


async def ring_people(scene: "Scene", verb: "Verb", nouns: "list[Verb]", outcome: Outcome) -> None:
    """Ring them, join the first, and wait until that is over."""
    scene.leg.captions.add(Caption("carrier", "tone", "ringing"))
    rounds = [[noun] for noun in nouns] if verb.yes("sequential") else [nouns]
    for together in rounds:
        if await _one_round(scene, verb, Round(scene, verb, together), outcome):
            return


async def _one_round(scene: "Scene", verb: "Verb", ringing: Round, outcome: Outcome) -> bool:
    leg = scene.leg
    try:
        await leg.race(ringing.decided())
        ringing.call_off()
        winner = ringing.first
        if winner is None:
            outcome.status, outcome.other = ringing.failure(), ringing.legs[0]
            return False
        outcome.status, outcome.other = "completed", winner
        await leg.race(_met_or_gone(ringing, winner))
        if ringing.party.legs:
            outcome.bridged, outcome.talked_from = True, leg.world.clock.now()
            outcome.recorded = verb.get("record", "do-not-record") not in ("do-not-record", "false")
            scene.player.answer()
            ringing.party.enter(leg)
            await talk(scene, verb, ringing.party)
        return True
    finally:
        ringing.party.close()
        ringing.call_off()
        if ringing.first is not None and not outcome.bridged:
            ringing.first.finish("completed", "other")


async def _met_or_gone(ringing: Round, winner: Leg) -> None:
    """Wait until the one who answered comes in after the whisper, or is gone."""
    while not ringing.party.legs and not winner.over:
        await winner.phone.pulse.next()
