"""What every use case of a callback leans on, handed over once by the wiring."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from intake.carrier.port import Carrier
from intake.carrier.settings import CarrierSettings
from intake.privacy.vault import Vault
from intake.settings import Settings
from intake.storage.session import Database


class Nudge(Protocol):
    """Makes a due row happen soon; losing one costs a sweep, never the row."""

    def __call__(self, job: str, record_id: UUID) -> None: ...


@dataclass(frozen=True)
class Desk:
    """The parts that callbacks are worked with."""

    database: Database
    vault: Vault
    carrier: Carrier
    lines: CarrierSettings
    nudge: Nudge
    clock: Callable[[], datetime]
    settings: Settings
