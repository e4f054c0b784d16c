"""Stops, permissions, consents, disclosures, outsiders' requests and opened glasses, as the law has them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from intake.numbers import PhoneNumber
from intake.privacy import consents, disclosures, legal, suppression
from intake.privacy.consents import Deficient, Recorded
from intake.privacy.disclosures import By, Content, Emergency, Incomplete, Made, Other, Refusal
from intake.privacy.keyring import generate_key, parse_keys
from intake.privacy.statements import STATEMENT_1
from intake.privacy.suppression import Stop
from intake.privacy.vault import Vault
from intake.staff import glass, people
from intake.staff.people import NewPerson, Refused
from intake.storage import audit as trail
from intake.storage import legal as legal_rows
from intake.storage import permissions, suppressions
from intake.storage.permissions import Permission
from intake.storage.session import Database
from tests.integration.privacy import seeds
from tests.unit.privacy.test_law import ELEMENTS, FORM

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
OLD, NEW = generate_key(), generate_key()
VAULT = Vault(parse_keys(OLD))
NUMBER, OTHER = PhoneNumber("+12025550147"), PhoneNumber("+12025550148")
STOP = Stop("sms", "stop", "keyword")
BY = By("staff:1", NOW)
CONTENT = Content("Acme Health", "dates of attendance", "payment")


def test_a_stop_holds_for_its_channel_and_its_number_only(database: Database) -> None:
    with database.begin() as connection:
        suppression.suppress(connection, VAULT, NUMBER, STOP, NOW)
        suppression.suppress(connection, VAULT, NUMBER, STOP, NOW)
        assert suppression.suppressed(connection, VAULT, NUMBER, "sms")
        assert not suppression.suppressed(connection, VAULT, NUMBER, "voice")
        assert not suppression.suppressed(connection, VAULT, OTHER, "sms")
        assert len(suppressions.find(connection, VAULT.fingerprints(NUMBER))) == 1
        suppression.suppress(connection, VAULT, NUMBER, Stop("all", "do_not_contact", "keypress"), NOW)
        assert suppression.suppressed(connection, VAULT, NUMBER, "voice")


def test_start_undoes_a_stop_but_not_one_by_staff(database: Database) -> None:
    with database.begin() as connection:
        suppression.suppress(connection, VAULT, NUMBER, STOP, NOW)
        assert suppression.lift(connection, VAULT, NUMBER, NOW)
        assert not suppression.suppressed(connection, VAULT, NUMBER, "sms")
        suppression.suppress(connection, VAULT, NUMBER, Stop("all", "staff", "staff"), NOW)
        assert not suppression.lift(connection, VAULT, NUMBER, NOW)
        assert suppression.suppressed(connection, VAULT, NUMBER, "sms")


def test_a_stop_found_under_an_old_key_is_kept_under_the_new(database: Database) -> None:
    both = Vault(parse_keys(f"{NEW},{OLD}"))
    with database.begin() as connection:
        suppression.suppress(connection, VAULT, NUMBER, STOP, NOW)
        assert suppression.suppressed(connection, both, NUMBER, "sms")
        assert suppression.suppressed(connection, Vault(parse_keys(NEW)), NUMBER, "sms")


def test_a_stop_keeps_no_number(database: Database) -> None:
    with database.begin() as connection:
        suppression.suppress(connection, VAULT, NUMBER, STOP, NOW)
        rows = connection.execute(text("SELECT s::text, e::text FROM suppressions s, audit_entries e")).all()
    assert not any("5550147" in cell or b"5550147".hex() in cell for row in rows for cell in row)


def test_the_last_word_about_contact_stands_with_its_wording(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        first = Permission(record, None, "voicemail", True, "N70_MSG", "sha256:aa", "en", "voice", NOW)
        later = replace(first, granted=False, at=NOW + timedelta(minutes=1))
        permissions.add(connection, [first, later, replace(first, kind="call_any_hour")])
        assert permissions.standing(connection, record) == {"voicemail": False, "call_any_hour": True}
        assert later in permissions.history(connection, record)
        assert permissions.withdraw(connection, record, NOW) == 3
        assert permissions.standing(connection, record) == {}


def test_nothing_leaves_without_a_consent_that_holds_now(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        refused = disclosures.disclose(connection, VAULT, record, CONTENT, BY)
        assert refused == Refusal("no_consent")
        consent = consents.sign(connection, VAULT, FORM, Recorded(record, "2026-1", "staff:1"))
        made = disclosures.disclose(connection, VAULT, record, CONTENT, BY)
        assert isinstance(made, Made)
        assert made.statement.encode() == STATEMENT_1.encode()
        assert made.consent_id == consent
        assert consents.revoke(connection, consent, "writing", "staff:1", NOW)
        assert disclosures.disclose(connection, VAULT, record, CONTENT, BY) == Refusal("revoked")
        actions = [entry.action for entry in trail.find(connection, trail.Filter(subject_id=record.hex))]
        assert actions == ["disclosure.refused", "disclosure.make", "consent.sign", "disclosure.refused"]


def test_a_consent_with_a_hole_is_not_saved(database: Database) -> None:
    form = replace(FORM, elements=replace(ELEMENTS, signature=""))
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        with pytest.raises(Deficient) as refused:
            consents.sign(connection, VAULT, form, Recorded(record, "2026-1", "staff:1"))
        assert refused.value.problems == ["missing_signature"]
        assert connection.execute(text("SELECT count(*) FROM consents")).scalar_one() == 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE consents SET signer = 'guardian'",
        "UPDATE consents SET elements_sealed = ''",
        "UPDATE consents SET revoked_at = NULL",
        "UPDATE disclosures SET basis = 'qso'",
        "DELETE FROM disclosures",
    ],
)
def test_the_database_keeps_consents_and_disclosures_as_they_were(database: Database, change: str) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        consent = consents.sign(connection, VAULT, FORM, Recorded(record, "2026-1", "staff:1"))
        disclosures.disclose(connection, VAULT, record, CONTENT, By("staff:1", datetime.now(UTC)))
        consents.revoke(connection, consent, "writing", "staff:1", NOW)
        connection.execute(text("UPDATE consents SET data_key = data_key"))
    with pytest.raises(ProgrammingError), database.begin() as connection:
        connection.execute(text(change))


def test_an_emergency_form_is_not_closed_empty(database: Database) -> None:
    facts = Emergency("J. Ray", "County 911", "A. Field", "not breathing", NOW)
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        for name in ("received_by", "affiliation", "disclosed_by", "nature"):
            with pytest.raises(Incomplete):
                disclosures.disclose_in_emergency(connection, VAULT, record, replace(facts, **{name: " "}), "staff:1")
        disclosures.disclose_in_emergency(connection, VAULT, record, facts, "staff:1")
        [line] = disclosures.accounting(connection, VAULT, record, BY)
    assert line.basis == "emergency"
    assert set(line.content) == {"received_by", "affiliation", "disclosed_by", "at", "nature"}


def test_an_accounting_has_every_basis_of_six_years(database: Database) -> None:
    with database.begin() as connection:
        record = seeds.enrollment(connection, VAULT, NUMBER, NOW)
        order = Other(record, "court_order", CONTENT)
        disclosures.record_other(connection, VAULT, order, By("staff:1", NOW - timedelta(days=2_180)))
        disclosures.record_other(connection, VAULT, order, By("staff:1", NOW - timedelta(days=2_200)))
        assert len(disclosures.accounting(connection, VAULT, record, BY)) == 1
        with pytest.raises(Incomplete):
            disclosures.record_other(connection, VAULT, Other(record, "a favour", CONTENT), BY)


def test_an_outsiders_request_goes_to_the_list_without_looking_anybody_up(database: Database) -> None:
    asked = legal.Asked("police", "asks whether Canary Bird called")
    with database.begin() as connection:
        request = legal.take(connection, VAULT, asked, "staff:1", NOW)
        [listed] = legal_rows.open_requests(connection)
        assert legal.content(VAULT, listed) == asked.content
        with pytest.raises(ValueError, match="unknown result"):
            legal.close(connection, request, "told them", "staff:2", NOW)
        assert legal.close(connection, request, "neutral_answer", "staff:2", NOW)
        assert not legal.close(connection, request, "neutral_answer", "staff:2", NOW)
        assert legal_rows.open_requests(connection) == []
        with pytest.raises(ValueError, match="asker"):
            legal.take(connection, VAULT, legal.Asked("a neighbour", "x"), "staff:1", NOW)


def test_a_glass_opens_at_once_for_a_while_and_is_reviewed_by_somebody_else(database: Database) -> None:
    with database.begin() as connection:
        new = NewPerson("ana@example.org", "Ana", ["professional"])
        ana = people.add(connection, VAULT, new, "cli:test", NOW)
        bo = people.add(connection, VAULT, replace(new, email="bo@example.org"), "cli:test", NOW)
        record = uuid4().hex
        with pytest.raises(Refused, match="no_reason"):
            glass.open_glass(connection, VAULT, ana, glass.Emergency("enrollment", record, "x"), NOW)
        why = glass.Emergency("enrollment", record, "the caller stopped answering")
        opened = glass.open_glass(connection, VAULT, ana, why, NOW)
        assert glass.is_open(connection, ana, record, NOW + timedelta(minutes=29))
        assert not glass.is_open(connection, ana, record, opened.expires_at)
        assert not glass.is_open(connection, bo, record, NOW)
        [waiting] = glass.to_review(connection)
        assert glass.reason(VAULT, waiting) == why.reason
        with pytest.raises(Refused, match="own_glass"):
            glass.review(connection, opened.id, ana, "justified", NOW)
        glass.review(connection, opened.id, bo, "justified", NOW)
        assert glass.to_review(connection) == []
