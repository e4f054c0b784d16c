"""Saved scenarios over HTTP: save what was just done, list, hand out, play again."""

import asyncio
from typing import Any

from aiohttp import web

from webhooks.simulator.control.guard import NotThere, body, problem
from webhooks.simulator.journal import KEPT_EVENTS
from webhooks.simulator.keys import WORLD
from webhooks.simulator.people import Network
from webhooks.simulator.saved.file import NotAScenario, Scenario
from webhooks.simulator.saved.players import replay
from webhooks.simulator.saved.recording import Recording
from webhooks.simulator.saved.shelf import Shelf

Json = dict[str, Any]
PLAYING: web.AppKey[asyncio.Lock] = web.AppKey("playing", asyncio.Lock)


def _shelf(request: web.Request) -> Shelf:
    return Shelf(request.app[WORLD].config.scenarios_dir)


async def listing(request: web.Request) -> web.Response:
    """All saved scenarios, in order of their names; a file that cannot be read says why."""
    shelf = _shelf(request)
    found: list[Json] = []
    for name in shelf.names():
        try:
            scenario = shelf.read(name)
        except (OSError, NotAScenario) as error:
            found.append({"name": name, "title": name, "problem": str(error)})
        else:
            people = [each.get("label") or each["number"] for each in scenario.phones]
            found.append({"name": name, "title": scenario.title, "lines": len(scenario.lines), "people": people})
    return web.json_response({"scenarios": found, "folder": request.app[WORLD].config.scenarios_dir})


async def save(request: web.Request) -> web.Response:
    """Save what people did after the event `since`; 409 if that is too long ago or nobody did anything."""
    world, wanted = request.app[WORLD], await body(request)
    since, events = int(wanted.get("since", 0)), world.journal.events
    if len(events) == KEPT_EVENTS and events[0].id > since + 1:
        return problem(409, "too much has happened since; begin again and save sooner")
    recording = Recording(since).take(events)
    lines = tuple(recording.lines)
    if not lines:
        return problem(409, "nobody has done anything yet")
    scenario = Scenario(str(wanted["title"]).strip(), tuple(recording.phones), lines, world.clock.speed)
    name = _shelf(request).save(scenario)
    return web.json_response({"name": name, "title": scenario.title, "lines": len(lines), "text": scenario.text()})


async def fetch(request: web.Request) -> web.Response:
    """The file itself."""
    name = request.match_info["name"]
    try:
        text = _shelf(request).read(name).text()
    except FileNotFoundError:
        raise NotThere("no scenario has this name") from None
    headers = {"Content-Disposition": f'attachment; filename="{name}.jsonl"'}
    return web.Response(text=text, content_type="application/x-ndjson", headers=headers)


async def delete(request: web.Request) -> web.Response:
    """Throw a scenario away."""
    try:
        _shelf(request).path(request.match_info["name"]).unlink()
    except FileNotFoundError:
        raise NotThere("no scenario has this name") from None
    return web.json_response({})


async def play(request: web.Request) -> web.Response:
    """Play one again on these phones, and tell the first difference; one at a time."""
    try:
        scenario = _shelf(request).read(request.match_info["name"])
    except FileNotFoundError:
        raise NotThere("no scenario has this name") from None
    async with request.app[PLAYING]:
        # The people of a scenario come over the wire as those of a test do, so they need a thread of their own.
        outcome = await asyncio.to_thread(replay, Network(_own_address(request)), scenario)
    return web.json_response(outcome.as_json())


def _own_address(request: web.Request) -> str:
    host, port = request.transport.get_extra_info("sockname")[:2] if request.transport else ("127.0.0.1", 0)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
