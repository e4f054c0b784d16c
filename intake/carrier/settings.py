"""All that the carrier's rooms need to know of this deployment; secrets do not print."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.numbers import PhoneNumber
from intake.settings import Settings


@dataclass(frozen=True, slots=True)
class CarrierSettings:
    """One account at the carrier and the addresses it is told. Durations in seconds."""

    account_sid: str
    auth_token: str = field(repr=False)
    public_base_url: str
    helpline: PhoneNumber
    neutral: PhoneNumber
    backup: PhoneNumber
    crisis: PhoneNumber
    next_token: str = field(default="", repr=False)
    """Accepted beside `auth_token` while the tokens are being exchanged."""
    shared_secret: str = field(default="", repr=False)
    """Signs with SHA-256; only where this is set is the header that asks for it believed."""
    api_base_url: str = ""
    """Empty: the carrier's own."""
    request_seconds: float = 5.0
    bridge_ring_seconds: float = 60
    backup_ring_seconds: float = 30
    call_limit_seconds: float = 14_400

    @property
    def own_lines(self) -> frozenset[PhoneNumber]:
        """The numbers that we answer."""
        return frozenset((self.helpline, self.neutral))

    @classmethod
    def of(cls, settings: Settings) -> CarrierSettings:
        """The carrier's part of all settings."""
        tokens = (*settings.auth_tokens, "")
        return cls(
            account_sid=settings.twilio_account_sid,
            auth_token=tokens[0],
            next_token=tokens[1],
            public_base_url=settings.public_base_url,
            helpline=PhoneNumber(settings.helpline_number),
            neutral=PhoneNumber(settings.neutral_number),
            backup=PhoneNumber(settings.backup_number),
            crisis=PhoneNumber(settings.crisis_number),
            api_base_url=settings.twilio_api_base_url,
            request_seconds=settings.carrier_timeout_seconds,
            bridge_ring_seconds=settings.bridge_ring_seconds,
            backup_ring_seconds=settings.backup_ring_seconds,
            call_limit_seconds=settings.call_limit_seconds,
        )
