"""How audit entries hang together: each digest covers the entry and everything before it."""

from __future__ import annotations

import base64
import hashlib
import json
from datetime import UTC, datetime

from intake.privacy.signing import Signer, signed_by
from intake.storage.audit import Checkpoint, Entry

GENESIS = hashlib.sha256(b"helpline/audit/1").digest()


def digest(previous: bytes, entry: Entry) -> bytes:
    """The link's digest: SHA-256 over the previous one and every field of the entry, its id and time too."""
    fields = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.action,
        entry.actor,
        entry.subject_kind,
        entry.subject_id,
        entry.reason,
        entry.origin,
    ]
    return hashlib.sha256(previous + json.dumps(fields, separators=(",", ":")).encode()).digest()


def _statement(position: int, head: bytes, entries: int, at: datetime) -> bytes:
    when = at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"helpline/audit-checkpoint/1\n{position}\n{entries}\n{when}\n{head.hex()}".encode()


def sign_checkpoint(signer: Signer, position: int, head: bytes, now: datetime) -> Checkpoint:
    """A statement that the chain stood at `position` with digest `head` at `now`."""
    signature = signer.sign(_statement(position, head, position, now))
    return Checkpoint(position, head, position, now, signer.public_key, signature)


def is_genuine(checkpoint: Checkpoint) -> bool:
    """Whether the checkpoint's own key signed it; whether that key is ours is the caller's question."""
    c = checkpoint
    return signed_by(c.public_key, c.signature, _statement(c.position, c.digest, c.entries, c.at))


def to_line(checkpoint: Checkpoint) -> str:
    """One line of JSON, for a file kept elsewhere."""
    fields = {
        "position": checkpoint.position,
        "entries": checkpoint.entries,
        "at": checkpoint.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "digest": checkpoint.digest.hex(),
        "public_key": base64.b64encode(checkpoint.public_key).decode(),
        "signature": base64.b64encode(checkpoint.signature).decode(),
    }
    return json.dumps(fields, separators=(",", ":"))


def from_line(line: str) -> Checkpoint:
    """Read `to_line` back; raises `ValueError` for anything else."""
    try:
        fields = json.loads(line)
        return Checkpoint(
            position=int(fields["position"]),
            digest=bytes.fromhex(fields["digest"]),
            entries=int(fields["entries"]),
            at=datetime.fromisoformat(fields["at"]),
            public_key=base64.b64decode(fields["public_key"]),
            signature=base64.b64decode(fields["signature"]),
        )
    except (KeyError, TypeError) as problem:
        raise ValueError("not a checkpoint") from problem
