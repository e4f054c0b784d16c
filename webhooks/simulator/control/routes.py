"""Every address of the control API."""

import asyncio

from aiohttp import web

from webhooks.simulator.control import acts, dials, phones, records, scenarios, stream, waits

PHONE = "/sim/phones/{number}"
SCENARIO = "/sim/scenarios/{name}"


ROUTES = (
    ("GET", "/sim/state", records.state),
    ("GET", "/sim/events", stream.events),
    ("GET", "/sim/phones", phones.several),
    ("POST", "/sim/phones", phones.create),
    ("GET", PHONE, phones.fetch),
    ("DELETE", PHONE, phones.delete),
    ("GET", f"{PHONE}/texts", phones.texts),
    ("GET", f"{PHONE}/heard", phones.heard),
    ("POST", f"{PHONE}/wait", waits.wait),
    ("POST", f"{PHONE}/dial", acts.dial),
    ("POST", f"{PHONE}/answer", acts.answer),
    ("POST", f"{PHONE}/decline", acts.decline),
    ("POST", f"{PHONE}/press", acts.press),
    ("POST", f"{PHONE}/say", acts.say),
    ("POST", f"{PHONE}/silence", acts.silence),
    ("POST", f"{PHONE}/hang_up", acts.hang_up),
    ("POST", f"{PHONE}/text", acts.text),
    ("POST", "/sim/together", acts.together),
    ("POST", "/sim/ringing", waits.ringing),
    ("POST", "/sim/quiet", waits.quiet),
    ("GET", "/sim/calls", records.calls),
    ("GET", "/sim/calls/{sid}", records.call),
    ("POST", "/sim/calls/{sid}/drop", records.drop),
    ("GET", "/sim/queues", records.queues),
    ("GET", "/sim/conferences", records.conferences),
    ("GET", "/sim/texts", records.texts),
    ("GET", "/sim/tape", records.tape),
    ("GET", "/sim/faults", records.faults),
    ("DELETE", "/sim/faults", records.faults),
    ("POST", "/sim/faults/expect", records.expect),
    ("GET", "/sim/unexpected", records.unexpected),
    ("GET", "/sim/stats", records.stats),
    ("GET", "/sim/weather", dials.weather),
    ("PATCH", "/sim/weather", dials.weather),
    ("DELETE", "/sim/weather", dials.weather),
    ("PUT", "/sim/speed", dials.speed),
    ("PATCH", "/sim/lines/{number}", dials.line),
    ("POST", "/sim/token", dials.token),
    ("POST", "/sim/reset", dials.reset),
    ("GET", "/sim/scenarios", scenarios.listing),
    ("POST", "/sim/scenarios", scenarios.save),
    ("GET", SCENARIO, scenarios.fetch),
    ("DELETE", SCENARIO, scenarios.delete),
    ("POST", f"{SCENARIO}/replay", scenarios.play),
)


def add(app: web.Application) -> None:
    """Put the control API on an application."""
    app[scenarios.PLAYING] = asyncio.Lock()
    for method, path, handler in ROUTES:
        app.router.add_route(method, path, handler)
