"""What a caller allowed is all that is done, and a stop is obeyed on every channel."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.callbacks.permission import ContactPermission, Deed, allowed
from tests.unit.callbacks.kit import NEW_YORK, NOW

NIGHT = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
PERMISSIONS = st.builds(
    ContactPermission,
    mode=st.sampled_from(["voice", "text_only"]),
    message=st.sampled_from(["none", "voicemail", "text", "either"]),
    identify_as=st.sampled_from(["first_name_only", "brand_ok"]),
    when=st.sampled_from(["asap", "morning", "afternoon", "evening"]),
    zone=st.just(NEW_YORK),
    do_not_contact=st.booleans(),
    suppressed=st.frozensets(st.sampled_from(["all", "sms", "voice"])),
    in_thread=st.booleans(),
    landline=st.booleans(),
    voicemails_left=st.integers(0, 2),
    crisis=st.booleans(),
    asked_now=st.booleans(),
)
TIMES = st.sampled_from([NOW, NIGHT])


@pytest.mark.parametrize(
    ("change", "deed", "at", "reason"),
    [
        ({}, Deed.CALL, NIGHT, "allowed"),
        ({"when": "evening"}, Deed.CALL, NOW, "outside_their_hours"),
        ({"when": "morning"}, Deed.CALL, NOW, "allowed"),
        ({"when": "evening", "crisis": True}, Deed.CALL, NIGHT, "allowed"),
        ({"when": "evening", "asked_now": True}, Deed.CALL, NIGHT, "allowed"),
        ({"mode": "text_only"}, Deed.CALL, NOW, "text_only"),
        ({"suppressed": {"sms"}}, Deed.CALL, NOW, "allowed"),
        ({"suppressed": {"voice"}}, Deed.CALL, NOW, "suppressed"),
        ({}, Deed.VOICEMAIL, NOW, "no_voicemail_allowed"),
        ({"message": "text"}, Deed.VOICEMAIL, NOW, "no_voicemail_allowed"),
        ({"message": "either"}, Deed.VOICEMAIL, NOW, "allowed"),
        ({"message": "voicemail", "voicemails_left": 1}, Deed.VOICEMAIL, NOW, "one_was_left"),
        ({"message": "either", "crisis": True}, Deed.VOICEMAIL, NOW, "never_in_a_crisis"),
        ({}, Deed.TEXT, NOW, "no_text_allowed"),
        ({"message": "text"}, Deed.TEXT, NOW, "allowed"),
        ({"message": "text"}, Deed.TEXT, NIGHT, "outside_contact_hours"),
        ({"message": "text", "landline": True}, Deed.TEXT, NOW, "landline"),
        ({"in_thread": True}, Deed.TEXT, NIGHT, "allowed"),
        ({"in_thread": True, "suppressed": {"sms"}}, Deed.TEXT, NOW, "suppressed"),
        ({"mode": "text_only"}, Deed.TEXT, NOW, "allowed"),
        ({}, Deed.SAY_BRAND, NOW, "first_name_only"),
        ({"identify_as": "brand_ok"}, Deed.SAY_BRAND, NOW, "allowed"),
    ],
)
def test_each_rule(change, deed, at, reason):
    assert allowed(replace(ContactPermission(), **change), deed, at).reason == reason


@given(PERMISSIONS, st.sampled_from(Deed), TIMES)
def test_do_not_contact_is_never_overruled(permission, deed, at):
    assert not allowed(replace(permission, do_not_contact=True), deed, at)


@given(PERMISSIONS, st.sampled_from([Deed.CALL, Deed.VOICEMAIL, Deed.TEXT]), TIMES)
def test_stop_means_stop_on_every_channel(permission, deed, at):
    assert not allowed(replace(permission, suppressed=frozenset({"all"})), deed, at)


@given(PERMISSIONS, TIMES)
def test_a_message_is_only_left_where_a_call_is_allowed_and_a_message_was_asked_about(permission, at):
    if allowed(permission, Deed.VOICEMAIL, at):
        assert allowed(permission, Deed.CALL, at)
        assert permission.message in ("voicemail", "either")
        assert permission.voicemails_left == 0


@given(PERMISSIONS, st.sampled_from(Deed), TIMES)
def test_saying_less_never_allows_more(permission, deed, at):
    safest = ContactPermission(
        mode=permission.mode,
        when=permission.when,
        zone=permission.zone,
        suppressed=permission.suppressed,
        do_not_contact=permission.do_not_contact,
        in_thread=permission.in_thread,
        landline=permission.landline,
        voicemails_left=permission.voicemails_left,
        crisis=permission.crisis,
        asked_now=permission.asked_now,
    )
    assert allowed(permission, deed, at) or not allowed(safest, deed, at)
