"""A small OpenID provider over HTTP that keeps the rules (code flow, PKCE, one use), and lies when it is told to."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "helpline-console", "a client's password at the provider"


@dataclass
class IdentityProvider:
    """`account` is who sits at the browser; `lies` replaces claims of the next tokens."""

    issuer: str = ""
    account: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256"})
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    signs_with: RSAKey | None = None
    discovery: dict[str, Any] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)

    def doors(self) -> dict[str, Any]:
        here = {name: f"{self.issuer}/{name}" for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")}
        return {"issuer": self.issuer, **here, **self.discovery}

    def authorize(self, address: str) -> dict[str, str]:
        """What the browser does there: signs in at once, and is sent back with a code."""
        asked = dict(parse_qsl(urlsplit(address).query))
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        self.asked.append(asked)
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def token(self, authorization: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The back channel: client, code, redirect and verifier all have to fit (RFC 6749 4.1.3, RFC 7636 4.6)."""
        expected = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(sent.get("code", ""), None)
        if authorization != expected or asked is None:
            return 400, {"error": "invalid_grant"}
        made = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if made.decode().rstrip("=") != asked["code_challenge"] or sent.get("redirect_uri") != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": self._id_token(asked)}

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        times = {"iat": now, "exp": now + 300, "auth_time": now}
        claims = {"iss": self.issuer, "aud": CLIENT, "nonce": asked["nonce"], **times, **self.account, **self.lies}
        if self.header["alg"] == "none":
            parts = [json.dumps(one).encode() for one in (self.header, claims)]
            return ".".join([*(base64.urlsafe_b64encode(one).decode().rstrip("=") for one in parts), ""])
        return jwt.encode(self.header, {k: v for k, v in claims.items() if v is not None}, self.signs_with or self.key)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = {"/.well-known/openid-configuration": provider.doors()}
                known["/jwks_uri"] = {"keys": [provider.key.as_dict(private=False)]}
                self._say(200 if self.path in known else 404, known.get(self.path, {}))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self._say(*provider.token(self.headers.get("Authorization", ""), dict(parse_qsl(body))))

            def _say(self, status: int, content: dict[str, Any]) -> None:
                data = json.dumps(content).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *args: object) -> None:
                """Nothing is printed."""

        return Handler


@contextmanager
def identity_provider() -> Iterator[IdentityProvider]:
    """The provider, while it runs."""
    made = IdentityProvider()
    server = ThreadingHTTPServer(("127.0.0.1", 0), made.handler())
    made.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def back_address(answer: dict[str, str]) -> str:
    """Where the browser lands with such an answer."""
    return f"/sign-in/provider/back?{urlencode(answer)}"
