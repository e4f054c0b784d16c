"""Every REST address that the simulator has; any other is a fault, so that nothing is silently missing."""

from aiohttp import web

from webhooks.simulator.keys import WORLD
from webhooks.simulator.rest import calls, messages, numbers, queues
from webhooks.simulator.rest.errors import RestError
from webhooks.simulator.rest.gate import guarded

ACCOUNT = "/2010-04-01/Accounts/{account}"


async def unknown(request: web.Request) -> web.Response:
    """Nothing here: the run has failed, whatever the product makes of it."""
    request.app[WORLD].journal.fault(None, f"no such REST address: {request.method} {request.path}")
    raise RestError(20404)


ROUTES = (
    ("GET", ".json", numbers.account),
    ("POST", "/Calls.json", calls.create),
    ("GET", "/Calls.json", calls.several),
    ("GET", "/Calls/{sid}.json", calls.fetch),
    ("POST", "/Calls/{sid}.json", calls.update),
    ("DELETE", "/Calls/{sid}.json", calls.delete),
    ("POST", "/Messages.json", messages.create),
    ("GET", "/Messages.json", messages.several),
    ("GET", "/Messages/{sid}.json", messages.fetch),
    ("POST", "/Messages/{sid}.json", messages.update),
    ("DELETE", "/Messages/{sid}.json", messages.delete),
    ("GET", "/IncomingPhoneNumbers.json", numbers.several),
    ("GET", "/IncomingPhoneNumbers/{sid}.json", numbers.fetch),
    ("POST", "/IncomingPhoneNumbers/{sid}.json", numbers.update),
    ("GET", "/Queues.json", queues.several),
    ("POST", "/Queues.json", queues.create),
    ("GET", "/Queues/{sid}.json", queues.fetch),
    ("POST", "/Queues/{sid}.json", queues.update),
    ("DELETE", "/Queues/{sid}.json", queues.delete),
    ("GET", "/Queues/{sid}/Members.json", queues.members),
    ("GET", "/Queues/{sid}/Members/{member}.json", queues.member),
    ("POST", "/Queues/{sid}/Members/{member}.json", queues.dequeue),
)


def add(app: web.Application) -> None:
    """Put the REST API on an application."""
    for method, path, handler in ROUTES:
        app.router.add_route(method, ACCOUNT + path, guarded(handler))
    app.router.add_route("*", "/2010-04-01/{rest:.*}", guarded(unknown))
