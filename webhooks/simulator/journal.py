"""What happened: a stream of events, the tape of every request, and the faults that make a run fail."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from webhooks.simulator.clock import Clock, wall
from webhooks.simulator.pulse import Pulse

KEPT_EVENTS = 20_000
KEPT_TAPE = 20_000


@dataclass(frozen=True)
class Event:
    """One thing that happened, for whoever watches; `at` in simulated seconds."""

    id: int
    name: str
    data: dict[str, Any]
    at: float = 0.0


@dataclass
class Fault:
    """Something that the carrier's debugger, or the simulator itself, complains about."""

    i: int
    at: float
    severity: str
    code: int | None
    what: str
    call: str | None = None
    url: str | None = None
    expected: bool = False


@dataclass
class Entry:
    """One request, as it was answered."""

    i: int
    at: float
    kind: str
    purpose: str
    method: str
    url: str
    params: dict[str, Any]
    call: str | None = None
    headers: dict[str, str] = field(default_factory=dict)
    status: int | None = None
    body: str = ""
    content_type: str = ""
    seconds: float = 0.0
    attempt: int = 1
    weather: list[str] = field(default_factory=list)
    error: str | None = None
    time: str = ""


@dataclass(frozen=True)
class Expectation:
    """A fault that a test has announced."""

    code: int | None
    what: str

    def covers(self, fault: Fault) -> bool:
        """Whether this fault is the announced one."""
        return (self.code is None or self.code == fault.code) and self.what in fault.what


class Journal:
    """Everything of one run. `pulse` beats at every event."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.pulse = Pulse()
        self.last = 0
        self.clear()

    def clear(self) -> None:
        """Forget everything but the numbering of events."""
        self.events: deque[Event] = deque(maxlen=KEPT_EVENTS)
        self.tape: deque[Entry] = deque(maxlen=KEPT_TAPE)
        self.faults: list[Fault] = []
        self.announced: list[Expectation] = []
        self.taped = 0

    def tell(self, name: str, data: dict[str, Any]) -> None:
        """Publish an event."""
        self.last += 1
        self.events.append(Event(self.last, name, data, round(self.clock.now(), 3)))
        self.pulse.beat()

    def record(self, entry: Entry) -> None:
        """Put a request on the tape."""
        self.taped += 1
        entry.i, entry.at, entry.time = self.taped, round(self.clock.now(), 3), wall().isoformat()
        self.tape.append(entry)
        brief = {key: value for key, value in vars(entry).items() if key not in ("body", "headers")}
        self.tell("tape", brief)

    def fault(self, code: int | None, what: str, call: str | None = None, url: str | None = None) -> None:
        """Complain of an error: unless it was announced, the run has failed."""
        self._complain(Fault(0, 0.0, "error", code, what, call, url))

    def warning(self, code: int | None, what: str, call: str | None = None, url: str | None = None) -> None:
        """Complain of something that the carrier passes over; the run has failed all the same."""
        self._complain(Fault(0, 0.0, "warning", code, what, call, url))

    def _complain(self, fault: Fault) -> None:
        fault.i, fault.at = len(self.faults) + 1, round(self.clock.now(), 3)
        fault.expected = any(each.covers(fault) for each in self.announced)
        self.faults.append(fault)
        self.tell("fault", dict(vars(fault)))

    def announce(self, expectation: Expectation) -> None:
        """Faults like this are meant to happen, whether they have or will."""
        self.announced.append(expectation)
        for fault in self.faults:
            fault.expected = fault.expected or expectation.covers(fault)

    def since(self, last: int) -> list[Event]:
        """Events after the one with this number."""
        return [event for event in self.events if event.id > last] if last < self.last else []
