"""The vocabulary of the audit trail: every act that is recorded has a name here, and no other may be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_CODE = re.compile(r"[A-Za-z0-9_.:,=+@/\-]{0,120}")


class Action(StrEnum):
    """What was done (45 CFR 164.312(b)). The part before the dot is the kind of thing it was done to."""

    # What callers do.
    CONVERSATION_BEGIN = "conversation.begin"
    CONVERSATION_END = "conversation.end"
    NUMBER_GIVEN = "conversation.number_given"
    CRISIS_ENTER = "conversation.crisis_enter"
    CRISIS_CHOICE = "conversation.crisis_choice"
    TEXT_TAKEN_OVER = "conversation.taken_over"
    TEXT_SENT = "conversation.text_sent"
    CODE_CHECK = "code.check"
    CODE_LOCKED = "code.locked"
    STOP = "suppression.add"
    START = "suppression.lift"
    # The promise to call.
    CALLBACK_PROMISE = "callback.promise"
    CALLBACK_RAISE = "callback.raise"
    CALLBACK_LOWER = "callback.lower"
    CALLBACK_OFFER = "callback.offer"
    CALLBACK_ACCEPT = "callback.accept"
    CALLBACK_DIAL = "callback.dial"
    CALLBACK_CONNECT = "callback.connect"
    CALLBACK_OUTCOME = "callback.outcome"
    CALLBACK_CANCEL = "callback.cancel"
    CALLBACK_CLOSE = "callback.close"
    CALLBACK_ESCALATE = "callback.escalate"
    CALLBACK_HAND_OVER = "callback.hand_over"
    # The record.
    ENROLLMENT_CREATE = "enrollment.create"
    ENROLLMENT_CHANGE = "enrollment.change"
    ENROLLMENT_STAGE = "enrollment.stage"
    ENROLLMENT_LINK = "enrollment.link"
    ENROLLMENT_ASSIGN = "enrollment.assign"
    ENROLLMENT_NOTE = "enrollment.note"
    # Reads: an opening, a list, a search, a number shown, a file made, a page looked at (164.312(b)).
    READ = "read.record"
    LIST = "read.list"
    SEARCH = "read.search"
    REVEAL = "read.reveal"
    EXPORT = "read.export"
    PAGE = "read.page"
    REFUSED = "read.refused"
    AUDIT_READ = "read.audit"
    # Consent, disclosure (42 CFR 2.31, 2.32, 2.51, 2.25). A permission's row says itself who gave it, and when.
    CONSENT_SIGN = "consent.sign"
    CONSENT_REVOKE = "consent.revoke"
    DISCLOSE = "disclosure.make"
    DISCLOSE_EMERGENCY = "disclosure.emergency"
    DISCLOSE_REFUSED = "disclosure.refused"
    ACCOUNTING = "disclosure.accounting"
    LEGAL_REQUEST = "legal_request.add"
    LEGAL_REQUEST_CLOSE = "legal_request.close"
    HOLD_PLACE = "hold.place"
    HOLD_LIFT = "hold.lift"
    BREACH = "breach.enter"
    BREACH_TOLD = "breach.told"
    # Forgetting and keys.
    FORGET = "retention.forget"
    FORGET_RUN = "retention.run"
    KEYS_ROTATE = "keys.rotate"
    KEYS_RETIRE = "keys.retire"
    ERASE_ALL = "keys.erase_all"
    BACKUP = "backup.make"
    RESTORE = "backup.restore"
    # Staff.
    STAFF_ADD = "staff.add"
    STAFF_INVITE = "staff.invite"
    STAFF_CHANGE = "staff.change"
    STAFF_DISABLE = "staff.disable"
    STAFF_ENABLE = "staff.enable"
    SIGN_IN = "session.sign_in"
    SIGN_IN_REFUSED = "session.refused"
    SIGN_OUT = "session.sign_out"
    SESSION_REVOKE = "session.revoke"
    REAUTHENTICATE = "session.reauthenticate"
    CREDENTIAL_ADD = "credential.add"
    CREDENTIAL_REMOVE = "credential.remove"
    PASSWORD_SET = "credential.password_set"  # noqa: S105 - the name of an act
    RECOVERY_USED = "credential.recovery_used"
    BREAK_GLASS = "break_glass.open"
    BREAK_GLASS_REVIEW = "break_glass.review"
    # Being on duty, places, the house itself.
    ROTA_CHANGE = "rota.change"
    SHIFT_SWAP = "rota.swap"
    SITE_CHANGE = "site.change"
    SCRIPT_CHANGE = "script.change"
    CARRIER_CHANGE = "carrier.change"
    AUDIT_VERIFY = "audit.verify"
    AUDIT_PRUNE = "audit.prune"


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what to which record, why and from where. Codes and opaque ids only: never a caller's words.

    `actor`: "staff:<id>", "caller", "carrier", "cli:<account>" or "system:<part>". `origin`:
    "console:<session>", "webhook", "cli", "job:<name>"; where it is left out, `whence` says it, and staff's
    network address behind an @. A free text why is sealed in its own record.
    """

    action: Action
    actor: str
    subject_kind: str
    subject_id: str | None = None
    reason: str | None = None
    origin: str | None = None

    def __post_init__(self) -> None:
        """Raises `ValueError` if a field could hold prose."""
        for field in (self.actor, self.subject_kind, self.subject_id, self.reason, self.origin):
            if field is not None and not _CODE.fullmatch(field):
                raise ValueError("an audit field holds codes and opaque ids only")
