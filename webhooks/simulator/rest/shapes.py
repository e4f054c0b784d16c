"""Calls, messages, numbers, queues and members in the JSON of the REST API."""

import hashlib
from typing import TYPE_CHECKING, Any

from webhooks.simulator.clock import rfc2822, wall
from webhooks.simulator.forms import API_VERSION

if TYPE_CHECKING:
    from webhooks.simulator.config import Line
    from webhooks.simulator.leg import Leg
    from webhooks.simulator.rooms import Member, WaitingQueue
    from webhooks.simulator.texts import Text
    from webhooks.simulator.world import World

Json = dict[str, Any]
CALL_PARTS = (
    "notifications", "recordings", "payments", "events", "siprec", "streams", "transcriptions",
    "user_defined_message_subscriptions", "user_defined_messages",
)  # fmt: skip


def base(world: "World") -> str:
    """Where the account's resources are."""
    return f"/{API_VERSION}/Accounts/{world.account.sid}"


def number_sid(number: str) -> str:
    """The SID of a number; the same in every run."""
    return "PN" + hashlib.md5(number.encode(), usedforsecurity=False).hexdigest()


def call(leg: "Leg") -> Json:
    """A call resource. `initiated` is an event, not a status of the resource."""
    world, times, ends = leg.world, leg.times, leg.ends
    uri = f"{base(world)}/Calls/{leg.sid}"
    extra = dict(ends.extra)
    return {
        "sid": leg.sid,
        "date_created": rfc2822(times.created),
        "date_updated": rfc2822(times.ended or times.begun or times.created),
        "parent_call_sid": ends.parent.sid if ends.parent else None,
        "account_sid": world.account.sid,
        "to": ends.called,
        "to_formatted": _formatted(ends.called),
        "from": ends.caller,
        "from_formatted": _formatted(ends.caller),
        "phone_number_sid": number_sid(ends.line.number) if ends.line else None,
        "status": "queued" if leg.status == "initiated" else leg.status,
        "start_time": rfc2822(times.begun or times.ended),
        "end_time": rfc2822(times.ended),
        "duration": str(round(leg.seconds)) if leg.over else None,
        "price": None,
        "price_unit": "USD",
        "direction": ends.direction,
        "answered_by": leg.answered_by,
        "api_version": API_VERSION,
        "forwarded_from": extra.get("ForwardedFrom"),
        "group_sid": None,
        "stir_verstat": extra.get("StirVerstat"),
        "caller_name": extra.get("CallerName"),
        "queue_time": str(round(1000 * leg.held_back)),
        "trunk_sid": None,
        "uri": f"{uri}.json",
        "subresource_uris": {name: f"{uri}/{_camel(name)}.json" for name in CALL_PARTS},
    }


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _formatted(number: str) -> str:
    if number.startswith("+1") and len(number) == 12:
        return f"({number[2:5]}) {number[5:8]}-{number[8:]}"
    return number


def message(world: "World", text: "Text") -> Json:
    """A message resource."""
    uri = f"{base(world)}/Messages/{text.sid}"
    direction = {"in": "outbound-api", "out": "inbound"}[text.direction]
    return {
        "sid": text.sid,
        "account_sid": world.account.sid,
        "messaging_service_sid": text.service or None,
        "date_created": rfc2822(text.created),
        "date_updated": rfc2822(text.updated),
        "date_sent": rfc2822(text.sent),
        "to": text.receiver,
        "from": text.sender,
        "body": "" if text.redacted else text.body,
        "status": text.status,
        "num_segments": str(text.segments),
        "num_media": str(len(text.media)),
        "direction": direction,
        "api_version": API_VERSION,
        "price": None,
        "price_unit": "USD",
        "error_code": text.error_code,
        "error_message": None if text.error_code is None else f"error {text.error_code}",
        "uri": f"{uri}.json",
        "subresource_uris": {"media": f"{uri}/Media.json", "feedback": f"{uri}/Feedback.json"},
    }


def number(world: "World", line: "Line") -> Json:
    """An IncomingPhoneNumbers resource."""
    sid = number_sid(line.number)
    started = rfc2822(world.began)
    empty = dict.fromkeys(
        ("voice_application_sid", "sms_application_sid", "trunk_sid", "address_sid", "identity_sid",
         "bundle_sid", "emergency_address_sid")
    )  # fmt: skip
    return {
        **empty,
        "sid": sid,
        "account_sid": world.account.sid,
        "friendly_name": line.friendly_name or _formatted(line.number),
        "phone_number": line.number,
        "voice_url": line.voice_url,
        "voice_method": line.voice_method,
        "voice_fallback_url": line.fallback_url,
        "voice_fallback_method": line.fallback_method,
        "voice_caller_id_lookup": False,
        "voice_receive_mode": "voice",
        "sms_url": line.sms_url,
        "sms_method": line.sms_method,
        "sms_fallback_url": line.sms_fallback_url,
        "sms_fallback_method": line.sms_fallback_method,
        "status_callback": line.status_url,
        "status_callback_method": line.status_method,
        "capabilities": {"voice": True, "sms": True, "mms": True, "fax": False},
        "address_requirements": "none",
        "beta": False,
        "origin": "twilio",
        "status": "in-use",
        "type": "local",
        "emergency_status": "Inactive",
        "emergency_address_status": "unregistered",
        "api_version": API_VERSION,
        "date_created": started,
        "date_updated": started,
        "uri": f"{base(world)}/IncomingPhoneNumbers/{sid}.json",
    }


def queue(world: "World", found: "WaitingQueue") -> Json:
    """A queue resource."""
    uri = f"{base(world)}/Queues/{found.sid}"
    return {
        "sid": found.sid,
        "account_sid": world.account.sid,
        "friendly_name": found.name,
        "current_size": len(found.members),
        "average_wait_time": found.average_wait,
        "max_size": found.max_size,
        "date_created": rfc2822(found.created),
        "date_updated": rfc2822(wall()),
        "uri": f"{uri}.json",
    }


def member(world: "World", found: "WaitingQueue", waiting: "Member") -> Json:
    """A member of a queue."""
    return {
        "call_sid": waiting.leg.sid,
        "queue_sid": found.sid,
        "date_enqueued": rfc2822(waiting.enqueued),
        "position": found.members.index(waiting) + 1,
        "wait_time": round(world.clock.now() - waiting.since),
        "uri": f"{base(world)}/Queues/{found.sid}/Members/{waiting.leg.sid}.json",
    }
