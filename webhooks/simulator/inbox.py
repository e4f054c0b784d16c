"""A text from a person to a line: the carrier's own keywords, the webhook, and the reply that comes back."""

from typing import TYPE_CHECKING
from urllib.parse import urljoin
from xml.sax.saxutils import escape

from webhooks.simulator import optout, places
from webhooks.simulator.forms import API_VERSION, Params
from webhooks.simulator.sender import Answer, Webhook
from webhooks.simulator.twiml import Document, NotTwiml, Verb, parse

if TYPE_CHECKING:
    from webhooks.simulator.config import Line
    from webhooks.simulator.texts import Text
    from webhooks.simulator.world import World

MOST_REDIRECTS = 10


async def take(world: "World", text: "Text", line: "Line") -> None:
    """Deal with the keyword, ask the product, carry out its reply."""
    handled = optout.handle(line, text.body)
    if handled.block is not None:
        world.texts.opt_out(line, text.sender, handled.block)
    if handled.reply:
        world.texts.carrier(line, text.sender, handled.reply)
    if not line.sms_url:
        return
    params = _params(world, text, handled)
    webhook = Webhook("sms", line.sms_url, params, line.sms_method, None, text.sender)
    # A text that is delivered twice is two texts to the carrier: what is answered to either is sent.
    for answer in await world.sender.deliver(webhook):
        document = _document(world, answer)
        if document is None and line.sms_fallback_url:
            extra = (("ErrorCode", str(answer.failure or 12100)), ("ErrorUrl", line.sms_url))
            answer = await _ask(world, text, (*params, *extra), line.sms_fallback_url, line.sms_fallback_method)
            document = _document(world, answer)
        if document is not None:
            await _carry_out(world, text, document, (answer.url, params))


def _params(world: "World", text: "Text", handled: optout.Handled) -> Params:
    params = [
        ("MessageSid", text.sid),
        ("SmsSid", text.sid),
        ("SmsMessageSid", text.sid),
        ("AccountSid", world.account.sid),
        ("From", text.sender),
        ("To", text.receiver),
        ("NumMedia", str(len(text.media))),
        ("NumSegments", str(text.segments)),
        ("SmsStatus", "received"),
        ("ApiVersion", API_VERSION),
        *places.fields("From", text.sender),
        *places.fields("To", text.receiver),
    ]
    if text.body or not text.media:
        params.append(("Body", text.body))
    if text.service:
        params.append(("MessagingServiceSid", text.service))
    if handled.opt_out_type:
        params.append(("OptOutType", handled.opt_out_type))
    for i, each in enumerate(text.media):
        media = dict(each)
        params.append((f"MediaUrl{i}", media.get("url", "")))
        params.append((f"MediaContentType{i}", media.get("type", "image/jpeg")))
    return tuple(params)


async def _ask(world: "World", text: "Text", params: Params, url: str, method: str) -> Answer:
    return await world.sender.send(Webhook("sms", url, params, method, None, text.sender))


def _document(world: "World", answer: Answer) -> Document | None:
    """The reply; nothing and a fault where the answer is no good. Plain text is sent as it is."""
    if answer.failure:
        world.journal.fault(answer.failure, f"text: {answer.words}", None, answer.url)
        return None
    if answer.status == 204 or not answer.body.strip():
        return Document(())
    try:
        if answer.content_type in ("text/xml", "application/xml", "text/html"):
            document = parse(answer.body, "messaging")
        elif answer.content_type == "text/plain":
            words = escape(answer.body.decode("utf-8", "replace"))
            document = parse(f"<Response><Message>{words}</Message></Response>".encode(), "messaging")
        else:
            world.journal.fault(12300, f"text: content type {answer.content_type!r}", None, answer.url)
            return None
    except NotTwiml as error:
        world.journal.fault(error.code, f"text: {error}", None, answer.url)
        return None
    for warning in document.warnings:
        world.journal.warning(12200, warning, None, answer.url)
    return document


async def _carry_out(world: "World", text: "Text", document: Document, asked: tuple[str, Params]) -> None:
    """Send the messages of a reply, following its redirects."""
    url, params = asked
    for _ in range(MOST_REDIRECTS):
        redirect = next((verb for verb in document.verbs if verb.name == "Redirect"), None)
        for verb in document.verbs:
            if verb is redirect:
                break
            _reply(world, text, verb, url)
        if redirect is None:
            return
        url = urljoin(url, redirect.text)
        answer = await _ask(world, text, params, url, redirect.get("method", "POST"))
        found = _document(world, answer)
        if found is None:
            return
        document = found


def _reply(world: "World", text: "Text", verb: Verb, url: str) -> None:
    bodies = [each.text for each in verb.children if each.name == "Body"]
    media = tuple(each.text for each in verb.children if each.name == "Media")
    body = bodies[0] if bodies else verb.text
    sender, receiver = verb.get("from", text.receiver), verb.get("to", text.sender)
    if not body and not media:
        world.journal.fault(14103, "<Message> without words or media", None, url)
        return
    if len(body) > 1600:
        world.journal.fault(21617, f"<Message> of {len(body)} characters", None, url)
        return
    if world.texts.looping(sender, receiver):
        world.journal.fault(14107, "more than 15 replies between two numbers in 30 s", None, url)
        return
    callback = verb.get("statusCallback")
    world.texts.send(sender, receiver, body, media, urljoin(url, callback) if callback else "")
