"""Gather: keys or speech, whichever comes first; without input the document simply goes on."""

import asyncio
import time
from typing import TYPE_CHECKING

from webhooks.simulator import forms, speech
from webhooks.simulator.captions import Caption
from webhooks.simulator.player.audio import sound
from webhooks.simulator.pulse import Pulse
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.forms import Params
    from webhooks.simulator.interrupts import Source
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb

AUTO_PAUSE = 1.0
LONGEST_SPEECH = 60.0


class Gathering:
    """Takes the keys or the words of one Gather."""

    def __init__(self, verb: "Verb") -> None:
        self.accepts = frozenset(verb.get("input", "dtmf").split())
        self.most = int(verb.number("numDigits", 0))
        self.finish = verb.get("finishOnKey", "#")
        self.digits = ""
        self.words = ""
        self.confidence = 0.0
        self.finished_on = ""
        self.complete = False
        self.progress = Pulse()
        self.started: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def hush(self) -> None:
        """Nobody is about to act: the time-out counts as it should."""
        self.progress.beat()

    def describe(self) -> dict[str, object]:
        """What the page shows."""
        return {"input": " ".join(sorted(self.accepts)), "digits": self.most or None, "finish": self.finish}

    def key(self, key: str) -> None:
        """A key; of no effect once somebody has begun to speak, or all is said."""
        if self.words or self.complete:
            return
        if key == self.finish:
            self.finished_on, self.complete = key, True
        else:
            self.digits += key
            self.complete = bool(self.most) and len(self.digits) >= self.most
        self._begun()

    def speech(self, text: str, confidence: float) -> None:
        """Words; of no effect once a key was pressed."""
        if self.digits or self.complete or not text:
            return
        self.words = f"{self.words} {text}".strip()
        self.confidence = confidence
        self._begun()

    def _begun(self) -> None:
        if not self.started.done():
            self.started.set_result(None)
        self.progress.beat()

    def result(self) -> "Params":
        """What the action is told; empty if there was no input."""
        if self.words:
            return (("SpeechResult", self.words), ("Confidence", f"{self.confidence:.8f}"))
        if self.digits:
            return (("Digits", self.digits), ("FinishedOnKey", self.finished_on), ("msg", "Gather End"))
        return ()


async def gather(scene: "Scene", verb: "Verb") -> "Source | None":
    """Play what is inside, collect, and go to the action; None if nothing was entered."""
    scene.player.answer()
    leg, gathering = scene.leg, Gathering(verb)
    _check(leg, verb)
    leg.listen(gathering)
    try:
        for child in verb.children:
            await sound(leg, child, gathering.started if verb.yes("bargeIn", True) else None)
        await _collect(scene, gathering, verb)
    finally:
        gathering.complete = True
        leg.listen(None)
    if verb.yes("profanityFilter", True):
        gathering.words = speech.masked(gathering.words)
    result = gathering.result()
    if not result:
        leg.captions.add(Caption("me", "note", "silence", speaker=leg.phone.number))
    if not result and not verb.yes("actionOnEmptyResult"):
        return None
    return scene.action(verb.get("action"), verb.get("method", "POST"), result or (("Digits", ""),))


async def _collect(scene: "Scene", gathering: Gathering, verb: "Verb") -> None:
    leg, timeout = scene.leg, _seconds(verb, "timeout", 5.0)
    await leg.race(gathering.started, timeout)
    while not gathering.started.done() and (left := leg.attended_until - time.monotonic()) > 0:
        await leg.race(gathering.progress.next(), left * leg.world.clock.speed)
    if not gathering.started.done():
        return
    if gathering.words:
        await _hear_out(scene, gathering, verb)
        return
    while not gathering.complete:
        before = gathering.digits
        await leg.race(gathering.progress.next(), timeout)
        if gathering.digits == before:
            return


async def _hear_out(scene: "Scene", gathering: Gathering, verb: "Verb") -> None:
    """Wait until the words are out and silence has followed."""
    leg = scene.leg
    pause = _seconds(verb, "speechTimeout", _seconds(verb, "timeout", 5.0))
    words = ""
    while words != gathering.words:
        words = gathering.words
        _partial(scene, verb, words)
        await leg.rest(min(speech.seconds(words), verb.number("maxSpeechTime", LONGEST_SPEECH)) + pause)


def _partial(scene: "Scene", verb: "Verb", words: str) -> None:
    url, leg = verb.get("partialResultCallback"), scene.leg
    if url:
        params = (*forms.standard(leg), ("UnstableSpeechResult", words), ("SequenceNumber", "0"))
        method = verb.get("partialResultCallbackMethod", "POST")
        webhook = Webhook("partial", scene.resolve(url), params, method, leg.sid, leg.phone.number)
        leg.world.sender.inform(webhook)


def _seconds(verb: "Verb", name: str, otherwise: float) -> float:
    return AUTO_PAUSE if verb.get(name) == "auto" else verb.number(name, otherwise)


def _check(leg: "Leg", verb: "Verb") -> None:
    hints = [each for each in verb.get("hints").split(",") if each.strip()]
    if len(hints) > 500 or any(len(each.strip()) > 100 for each in hints):
        leg.world.journal.warning(12200, "<Gather hints>: at most 500 of 100 characters", leg.sid)
    if verb.get("speechTimeout") == "auto" and verb.get("speechModel", "default") != "default":
        leg.world.journal.warning(13335, "speechTimeout=auto with a speechModel", leg.sid)
    if not verb.get("action"):
        leg.world.journal.warning(None, "<Gather> without action asks its own document again", leg.sid)
