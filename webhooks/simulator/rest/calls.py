"""Calls.json: create, fetch, update, delete, list."""

from aiohttp import web

from webhooks.simulator import switch
from webhooks.simulator.interrupts import Moved
from webhooks.simulator.keys import WORLD
from webhooks.simulator.leg import Leg
from webhooks.simulator.rest import orders, shapes
from webhooks.simulator.rest.errors import RestError
from webhooks.simulator.rest.form import Form, words
from webhooks.simulator.rest.gate import form_of
from webhooks.simulator.rest.paging import matches, page

CHANGES = words("Url Twiml Method Status FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod")


async def create(request: web.Request) -> web.Response:
    """Place a call; it is queued."""
    world = request.app[WORLD]
    leg = switch.order(world, orders.order(world, Form(await form_of(request))))
    return web.json_response(shapes.call(leg), status=201)


async def fetch(request: web.Request) -> web.Response:
    """One call."""
    return web.json_response(shapes.call(_leg(request)))


async def update(request: web.Request) -> web.Response:
    """Cancel, end or redirect a live call; 21220 where its state does not allow it."""
    leg, form = _leg(request), Form(await form_of(request))
    for name in sorted(set(form.values) - CHANGES):
        leg.world.journal.warning(None, f"a call has no {name} to change, or this simulator does not")
    status = form.text("Status")
    if status not in ("", "canceled", "completed"):
        raise RestError(20001, "Status")
    if leg.over:
        raise RestError(21220, "Call is not in-progress. Cannot redirect.")
    if status == "canceled":
        if leg.status not in ("queued", "initiated", "ringing"):
            raise RestError(21220, "only a queued or ringing call can be canceled")
        leg.finish("canceled", "api")
    elif status == "completed":
        leg.finish("completed" if leg.times.answered_at is not None else "canceled", "api")
    elif leg.status != "in-progress":
        raise RestError(21220, "Call is not in-progress. Cannot redirect.")
    else:
        _redirect(leg, form)
    return web.json_response(shapes.call(leg))


def _redirect(leg: Leg, form: Form) -> None:
    source = orders.source(form)
    if form.text("StatusCallback"):
        leg.reporter.url = form.url("StatusCallback", 21609)
        leg.reporter.method = form.text("StatusCallbackMethod", "POST").upper()
    leg.interrupt(Moved(source, orders.fallback(form)))


async def delete(request: web.Request) -> web.Response:
    """Forget a call that is over."""
    leg = _leg(request)
    if not leg.over:
        raise RestError(20009)
    leg.deleted = True
    return web.Response(status=204)


async def several(request: web.Request) -> web.Response:
    """The calls that pass the filters, newest first."""
    legs = [leg for leg in reversed(request.app[WORLD].legs.values()) if _passes(request, leg)]
    return page(request, "calls", [shapes.call(leg) for leg in legs])


def _passes(request: web.Request, leg: Leg) -> bool:
    wanted = request.query
    status = "queued" if leg.status == "initiated" else leg.status
    parent = leg.ends.parent.sid if leg.ends.parent else None
    return not leg.deleted and (
        wanted.get("To", leg.ends.called) == leg.ends.called
        and wanted.get("From", leg.ends.caller) == leg.ends.caller
        and wanted.get("Status", status) == status
        and wanted.get("ParentCallSid", parent) == parent
        and matches(request, "StartTime", leg.times.begun or leg.times.created)
        and matches(request, "EndTime", leg.times.ended)
    )


def _leg(request: web.Request) -> Leg:
    leg = request.app[WORLD].legs.get(request.match_info["sid"])
    if leg is None or leg.deleted:
        raise RestError(20404)
    return leg
