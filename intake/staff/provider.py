"""Asks the identity provider: where its doors are, whom it let in, and whether its word is genuine.

Needs the extra `oidc`. No database connection is held while it is asked.
"""

from __future__ import annotations

import hmac
import secrets
import time
from typing import Any, cast
from urllib.parse import urlsplit

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from intake.staff.oidc import LEEWAY, Asked, Claims, Client, ProviderFailed, is_for, understood

_WAIT_SECONDS = 5.0
_KEPT_SECONDS = 3600.0
# Signatures that only the provider can make: no shared secret, and never "none" (RFC 8725 3.1).
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA", "Ed25519"]
_DOORS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Provider:
    """One provider, by its issuer; remembers its doors for an hour. Safe to share between threads."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._doors: dict[str, Any] = {}
        self._read_at = 0.0

    def look(self) -> None:
        """Whether it is there and the one that is meant. Raises `ProviderFailed`: unreachable, issuer or doors."""
        self._doors = {}
        self._read()

    def address(self, session: str | None = None, there: str | None = None) -> tuple[str, Asked]:
        """Where to send the browser, and what to remember meanwhile. With a `session` somebody has to prove
        anew who they are, whatever the provider remembers. Raises `ProviderFailed`."""
        asked = Asked(secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48), session, there)
        anew = {"prompt": "login", "max_age": "0"} if session else {}
        with self._talk(self._read()) as talk:
            door = self._read()["authorization_endpoint"]
            address, _ = talk.create_authorization_url(
                door, state=asked.state, code_verifier=asked.verifier, nonce=asked.nonce, **anew
            )
        return str(address), asked

    def claims(self, asked: Asked, answer: dict[str, str]) -> Claims:
        """Who came, from the parameters that the browser brought back. Raises `ProviderFailed`."""
        doors = self._read()
        if not hmac.compare_digest(answer.get("state", "").encode(), asked.state.encode()):
            raise ProviderFailed("state")
        if answer.get("iss", doors["issuer"]) != doors["issuer"]:  # RFC 9207: another provider's answer
            raise ProviderFailed("mixed_up")
        if not answer.get("code"):
            raise ProviderFailed("refused")
        token = self._token(doors, asked, answer["code"])
        checked = self._checked(doors, token)
        if not hmac.compare_digest(str(checked.get("nonce", "")).encode(), asked.nonce.encode()):
            raise ProviderFailed("nonce")
        return understood(self.client, doors["issuer"], checked)

    def _talk(self, doors: dict[str, Any]) -> OAuth2Session:
        ways = doors.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        named = "client_secret_basic" if "client_secret_basic" in ways else "client_secret_post"
        return OAuth2Session(
            self.client.id,
            self.client.secret,
            scope="openid email",
            redirect_uri=self.client.back,
            code_challenge_method="S256",
            token_endpoint_auth_method=named if self.client.secret else "none",
            default_timeout=_WAIT_SECONDS,
        )

    def _token(self, doors: dict[str, Any], asked: Asked, code: str) -> str:
        try:
            with self._talk(doors) as talk:
                given = talk.fetch_token(doors["token_endpoint"], code=code, code_verifier=asked.verifier)
        except (OAuthError, requests.RequestException, ValueError):
            raise ProviderFailed("code") from None
        token = given.get("id_token")
        if not isinstance(token, str):
            raise ProviderFailed("no_token")
        return token

    def _checked(self, doors: dict[str, Any], token: str) -> dict[str, Any]:
        """The token's claims, signed by the provider, for us, and of now (Core 3.1.3.7)."""
        rules = jwt.JWTClaimsRegistry(
            leeway=round(LEEWAY.total_seconds()),
            iss={"essential": True, "value": doors["issuer"]},
            exp={"essential": True},
            iat={"essential": True},
        )
        keys = cast(KeySetSerialization, _asked(doors["jwks_uri"]))
        try:
            claims = jwt.decode(token, KeySet.import_key_set(keys), algorithms=_ALGORITHMS).claims
            rules.validate(claims)
        except (JoseError, ValueError, KeyError, TypeError):
            raise ProviderFailed("token") from None
        if not is_for(self.client, claims):
            raise ProviderFailed("audience")
        return claims

    def _read(self) -> dict[str, Any]:
        """The provider's doors (OpenID Connect Discovery 1.0)."""
        if not self._doors or time.monotonic() - self._read_at > _KEPT_SECONDS:
            found = _asked(f"{self.client.issuer.rstrip('/')}/.well-known/openid-configuration")
            if str(found.get("issuer", "")).rstrip("/") != self.client.issuer.rstrip("/"):
                raise ProviderFailed("issuer")
            if not all(_safe(found.get(door)) for door in _DOORS):
                raise ProviderFailed("doors")
            self._doors, self._read_at = found, time.monotonic()
        return self._doors


def _safe(address: object) -> bool:
    parts = urlsplit(address if isinstance(address, str) else "")
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)


def _asked(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_WAIT_SECONDS, allow_redirects=False)
        found = answer.json() if answer.status_code == 200 else None
    except (requests.RequestException, ValueError):
        found = None
    if not isinstance(found, dict):
        raise ProviderFailed("unreachable")
    return found
