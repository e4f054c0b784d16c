"""One sweep: everything overdue is done here and now, one thing's failure stopping nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from intake.privacy import sealer
from intake.settings import data_folder
from intake.sweeping import overdue
from intake.wiring import House

_log = structlog.get_logger(__name__)
Job = Callable[[House, str], None]


def sweep(house: House, jobs: Mapping[str, Job]) -> None:
    """Do what is overdue, then chain the audit trail."""
    for job, record in overdue(house.desk):
        try:
            jobs[job](house, record)
        except Exception as error:
            _log.error(
                "overdue work failed, the next sweep tries again", job=job, problem=type(error).__name__
            )
    seal_audit(house)


def seal_audit(house: House) -> None:
    """Put new audit entries into the chain; a signed checkpoint also goes to a file beside the database."""
    with house.database.begin() as connection:
        sealed = sealer.seal(connection, house.signer, house.clock())
    folder = data_folder()
    if sealed.checkpoint is not None and folder.is_dir():
        sealer.export(folder / "audit-checkpoints.jsonl", sealed.checkpoint)
