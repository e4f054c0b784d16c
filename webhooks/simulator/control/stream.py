"""Everything that happens, as server-sent events."""

import json

from aiohttp import web

from webhooks.simulator.keys import WORLD

KEEP_OPEN_SECONDS = 15.0


async def events(request: web.Request) -> web.StreamResponse:
    """Events after `since` or `Last-Event-ID`, then as they come."""
    journal = request.app[WORLD].journal
    last = int(request.headers.get("Last-Event-ID") or request.query.get("since") or journal.last)
    headers = {"Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-store"}
    response = web.StreamResponse(headers=headers)
    await response.prepare(request)
    try:
        while True:
            for event in journal.since(last):
                last = event.id
                data = json.dumps(event.data)
                await response.write(f"id: {event.id}\nevent: {event.name}\ndata: {data}\n\n".encode())
            await journal.pulse.next(KEEP_OPEN_SECONDS)
            if journal.last == last:
                await response.write(b": still here\n\n")
    except ConnectionError:
        return response
