"""Starts the whole service in a folder and keeps it running until told to end."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from intake.cli.embedded import orphans
from intake.cli.folder import Folder, Holder
from intake.cli.service import plan as plans
from intake.cli.service import programs, roster
from intake.cli.service.plan import LOCAL, Plan, Ports
from intake.cli.service.supervisor import Supervisor
from intake.storage.migrate import current_revision, head, migrate


@dataclass(frozen=True, slots=True)
class Running:
    """A service that can be called."""

    plan: Plan
    supervisor: Supervisor
    ended: threading.Event
    invitation: str | None

    @property
    def addresses(self) -> dict[str, str]:
        """Where everything is."""
        found = {
            "web": f"http://{LOCAL}:{self.plan.ports.web}",
            "console": self.plan.settings.console_base_url,
        }
        if self.plan.simulated:
            found["simulator"] = f"http://{LOCAL}:{self.plan.ports.simulator}"
        return found


@contextmanager
def service(
    folder: Folder, ports: Ports, tell: Callable[[str], None], pace: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """The service, ready for the first call; ended on the way out, whatever the reason.

    `pace`: durations other than the usual ones, where the environment has none.
    Raises `Held` when it runs already, `CannotStart`, `SettingsProblem`.
    """
    ended = threading.Event()
    with folder.hold("up"), _signals(ended):
        for name, value in folder.mark.items():
            orphans.end_marked(f"{name}={value}")
        plan = plans.make(folder, ports, pace or {})
        supervisor = Supervisor(tell)
        try:
            supervisor.begin(programs.servers(plan))
            supervisor.wait()
            url = plan.settings.database_url.get_secret_value()
            if current_revision(url) not in {None, head()}:
                migrate(url)  # a change under callers' feet: nobody is let in before it is done
            supervisor.begin(programs.processes(plan))
            # While they load what they need.
            migrate(url)
            invitation = roster.settle(plan.settings) if plan.simulated else None
            supervisor.wait()
            if plan.simulated:
                roster.connect_phones(plan.values["TWILIO_API_BASE_URL"])
            running = Running(plan, supervisor, ended, invitation)
            folder.announce(Holder(os.getpid(), "up", ready=True, addresses=running.addresses))
            yield running
        finally:
            supervisor.stop()


@contextmanager
def _signals(ended: threading.Event) -> Iterator[None]:
    before = {
        signum: signal.signal(signum, lambda *_: ended.set())
        for signum in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for signum, handler in before.items():
            signal.signal(signum, handler)
