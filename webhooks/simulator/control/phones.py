"""Phones: who has which number and what mood, what they have heard and read."""

from aiohttp import web

from webhooks.simulator.control.guard import NotThere, body, phone_in
from webhooks.simulator.keys import WORLD
from webhooks.simulator.numbers import normal


async def several(request: web.Request) -> web.Response:
    """All phones."""
    world = request.app[WORLD]
    return web.json_response({"phones": [world.describe.phone(each) for each in world.phones.values()]})


async def create(request: web.Request) -> web.Response:
    """Make a phone, or change one."""
    world, wanted = request.app[WORLD], await body(request)
    number = normal(str(wanted.pop("number")))
    if number in world.lines:
        raise ValueError(f"{number} is a line of the account")
    phone = world.phone_of(number)
    phone.habits.change(wanted)
    phone.tell()
    return web.json_response(world.describe.phone(phone))


async def fetch(request: web.Request) -> web.Response:
    """One phone."""
    return web.json_response(request.app[WORLD].describe.phone(phone_in(request)))


async def delete(request: web.Request) -> web.Response:
    """Take a phone away; its call is hung up."""
    phone = phone_in(request)
    if phone.leg is not None:
        phone.leg.finish("completed", "phone")
    del request.app[WORLD].phones[phone.number]
    return web.json_response({})


async def texts(request: web.Request) -> web.Response:
    """All texts of a phone, both ways."""
    world = request.app[WORLD]
    found = [world.describe.text(each) for each in world.texts.of(phone_in(request).number)]
    return web.json_response({"texts": found})


async def heard(request: web.Request) -> web.Response:
    """What was heard on the last call, or on the one asked for."""
    world, phone = request.app[WORLD], phone_in(request)
    sid = request.query.get("call")
    leg = world.legs.get(sid) if sid else phone.last
    if leg is None or leg.phone is not phone:
        raise NotThere("there was no such call on this phone")
    call = world.describe.leg(leg, captions=True)
    return web.json_response({"call": call, "transcript": leg.captions.transcript()})
