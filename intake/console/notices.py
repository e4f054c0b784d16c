"""One line that the next page says about what was just done."""

from __future__ import annotations

from flask import flash

from intake.console.language import t
from intake.console.ports import Said

_MOODS = {Said.DONE: "good", Said.TAKEN: "warn", Said.GONE: "warn", Said.BUSY: "warn", Said.NOT_WANTED: "bad"}


def tell(mood: str, key: str, **fills: object) -> None:
    """Say the text of a key on the next page. `mood`: good, warn, bad. Never a caller's data."""
    flash(t(key, **fills), mood)


def tell_said(said: Said) -> None:
    """Say how an act on a callback ended."""
    tell(_MOODS[said], f"shell.said_{said.value}")
