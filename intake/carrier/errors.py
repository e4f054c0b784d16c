"""What can go wrong when the carrier is asked for something; no message carries anybody's number."""

from __future__ import annotations


class CarrierError(Exception):
    """The carrier did not do as asked, or did not say."""


class CarrierRefused(CarrierError):
    """It was not done and will not be: `code` is the carrier's error code, `status` the HTTP one."""

    def __init__(self, code: int, status: int) -> None:
        super().__init__(f"the carrier refused with code {code}, status {status}")
        self.code = code
        self.status = status


class CarrierBusy(CarrierError):
    """It was not done; the same request may be made again later."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the carrier took no request: {reason}")
        self.reason = reason


class OutcomeUnknown(CarrierError):
    """It may have been done: look it up at the carrier before anything is tried again."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the carrier's answer is unknown: {reason}")
        self.reason = reason
