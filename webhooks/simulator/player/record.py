"""Record: what a person says until silence, a key, the time or a hang-up ends it; silence alone goes on."""

import secrets
from typing import TYPE_CHECKING

from webhooks.simulator import forms, speech
from webhooks.simulator.captions import Caption
from webhooks.simulator.clock import rfc2822, wall
from webhooks.simulator.interrupts import HungUp, Source
from webhooks.simulator.player.scene import Failed
from webhooks.simulator.pulse import Pulse
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


class Tape:
    """Takes what is said and the key that ends it."""

    accepts = frozenset({"dtmf", "speech"})

    def __init__(self, finish: str) -> None:
        self.finish = finish
        self.words = ""
        self.key_pressed = ""
        self.progress = Pulse()

    def hush(self) -> None:
        """Silence is noticed by itself."""

    def describe(self) -> dict[str, object]:
        """What the page shows."""
        return {"input": "recording", "digits": None, "finish": self.finish}

    def key(self, key: str) -> None:
        """A key; only the finishing ones count."""
        if key in self.finish:
            self.key_pressed = key
            self.progress.beat()

    def speech(self, text: str, confidence: float) -> None:
        """Words go on the tape."""
        self.words = f"{self.words} {text}".strip()
        self.progress.beat()


async def record(scene: "Scene", verb: "Verb") -> Source | None:
    """Record, then the action; None where there was only silence."""
    scene.player.answer()
    leg = scene.leg
    if verb.yes("transcribe"):
        raise Failed(12200, scene.url, "transcription is not played by this simulator")
    if verb.yes("playBeep", True):
        leg.captions.add(Caption("line", "tone", "beep", 0.5))
        await leg.rest(0.5)
    tape = Tape(verb.get("finishOnKey", "1234567890*#"))
    begun = leg.world.clock.now()
    leg.listen(tape)
    try:
        await _run(scene, verb, tape)
    except HungUp:
        _gone(scene, verb, "hangup", begun)
        raise
    finally:
        leg.listener = None
    if not tape.words and not tape.key_pressed:
        return None
    found = _result(scene, verb, tape.key_pressed, begun)
    return scene.action(verb.get("action"), verb.get("method", "POST"), found)


async def _run(scene: "Scene", verb: "Verb", tape: Tape) -> None:
    leg = scene.leg
    silence, longest = verb.number("timeout", 5), verb.number("maxLength", 3600)
    end = leg.world.clock.now() + longest
    words = ""
    while not tape.key_pressed and (left := end - leg.world.clock.now()) > 0:
        spoken = speech.seconds(tape.words[len(words) :])
        words = tape.words
        await leg.race(tape.progress.next(), min(left, silence + spoken))
        if tape.words == words:
            return


def _result(scene: "Scene", verb: "Verb", key: str, begun: float) -> forms.Params:
    """The action's parameters; the callback about the recording itself goes out as well."""
    leg = scene.leg
    sid = "RE" + secrets.token_hex(16)
    url = f"https://api.twilio.com/2010-04-01/Accounts/{leg.world.account.sid}/Recordings/{sid}"
    seconds = str(round(leg.world.clock.now() - begun))
    callback = verb.get("recordingStatusCallback")
    if callback:
        params = (
            ("AccountSid", leg.world.account.sid), ("CallSid", leg.sid), ("RecordingSid", sid),
            ("RecordingUrl", url), ("RecordingStatus", "completed"), ("RecordingDuration", seconds),
            ("RecordingChannels", "1"), ("RecordingSource", "RecordVerb"),
            ("RecordingStartTime", rfc2822(wall()) or ""), ("ErrorCode", "0"),
        )  # fmt: skip
        method = verb.get("recordingStatusCallbackMethod", "POST")
        webhook = Webhook("recording", scene.resolve(callback), params, method, leg.sid, leg.phone.number)
        leg.world.sender.inform(webhook)
    return (("RecordingUrl", url), ("RecordingDuration", seconds), ("RecordingSid", sid), ("Digits", key))


def _gone(scene: "Scene", verb: "Verb", key: str, begun: float) -> None:
    """The caller has hung up: the action is asked all the same."""
    leg = scene.leg
    url = scene.resolve(verb.get("action") or scene.url)
    params = (*forms.standard(leg), *_result(scene, verb, key, begun))
    method = verb.get("method", "POST")
    webhook = Webhook("action", url, params, method, leg.sid, leg.phone.number, leg.cookies)
    leg.world.sender.inform(webhook)
