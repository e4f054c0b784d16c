"""Tells the carrier's own requests from everybody else's, over the URL exactly as it was asked for."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from intake.carrier.settings import CarrierSettings

SIGNATURE_HEADER = "X-Twilio-Signature"
ALGORITHM_HEADER = "X-Twilio-Webhooks-Signature-Settings"
_DEFAULT_PORTS = {"https": 443, "http": 80}
# Base64 of SHA-256 is 44 characters; a longer header is no signature.
_LONGEST = 64


class Verdict(Enum):
    """What a signature proves. Only `genuine` ones may be acted on."""

    CURRENT = "current"
    NEXT = "next"
    SHARED = "shared"
    MISSING = "missing"
    FORGED = "forged"

    @property
    def genuine(self) -> bool:
        """Whether the carrier made this request."""
        return self in (Verdict.CURRENT, Verdict.NEXT, Verdict.SHARED)


@dataclass(frozen=True, slots=True)
class Signed:
    """The parts of a request that its signature covers, and the headers that carry it.

    `target` is path and query as received; `fields` the form's names and values, decoded, empty ones too."""

    target: bytes
    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    signature: str | None = None
    algorithm: str | None = None


class Verifier:
    """Checks signatures against one account's tokens (Twilio: webhooks security, SHA-1 and SHA-256)."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._bases = tuple(base.encode() for base in _spellings(settings.public_base_url))
        tokens = ((Verdict.CURRENT, settings.auth_token), (Verdict.NEXT, settings.next_token))
        self._tokens = tuple((verdict, token.encode()) for verdict, token in tokens if token)
        self._shared = settings.shared_secret.encode()

    def check(self, request: Signed) -> Verdict:
        """The verdict; never raises, whatever a stranger sends."""
        if not request.signature:
            return Verdict.MISSING
        if len(request.signature) > _LONGEST or not request.signature.isascii():
            return Verdict.FORGED
        covered = request.target + _form_text(request.fields)
        given = request.signature.encode()
        # The header is a stranger's word: it chooses SHA-256 only where we were told to expect that.
        if self._shared and request.algorithm is not None:
            return self._match(Verdict.SHARED, self._shared, "sha256", covered, given)
        for verdict, token in self._tokens:
            if self._match(verdict, token, "sha1", covered, given) is verdict:
                return verdict
        return Verdict.FORGED

    def _match(self, verdict: Verdict, key: bytes, digest: str, covered: bytes, given: bytes) -> Verdict:
        for base in self._bases:
            expected = base64.b64encode(hmac.digest(key, base + covered, digest))
            if hmac.compare_digest(expected, given):
                return verdict
        return Verdict.FORGED


def _form_text(fields: Iterable[tuple[str, str]]) -> bytes:
    # As the carrier's own libraries do: by name, a repeated value once, no delimiters.
    text = "".join(name + value for name, value in sorted(set(fields)))
    return text.encode("utf-8", "surrogatepass")


def _spellings(base_url: str) -> tuple[str, ...]:
    """The public address as configured, then with its default port added or its port left out.

    The carrier is not consistent about the port when it signs (twilio-python's validator says the same)."""
    base = base_url.rstrip("/")
    parts = urlsplit(base)
    host = parts.hostname or ""
    host = f"[{host}]" if ":" in host else host
    default = _DEFAULT_PORTS.get(parts.scheme)
    if parts.port is not None:
        return base, parts._replace(netloc=host).geturl()
    return (base, parts._replace(netloc=f"{host}:{default}").geturl()) if default else (base,)
