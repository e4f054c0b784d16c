"""Every address of the web process, and who may use it: nothing is served that is not listed here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from flask import Response

from intake.carrier import links
from webhooks import fallback, offers, sms, statuses, voice
from webhooks.desk import Desk, later, xml
from webhooks.gate import Admitted

View = Callable[[Desk, Admitted], Response]


class Audience(Enum):
    """Who may use an address."""

    CARRIER = "requests with the carrier's signature"
    ANYONE = "anyone, and it says nothing about anyone"
    INSIDE = "scrapers on loopback and private addresses"


@dataclass(frozen=True, slots=True)
class Route:
    """One address of the carrier's."""

    path: str
    view: View
    broken: Callable[[Desk], Response]
    """The answer where the view itself is at fault."""


def _apology(desk: Desk) -> Response:
    return xml(desk.last_resort.apology)


CARRIER_ROUTES = (
    Route(links.VOICE, voice.begin, _apology),
    Route(links.TURN, voice.turn, _apology),
    Route(links.WAIT, voice.wait, lambda desk: xml(desk.render.leave())),
    Route(links.WAITED, voice.waited, _apology),
    Route(links.BRIDGE, voice.bridged, _apology),
    Route(links.OFFER, offers.page, lambda desk: xml(desk.last_resort.staff)),
    Route(links.CALL_STATUS, statuses.call, lambda _: later()),
    Route(links.FALLBACK, fallback.page, _apology),
    Route(links.SMS, sms.text, lambda desk: xml(desk.last_resort.text)),
    Route(links.TEXT_STATUS, statuses.message, lambda _: later()),
)
DECLARED: dict[str, Audience] = {
    **{route.path: Audience.CARRIER for route in CARRIER_ROUTES},
    "/healthz": Audience.ANYONE,
    "/readyz": Audience.ANYONE,
    "/metrics": Audience.INSIDE,
}
