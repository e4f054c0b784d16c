"""All that the carrier's rooms need to know of this deployment; secrets do not print."""

from __future__ import annotations

from dataclasses import dataclass, field

from intake.numbers import PhoneNumber


@dataclass(frozen=True, slots=True)
class CarrierSettings:
    """One account at the carrier and the addresses it is told."""

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

    @property
    def own_lines(self) -> frozenset[PhoneNumber]:
        """The numbers that we answer."""
        return frozenset((self.helpline, self.neutral))
