"""The only place that makes our web addresses: sorted ASCII queries, opaque ids, nothing about anybody."""

from __future__ import annotations

from typing import Final

VOICE: Final = "/webhooks/voice"
TURN: Final = "/webhooks/voice/turn"
WAIT: Final = "/webhooks/voice/wait"
WAITED: Final = "/webhooks/voice/waited"
BRIDGE: Final = "/webhooks/voice/bridge"
OFFER: Final = "/webhooks/voice/offer"
CALL_STATUS: Final = "/webhooks/voice/status"
FALLBACK: Final = "/webhooks/voice/fallback"
SMS: Final = "/webhooks/sms"
TEXT_STATUS: Final = "/webhooks/sms/status"

TIMED_OUT: Final = "timeout"


class Links:
    """Absolute addresses under the public one.

    What a query is about is named by one letter (a attempt, c conversation, m message, o offer). No step
    is in any: C30 in the carrier's log would say why somebody called. The queries are written out in
    sorted order: the carrier has been seen to sort what it requests but to sign what it was given."""

    def __init__(self, public_base_url: str) -> None:
        self._base = public_base_url.rstrip("/")

    def at(self, path: str) -> str:
        """A plain address."""
        return self._base + path

    def turn(self, conversation: str, turn: int, *, timed_out: bool = False) -> str:
        """Where the answer to a turn's question goes."""
        tail = f"&x={TIMED_OUT}" if timed_out else ""
        return f"{self._base}{TURN}?c={conversation}&t={turn}{tail}"

    def wait(self, conversation: str, turn: int, page: int) -> str:
        """What a waiting caller hears as the `page`-th page."""
        return f"{self._base}{WAIT}?c={conversation}&n={page}&t={turn}"

    def waited(self, conversation: str, turn: int) -> str:
        """Where a caller goes who has left the waiting room."""
        return f"{self._base}{WAITED}?c={conversation}&t={turn}"

    def bridge(self, conversation: str, turn: int) -> str:
        """Where a caller goes after the 988 bridge."""
        return f"{self._base}{BRIDGE}?c={conversation}&t={turn}"

    def offer(self, offer: str, page: str, *, timed_out: bool = False) -> str:
        """A page on a professional's leg."""
        tail = f"&x={TIMED_OUT}" if timed_out else ""
        return f"{self._base}{OFFER}?o={offer}&p={page}{tail}"

    def call_status(self, letter: str = "", record: str = "") -> str:
        """Where a leg's progress is reported, naming the record it serves."""
        return f"{self._base}{CALL_STATUS}" + (f"?{letter}={record}" if record else "")

    def text_status(self, letter: str = "", record: str = "") -> str:
        """Where a text's progress is reported, naming the record it serves."""
        return f"{self._base}{TEXT_STATUS}" + (f"?{letter}={record}" if record else "")

    def fallback(self, page: str, tries: int) -> str:
        """A page of the last resort, which needs neither database nor Redis."""
        return f"{self._base}{FALLBACK}?n={tries}&p={page}"
