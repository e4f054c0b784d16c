"""Waiting for something to be true of a phone, and the story of what happened instead."""

import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from webhooks.simulator.control.guard import body, phone_in
from webhooks.simulator.keys import WORLD
from webhooks.simulator.person import is_open
from webhooks.simulator.phone import Phone
from webhooks.simulator.texts import Text

Json = dict[str, Any]
ON_A_CALL = ("hears", "hears_one_of", "listening", "joined_with", "alone", "queued", "conference", "talks")


async def wait(request: web.Request) -> web.Response:
    """Long poll for one condition; 408 and the story if it does not come true in time."""
    phone, wanted = phone_in(request), await body(request)
    condition = dict(wanted["for"])
    if len(condition) != 1 or set(condition) - set(CONDITIONS):
        raise ValueError(f"one condition of {', '.join(CONDITIONS)} is wanted")
    found = await _until(phone, condition, float(wanted.get("deadline", 10)))
    if found is None:
        return web.json_response({"met": False, "instead": story(phone)}, status=408)
    if phone.leg is not None:
        phone.leg.attended_until = time.monotonic() + phone.patience
    return web.json_response({"met": True, **found})


async def _until(phone: Phone, condition: Json, deadline: float) -> Json | None:
    end = time.monotonic() + deadline
    ((name, value),) = condition.items()
    while True:
        found = CONDITIONS[name](phone, value)
        if isinstance(found, dict):
            return found
        left = end - time.monotonic()
        if left <= 0 or (name in ON_A_CALL and phone.leg is None and phone.last is not None):
            return None
        await phone.pulse.next(left if found is None else min(left, found))


def hears(phone: Phone, phrase: str) -> Json | float | None:
    """The phrase has been said; or the real seconds until it will have been."""
    leg = phone.leg or phone.last
    moment = leg.captions.find(phrase) if leg else None
    if leg is None or moment is None:
        return None
    left = (moment - phone.world.clock.now()) / phone.world.clock.speed
    if left > 0 and not leg.over:
        return left + 0.001
    return {"call": leg.sid, "at": moment}


def hears_one_of(phone: Phone, phrases: list[str]) -> Json | float | None:
    """The first of several phrases to have been said; or the real seconds until one will have been."""
    found = {phrase: hears(phone, phrase) for phrase in phrases}
    said = {phrase: each for phrase, each in found.items() if isinstance(each, dict)}
    if said:
        first = min(said, key=lambda phrase: float(said[phrase]["at"]))
        return {**said[first], "phrase": first}
    return min((each for each in found.values() if isinstance(each, float)), default=None)


def reads(phone: Phone, phrase: str) -> Json | None:
    """A text that was not read for this yet contains the phrase; it counts as read from now on."""
    text = next((each for each in _new(phone) if phrase.lower() in each.body.lower()), None)
    if text is None:
        return None
    text.read = True
    phone.matched.add(text.sid)
    return {"text": phone.world.describe.text(text)}


def _new(phone: Phone) -> list[Text]:
    texts = phone.world.texts.of(phone.number)
    return [each for each in texts if each.direction == "in" and each.sid not in phone.matched]


def rings(phone: Phone, _: object) -> Json | None:
    """It rings; the test knows of the call from now on."""
    if not phone.ringing or phone.leg is None:
        return None
    phone.claimed.add(phone.leg.sid)
    return {"call": phone.leg.sid}


def joined_with(phone: Phone, number: str) -> Json | None:
    """They hear each other."""
    leg = phone.leg
    others = leg.party.others(leg) if leg and leg.party else []
    found = next((each for each in others if each.phone.number == number), None)
    return {"call": leg.sid, "other": found.sid} if leg and found else None


def _if(state: bool, phone: Phone) -> Json | None:
    leg = phone.leg or phone.last
    return {"call": leg.sid if leg else None} if state else None


CONDITIONS: dict[str, Callable[[Phone, Any], Json | float | None]] = {
    "hears": hears,
    "hears_one_of": hears_one_of,
    "reads": reads,
    "rings": rings,
    "joined_with": joined_with,
    "talks": lambda phone, _: _if(phone.state == "talking", phone),
    "alone": lambda phone, _: _if(phone.leg is None or phone.leg.party is None, phone),
    "queued": lambda phone, _: _if(bool(phone.leg and phone.leg.queue), phone),
    "conference": lambda phone, name: _if(
        bool(phone.leg and phone.world.rooms.conference_of(phone.leg) == name), phone
    ),
    "ended": lambda phone, _: _if(phone.leg is None and phone.last is not None, phone),
    "status": lambda phone, status: _if(bool(phone.last and phone.last.status == status), phone),
    "listening": lambda phone, _: _if(bool(phone.leg and is_open(phone.leg, "dtmf")), phone),
}


def story(phone: Phone) -> str:
    """What happened on a phone, for a reader who expected something else."""
    lines = [f"{phone.number} is {phone.state}"]
    if phone.last is not None:
        leg = phone.last
        lines.append(f"its last call {leg.sid} is {leg.status} (ended by {leg.ended_by}):")
        lines.append(leg.captions.transcript() or "  (nothing was heard)")
    texts = phone.world.texts.of(phone.number)[-5:]
    lines += [f"text {'to' if each.direction == 'in' else 'from'} it: {each.body!r}" for each in texts]
    faults = [f"fault {each.code}: {each.what}" for each in phone.world.journal.faults if not each.expected]
    return "\n".join([*lines, *faults[-5:]])


async def ringing(request: web.Request) -> web.Response:
    """Wait until some phone rings, `rather` a certain one, none of `but`: whoever happens to be on duty."""
    world, wanted = request.app[WORLD], await body(request)
    rather, but = str(wanted.get("rather", "")), set(wanted.get("but", ()))

    def met() -> Phone | None:
        found = [each for each in world.phones.values() if each.ringing and each.number not in but]
        return next((each for each in found if each.number == rather), found[0] if found else None)

    phone = await world.journal.pulse.until(met, float(wanted.get("deadline", 10)))
    if phone is None:
        return web.json_response({"met": False, "instead": "no phone rings"}, status=408)
    return web.json_response({"phone": world.describe.phone(phone)})


async def quiet(request: web.Request) -> web.Response:
    """Wait until no call is live and nothing is under way."""
    world, wanted = request.app[WORLD], await body(request)
    deadline = float(wanted.get("deadline", 10))
    if await world.journal.pulse.until(lambda: None if world.busy else True, deadline):
        return web.json_response({"quiet": True})
    live = [world.describe.leg(leg) for leg in world.legs.values() if not leg.over]
    return web.json_response({"quiet": False, "live": live, "webhooks": world.sender.under_way}, status=408)
