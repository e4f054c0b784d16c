"""Hostile requests to the callers' web process, as bytes on the wire: one maker for each way to be hostile."""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from intake.carrier import links
from tests.carrier_kit import HELPLINE, signature
from webhooks.routes import CARRIER_ROUTES

ROUTES = tuple(route.path for route in CARRIER_ROUTES)
# Whoever sends it would know it again: no answer may repeat it.
MARK, NUMBER = "Quillonsworth", "+12025550188"
FORM_TYPE = "application/x-www-form-urlencoded"
_NASTY = (
    "", "\0", "\r\nX-Injected: yes", "%0d%0aX-Injected:%20yes", "'; DROP TABLE staff; --", "{{7*7}}",
    "${jndi:ldap://x}", "../../etc/passwd", "<script>1</script>", "\u202e\u0000\ufeff", "9" * 400, "-1", "NaN", "[]",
    "{}", "null", "🆘" * 60, "a" * 4000, "00000000-0000-0000-0000-000000000000", "1e309", "٠١٢٣", " ", "%", "%zz", "+",
    "+1", "999",
)  # fmt: skip
_TRAVERSALS = (
    "/../../etc/passwd", "/webhooks/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//webhooks//voice", "/%ff%fe", "*",
    "/webhooks/voice/", "/webhooks/voice%00", "/webhooks%2fvoice", "/.git/config", "/.env", "/static/../settings.env",
    "/webhooks/voice;x=1", "/WEBHOOKS/VOICE", "/webhooks/voice/../voice", "http://169.254.169.254/latest/", "/console",
)  # fmt: skip
_METHODS = ("GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "BREW")
_TYPES = ("application/json", "text/xml", "multipart/form-data; boundary=x", "text/plain", "", "a/b;;;")


@dataclass(frozen=True)
class Attack:
    """One request. `signed`: the carrier's own signature is on it, so an answer is no acceptance."""

    kind: str
    wire: bytes
    signed: bool = False


class Attacks:
    """Makes them, the same for the same seed."""

    def __init__(self, seed: int, token: str) -> None:
        self._chance, self._token = random.Random(seed), token

    def make(self, place: int) -> Attack:
        """The next one: every kind in turn."""
        kind, maker = _KINDS[place % len(_KINDS)]
        return Attack(kind, maker(self), signed=kind.startswith("signed"))

    def form(self) -> dict[str, str]:
        """What a genuine call brings, with the mark in it."""
        sid = secrets.token_hex(16)
        return {"CallSid": f"CA{sid}", "MessageSid": f"SM{sid}", "From": NUMBER, "To": HELPLINE, "Body": MARK,
                "SpeechResult": MARK, "Digits": "9", "CallStatus": "in-progress"}  # fmt: skip

    def pick(self, among: tuple[str, ...]) -> str:
        return self._chance.choice(among)

    def garbage(self) -> dict[str, str]:
        """The carrier's fields with nonsense in each, and none with a number that could be called back."""
        names = ("CallSid", "MessageSid", "SmsSid", "From", "To", "Body", "Digits", "SpeechResult", "CallStatus",
                 "SequenceNumber", "Timestamp", "DialCallStatus", "QueueResult", "QueueTime", "MessageStatus",
                 "ErrorCode", "ErrorUrl", "NumMedia", "ParentCallSid", "Direction", MARK)  # fmt: skip
        return {name: self.pick(_NASTY) for name in names if self._chance.random() < 0.8}

    def query(self) -> str:
        names = ("c", "t", "p", "o", "who", "leg", "k")
        chosen = {name: self.pick(_NASTY) for name in names if self._chance.random() < 0.5}
        return f"?{urlencode(chosen)}"

    def sign(self, target: str, form: dict[str, str], token: str | None = None) -> str:
        return signature(target, form, token or self._token)


def wire(method: str, target: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    told = {"Host": "help.example.org", "Content-Length": str(len(body)), **headers}
    lines = [f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace") + body


def _post(target: str, form: dict[str, str], **headers: str) -> bytes:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return wire("POST", target, {"Content-Type": FORM_TYPE, **named}, urlencode(form).encode())


def _unsigned(a: Attacks) -> bytes:
    return _post(a.pick(ROUTES) + f"?who={quote(NUMBER)}", a.form())


def _forged(a: Attacks) -> bytes:
    path, form = a.pick(ROUTES), a.form()
    marks = (
        "x", "A" * 28, secrets.token_urlsafe(20), a.sign(path, form, "another token entirely"),
        a.sign(path, form | {"From": "+12025550100"}), a.sign("/webhooks/elsewhere", form), a.sign(path, {}),
    )  # fmt: skip
    return _post(path, form, X_Twilio_Signature=a.pick(marks))


def _replayed(a: Attacks) -> bytes:
    form = a.form()
    mark = a.sign(links.VOICE, form)
    path = a.pick(tuple(path for path in ROUTES if path != links.VOICE))
    return _post(path, form | {"Digits": "1"}, X_Twilio_Signature=mark)


def _method(a: Attacks) -> bytes:
    form = a.form()
    path = a.pick(ROUTES)
    return wire(a.pick(_METHODS), path, {"X-Twilio-Signature": a.sign(path, form)})


def _type(a: Attacks) -> bytes:
    path, form = a.pick(ROUTES), a.form()
    headers = {"Content-Type": a.pick(_TYPES), "X-Twilio-Signature": a.sign(path, form)}
    return wire("POST", path, headers, urlencode(form).encode())


def _oversized(a: Attacks) -> bytes:
    path = a.pick(ROUTES)
    form = {"Body": MARK + "x" * 70_000, "From": NUMBER}
    return _post(path, form, X_Twilio_Signature=a.sign(path, form))


def _malformed(a: Attacks) -> bytes:
    bodies = (
        b"%zz%%%=&&&==" * 9, b"\xff\xfe\x00From=%2B12025550188", b"&" * 3000, b"From", b"{" * 500,
        secrets.token_bytes(300), b"From=" + MARK.encode() * 20 + b"&From=2" * 30,
    )  # fmt: skip
    path = a.pick(ROUTES)
    headers = {"Content-Type": FORM_TYPE, "X-Twilio-Signature": a.sign(path, {})}
    return wire("POST", path, headers, a._chance.choice(bodies))


def _length(a: Attacks) -> bytes:
    lies = (
        {"Content-Length": "-5"}, {"Content-Length": "abc"}, {"Content-Length": "1e3"}, {"Content-Length": "3, 7"},
        {"Transfer-Encoding": "chunked, x"}, {"Content-Length": "4", "Transfer-Encoding": "chunked"},
    )  # fmt: skip
    return wire("POST", a.pick(ROUTES), {"Content-Type": FORM_TYPE, **a._chance.choice(lies)})


def _traversal(a: Attacks) -> bytes:
    return wire("POST" if a._chance.random() < 0.5 else "GET", a.pick(_TRAVERSALS), {"Content-Type": FORM_TYPE})


def _injection(a: Attacks) -> bytes:
    target = f"{a.pick(ROUTES)}?next=%0d%0aX-Injected:%20yes&{MARK}=%0aSet-Cookie:x=1"
    headers = (
        {"Host": "evil.example.org"}, {"X-Forwarded-Host": "evil.example.org"}, {"X-Original-URL": "/metrics"},
        {"X-HTTP-Method-Override": "GET"}, {"Cookie": f"staff={MARK}; " * 30}, {"X-Long": "y" * 7000},
        {f"X-{n}": "1" for n in range(80)}, {"X-Forwarded-For": NUMBER}, {"Expect": "200-ok"}, {"Upgrade": "h2c"},
    )  # fmt: skip
    return wire("POST", target, {"Content-Type": FORM_TYPE, **a._chance.choice(headers)}, urlencode(a.form()).encode())


def _signed_garbage(a: Attacks) -> bytes:
    target, form = a.pick(ROUTES) + a.query(), a.garbage()
    return _post(target, form, X_Twilio_Signature=a.sign(target, form))


_KINDS: tuple[tuple[str, Callable[[Attacks], bytes]], ...] = (
    ("unsigned", _unsigned),
    ("forged", _forged),
    ("replayed elsewhere", _replayed),
    ("wrong method", _method),
    ("wrong type", _type),
    ("oversized", _oversized),
    ("malformed body", _malformed),
    ("false length", _length),
    ("bad path", _traversal),
    ("injection", _injection),
    ("signed, nonsense in it", _signed_garbage),
)
