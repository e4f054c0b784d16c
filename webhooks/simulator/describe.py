"""The JSON of phones, legs, texts and rooms, as the control API and the events give it."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.phone import Phone
    from webhooks.simulator.rooms import Conference, WaitingQueue
    from webhooks.simulator.texts import Text
    from webhooks.simulator.world import World

Json = dict[str, Any]


class Describe:
    """Makes plain data of things."""

    def __init__(self, world: "World") -> None:
        self.world = world

    def phone(self, phone: "Phone") -> Json:
        """A handset."""
        texts = self.world.texts.of(phone.number)
        unread = sum(not text.read for text in texts if text.direction == "in")
        return {
            "number": phone.number,
            **vars(phone.habits),
            "call": phone.leg.sid if phone.leg else None,
            "state": phone.state,
            "texts": len(texts),
            "unread": unread,
        }

    def leg(self, leg: "Leg", captions: bool = False) -> Json:
        """A call; its captions are long and only given on demand."""
        times, others = leg.times, leg.party.others(leg) if leg.party else []
        found: Json = {
            "sid": leg.sid,
            "from": leg.ends.caller,
            "to": leg.ends.called,
            "direction": leg.ends.direction,
            "phone": leg.phone.number,
            "line": leg.ends.line.number if leg.ends.line else None,
            "status": leg.status,
            "parent": leg.ends.parent.sid if leg.ends.parent else None,
            "started_at": round(times.began_at, 3),
            "answered_at": times.answered_at,
            "ended_at": times.ended_at,
            "seconds": round(leg.seconds, 3),
            "joined_with": [each.phone.number for each in others],
            "joined_sids": [each.sid for each in others],
            "queue": leg.queue,
            "conference": self.world.rooms.conference_of(leg),
            "listening": leg.listener.describe() if leg.listener else None,
            "doing": leg.doing,
            "ended_by": leg.ended_by,
            "answered_by": leg.answered_by,
        }
        if captions:
            found["captions"] = [asdict(each) for each in leg.captions.all]
        return found

    def text(self, text: "Text") -> Json:
        """A text as a handset sees it."""
        return {
            "sid": text.sid,
            "i": text.i,
            "at": text.at,
            "from": text.sender,
            "to": text.receiver,
            "body": text.body,
            "segments": text.segments,
            "encoding": text.encoding,
            "media": [dict(each) for each in text.media],
            "direction": text.direction,
            "status": text.status,
            "read": text.read,
            "error_code": text.error_code,
        }

    def queue(self, queue: "WaitingQueue") -> Json:
        """A queue and who waits in it."""
        now = self.world.clock.now()
        return {
            "name": queue.name,
            "sid": queue.sid,
            "members": [
                {"call": each.leg.sid, "phone": each.leg.phone.number, "waited": round(now - each.since, 1)}
                for each in queue.members
            ],
        }

    def conference(self, room: "Conference") -> Json:
        """A conference room and who is in it."""
        members = [{"call": leg.sid, "phone": leg.phone.number} for leg in room.party.legs]
        return {"name": room.name, "sid": room.party.sid, "members": members}

    def state(self) -> Json:
        """Everything that a page needs to begin with."""
        world = self.world
        return {
            "at": round(world.clock.now(), 3),
            "speed": world.clock.speed,
            "lines": [{**asdict(line), "handling": line.handling} for line in world.lines.values()],
            "phones": [self.phone(phone) for phone in world.phones.values()],
            "calls": [self.leg(leg) for leg in world.legs.values() if not leg.over],
            "queues": [self.queue(queue) for queue in world.rooms.queues.values() if queue.members],
            "conferences": [self.conference(room) for room in world.rooms.conferences.values()],
            "weather": asdict(world.weather.sky),
            "faults": sum(not fault.expected for fault in world.journal.faults),
            "last_event": world.journal.last,
        }
