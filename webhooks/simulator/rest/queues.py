"""Queues.json and its members, which can be taken out by giving them another document."""

from aiohttp import web

from webhooks.simulator.interrupts import Moved
from webhooks.simulator.keys import WORLD
from webhooks.simulator.rest import orders, shapes
from webhooks.simulator.rest.errors import RestError
from webhooks.simulator.rest.form import Form
from webhooks.simulator.rest.gate import form_of
from webhooks.simulator.rest.paging import page
from webhooks.simulator.rooms import Member, WaitingQueue


async def several(request: web.Request) -> web.Response:
    """All queues."""
    world = request.app[WORLD]
    return page(request, "queues", [shapes.queue(world, each) for each in world.rooms.queues.values()])


async def create(request: web.Request) -> web.Response:
    """Make a queue before anybody waits in it."""
    world, form = request.app[WORLD], Form(await form_of(request))
    name = form.text("FriendlyName")
    if not name or len(name) > 64:
        raise RestError(20001, "FriendlyName")
    queue = world.rooms.queue(name)
    queue.max_size = int(form.seconds("MaxSize", 1000, 5000))
    return web.json_response(shapes.queue(world, queue), status=201)


async def fetch(request: web.Request) -> web.Response:
    """One queue."""
    return web.json_response(shapes.queue(request.app[WORLD], _queue(request)))


async def update(request: web.Request) -> web.Response:
    """Change how many may wait in a queue."""
    world, queue, form = request.app[WORLD], _queue(request), Form(await form_of(request))
    if form.text("FriendlyName", queue.name) != queue.name:
        raise RestError(20001, "FriendlyName: this simulator renames no queue")
    queue.max_size = int(form.seconds("MaxSize", queue.max_size, 5000))
    return web.json_response(shapes.queue(world, queue))


async def delete(request: web.Request) -> web.Response:
    """Do away with an empty queue."""
    queue = _queue(request)
    if queue.members:
        raise RestError(20009, "somebody waits in it")
    del request.app[WORLD].rooms.queues[queue.name]
    return web.Response(status=204)


async def members(request: web.Request) -> web.Response:
    """Who waits in a queue."""
    world, queue = request.app[WORLD], _queue(request)
    return page(request, "queue_members", [shapes.member(world, queue, each) for each in queue.members])


async def member(request: web.Request) -> web.Response:
    """One who waits, by call SID or as `Front`."""
    queue = _queue(request)
    return web.json_response(shapes.member(request.app[WORLD], queue, _member(request, queue)))


async def dequeue(request: web.Request) -> web.Response:
    """Give one who waits another document."""
    queue = _queue(request)
    waiting = _member(request, queue)
    form = Form(await form_of(request))
    answer = shapes.member(request.app[WORLD], queue, waiting)
    waiting.leg.interrupt(Moved(orders.source(form)))
    return web.json_response(answer)


def _queue(request: web.Request) -> WaitingQueue:
    for queue in request.app[WORLD].rooms.queues.values():
        if queue.sid == request.match_info["sid"]:
            return queue
    raise RestError(20404)


def _member(request: web.Request, queue: WaitingQueue) -> Member:
    wanted = request.match_info["member"]
    for waiting in queue.members:
        if wanted in ("Front", waiting.leg.sid):
            return waiting
    raise RestError(20404)
