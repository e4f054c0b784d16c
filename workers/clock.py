"""Asks for sweeps: `python -m workers.clock`. When Redis or every worker is gone, it sweeps itself."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import redis
import structlog

from intake import logs, observing
from intake.nudges import ROUTINE, SWEEP, Nudges
from intake.settings import SettingsProblem, load

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Clock:
    """One tick every `seconds`: ask for a sweep, or do it where nobody else would."""

    nudges: Nudges
    seconds: float
    sweep_here: Callable[[], None]

    def tick(self, now: float) -> None:
        """One beat at `now` (seconds since the epoch). Never raises: the next beat is the cure."""
        try:
            # Asked for a beat ago and still not begun: nobody works the queue.
            if self.nudges.waiting(ROUTINE) == 0:
                self.nudges.sweep(int(now / self.seconds), self.seconds * 2)
                return
            _log.warning("no worker takes the sweep, sweeping here")
        except redis.RedisError as error:
            _log.warning("redis is gone, sweeping here", error=type(error).__name__)
        try:
            self.sweep_here()
        except Exception as error:
            _log.error("sweep failed, the next beat tries again", error=type(error).__name__)

    def run(self, ended: threading.Event) -> None:
        """Tick until `ended`."""
        while not ended.wait(self.seconds - time.time() % self.seconds):
            self.tick(time.time())


def _sweep() -> None:
    # All that a sweep needs is loaded only where there is nobody else to do it.
    from workers.worker import perform

    perform(SWEEP, "")


def main() -> int:
    """Tick until SIGTERM or Ctrl-C."""
    try:
        settings = load()
    except SettingsProblem as problem:
        sys.stderr.write(f"{problem}\n")
        return 1
    logs.configure(settings.log_level)
    observing.begin(settings, "clock")
    ended = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: ended.set())
    nudges = Nudges(settings.redis_url.get_secret_value(), settings.nudge_seconds)
    Clock(nudges, settings.sweep_seconds, _sweep).run(ended)
    return 0


if __name__ == "__main__":
    sys.exit(main())
