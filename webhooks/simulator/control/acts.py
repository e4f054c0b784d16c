"""What people do with their phones: dial, answer, press, say, hang up, text; several at the same instant too."""

import asyncio
import json
import re
from typing import Any

from aiohttp import web

from webhooks.simulator import person
from webhooks.simulator.control.guard import NotThere, body, phone_in, problem
from webhooks.simulator.keys import WORLD
from webhooks.simulator.leg import Ends, Leg
from webhooks.simulator.numbers import normal
from webhooks.simulator.phone import Phone
from webhooks.simulator.switch import call_line
from webhooks.simulator.world import World

Json = dict[str, Any]
VERSTAT = re.compile(
    r"TN-Validation-(?:Passed|Failed)-[ABC](?:-Diverted|-Passthrough)?|TN-Validation-Failed|No-TN-Validation|NULL"
)


async def dial(request: web.Request) -> web.Response:
    """Call a line, with a caller ID of one's own or none if wished."""
    world, phone, wanted = request.app[WORLD], phone_in(request), await body(request)
    line = world.lines.get(normal(str(wanted["to"])))
    if line is None:
        raise NotThere(f"{wanted['to']} is not a line of the account")
    caller = str(wanted.get("caller_id", phone.habits.shows or phone.number))
    leg = call_line(phone, line, Ends(caller, line.number, "inbound", line, None, _extras(wanted)))
    if leg is None:
        return problem(409, f"{phone.number} is on a call already")
    leg.script = wanted.get("script")
    phone.patience = float(wanted.get("patience", phone.patience))
    return web.json_response(world.describe.leg(leg))


def _extras(wanted: Json) -> tuple[tuple[str, str], ...]:
    """Parameters that only some calls have."""
    extras = [("StirVerstat", "stir"), ("CallerName", "caller_name")]
    found = [(name, str(wanted[key])) for name, key in extras if wanted.get(key)]
    if wanted.get("forwarded_from"):
        found += [(name, str(wanted["forwarded_from"])) for name in ("ForwardedFrom", "CalledVia")]
    if wanted.get("stir"):
        if not VERSTAT.fullmatch(str(wanted["stir"])):
            raise ValueError(f"{wanted['stir']} is no attestation such as TN-Validation-Passed-A")
        found.append(("StirPassportToken", "simulated"))
        token = json.dumps({"parentCallInfoToken": "simulated", "identityHeaderTokens": []})
        found.append(("CallToken", token))
    return tuple(found)


async def answer(request: web.Request) -> web.Response:
    """Answer what rings, or what rings within `wait` real seconds."""
    return await _decide(request, "answered")


async def decline(request: web.Request) -> web.Response:
    """Decline what rings."""
    return await _decide(request, "busy")


async def _decide(request: web.Request, decision: str) -> web.Response:
    world, phone, wanted = request.app[WORLD], phone_in(request), await body(request)
    wait = float(wanted.get("wait", 0))
    ringing = await phone.pulse.until(lambda: phone.leg if phone.ringing else None, wait)
    if ringing is None or not phone.decide(decision):
        return problem(409, f"{phone.number} does not ring")
    await phone.pulse.until(lambda: ringing if ringing.status != "ringing" else None, 5)
    return web.json_response(world.describe.leg(ringing))


async def press(request: web.Request) -> web.Response:
    """Press keys."""
    leg, wanted = live(phone_in(request)), await body(request)
    keys, when = str(wanted["keys"]), str(wanted.get("when", "listening"))
    if not keys or set(keys) - set("0123456789*#w"):
        raise ValueError("keys are 0-9, *, # and w for half a second")
    done = await person.press(leg, keys, when, float(wanted.get("deadline", 10)))
    return _after(leg, done, f"press {keys}")


async def say(request: web.Request) -> web.Response:
    """Say something."""
    leg, wanted = live(phone_in(request)), await body(request)
    speech = person.Speech(str(wanted["text"]), float(wanted.get("confidence", 0.9)))
    when = str(wanted.get("when", "listening"))
    done = await person.say(leg, speech, when, float(wanted.get("deadline", 10)))
    return _after(leg, done, "say that")


async def silence(request: web.Request) -> web.Response:
    """Do nothing: what listens may time out."""
    leg, wanted = live(phone_in(request)), await body(request)
    leg.attended_until = 0.0
    leg.phone.pulse.beat()
    if leg.listener is not None:
        leg.listener.hush()
    await leg.linger(float(wanted.get("seconds", 0)))
    return _after(leg, True, "be silent")


async def hang_up(request: web.Request) -> web.Response:
    """Put the phone down."""
    leg = live(phone_in(request))
    leg.finish(ending(leg), "phone")
    return web.json_response(leg.world.describe.leg(leg))


def ending(leg: Leg) -> str:
    """The status of a leg whose person goes now."""
    if leg.times.answered_at is not None:
        return "completed"
    return "no-answer" if leg.ends.direction == "inbound" else "busy"


async def text(request: web.Request) -> web.Response:
    """Text a line."""
    world, phone, wanted = request.app[WORLD], phone_in(request), await body(request)
    return web.json_response(world.describe.text(_text(world, phone, wanted)))


def _text(world: World, phone: Phone, wanted: Json) -> Any:  # noqa: ANN401 - a Text
    line = world.lines.get(normal(str(wanted["to"])))
    if line is None:
        raise NotThere(f"{wanted['to']} is not a line of the account")
    return world.texts.receive(phone, line, str(wanted.get("body", "")), list(wanted.get("media", [])))


async def together(request: web.Request) -> web.Response:
    """Do several things in the same instant, once everybody is ready for it."""
    world, wanted = request.app[WORLD], await body(request)
    acts = [(world.phone_of(normal(str(each["number"]))), each) for each in wanted["acts"]]
    deadline = float(wanted.get("deadline", 10))
    ready = await asyncio.gather(*(_ready(phone, each, deadline) for phone, each in acts))
    if not all(ready):
        return problem(408, "not everybody was ready")
    for phone, each in acts:
        _do(world, phone, each)
    return web.json_response({"done": len(acts)})


async def _ready(phone: Phone, wanted: Json, deadline: float) -> bool:
    if wanted["do"] in ("answer", "decline"):
        return bool(await phone.pulse.until(lambda: phone.ringing or None, deadline))
    if wanted["do"] in ("press", "say"):
        return bool(await phone.pulse.until(lambda: person.is_open(live(phone), "dtmf"), deadline))
    return True


def _do(world: World, phone: Phone, wanted: Json) -> None:
    act = wanted["do"]
    if act in ("answer", "decline"):
        phone.decide("answered" if act == "answer" else "busy")
    elif act == "press":
        live(phone).captions.acted()
        for key in str(wanted["keys"]):
            live(phone).press(key)
    elif act == "say":
        world.background(live(phone).speak(str(wanted["text"])))
    elif act == "hang_up":
        live(phone).finish(ending(live(phone)), "phone")
    elif act == "text":
        _text(world, phone, wanted)
    else:
        raise ValueError(f"nobody can {act}")


def live(phone: Phone) -> Leg:
    """The call that is going on on a phone; 404 if there is none."""
    if phone.leg is None:
        raise NotThere(f"{phone.number} is on no call")
    return phone.leg


def _after(leg: Leg, done: bool, what: str) -> web.Response:
    if done:
        return web.json_response(leg.world.describe.leg(leg))
    transcript = leg.captions.transcript()
    return problem(408, f"{leg.phone.number} had no chance to {what}; the call so far:\n{transcript}")
