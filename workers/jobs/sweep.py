"""One sweep: everything overdue is done here and now, one thing's failure stopping nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import structlog

from intake.callbacks import debrief_texts, glass_texts, shift_texts
from intake.sweeping import overdue
from intake.wiring import House
from workers.jobs import chores

_log = structlog.get_logger(__name__)
Job = Callable[[House, str], None]


def sweep(house: House, jobs: Mapping[str, Job]) -> None:
    """Do what is overdue for callers, then tell staff what they are to know, then the chores."""
    for job, record in overdue(house.desk):
        _try(job, jobs[job], house, record)
    _try("remind", shift_texts.remind, house.desk)
    _try("tell_of_glass", glass_texts.tell, house.desk)
    _try("remind_of_debriefs", debrief_texts.remind, house.desk)
    for name, chore in chores.CHORES.items():
        _try(name, chore, house)


def _try(name: str, do: Callable[..., None], *given: object) -> None:
    try:
        do(*given)
    except Exception as error:
        _log.exception("overdue work failed, the next sweep tries again", job=name, problem=type(error).__name__)
