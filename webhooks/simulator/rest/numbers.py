"""IncomingPhoneNumbers.json: the account's lines and where they lead; and the account itself."""

from aiohttp import web

from webhooks.simulator.clock import rfc2822, wall
from webhooks.simulator.config import Line
from webhooks.simulator.keys import WORLD
from webhooks.simulator.rest import shapes
from webhooks.simulator.rest.errors import RestError
from webhooks.simulator.rest.gate import form_of
from webhooks.simulator.rest.paging import page

SETTINGS = {
    "FriendlyName": "friendly_name",
    "VoiceUrl": "voice_url",
    "VoiceMethod": "voice_method",
    "VoiceFallbackUrl": "fallback_url",
    "VoiceFallbackMethod": "fallback_method",
    "SmsUrl": "sms_url",
    "SmsMethod": "sms_method",
    "SmsFallbackUrl": "sms_fallback_url",
    "SmsFallbackMethod": "sms_fallback_method",
    "StatusCallback": "status_url",
    "StatusCallbackMethod": "status_method",
}


async def several(request: web.Request) -> web.Response:
    """All lines, or the one of a number."""
    world, wanted = request.app[WORLD], request.query
    all_of_them = [shapes.number(world, line) for line in world.lines.values()]
    name = wanted.get("FriendlyName")
    found = [
        each
        for each in all_of_them
        if wanted.get("PhoneNumber", "") in each["phone_number"] and name in (None, each["friendly_name"])
    ]
    return page(request, "incoming_phone_numbers", found)


async def fetch(request: web.Request) -> web.Response:
    """One line by its SID."""
    return web.json_response(shapes.number(request.app[WORLD], _line(request)))


async def update(request: web.Request) -> web.Response:
    """Point a line somewhere else."""
    world, line, form = request.app[WORLD], _line(request), await form_of(request)
    for name in sorted(set(form) - set(SETTINGS)):
        world.journal.warning(None, f"IncomingPhoneNumbers.json has no {name}, or this simulator does not")
    changes = {SETTINGS[name]: value for name, value in form.items() if name in SETTINGS}
    world.lines[line.number] = line.changed(changes)
    return web.json_response(shapes.number(world, world.lines[line.number]))


async def account(request: web.Request) -> web.Response:
    """The account, without its token."""
    world = request.app[WORLD]
    return web.json_response(
        {
            "sid": world.account.sid,
            "friendly_name": "Simulated account",
            "status": "active",
            "type": "Full",
            "auth_token": "",
            "owner_account_sid": world.account.sid,
            "date_created": rfc2822(wall()),
            "date_updated": rfc2822(wall()),
            "uri": f"{shapes.base(world)}.json",
            "subresource_uris": {},
        }
    )


def _line(request: web.Request) -> Line:
    for line in request.app[WORLD].lines.values():
        if shapes.number_sid(line.number) == request.match_info["sid"]:
            return line
    raise RestError(20404)
