"""Messages.json: create, fetch, redact, delete, list."""

from aiohttp import web

from webhooks.simulator.keys import WORLD
from webhooks.simulator.numbers import dialable
from webhooks.simulator.rest import shapes
from webhooks.simulator.rest.errors import TEXT_REFUSALS, RestError
from webhooks.simulator.rest.form import Form, words
from webhooks.simulator.rest.gate import form_of
from webhooks.simulator.rest.paging import matches, page
from webhooks.simulator.segments import plain_quotes
from webhooks.simulator.texts import Text
from webhooks.simulator.world import World

PLAYED = words("To From MessagingServiceSid Body MediaUrl StatusCallback ValidityPeriod SmartEncoded ContentRetention")
# Of no consequence for anybody who can be simulated.
HARMLESS = words("RiskCheck MaxPrice Attempt ForceDelivery")
UNFINISHED = frozenset({"accepted", "scheduled", "queued", "sending", "receiving"})


async def create(request: web.Request) -> web.Response:
    """Send a text; refused at once for what the carrier knows at once."""
    world, form = request.app[WORLD], Form(await form_of(request))
    for name in sorted(set(form.values) - PLAYED - HARMLESS):
        world.journal.warning(None, f"Messages.json has no {name}, or this simulator does not")
    sender, receiver = _sender(world, form), form.text("To")
    body, media = form.text("Body"), tuple(form.many("MediaUrl"))
    if form.text("SmartEncoded") == "true":
        body = plain_quotes(body)
    form.seconds("ValidityPeriod", 36_000, 36_000)
    _check(world, receiver, body, bool(media))
    service = world.lines[sender].service_sid
    if world.texts.opted_out(sender, receiver) and not service:
        raise RestError(21610, receiver)
    url = form.url("StatusCallback", 21609)
    text = world.texts.send(sender, receiver, body, media, url)
    text.redacted = form.text("ContentRetention") == "discard"
    return web.json_response(shapes.message(world, text), status=201)


def _sender(world: World, form: Form) -> str:
    sender, service = form.text("From"), form.text("MessagingServiceSid")
    if service and not sender:
        sender = next((line.number for line in world.lines.values() if line.service_sid == service), "")
    if not sender:
        raise RestError(21603)
    if sender not in world.lines:
        raise RestError(21606, sender)
    return sender


def _check(world: World, receiver: str, body: str, media: bool) -> None:
    if not receiver:
        raise RestError(21604)
    if not dialable(receiver):
        raise RestError(21211, receiver)
    if not receiver.startswith("+1"):
        raise RestError(21408, receiver)
    if not body and not media:
        raise RestError(21602)
    if len(body) > 1600:
        raise RestError(21617)
    phone = world.phone(receiver)
    if phone is not None and phone.habits.refused in TEXT_REFUSALS:
        raise RestError(phone.habits.refused, receiver)


async def fetch(request: web.Request) -> web.Response:
    """One message."""
    return web.json_response(shapes.message(request.app[WORLD], _text(request)))


async def update(request: web.Request) -> web.Response:
    """Redact (Body empty) or cancel a message."""
    world, text, form = request.app[WORLD], _text(request), await form_of(request)
    if form.get("Body") == "":
        text.redacted = True
    elif form.get("Status") == "canceled" and text.status in UNFINISHED:
        text.status = "canceled"
    else:
        raise RestError(20001, "Body may only be made empty")
    world.texts.tell(text)
    return web.json_response(shapes.message(world, text))


async def delete(request: web.Request) -> web.Response:
    """Forget a message that has come to its end."""
    text = _text(request)
    if text.status in UNFINISHED:
        raise RestError(20009)
    del request.app[WORLD].texts.all[text.sid]
    return web.Response(status=204)


async def several(request: web.Request) -> web.Response:
    """The messages that pass the filters, newest first."""
    world, wanted = request.app[WORLD], request.query
    found = [
        shapes.message(world, text)
        for text in reversed(world.texts.all.values())
        if wanted.get("To", text.receiver) == text.receiver
        and wanted.get("From", text.sender) == text.sender
        and matches(request, "DateSent", text.sent or text.created)
    ]
    return page(request, "messages", found)


def _text(request: web.Request) -> Text:
    text = request.app[WORLD].texts.all.get(request.match_info["sid"])
    if text is None:
        raise RestError(20404)
    return text
