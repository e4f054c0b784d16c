"""Roles and rights as data: what is not written here, nobody may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum


class Role(StrEnum):
    """What somebody is here for; one person may have several."""

    PROFESSIONAL = "professional"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    AUDITOR = "auditor"


class Right(StrEnum):
    """One thing that can be done in the console or by the command."""

    OWN_ACCOUNT = "own_account"
    OWN_SHIFTS = "own_shifts"
    BOARD_SEE = "board.see"
    CALLBACK_ACCEPT = "callback.accept"
    CALLBACK_OUTCOME = "callback.outcome"
    CALLBACK_ASSIGN = "callback.assign"
    CALLBACK_CANCEL = "callback.cancel"
    THREAD_READ = "thread.read"
    THREAD_REPLY = "thread.reply"
    ENROLLMENT_LIST = "enrollment.list"
    ENROLLMENT_OPEN = "enrollment.open"
    ENROLLMENT_SEARCH = "enrollment.search"
    ENROLLMENT_CHANGE = "enrollment.change"
    NUMBER_REVEAL = "number.reveal"
    ENROLLMENT_EXPORT = "enrollment.export"
    CONSENT_RECORD = "consent.record"
    DISCLOSE = "disclosure.make"
    DISCLOSE_EMERGENCY = "disclosure.emergency"
    ACCOUNTING_READ = "disclosure.accounting"
    LEGAL_REQUEST_ADD = "legal_request.add"
    LEGAL_REQUEST_MANAGE = "legal_request.manage"
    HOLD_MANAGE = "hold.manage"
    COUNTS_SEE = "counts.see"
    ROTA_SEE = "rota.see"
    ROTA_CHANGE = "rota.change"
    SITES_SEE = "sites.see"
    SITES_CHANGE = "sites.change"
    SCRIPT_SEE = "script.see"
    SCRIPT_CHANGE = "script.change"
    STAFF_SEE = "staff.see"
    STAFF_MANAGE = "staff.manage"
    SETTINGS_SEE = "settings.see"
    AUDIT_READ = "audit.read"
    AUDIT_VERIFY = "audit.verify"
    BREAK_GLASS = "break_glass.open"
    GLASS_REVIEW = "break_glass.review"


_EVERYONE = frozenset({Right.OWN_ACCOUNT, Right.LEGAL_REQUEST_ADD})
_R = Right
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.PROFESSIONAL: _EVERYONE
    | {
        _R.OWN_SHIFTS,
        _R.BOARD_SEE,
        _R.CALLBACK_ACCEPT,
        _R.CALLBACK_OUTCOME,
        _R.THREAD_READ,
        _R.THREAD_REPLY,
        _R.DISCLOSE_EMERGENCY,
        _R.ROTA_SEE,
        _R.SITES_SEE,
        _R.BREAK_GLASS,
    },
    Role.COORDINATOR: _EVERYONE
    | {
        _R.BOARD_SEE,
        _R.CALLBACK_OUTCOME,
        _R.CALLBACK_CANCEL,
        _R.THREAD_READ,
        _R.THREAD_REPLY,
        _R.ENROLLMENT_LIST,
        _R.ENROLLMENT_OPEN,
        _R.ENROLLMENT_SEARCH,
        _R.ENROLLMENT_CHANGE,
        _R.NUMBER_REVEAL,
        _R.ENROLLMENT_EXPORT,
        _R.CONSENT_RECORD,
        _R.DISCLOSE,
        _R.DISCLOSE_EMERGENCY,
        _R.ACCOUNTING_READ,
        _R.SITES_SEE,
    },
    Role.SUPERVISOR: _EVERYONE
    | {
        _R.OWN_SHIFTS,
        _R.BOARD_SEE,
        _R.CALLBACK_ACCEPT,
        _R.CALLBACK_OUTCOME,
        _R.CALLBACK_ASSIGN,
        _R.CALLBACK_CANCEL,
        _R.DISCLOSE_EMERGENCY,
        _R.COUNTS_SEE,
        _R.ROTA_SEE,
        _R.ROTA_CHANGE,
        _R.SITES_SEE,
        _R.SCRIPT_SEE,
        _R.STAFF_SEE,
        _R.BREAK_GLASS,
        _R.GLASS_REVIEW,
        _R.LEGAL_REQUEST_MANAGE,
    },
    Role.ADMIN: _EVERYONE
    | {
        _R.COUNTS_SEE,
        _R.ROTA_SEE,
        _R.ROTA_CHANGE,
        _R.SITES_SEE,
        _R.SITES_CHANGE,
        _R.SCRIPT_SEE,
        _R.SCRIPT_CHANGE,
        _R.STAFF_SEE,
        _R.STAFF_MANAGE,
        _R.SETTINGS_SEE,
        _R.HOLD_MANAGE,
        _R.LEGAL_REQUEST_MANAGE,
    },
    Role.AUDITOR: _EVERYONE | {_R.AUDIT_READ, _R.AUDIT_VERIFY, _R.GLASS_REVIEW, _R.SETTINGS_SEE, _R.STAFF_SEE},
}

# Rights that ask for a password, passkey or code again, shown within this time.
FRESH_FOR = timedelta(minutes=5)
NEEDS_FRESH = frozenset(
    {
        _R.NUMBER_REVEAL,
        _R.ENROLLMENT_EXPORT,
        _R.DISCLOSE,
        _R.STAFF_MANAGE,
        _R.SCRIPT_CHANGE,
        _R.HOLD_MANAGE,
        _R.BREAK_GLASS,
    }
)
# Rights whose every use says why, from this list; a free reason goes sealed beside it.
REASONS = ("callback", "safety", "identity", "caller_asked", "consent", "records_request", "quality", "other")
NEEDS_REASON = frozenset({_R.NUMBER_REVEAL, _R.ENROLLMENT_EXPORT, _R.BREAK_GLASS})
