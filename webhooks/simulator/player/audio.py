"""Say, Play and Pause, alone or inside a Gather that may cut them short."""

import asyncio
from typing import TYPE_CHECKING

from webhooks.simulator.captions import Caption
from webhooks.simulator.interrupts import Interrupt

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.twiml import Verb

VOICES = ("man", "woman", "alice", "Polly.", "Google.", "Azure.", "ElevenLabs.")
PLAY_SECONDS = 3.0
LONGEST_SAY = 4096
Stop = asyncio.Future[None]


async def sound(leg: "Leg", verb: "Verb", stop: Stop | None = None) -> None:
    """Let the leg hear a Say, Play or Pause to its end, or until `stop` is done."""
    if verb.name == "Pause":
        await _wait(leg, verb.number("length", 1), stop)
        return
    times = int(verb.number("loop", 1)) or 1000
    for _ in range(times):
        if stop is not None and stop.done():
            return
        caption = _caption(leg, verb)
        if caption is None:
            return
        leg.captions.add(caption)
        try:
            await _wait(leg, caption.seconds, stop)
        except Interrupt:
            leg.captions.cut(caption)
            raise
        if stop is not None and stop.done():
            leg.captions.cut(caption)


async def _wait(leg: "Leg", seconds: float, stop: Stop | None) -> None:
    if stop is None:
        await leg.rest(seconds)
    else:
        await leg.race(stop, seconds)


def _caption(leg: "Leg", verb: "Verb") -> Caption | None:
    """What is heard; None and a warning for words that cannot be spoken."""
    warn = leg.world.journal.warning
    if verb.name == "Play":
        if verb.get("digits"):
            return Caption("line", "tone", f"keys {verb.get('digits')}", 0.2 * len(verb.get("digits")))
        return Caption("line", "play", verb.text, PLAY_SECONDS)
    if not verb.words:
        warn(13520, "<Say> without words", leg.sid)
        return None
    if len(verb.words) > LONGEST_SAY:
        warn(13521, f"<Say> of {len(verb.words)} characters", leg.sid)
    voice = verb.get("voice")
    if voice and not voice.startswith(VOICES):
        warn(13511, f"<Say> with voice {voice!r}", leg.sid)
        return None
    caption = Caption.spoken("line", "say", verb.words)
    caption.voice, caption.language = voice, verb.get("language", "en-US")
    return caption
