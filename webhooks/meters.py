"""Counts what the web process does, without anything about anybody in a label."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Histogram

REFUSED: Final = Counter("helpline_webhook_refused", "Turned away at the gate", ("reason",))
ANSWERED: Final = Counter("helpline_webhook_answered", "Answered by the house", ("route",))
FAILED: Final = Counter("helpline_webhook_failed", "Answered by the last resort", ("route", "problem"))
UNLISTED: Final = Counter("helpline_webhook_unlisted", "Statuses that we do not know", ("kind",))
CARRIER_FALLBACKS: Final = Counter(
    "helpline_carrier_fallback", "Calls for which the carrier could not reach us", ("code",)
)
SECONDS: Final = Histogram(
    "helpline_webhook_seconds",
    "Time to the answer",
    ("route",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5),
)
