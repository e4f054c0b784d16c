"""Addresses that commands print for people."""

from __future__ import annotations

from intake.settings import Settings


def first_sign_in(settings: Settings, token: str) -> str:
    """Where somebody new chooses a password; works once."""
    return f"{settings.console_base_url}/join/{token}"
