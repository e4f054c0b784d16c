"""The dials of the network: weather, pace, lines, the account's token, and the way back to the beginning."""

from dataclasses import asdict

from aiohttp import web

from webhooks.simulator.control.guard import NotThere, body
from webhooks.simulator.journal import Expectation
from webhooks.simulator.keys import WORLD
from webhooks.simulator.numbers import normal
from webhooks.simulator.sender import CUT, DROPPED, TIMED_OUT
from webhooks.simulator.signing import DIGESTS


async def weather(request: web.Request) -> web.Response:
    """The weather; PATCH throws switches, DELETE makes it fair."""
    world = request.app[WORLD]
    if request.method == "PATCH":
        changes = await body(request)
        world.weather.change(changes)
        for switch, words in (("cut", CUT), ("read_timeout", TIMED_OUT), ("dropped", DROPPED)):
            if changes.get(switch):
                world.journal.announce(Expectation(None, words))
    elif request.method == "DELETE":
        world.weather.clear()
    sky = asdict(world.weather.sky)
    if request.method != "GET":
        world.journal.tell("weather", sky)
    return web.json_response(sky)


async def speed(request: web.Request) -> web.Response:
    """The pace: simulated seconds in a real one."""
    world = request.app[WORLD]
    world.clock.set_speed(float((await body(request))["speed"]))
    world.journal.tell("speed", {"speed": world.clock.speed})
    return web.json_response({"speed": world.clock.speed})


async def line(request: web.Request) -> web.Response:
    """Change where a line leads, or who handles its opt-outs."""
    world, number = request.app[WORLD], normal(request.match_info["number"])
    if number not in world.lines:
        raise NotThere(f"{number} is not a line of the account")
    world.lines[number] = world.lines[number].changed(await body(request))
    return web.json_response(asdict(world.lines[number]))


async def token(request: web.Request) -> web.Response:
    """Promote another token: it signs and is asked for from now on."""
    world, wanted = request.app[WORLD], await body(request)
    algorithm = str(wanted.get("algorithm", world.account.algorithm))
    if algorithm not in DIGESTS:
        raise ValueError(f"algorithm is one of {', '.join(DIGESTS)}")
    world.account.token = str(wanted.get("auth_token", world.account.token))
    world.account.algorithm = algorithm
    return web.json_response({"algorithm": algorithm})


async def reset(request: web.Request) -> web.Response:
    """Begin again."""
    seed = (await body(request)).get("seed")
    await request.app[WORLD].reset(None if seed is None else int(seed))
    return web.json_response({})
