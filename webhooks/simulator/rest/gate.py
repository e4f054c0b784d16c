"""What every REST request passes: the weather, the password, the tape."""

import asyncio
import base64
import binascii
import time
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from webhooks.simulator.journal import Entry
from webhooks.simulator.keys import WORLD
from webhooks.simulator.rest.errors import RestError
from webhooks.simulator.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def guarded(handler: Handler) -> Handler:
    """A handler that lets in only who may, in the weather that there is, and tapes what was said."""

    async def guard(request: web.Request) -> web.StreamResponse:
        world, begun = request.app[WORLD], time.monotonic()
        world.served += 1
        form = await form_of(request)
        marks: list[str] = []
        try:
            response = await _answer(world, request, handler, marks)
        except RestError as error:
            response = error.response()
        body = response.body if isinstance(response, web.Response) else b""
        world.journal.record(
            Entry(
                0, 0.0, "rest", "rest", request.method, str(request.url), form,
                status=response.status, body=body.decode() if isinstance(body, bytes) else "",
                content_type=response.content_type, seconds=round(time.monotonic() - begun, 4), weather=marks,
            )
        )  # fmt: skip
        if "cut" in marks or "rest_dropped_after" in marks:
            _abort(request)
        return response

    return guard


async def form_of(request: web.Request) -> dict[str, Any]:
    """The form, repeated keys as lists, or the query of a GET."""
    source = await request.post() if request.method == "POST" else request.query
    found: dict[str, Any] = {}
    for name in dict.fromkeys(source):
        values = [str(value) for value in source.getall(name)]
        found[name] = values if len(values) > 1 else values[0]
    return found


async def _answer(world: World, request: web.Request, handler: Handler, marks: list[str]) -> web.StreamResponse:
    form = await form_of(request)
    number = str(form.get("To", ""))
    if world.weather.sky.cut:
        marks.append("cut")
        return web.Response(status=503)
    if world.weather.strikes("rest_slow", "rest", number):
        marks.append("rest_slow")
        await asyncio.sleep(world.weather.seconds("rest_slow_seconds", "rest", number))
    for switch, code in (("rest_503", 20503), ("rest_429", 20429)):
        if world.weather.strikes(switch, "rest", number):
            marks.append(switch)
            raise RestError(code)
    _authenticate(world, request)
    response = await handler(request)
    if request.method == "POST" and response.status < 300:
        for switch in ("rest_500_after", "rest_dropped_after"):
            if world.weather.strikes(switch, "rest", number):
                marks.append(switch)
                return RestError(20500).response()
    return response


def _authenticate(world: World, request: web.Request) -> None:
    """Basic authentication with the account's SID and token (20003); another account is not found (20404)."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    try:
        name, _, password = base64.b64decode(secret).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        raise RestError(20003) from None
    if kind.lower() != "basic" or (name, password) != (world.account.sid, world.account.token):
        raise RestError(20003)
    if request.match_info.get("account", world.account.sid) != world.account.sid:
        raise RestError(20404)


def _abort(request: web.Request) -> None:
    """Let the connection drop without an answer."""
    if request.transport is not None:
        request.transport.abort()
