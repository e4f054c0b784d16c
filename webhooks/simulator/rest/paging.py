"""Lists in pages, as the carrier gives them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from webhooks.simulator.rest.errors import RestError

Json = dict[str, Any]
LARGEST = 1000


def page(request: web.Request, key: str, items: Sequence[Json]) -> web.Response:
    """One page of a list under `key`; `PageSize` up to 1000, `Page` from 0."""
    try:
        size = max(1, min(LARGEST, int(request.query.get("PageSize", "50"))))
        number = max(0, int(request.query.get("Page", "0")))
    except ValueError:
        raise RestError(20001, "PageSize and Page are numbers") from None
    start = number * size
    shown = items[start : start + size]
    more = start + size < len(items)
    return web.json_response(
        {
            key: list(shown),
            "page": number,
            "page_size": size,
            "start": start,
            "end": max(start, start + len(shown) - 1),
            "uri": _uri(request, size, number),
            "first_page_uri": _uri(request, size, 0),
            "next_page_uri": _uri(request, size, number + 1) if more else None,
            "previous_page_uri": _uri(request, size, number - 1) if number else None,
        }
    )


def _uri(request: web.Request, size: int, number: int) -> str:
    own = ("Page", "PageSize", "PageToken")
    rest = [(name, value) for name, value in request.query.items() if name not in own]
    token = [("PageToken", f"PA{number}")] if number else []
    return f"{request.path}?{urlencode([*rest, ('PageSize', size), ('Page', number), *token])}"


def matches(request: web.Request, name: str, moment: datetime | None) -> bool:
    """Whether a moment passes the filters `Name`, `Name<`, `Name>` (days or times, inclusive)."""
    for sign in ("", "<", ">"):
        wanted = request.query.get(name + sign)
        if wanted is None:
            continue
        if moment is None:
            return False
        text = moment.strftime("%Y-%m-%d" if len(wanted) == 10 else "%Y-%m-%dT%H:%M:%SZ")
        passes = {"": text == wanted, "<": text <= wanted, ">": text >= wanted}
        if not passes[sign]:
            return False
    return True
