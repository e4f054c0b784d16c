"""Who may do what and see which fields: whatever is not declared in rights and fields is denied.

Minimum necessary (45 CFR 164.502(b)): the professional sees what a safe call needs, the coordinator the
answers, the supervisor counts and states, the admin people and settings, the auditor the log.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from intake.staff.fields import FIELDS, GLASS_FIELDS
from intake.staff.rights import FRESH_FOR, NEEDS_FRESH, NEEDS_REASON, REASONS, RIGHTS, Right, Role

__all__ = [
    "GLASS_FIELDS",
    "NEEDS_REASON",
    "REASONS",
    "Right",
    "Role",
    "is_fresh",
    "may",
    "narrowed",
    "visible_fields",
]

_ROLES = {role.value: role for role in Role}


def _known(roles: Collection[str]) -> list[Role]:
    return [_ROLES[role] for role in roles if role in _ROLES]


def may(roles: Collection[str], right: str) -> bool:
    """Whether any of the roles has the right; unknown roles and rights have and give nothing."""
    return any(right in RIGHTS[role] for role in _known(roles))


def visible_fields(roles: Collection[str], record_kind: str) -> frozenset[str]:
    """The fields of such a record that any of the roles may see; a number among them is always masked."""
    return frozenset().union(*(FIELDS.get((role, record_kind), frozenset()) for role in _known(roles)))


def narrowed(roles: Collection[str], record_kind: str, fields: Mapping[str, object]) -> dict[str, object]:
    """The record without what the roles may not see: call it before anything is rendered."""
    seen = visible_fields(roles, record_kind)
    return {name: value for name, value in fields.items() if name in seen}


def is_fresh(right: str, proved_at: datetime, now: datetime) -> bool:
    """Whether the last proof of identity is recent enough for this right."""
    return right not in NEEDS_FRESH or timedelta(0) <= now - proved_at <= FRESH_FOR
