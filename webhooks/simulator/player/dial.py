"""Dial: ring people, fetch somebody from a queue or enter a conference; then the action, with the outcome."""

from typing import TYPE_CHECKING

from webhooks.simulator import forms
from webhooks.simulator.interrupts import HungUp, Source
from webhooks.simulator.player.dial_conference import meet
from webhooks.simulator.player.dial_people import ring_people
from webhooks.simulator.player.dial_queue import fetch
from webhooks.simulator.player.outcome import Outcome
from webhooks.simulator.player.scene import Failed
from webhooks.simulator.sender import Webhook
from webhooks.simulator.twiml import Verb

if TYPE_CHECKING:
    from webhooks.simulator.player.scene import Scene

PLAYED = {"Number", "Queue", "Conference"}
MOST = 10


async def dial(scene: "Scene", verb: Verb) -> Source | None:
    """Connect the leg; the next verb follows only where there is no action."""
    leg = scene.leg
    if scene.setting.context == "whisper":
        raise Failed(13201, scene.url, "<Dial> in a whisper")
    outcome = Outcome(parent=leg)
    if not verb.yes("answerOnBridge"):
        scene.player.answer()
    try:
        await _connect(scene, verb, outcome)
    except HungUp:
        _tell(scene, verb, outcome)
        raise
    if not verb.get("action"):
        return None
    return scene.action(verb.get("action"), verb.get("method", "POST"), outcome.params())


async def _connect(scene: "Scene", verb: Verb, outcome: Outcome) -> None:
    nouns = list(verb.children) or ([Verb("Number", text=verb.text)] if verb.text else [])
    kinds = {noun.name for noun in nouns}
    if kinds - PLAYED:
        what = f"<Dial> to {', '.join(sorted(kinds - PLAYED))} is not played by this simulator"
        raise Failed(13201, scene.url, what)
    if not nouns or (len(nouns) > 1 and kinds != {"Number"}) or len(nouns) > MOST:
        raise Failed(12200, scene.url, "<Dial> needs one Queue, one Conference, or 1 to 10 Numbers")
    if not await _caller_id_allowed(scene, verb, kinds):
        outcome.status = "failed"
        return
    way = {"Number": ring_people, "Queue": fetch, "Conference": meet}[nouns[0].name]
    await way(scene, verb, nouns, outcome)


async def _caller_id_allowed(scene: "Scene", verb: Verb, kinds: set[str]) -> bool:
    """A caller ID is one end of this call, or a number that the account has or has verified."""
    leg, wanted = scene.leg, verb.get("callerId")
    if "Number" not in kinds or not wanted or wanted in (leg.ends.caller, leg.ends.called):
        return True
    if leg.world.owns(wanted):
        return True
    leg.world.journal.fault(13214, f"callerId {wanted} is not ours", leg.sid, scene.url)
    return False


def _tell(scene: "Scene", verb: Verb, outcome: Outcome) -> None:
    """The caller is gone: the action is asked all the same, and its answer not played."""
    leg = scene.leg
    if not verb.get("action"):
        return
    url = scene.resolve(verb.get("action"))
    params = (*forms.standard(leg), *scene.setting.extra(), *outcome.params())
    method = verb.get("method", "POST")
    webhook = Webhook("action", url, params, method, leg.sid, leg.phone.number, leg.cookies)
    leg.world.sender.inform(webhook)
