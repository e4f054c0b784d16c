"""Dial with a conference: wait until it begins, talk, and end it for all where the one who leaves does so."""

import asyncio
from typing import TYPE_CHECKING

from webhooks.simulator.captions import Caption
from webhooks.simulator.clock import rfc2822, wall
from webhooks.simulator.forms import Params
from webhooks.simulator.interrupts import Source
from webhooks.simulator.player.outcome import Outcome, talk
from webhooks.simulator.player.scene import Setting
from webhooks.simulator.rooms import Conference
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb


async def meet(scene: "Scene", verb: "Verb", nouns: "list[Verb]", outcome: Outcome) -> None:
    """Go into the room; the Dial is `answered` whatever happens inside."""
    leg, noun = scene.leg, nouns[0]
    scene.player.answer()
    outcome.status = "answered"
    room = leg.world.rooms.conference(noun.text)
    if not room.party.legs:
        room.max_participants = int(noun.number("maxParticipants", 250))
    if len(room.party.legs) >= room.max_participants:
        outcome.status = "failed"
        return
    _enter(scene, noun, room)
    try:
        await _hold(scene, noun, room)
        await talk(scene, verb, room.party)
    finally:
        _leave(leg, noun, room)


def _enter(scene: "Scene", noun: "Verb", room: Conference) -> None:
    leg = scene.leg
    if noun.get("statusCallback") and not room.status_url:
        room.status_url = scene.resolve(noun.get("statusCallback"))
        room.events = frozenset(noun.get("statusCallbackEvent").split())
    room.labels[leg.sid] = noun.get("participantLabel")
    if noun.yes("startConferenceOnEnter", True):
        room.starters.add(leg.sid)
    if noun.yes("endConferenceOnExit"):
        room.enders.add(leg.sid)
    if noun.yes("muted"):
        room.party.muted.add(leg.sid)
    room.party.enter(leg)
    _tell(room, leg, "join", "participant-join")
    if not room.begun and room.starters and len(room.party.legs) > 1:
        room.begun = True
        _tell(room, leg, "start", "conference-start")
        for each in room.party.legs:
            each.phone.pulse.beat()
    leg.world.rooms.told(room)


async def _hold(scene: "Scene", noun: "Verb", room: Conference) -> None:
    """Hold music or the waiting document, until the conference has begun."""
    leg = scene.leg
    if room.begun:
        return
    url = noun.get("waitUrl")
    if url:
        source = Source(scene.resolve(url), noun.get("waitMethod", "POST"), purpose="wait")
        await scene.player.run(source, Setting("conference_wait"))
    elif "waitUrl" not in noun.attributes:
        leg.captions.add(Caption("carrier", "tone", "hold music"))
    while not room.begun:
        await leg.race(leg.phone.pulse.next())


def _leave(leg: "Leg", noun: "Verb", room: Conference) -> None:
    rooms = leg.world.rooms
    room.party.leave(leg)
    _tell(room, leg, "leave", "participant-leave")
    room.starters.discard(leg.sid)
    if leg.sid in room.enders or not room.party.legs:
        room.party.close()
        if rooms.conferences.get(room.name) is room:
            del rooms.conferences[room.name]
            _tell(room, leg, "end", "conference-end", _reason(room, leg))
    rooms.told(room)


def _reason(room: Conference, leg: "Leg") -> Params:
    """Why a conference has ended, and by whose leaving."""
    last = leg.sid not in room.enders
    why = "last-participant-left" if last else "participant-with-end-conference-on-exit-left"
    return (("CallSidEndingConference", leg.sid), ("ReasonConferenceEnded", why))


def _tell(room: Conference, leg: "Leg", event: str, name: str, extra: Params = ()) -> None:
    number, room.sequence = room.sequence, room.sequence + 1
    if not room.status_url or event not in room.events:
        return
    params = (
        ("ConferenceSid", room.party.sid),
        ("FriendlyName", room.name),
        ("AccountSid", leg.world.account.sid),
        ("SequenceNumber", str(number)),
        ("Timestamp", rfc2822(wall()) or ""),
        ("StatusCallbackEvent", name),
        ("CallSid", leg.sid),
        ("Muted", str(leg.sid in room.party.muted).lower()),
        ("Hold", "false"),
        ("Coaching", "false"),
        ("EndConferenceOnExit", str(leg.sid in room.enders).lower()),
        ("StartConferenceOnEnter", str(leg.sid in room.starters).lower()),
        *((("ParticipantLabel", room.labels[leg.sid]),) if room.labels.get(leg.sid) else ()),
        *extra,
    )
    webhook = Webhook("conference", room.status_url, params, "POST", leg.sid, leg.phone.number)
    room.tail = leg.world.background(_in_order(room.tail, webhook, leg))


async def _in_order(before: "asyncio.Task[None] | None", webhook: Webhook, leg: "Leg") -> None:
    if before is not None:
        await asyncio.wait({before})
    await leg.world.sender.tell(webhook)
