"""What the account can ask for when it places a call over REST."""

from dataclasses import dataclass, field

from webhooks.simulator.amd import Machine
from webhooks.simulator.interrupts import Source


@dataclass(frozen=True)
class Order:
    """One outbound call; seconds are simulated."""

    to: str
    caller: str
    source: Source
    fallback: Source | None = None
    status_url: str = ""
    status_method: str = "POST"
    events: frozenset[str] = frozenset({"completed"})
    timeout: float = 60.0
    time_limit: float = 14_400.0
    send_digits: str = ""
    machine: Machine = field(default_factory=Machine)
