"""Works one queue: `python -m workers.worker urgent`. A job is a name and an id; `jobs` says what it does."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

import structlog

from intake import logs, observing
from intake.nudges import QUEUES
from intake.privacy.whence import coming
from intake.settings import SettingsProblem, load
from intake.wiring import House, wire
from workers.jobs import JOBS
from workers.queues import worker

_log = structlog.get_logger(__name__)


class JobFailed(Exception):
    """A job did not come to its end; the log has its kind and place, Redis gets no more than this."""


@cache
def house() -> House:
    """The wired product, once a process."""
    return wire(load())


def perform(name: str, record: str) -> None:
    """Do one job now. Raises `JobFailed`, without the words of what went wrong."""
    failed = None
    with observing.job(name), coming(f"job:{name}"):
        try:
            JOBS[name](house(), record)
        except Exception as error:
            _log.exception("job failed", job=name, record=record)
            failed = type(error).__name__
    observing.flush()
    # Outside the handler, so that RQ's stored traceback has no cause with words of its own.
    if failed:
        raise JobFailed(f"{name}: {failed}")


def main(arguments: list[str]) -> int:
    """Work the named queue until SIGTERM; the job at hand is finished first."""
    if len(arguments) != 1 or arguments[0] not in QUEUES:
        sys.stderr.write(f"name one queue: {' or '.join(QUEUES)}\n")
        return 2
    try:
        settings = load()
    except SettingsProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    logs.configure(settings.log_level)
    observing.begin(settings, arguments[0])
    _log.info("worker begins", queue=arguments[0])
    house().warm()  # else the first job reads tables from disk while it holds a caller's row
    house().database.close()  # wired before the first job; a forked job must not share a connection
    options: dict[str, Any] = {"logging_level": "WARNING", "with_scheduler": False}
    worker(arguments[0], settings.redis_url.get_secret_value()).work(**options)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
