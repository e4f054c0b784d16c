"""Notices to the byte, consents with all their elements, minors by the book, retention at its edges."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from intake.privacy import keeping, minors
from intake.privacy.consent import (
    TPO_PURPOSE,
    TPO_RECIPIENTS,
    Ask,
    Elements,
    Form,
    Standing,
    deficiencies,
    from_json,
    objection,
)
from intake.privacy.minors import Finding, StateRule
from intake.privacy.statements import NEUTRAL_ANSWER, STATEMENT_1, STATEMENT_2, version_of

# Of the text as the Federal Register has it (89 FR 12472), not of our constant.
STATEMENT_1_SHA256 = "d82205a18044f9f45776343d91e26d8ddb44bf13e136af169ec73d755facd9a8"
NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
ELEMENTS = Elements(
    patient_name="Canary Bird",
    discloser="Harbor Path and its staff",
    what="dates of attendance and diagnosis needed to verify benefits",
    recipients=TPO_RECIPIENTS,
    purpose=TPO_PURPOSE,
    right_to_revoke="I may revoke this in writing at any time, except where it was acted on in reliance.",
    expiry="none",
    signature="Canary Bird (electronic)",
    signed_on="2026-11-24",
    statements="It may be redisclosed under HIPAA. Not signing has these consequences: none.",
)
FORM = Form("tpo", ELEMENTS, "patient", NOW, None)


def test_statement_1_is_the_rule_of_2024_to_the_byte() -> None:
    data = STATEMENT_1.encode()
    assert hashlib.sha256(data).hexdigest() == STATEMENT_1_SHA256
    assert version_of(STATEMENT_1) == "2024-1"


def test_statement_2_is_the_rule_of_2024_to_the_byte() -> None:
    assert STATEMENT_2.encode() == b"42 CFR part 2 prohibits unauthorized use or disclosure of these records."
    assert version_of(STATEMENT_2) == "2024-2"


@pytest.mark.parametrize(
    "text",
    [
        "42 CFR part 2 prohibits unauthorized disclosure of these records.",
        STATEMENT_1 + " ",
        STATEMENT_1.replace("Federal", "federal", 1),
        STATEMENT_1.replace(" ", "\u00a0", 1),
        "",
    ],
)
def test_every_other_wording_is_no_notice(text: str) -> None:
    assert version_of(text) is None


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_neutral_answer_does_not_speak_of_a_patient(language: str) -> None:
    low = NEUTRAL_ANSWER[language].lower()
    assert not any(word in low for word in ("patient", "paciente", "42 cfr", "treatment", "tratamiento", "addict"))


def test_a_complete_consent_has_no_deficiency_and_survives_sealing() -> None:
    assert deficiencies(FORM) == []
    assert from_json(ELEMENTS.to_json()) == ELEMENTS
    assert "Canary" not in repr(FORM)


@pytest.mark.parametrize("name", Elements.__slots__)
def test_each_of_the_ten_elements_is_needed(name: str) -> None:
    form = replace(FORM, elements=replace(ELEMENTS, **{name: "  "}))
    assert f"missing_{name}" in deficiencies(form)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"what": "Everything."}, "what_not_specific"),
        ({"what": "my SUD counseling notes"}, "separate_form_needed"),
        ({"what": "records for legal proceedings"}, "separate_form_needed"),
        ({"right_to_revoke": "I can revoke this."}, "revocation_incomplete"),
        ({"statements": "Sign or not."}, "no_redisclosure_statement"),
        ({"expiry": "2027-01-01"}, "expiry_without_time"),
    ],
)
def test_a_vague_or_mixed_consent_is_deficient(changes: dict[str, str], code: str) -> None:
    assert code in deficiencies(replace(FORM, elements=replace(ELEMENTS, **changes)))


def test_other_deficiencies() -> None:
    assert "unknown_kind" in deficiencies(replace(FORM, kind="verbal"))
    assert "unknown_signer" in deficiencies(replace(FORM, signer="neighbour"))
    assert "expired_at_signing" in deficiencies(replace(FORM, expires_at=NOW))
    assert "expiry_none_only_for_tpo" in deficiencies(replace(FORM, kind="specific"))


PAY = Ask("Acme Health", "payment")


@pytest.mark.parametrize(
    ("consent", "ask", "answer"),
    [
        (None, PAY, "no_consent"),
        (Standing(FORM), PAY, None),
        (Standing(FORM, revoked_at=NOW), PAY, "revoked"),
        (Standing(FORM, revoked_at=NOW + timedelta(days=1)), PAY, None),
        (Standing(replace(FORM, expires_at=NOW + timedelta(hours=1))), PAY, None),
        (Standing(replace(FORM, signed_at=NOW - timedelta(days=2), expires_at=NOW)), PAY, "expired"),
        (Standing(replace(FORM, elements=replace(ELEMENTS, signature=""))), PAY, "no_consent"),
        (Standing(FORM), Ask("Acme", "marketing"), "wrong_purpose"),
        (Standing(FORM), Ask("Court", "payment", "legal_proceedings"), "not_for_this"),
    ],
)
def test_what_a_consent_allows_now(consent: Standing | None, ask: Ask, answer: str | None) -> None:
    assert objection(consent, ask, NOW) == answer


def test_a_consent_until_the_end_of_treatment_ends_with_it() -> None:
    form = replace(FORM, elements=replace(ELEMENTS, expiry="end of the treatment"))
    assert objection(Standing(form), PAY, NOW) is None
    assert objection(Standing(form, treatment_ended=True), PAY, NOW) == "expired"


def test_a_specific_consent_names_its_recipient_and_purpose() -> None:
    elements = replace(
        ELEMENTS, recipients="my sister, Robin Bird", purpose="to arrange a ride", expiry="end of the treatment"
    )
    consent = Standing(Form("specific", elements, "patient", NOW, None))
    assert objection(consent, Ask("Robin Bird", "to arrange a ride", "specific"), NOW) is None
    assert objection(consent, Ask("Police", "to arrange a ride", "specific"), NOW) == "wrong_recipient"
    assert objection(consent, Ask("Robin Bird", "employment", "specific"), NOW) == "wrong_purpose"
    assert objection(consent, Ask(" ", "to arrange a ride", "specific"), NOW) == "wrong_recipient"


def test_no_state_counts_as_checked_until_counsel_says_so() -> None:
    assert set(minors.needs_counsel()) == set(minors.table())
    for state in (*minors.table(), "ZZ", None):
        assert minors.signers(state, 17) == "minor_and_parent"


def test_a_checked_state_lets_an_old_enough_minor_sign_alone() -> None:
    rules = {"CA": StateRule(12, "x", "2026-11-01"), "GA": StateRule(None, "x", "2026-11-01")}
    assert minors.signers("ca", 12, rules) == "minor"
    assert minors.signers("CA", 11, rules) == "minor_and_parent"
    assert minors.signers("CA", None, rules) == "minor_and_parent"
    assert minors.signers("GA", 17, rules) == "minor_and_parent"


@pytest.mark.parametrize(
    ("agreed", "finding", "answer"),
    [
        (False, None, False),
        (True, None, True),
        (False, Finding(no_capacity=True, threat_to_life=False), False),
        (False, Finding(no_capacity=True, threat_to_life=True), True),
    ],
)
def test_a_parent_is_told_only_by_the_book(agreed: bool, finding: Finding | None, answer: bool) -> None:
    assert minors.may_tell_parent(minor_agreed_in_writing=agreed, finding=finding) is answer


REASONS = [
    ("wrong_number", timedelta(hours=24)),
    ("person_cancelled", timedelta(hours=24)),
    ("unreachable", timedelta(days=90)),
    ("declined.cost", timedelta(days=365)),
    ("something_new", timedelta(days=365)),
]


@pytest.mark.parametrize(("reason", "after"), REASONS)
def test_retention_at_its_edge(reason: str, after: timedelta) -> None:
    rule = keeping.rule_for("closed", reason)
    assert rule is not None
    assert not keeping.is_due(rule, NOW, NOW + after - timedelta(seconds=1), held=False)
    assert keeping.is_due(rule, NOW, NOW + after, held=False)
    assert not keeping.is_due(rule, NOW, NOW + after, held=True)


def test_what_is_open_or_enrolled_is_not_ours_to_forget() -> None:
    assert keeping.rule_for("queued", None) is None
    chart = keeping.rule_for("enrolled", None)
    assert chart is not None
    assert not keeping.is_due(chart, NOW, NOW + timedelta(days=9_999), held=False)


def test_the_trail_is_kept_six_years() -> None:
    assert timedelta(days=6 * 365 + 1) <= keeping.TRAIL_KEPT
