"""Plays the scenes against a running service and says what came of each."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from intake.callbacks.listing import list_callbacks
from intake.cli.demo.expectations import Checked, Expected, check
from intake.cli.demo.phones import Network, Phone, Unexpected
from intake.cli.demo.scenes import SCENES, Scene
from intake.conversation.listing import list_conversations
from intake.enrollments.listing import list_enrollments
from intake.privacy.keyring import parse_keys
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage.session import Database

_ACTOR = "system:demonstration"
# A record settles when the last status event has come in.
_SETTLE_SECONDS = 15.0

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """One scene and what came of it. `fault`: what somebody waited for in vain."""

    scene: Scene
    transcript: list[str]
    record: Record
    checked: list[Checked]
    fault: str | None

    @property
    def fine(self) -> bool:
        """Whether everybody heard what they should and everything was recorded as it should be."""
        return self.fault is None and bool(self.checked) and all(one.holds for one in self.checked)


def play(simulator: str, settings: Settings, expectations: Sequence[Expected]) -> Iterator[Played]:
    """Every scene in turn."""
    network = Network(simulator)
    database = Database(settings.database_url.get_secret_value(), pool_size=1)
    vault = Vault(parse_keys(settings.vault_keys.get_secret_value()))
    try:
        for scene in SCENES:
            yield _play(scene, network, lambda since: _recorded(database, vault, since), expectations)
    finally:
        database.close()


def _play(
    scene: Scene, network: Network, recorded: Callable[[datetime], Record], expectations: Sequence[Expected]
) -> Played:
    begun = datetime.now(UTC)
    network.speed(scene.speed)
    caller = network.phone(scene.caller)
    before = {call["sid"] for call in network.calls()}
    fault: str | None = None
    helpers: list[Phone] = []
    try:
        helpers = scene.play(network, caller)
    except Unexpected as unexpected:
        fault = str(unexpected)
    end = time.monotonic() + (_SETTLE_SECONDS if fault is None else 0)
    while True:
        record = recorded(begun)
        checked = check(scene.name, record, expectations)
        if all(one.holds for one in checked) or time.monotonic() > end:
            said = [line for phone in (caller, *helpers) for line in phone.transcript(before)]
            return Played(scene, said, record, checked, fault)
        time.sleep(0.1)


def _recorded(database: Database, vault: Vault, since: datetime) -> Record:
    """The first conversation since then, and what hangs on it."""
    with database.begin() as connection:
        talks = list_conversations(connection, actor=_ACTOR)
        records = list_enrollments(connection, vault, reveal=True, actor=_ACTOR)
        calls = list_callbacks(connection, actor=_ACTOR)
    conversation = _first_since(talks, "started_at", since)
    if conversation is None:
        return {}
    enrollment = next((one for one in records if one["id"] == conversation["enrollment_id"]), None)
    callback = _first_since(calls, "created_at", since)
    return {"conversation": conversation, "enrollment": enrollment, "callback": callback}


def _first_since(newest_first: Sequence[Record], field: str, since: datetime) -> Record | None:
    found = [one for one in newest_first if datetime.fromisoformat(one[field]) >= since]
    return found[-1] if found else None
