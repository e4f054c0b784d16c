"""Which function plays which verb."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from webhooks.simulator.player import simple
from webhooks.simulator.player.dial import dial
from webhooks.simulator.player.enqueue import enqueue
from webhooks.simulator.player.gather import gather
from webhooks.simulator.player.record import record

if TYPE_CHECKING:
    from webhooks.simulator.interrupts import Source
    from webhooks.simulator.player.scene import Scene
    from webhooks.simulator.twiml import Verb

VERBS: "dict[str, Callable[[Scene, Verb], Awaitable[Source | None]]]" = {
    "Say": simple.aloud,
    "Play": simple.aloud,
    "Pause": simple.pause,
    "Gather": gather,
    "Record": record,
    "Dial": dial,
    "Enqueue": enqueue,
    "Leave": simple.leave,
    "Redirect": simple.redirect,
    "Reject": simple.reject,
    "Hangup": simple.hangup,
    "Sms": simple.sms,
}
