"""A passkey authenticator in software, for tests: makes and uses ES256 credentials without attestation."""

from __future__ import annotations

import base64
import hashlib
import json
import os

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256


def _b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class Authenticator:
    """Holds one credential for one site."""

    def __init__(self, rp_id: str, origin: str) -> None:
        self.origin = origin
        self.rp_hash = hashlib.sha256(rp_id.encode()).digest()
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.count = 0

    def _client_data(self, kind: str, options: str) -> bytes:
        data = {"type": kind, "challenge": json.loads(options)["challenge"], "origin": self.origin}
        return json.dumps(data).encode()

    def _state(self, *, attested: bytes = b"") -> bytes:
        self.count += 1
        # User present, user verified, and attested data when there is some.
        flags = 0x05 | (0x40 if attested else 0)
        return self.rp_hash + bytes([flags]) + self.count.to_bytes(4, "big") + attested

    def make(self, options: str) -> str:
        point = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")}
        attested = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + cbor2.dumps(cose)
        response = {
            "clientDataJSON": _b64(self._client_data("webauthn.create", options)),
            "attestationObject": _b64(
                cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": self._state(attested=attested)})
            ),
        }
        return self._credential(response)

    def use(self, options: str) -> str:
        client, state = self._client_data("webauthn.get", options), self._state()
        signature = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": _b64(client),
            "authenticatorData": _b64(state),
            "signature": _b64(signature),
        }
        return self._credential(response)

    def _credential(self, response: dict[str, str]) -> str:
        return json.dumps(
            {"id": _b64(self.id), "rawId": _b64(self.id), "type": "public-key", "response": response}
        )
