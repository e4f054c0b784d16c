"""What sign-in by the organisation's own identity provider means here: whom it lets in, and how strongly.

OpenID Connect Core 1.0. The provider says who somebody is; that they work here, and what they may do, is ours:
nobody is made by signing in.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta

# How far two machines' clocks may be apart.
LEEWAY = timedelta(seconds=60)
# The most that we wait for somebody at the provider's pages.
LASTS = timedelta(minutes=10)


class ProviderFailed(Exception):
    """The provider does not answer, or what it answers proves nothing. `code` says why in a word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Client:
    """Who we are to the provider. `issuer` and `back` are addresses; `strong` the values of `amr` or `acr`
    (RFC 8176) by which it says that a second factor was shown."""

    issuer: str
    id: str
    secret: str | None
    back: str
    strong: frozenset[str]

    def __repr__(self) -> str:
        return f"Client({self.issuer})"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question to the provider, kept here until its answer: `verifier` is PKCE's (RFC 7636), `session`
    the public id of a session that wants to be proved again, `next` the way on afterwards."""

    state: str
    nonce: str
    verifier: str
    session: str | None
    next: str | None

    def to_bytes(self) -> bytes:
        """For the row that waits."""
        return json.dumps(asdict(self)).encode()


def asked_of(kept: bytes) -> Asked:
    """Read `Asked.to_bytes` back."""
    return Asked(**json.loads(kept))


@dataclass(frozen=True, slots=True)
class Claims:
    """Who the provider says came. `subject` is issuer and account, which never change hands (Core 5.7);
    an address that nobody verified is none."""

    subject: str
    email: str | None
    strong: bool
    signed_in_at: datetime | None

    def __repr__(self) -> str:
        return "Claims(…)"


def understood(client: Client, issuer: str, token: Mapping[str, object]) -> Claims:
    """What a checked ID token says. Raises `ProviderFailed` for one without a subject."""
    subject, email, since = token.get("sub"), token.get("email"), token.get("auth_time")
    if not isinstance(subject, str) or not subject:
        raise ProviderFailed("no_subject")
    verified = token.get("email_verified") is True and isinstance(email, str)
    return Claims(
        subject=f"{issuer} {subject}"[:300],
        email=str(email).strip().lower() if verified else None,
        strong=not client.strong.isdisjoint(_said(token)),
        signed_in_at=datetime.fromtimestamp(since, UTC) if isinstance(since, int | float) else None,
    )


def _said(token: Mapping[str, object]) -> Collection[str]:
    methods, level = token.get("amr"), token.get("acr")
    listed = [one for one in methods if isinstance(one, str)] if isinstance(methods, list) else []
    return [*listed, *([level] if isinstance(level, str) else [])]


def is_for(client: Client, token: Mapping[str, object]) -> bool:
    """Whether the token was made for us (Core 3.1.3.7, rules 3 to 5)."""
    audience, party = token.get("aud"), token.get("azp")
    listed = audience if isinstance(audience, list) else [audience]
    return client.id in listed and (party == client.id or (party is None and len(listed) == 1))
