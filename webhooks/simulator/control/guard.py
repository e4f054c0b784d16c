"""Lets only this machine's own pages and programs control the network, and turns mistakes into readable answers."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from webhooks.simulator.keys import WORLD
from webhooks.simulator.numbers import normal
from webhooks.simulator.phone import Phone

Json = dict[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotThere(KeyError):
    """There is no such thing (404)."""


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign hosts and origins (403); mistakes are 400, missing things 404."""
    if request.path.startswith("/2010-04-01/"):
        return await handler(request)
    origin = request.headers.get("Origin")
    if _host(f"//{request.host}") not in request.app[WORLD].config.hosts or _foreign(request, origin):
        return problem(403, "this network is controlled from its own machine only")
    try:
        return await handler(request)
    except NotThere as error:
        return problem(404, str(error.args[0]))
    except (ValueError, KeyError, TypeError) as error:
        return problem(400, f"{type(error).__name__}: {error}")


def problem(status: int, words: str) -> web.Response:
    """An error in words."""
    return web.json_response({"error": words}, status=status)


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _foreign(request: web.Request, origin: str | None) -> bool:
    return origin is not None and urlsplit(origin).netloc != request.host


async def body(request: web.Request) -> Json:
    """The JSON object that was sent; an empty one if nothing was."""
    if not request.can_read_body:
        return {}
    found = await request.json()
    if not isinstance(found, dict):
        raise ValueError("a JSON object is wanted")
    return found


def phone_in(request: web.Request) -> Phone:
    """The phone of the address; 404 where nobody has the number."""
    number = normal(request.match_info["number"])
    phone = request.app[WORLD].phone(number)
    if phone is None:
        raise NotThere(f"nobody has the number {number}")
    return phone
