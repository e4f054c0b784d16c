"""What is on record: the state of everything, calls, rooms, tape, faults, what nobody expected, and the costs."""

import time
from dataclasses import asdict

from aiohttp import web

from webhooks.simulator.control.guard import NotThere, body
from webhooks.simulator.journal import Expectation
from webhooks.simulator.keys import WORLD
from webhooks.simulator.world import World


async def state(request: web.Request) -> web.Response:
    """Everything a page needs to begin with."""
    return web.json_response(request.app[WORLD].describe.state())


async def calls(request: web.Request) -> web.Response:
    """All calls, or the live ones."""
    world, live = request.app[WORLD], request.query.get("live") == "1"
    found = [world.describe.leg(leg) for leg in world.legs.values() if not (live and leg.over)]
    return web.json_response({"calls": found})


async def call(request: web.Request) -> web.Response:
    """One call with all that was heard."""
    world = request.app[WORLD]
    leg = world.legs.get(request.match_info["sid"])
    if leg is None:
        raise NotThere("no such call")
    return web.json_response(world.describe.leg(leg, captions=True))


async def drop(request: web.Request) -> web.Response:
    """Cut a call off, as a broken network does."""
    world = request.app[WORLD]
    leg = world.legs.get(request.match_info["sid"])
    if leg is None:
        raise NotThere("no such call")
    leg.finish("completed" if leg.times.answered_at is not None else "failed", "weather")
    return web.json_response(world.describe.leg(leg))


async def queues(request: web.Request) -> web.Response:
    """All queues."""
    world = request.app[WORLD]
    return web.json_response({"queues": [world.describe.queue(each) for each in world.rooms.queues.values()]})


async def conferences(request: web.Request) -> web.Response:
    """All conference rooms."""
    world = request.app[WORLD]
    found = [world.describe.conference(each) for each in world.rooms.conferences.values()]
    return web.json_response({"conferences": found})


async def texts(request: web.Request) -> web.Response:
    """All texts of everybody."""
    world = request.app[WORLD]
    return web.json_response({"texts": [world.describe.text(each) for each in world.texts.all.values()]})


async def tape(request: web.Request) -> web.Response:
    """Every webhook and REST request after `since`, or the `last` so many."""
    journal, wanted = request.app[WORLD].journal, request.query
    newest = journal.taped - int(wanted["last"]) if "last" in wanted else 0
    since, limit = max(newest, int(wanted.get("since", "0"))), int(wanted.get("limit", "1000"))
    purpose = wanted.get("purpose")
    found = [asdict(each) for each in journal.tape if each.i > since and purpose in (None, each.purpose)]
    shown = found[:limit]
    return web.json_response({"tape": shown, "next": shown[-1]["i"] if shown else since})


async def faults(request: web.Request) -> web.Response:
    """All faults; DELETE forgets them."""
    journal = request.app[WORLD].journal
    if request.method == "DELETE":
        journal.faults.clear()
    return web.json_response({"faults": [asdict(each) for each in journal.faults]})


async def expect(request: web.Request) -> web.Response:
    """Announce a fault that is meant to happen."""
    wanted = await body(request)
    expectation = Expectation(wanted.get("code"), str(wanted.get("what", "")))
    request.app[WORLD].journal.announce(expectation)
    return web.json_response({})


async def unexpected(request: web.Request) -> web.Response:
    """Everything that nobody said would happen, in words."""
    return web.json_response({"unexpected": surprises(request.app[WORLD])})


def surprises(world: World) -> list[str]:
    """Calls that nobody took notice of, texts that nobody read, faults that nobody announced."""
    found = []
    for phone in world.phones.values():
        for leg in phone.legs:
            if leg.sid not in phone.claimed and not phone.habits.expects_calls:
                found.append(f"a call to {phone.number} that nobody expected ({leg.sid}, {leg.status})")
        for text in world.texts.of(phone.number):
            if not text.read and not phone.habits.expects_texts:
                found.append(f"a text to {phone.number} that nobody read: {text.body!r}")
    for fault in world.journal.faults:
        if not fault.expected:
            found.append(f"{fault.severity} {fault.code}: {fault.what} ({fault.url or fault.call})")
    return found


async def stats(request: web.Request) -> web.Response:
    """What the run has cost; seconds are real."""
    world = request.app[WORLD]
    wall = time.monotonic() - world.started
    cpu = time.process_time() - world.cpu_at_start
    ordered = sorted(world.sender.durations)
    marks = {
        name: ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0
        for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0))
    }
    return web.json_response(
        {
            "cpu_seconds": cpu,
            "wall_seconds": wall,
            "cpu_share": cpu / wall,
            "calls": len(world.legs),
            "live": sum(not leg.over for leg in world.legs.values()),
            "texts": len(world.texts.all),
            "webhooks": len(ordered),
            "rest": world.served,
            "webhook_seconds": marks,
            "slowest_webhook": marks["max"],
        }
    )
