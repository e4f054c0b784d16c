"""Fetches documents and plays them on one leg until they end, with fallback, redirection and interruption."""

from dataclasses import replace
from typing import TYPE_CHECKING

from webhooks.simulator import forms
from webhooks.simulator.captions import Caption
from webhooks.simulator.grammar import GRAMMAR
from webhooks.simulator.interrupts import HungUp, Moved, Source
from webhooks.simulator.person import accompany
from webhooks.simulator.player.answers import read
from webhooks.simulator.player.scene import Failed, HangUpVerb, Left, Scene, Setting
from webhooks.simulator.player.verbs import VERBS
from webhooks.simulator.sender import Webhook
from webhooks.simulator.twiml import Document, Verb

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg

SORRY = "We are sorry, an application error has occurred. Goodbye."
MOST_DOCUMENTS = 2_000


class Player:
    """One leg's way through its documents."""

    def __init__(self, leg: "Leg", fallback: Source | None = None) -> None:
        self.leg, self.fallback = leg, fallback
        self.documents = 0
        self.asked: tuple[Source, forms.Params] = (Source(), ())

    async def live(self, source: Source) -> None:
        """Play until the leg is over, whatever happens; the leg is finished afterwards."""
        following: Source | None = source
        try:
            while following is not None:
                following = await self._once(following)
        except HungUp:
            return
        self.leg.finish("completed", "document")

    async def _once(self, source: Source) -> Source | None:
        try:
            await self.run(source, Setting())
        except Moved as moved:
            self.answer()
            self.fallback = moved.fallback or self.fallback
            return moved.source
        except (HangUpVerb, Left):
            return None
        except Failed as failure:
            self.complain(failure)
            return await self._instead(failure)
        self.answer()
        return None

    async def _instead(self, failure: Failed) -> Source | None:
        """The fallback, with all that was asked; without one, or if it fails, the caller is told and cut off."""
        source, asked = self.asked
        if self.fallback is not None and source.purpose != "fallback":
            extra = (*asked, ("ErrorCode", str(failure.code)), ("ErrorUrl", failure.url))
            return replace(self.fallback, extra=extra, purpose="fallback")
        self.answer()
        said = self.leg.captions.add(Caption.spoken("carrier", "say", SORRY))
        await self.leg.rest(said.seconds)
        return None

    def complain(self, failure: Failed) -> None:
        """Put a failed document on the list of faults."""
        self.leg.world.journal.fault(failure.code, failure.words, self.leg.sid, failure.url)

    async def run(self, source: Source, setting: Setting) -> None:
        """Play a document and all that it leads to. Raises Ending, Failed, and what interrupts the leg."""
        following: Source | None = source
        while following is not None:
            document, scene = await self.fetch(following, setting)
            following = await self.play(document, scene)

    async def fetch(self, source: Source, setting: Setting) -> tuple[Document, Scene]:
        """Get a document; Failed says why there is none."""
        self.documents += 1
        if self.documents > MOST_DOCUMENTS:
            raise Failed(11200, source.url, "the call goes round and round")
        leg = self.leg
        self.asked = source, (*setting.extra(), *source.extra)
        if source.twiml is not None:
            document = read(source.twiml.encode(), "text/xml", source.url, setting.context)
            url, method = "", "POST"
        else:
            params = (*forms.standard(leg), *self.asked[1], *forms.answered_by(leg))
            webhook = Webhook(source.purpose, source.url, params, source.method, leg.sid, leg.phone.number, leg.cookies)
            asked = leg.world.background(leg.world.sender.send(webhook))
            answer = await leg.race(asked)
            if answer is None or answer.failure:
                words = answer.words if answer else "no answer"
                raise Failed(answer.failure or 11200 if answer else 11200, source.url, words)
            document = read(answer.body, answer.content_type, answer.url, setting.context)
            url, method = answer.url, source.method
        for warning in document.warnings:
            leg.world.journal.warning(12200, warning, leg.sid, url)
        return document, Scene(self, url, method, setting)

    async def play(self, document: Document, scene: Scene) -> Source | None:
        """Play the verbs from the top; the next document if one leads to it."""
        for verb in document.verbs:
            following = await self.perform(verb, scene)
            if following is not None:
                return following
        return None

    async def perform(self, verb: Verb, scene: Scene) -> Source | None:
        """Play one verb; one that the simulator cannot play fails loudly."""
        if verb.name not in GRAMMAR["voice"].played:
            raise Failed(12200, scene.url, f"<{verb.name}> is TwiML, but this simulator does not play it")
        self.leg.doing = verb.name
        try:
            return await VERBS[verb.name](scene, verb)
        finally:
            self.leg.doing = ""

    def answer(self) -> None:
        """Pick an incoming call up, if that has not been done."""
        if self.leg.status == "ringing":
            self.leg.step("in-progress")
            accompany(self.leg, self.leg.script)

    def limit(self, seconds: float) -> None:
        """End the leg after so many simulated seconds."""
        if seconds < 14_400:
            self.leg.world.background(self._limit(seconds))

    async def _limit(self, seconds: float) -> None:
        await self.leg.linger(seconds)
        self.leg.finish("completed", "carrier")
