"""The verbs that take no more than a few lines: Say and its like, Redirect, Reject, Hangup, Leave, Sms."""

from typing import TYPE_CHECKING

from webhooks.simulator.captions import Caption
from webhooks.simulator.interrupts import HungUp, Source
from webhooks.simulator.player.audio import sound
from webhooks.simulator.player.scene import HangUpVerb, Left

if TYPE_CHECKING:
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


async def aloud(scene: "Scene", verb: "Verb") -> Source | None:
    """Say and Play."""
    scene.player.answer()
    await sound(scene.leg, verb)
    return None


async def pause(scene: "Scene", verb: "Verb") -> Source | None:
    """Silence; as the first verb it delays the pick-up."""
    await sound(scene.leg, verb)
    return None


async def redirect(scene: "Scene", verb: "Verb") -> Source | None:
    """Go to another document; a blank address means this one."""
    return Source(scene.resolve(verb.text or scene.url), verb.get("method", "POST"), purpose="action")


async def reject(scene: "Scene", verb: "Verb") -> Source | None:
    """Refuse a call that has not been answered; an answered one is hung up."""
    leg = scene.leg
    if leg.status != "ringing":
        raise HangUpVerb
    busy = verb.get("reason", "rejected") == "busy"
    leg.captions.add(Caption("carrier", "tone", "busy" if busy else "not in service"))
    leg.finish("busy" if busy else "no-answer", "document")
    raise HungUp


async def hangup(scene: "Scene", verb: "Verb") -> Source | None:
    """End the call."""
    scene.player.answer()
    raise HangUpVerb


async def leave(scene: "Scene", verb: "Verb") -> Source | None:
    """Leave the queue; outside of one nothing happens."""
    if scene.setting.context == "wait":
        raise Left
    return None


async def sms(scene: "Scene", verb: "Verb") -> Source | None:
    """Send a text from within a call."""
    leg = scene.leg
    line = leg.ends.called if leg.ends.direction == "inbound" else leg.ends.caller
    callback = verb.get("statusCallback")
    text = leg.world.texts.send(
        verb.get("from", line), verb.get("to", leg.phone.number), verb.text,
        status_url=scene.resolve(callback) if callback else "",
    )  # fmt: skip
    if not verb.get("action"):
        return None
    extra = (("SmsSid", text.sid), ("SmsStatus", text.status))
    return scene.action(verb.get("action"), verb.get("method", "POST"), extra)
