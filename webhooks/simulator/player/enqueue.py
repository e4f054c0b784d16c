"""Enqueue: a leg waits in a queue and hears the waiting documents, until it is fetched, leaves or goes."""

from typing import TYPE_CHECKING

from webhooks.simulator import forms
from webhooks.simulator.captions import Caption
from webhooks.simulator.interrupts import Dequeued, HungUp, Interrupt, Moved, Source
from webhooks.simulator.player.scene import Failed, HangUpVerb, Left, Setting
from webhooks.simulator.rooms import Member, WaitingQueue
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.forms import Params
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb

SHORTEST_ROUND = 0.5


async def enqueue(scene: "Scene", verb: "Verb") -> Source | None:
    """Wait in the queue of this name; then the action, with what became of it."""
    scene.player.answer()
    leg = scene.leg
    if len(verb.text) > 64 or not verb.text:
        raise Failed(12200, scene.url, "<Enqueue> takes a name of 1 to 64 characters")
    queue = leg.world.rooms.queue(verb.text)
    if len(queue.members) >= int(verb.number("maxQueueSize", queue.max_size)):
        return _action(scene, verb, _result(queue, None, "queue-full", 0))
    member = leg.world.rooms.enter(queue, leg)
    try:
        result = await _wait(scene, verb, queue, member)
    except Interrupt as interrupt:
        _tell(scene, verb, _result(queue, member, _why(interrupt, member), _waited(member)))
        raise
    except HangUpVerb:
        _tell(scene, verb, _result(queue, member, "hangup", _waited(member)))
        raise
    finally:
        leg.world.rooms.leave(queue, member)
    return _action(scene, verb, _result(queue, member, result, _waited(member)))


def _waited(member: Member) -> int:
    return round(member.leg.world.clock.now() - member.since)


def _why(interrupt: Interrupt, member: Member) -> str:
    if isinstance(interrupt, Moved):
        return "redirected-from-bridged" if member.taken else "redirected"
    return "bridged" if member.taken else "hangup"


def _result(queue: WaitingQueue, member: Member | None, result: str, waited: int) -> "Params":
    return (("QueueResult", result), ("QueueSid", queue.sid), ("QueueTime", str(waited)))


def _action(scene: "Scene", verb: "Verb", extra: "Params") -> Source | None:
    if not verb.get("action"):
        return None
    return scene.action(verb.get("action"), verb.get("method", "POST"), extra)


def _tell(scene: "Scene", verb: "Verb", extra: "Params") -> None:
    """The action of a leg that is gone or elsewhere: asked, and its answer not played."""
    source, leg = _action(scene, verb, extra), scene.leg
    if source is not None:
        params = (*forms.standard(leg), *scene.setting.extra(), *extra)
        webhook = Webhook("action", source.url, params, source.method, leg.sid, leg.phone.number, leg.cookies)
        leg.world.sender.inform(webhook)


async def _wait(scene: "Scene", verb: "Verb", queue: WaitingQueue, member: Member) -> str:
    """Hear the waiting documents round and round; the queue's result."""
    try:
        while True:
            await _round(scene, verb, queue, member)
    except Left:
        return "leave"
    except Dequeued as fetched:
        return await _meet(scene, queue, member, fetched)
    except Failed as failure:
        scene.player.complain(failure)
        return "system-error"


async def _round(scene: "Scene", verb: "Verb", queue: WaitingQueue, member: Member) -> None:
    leg, clock = scene.leg, scene.leg.world.clock
    url = verb.get("waitUrl")
    if not url:
        if "waitUrl" not in verb.attributes:
            leg.captions.add(Caption("carrier", "tone", "hold music"))
        await leg.race(leg.gone)
        return
    begun = clock.now()
    source = Source(scene.resolve(url), verb.get("waitUrlMethod", "POST"), purpose="wait")
    setting = Setting("wait", lambda: _standing(queue, member))
    await scene.player.run(source, setting)
    if clock.now() - begun < SHORTEST_ROUND:
        await leg.rest(SHORTEST_ROUND)


def _standing(queue: WaitingQueue, member: Member) -> "Params":
    """What every request of a waiting document says of the queue."""
    place = queue.members.index(member) + 1 if member in queue.members else 0
    return (
        ("QueuePosition", str(place)),
        ("QueueSid", queue.sid),
        ("QueueTime", str(_waited(member))),
        ("AvgQueueTime", str(queue.average_wait)),
        ("CurrentQueueSize", str(len(queue.members))),
        ("MaxQueueSize", str(queue.max_size)),
    )


async def _meet(scene: "Scene", queue: WaitingQueue, member: Member, fetched: Dequeued) -> str:
    """Hear what is played before the meeting, then talk until either goes."""
    leg, party, world = scene.leg, fetched.party, scene.leg.world
    world.rooms.leave(queue, member)
    extra = (
        ("QueueSid", queue.sid),
        ("QueueTime", str(_waited(member))),
        ("DequeingCallSid", fetched.by.sid),
    )
    try:
        if fetched.source is not None:
            await scene.player.run(fetched.source, Setting("queue_url", lambda: extra))
        if party.closed.done():
            return "error"
        party.enter(leg)
        await leg.race(party.closed)
    except (Left, HangUpVerb):
        return "hangup"
    except HungUp:
        raise
    finally:
        party.leave(leg)
        party.close()
    return "bridged"
