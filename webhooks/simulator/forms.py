"""The parameters that the carrier sends with every request about a call."""

from typing import TYPE_CHECKING

from webhooks.simulator import places

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg

API_VERSION = "2010-04-01"
Params = tuple[tuple[str, str], ...]


def standard(leg: "Leg", status: str | None = None) -> Params:
    """Who calls whom, and how things stand; geo fields are empty, not missing, where unknown."""
    ends = leg.ends
    params = [
        ("CallSid", leg.sid),
        ("AccountSid", leg.world.account.sid),
        ("From", ends.caller),
        ("To", ends.called),
        ("Caller", ends.caller),
        ("Called", ends.called),
        ("CallStatus", status or leg.status),
        ("ApiVersion", API_VERSION),
        ("Direction", ends.direction),
    ]
    for prefix, number in (
        ("From", ends.caller),
        ("Caller", ends.caller),
        ("To", ends.called),
        ("Called", ends.called),
    ):
        params += places.fields(prefix, number)
    if ends.parent is not None:
        params.append(("ParentCallSid", ends.parent.sid))
    return (*params, *ends.extra)


def answered_by(leg: "Leg") -> Params:
    """The verdict of machine detection, if there is one."""
    return (("AnsweredBy", leg.answered_by),) if leg.answered_by else ()
