"""What is done now and then whoever calls: the trail is chained, and what is due to be forgotten is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import structlog

from intake.callbacks import caution
from intake.privacy import backup, retention, sealer
from intake.privacy.retention import Office
from intake.privacy.sealer import Sealed
from intake.settings import data_folder
from intake.storage import certificates, chores
from intake.wiring import House

_log = structlog.get_logger(__name__)
_ACTOR = "system:sweep"
# When the fewest call; local time of the deployment.
_NIGHT = time(3)


def seal_audit(house: House) -> None:
    """Put new audit entries into the chain; a signed checkpoint also goes to a file beside the database."""
    with house.database.begin() as connection:
        sealed = sealer.seal(connection, house.signer, house.clock())
    _export(sealed)


def seal_everything(house: House) -> None:
    """Once an hour also what was committed long after its neighbours."""
    now = house.clock()
    with house.database.begin() as connection:
        chores.unhurried(connection)
        if not chores.take(connection, "seal_everything", now.replace(minute=0, second=0, microsecond=0), now):
            return
        sealed = sealer.seal(connection, house.signer, now, everything=True)
    _export(sealed)


def _export(sealed: Sealed) -> None:
    folder = data_folder()
    if sealed.checkpoint is not None and folder.is_dir():
        sealer.export(folder / "audit-checkpoints.jsonl", sealed.checkpoint)


def forget(house: House) -> None:
    """Once a night: forget what the retention table says is due, certified; the list goes beside the database."""
    now = house.clock()
    with house.database.begin() as connection:
        chores.unhurried(connection)
        if not chores.take(connection, "forget", _last_night(house, now), now):
            return
        office = Office(house.vault, house.signer, _ACTOR, now, retention.periods_of(house.settings))
        retention.carry_out(connection, office)
    folder = data_folder()
    if folder.is_dir():
        list_erasures(house, folder / "erasures.jsonl")


def forget_visits(house: House) -> None:
    """Who has been here lately is known for as long as a cap looks back, and no longer."""
    with house.database.begin() as connection:
        caution.forget(connection, house.clock())


def _last_night(house: House, now: datetime) -> datetime:
    local = now.astimezone(ZoneInfo(house.settings.timezone))
    night = datetime.combine(local.date(), _NIGHT, local.tzinfo)
    return (night if night <= local else night - timedelta(days=1)).astimezone(UTC)


def list_erasures(house: House, path: Path) -> None:
    """Whatever was forgotten and is not in the file yet, whoever forgot it: no restore may bring it back."""
    listed = {(one.table_name, one.record_id) for one in backup.exported_erasures(path)}
    with house.database.begin() as connection:
        gone = certificates.erased(connection)
    late = [one for one in gone if (one.table_name, one.record_id) not in listed]
    if late:
        backup.export_erasures(path, late)
        _log.info("forgotten records listed", count=len(late))


CHORES: Mapping[str, Callable[[House], None]] = MappingProxyType(
    {"seal_audit": seal_audit, "seal_everything": seal_everything, "forget": forget, "forget_visits": forget_visits}
)
