"""Machine detection: who answered, and when the carrier says so."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from webhooks.simulator import speech
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg


@dataclass(frozen=True)
class Machine:
    """How detection was asked for. `mode` empty = not at all."""

    mode: str = ""
    asynchronous: bool = False
    callback: str = ""
    method: str = "POST"
    timeout: float = 30.0


def verdict(leg: "Leg", machine: Machine) -> tuple[str, float]:
    """The verdict, and the simulated seconds after the answer at which it falls."""
    habits = leg.phone.habits
    if habits.verdict:
        return habits.verdict, 4.0
    if habits.mood != "voicemail":
        return "human", 1.2
    if machine.mode == "Enable":
        return "machine_start", 4.0
    greeting = speech.seconds(habits.greeting) + 1.0
    return ("machine_end_beep", greeting) if greeting <= machine.timeout else ("unknown", machine.timeout)


async def detect(leg: "Leg", machine: Machine) -> None:
    """Synchronous detection holds the document up until the verdict; asynchronous tells it later."""
    if not machine.mode:
        return
    if machine.asynchronous:
        leg.world.background(_tell_later(leg, machine))
        return
    leg.answered_by, seconds = verdict(leg, machine)
    await leg.rest(seconds)


async def _tell_later(leg: "Leg", machine: Machine) -> None:
    found, seconds = verdict(leg, machine)
    if await leg.linger(seconds):
        return
    leg.answered_by = found
    if not machine.callback:
        leg.world.journal.warning(21262, "machine detection without a callback URL", leg.sid)
        return
    params = (
        ("CallSid", leg.sid),
        ("AccountSid", leg.world.account.sid),
        ("AnsweredBy", found),
        ("MachineDetectionDuration", str(round(seconds * 1000))),
    )
    webhook = Webhook("amd", machine.callback, params, machine.method, leg.sid, leg.phone.number)
    await leg.world.sender.tell(webhook)
