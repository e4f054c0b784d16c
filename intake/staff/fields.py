"""Which fields of which record each role may see, as data (minimum necessary, 45 CFR 164.502(b))."""

from __future__ import annotations

from collections.abc import Mapping

from intake.staff.rights import Role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CALL_FIELDS = _words(
    "id enrollment_id code class state language due_at window created_at name message identify_as when "
    "contact_mode flags for_whom minor number timezone origin attempts permissions"
)
_STATE_FIELDS = _words(
    "id class state language due_at window created_at origin offers attempts accepted_by accepted_at "
    "connected_at closed_reason next_action_at"
)
_ANSWERS = _words(
    "id code stage stage_since partial created_at updated_at channel language for_whom number number_source "
    "contact_mode message identify_as when zip timezone name age_band care_stage living priority_group pay "
    "schedule format flags site coordinator closed_reason closed_at conversation_ids callback_ids notes "
    "tasks events permissions consents disclosures contact_basis legal_hold"
)
_TALK_STATES = _words("id channel language started_at ended_at ended_at_step outcome steps_taken seconds with_human")
_STAFF = _words("id email name roles languages timezone created_at disabled_at second_factor")
_LOG = _words("id at action actor subject_kind subject_id reason origin")

# A callback that is one's own, one on the board, a record, a talk, a text thread, a person of staff, the log.
FIELDS: Mapping[tuple[Role, str], frozenset[str]] = {
    (Role.PROFESSIONAL, "own_callback"): _CALL_FIELDS,
    (Role.PROFESSIONAL, "callback"): _STATE_FIELDS
    | {"name", "flags", "language", "message", "contact_mode", "minor", "attempts"},
    (Role.PROFESSIONAL, "thread"): frozenset({"id", "language", "started_at", "messages", "name", "flags"}),
    (Role.SUPERVISOR, "own_callback"): _CALL_FIELDS,
    (Role.SUPERVISOR, "callback"): _STATE_FIELDS,
    (Role.SUPERVISOR, "conversation"): _TALK_STATES,
    (Role.SUPERVISOR, "staff"): _STAFF,
    (Role.COORDINATOR, "own_callback"): _CALL_FIELDS | _STATE_FIELDS,
    (Role.COORDINATOR, "callback"): _CALL_FIELDS | _STATE_FIELDS,
    (Role.COORDINATOR, "enrollment"): _ANSWERS,
    (Role.COORDINATOR, "conversation"): _TALK_STATES | {"enrollment_id"},
    (Role.COORDINATOR, "thread"): frozenset(
        {"id", "language", "started_at", "messages", "name", "flags", "enrollment_id"}
    ),
    (Role.ADMIN, "staff"): _STAFF | {"phone"},
    (Role.AUDITOR, "staff"): _STAFF,
    (Role.AUDITOR, "audit_entry"): _LOG,
}
# What an opened glass shows: the whole record, for its short time, to whoever is reviewed afterwards.
GLASS_FIELDS: Mapping[str, frozenset[str]] = {
    "enrollment": _ANSWERS,
    "callback": _CALL_FIELDS | _STATE_FIELDS,
    "own_callback": _CALL_FIELDS | _STATE_FIELDS,
}
