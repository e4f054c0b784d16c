"""What the carrier makes of an answer by its content type: a document, words to read out, or an error."""

from xml.sax.saxutils import escape

from webhooks.simulator.player.scene import Failed
from webhooks.simulator.twiml import Document, NotTwiml, parse

XML_TYPES = ("text/xml", "application/xml", "text/html")


def read(body: bytes, content_type: str, url: str, context: str) -> Document:
    """The document in an answer; Failed with 12100, 12300 or 11750 where there is none."""
    try:
        if content_type in XML_TYPES:
            return parse(body, context=context)
        if content_type.startswith("audio/"):
            return parse(f"<Response><Play>{escape(url)}</Play></Response>".encode())
        if content_type == "text/plain":
            return _plain(body, context)
    except NotTwiml as error:
        raise Failed(error.code, url, str(error)) from None
    raise Failed(12300, url, f"content type {content_type!r}")


def _plain(body: bytes, context: str) -> Document:
    try:
        return parse(body, context=context)
    except NotTwiml:
        words = escape(body.decode("utf-8", "replace"))
        return parse(f"<Response><Say>{words}</Say></Response>".encode())
