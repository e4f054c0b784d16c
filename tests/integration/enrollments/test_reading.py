"""Opening, revealing and merging show what they should, and are seen."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

from intake.enrollments import desk, merging, reading
from intake.enrollments.hand import Said
from intake.numbers import PhoneNumber
from intake.storage import audit, callbacks, enrollments
from tests import enrollment_kit as kit

OTHER = PhoneNumber("+12025550148")


def trace(connection, record_id):
    found = audit.find(connection, audit.Filter(subject_id=record_id.hex))
    return [(entry.action, entry.reason) for entry in found]


def test_opening_is_audited_even_where_nothing_is(database, hand):
    nobody = uuid4()
    with database.begin() as connection:
        assert reading.open_file(connection, hand, nobody) is None
        assert trace(connection, nobody) == [("read.record", None)]


def test_the_file_holds_everything_but_no_number_in_clear(database, hand, record_id):
    with database.begin() as connection:
        desk.add_note(connection, hand, record_id, "  Prefers mornings.  ")
        callback_id = kit.add_callback(connection, record_id)
        kit.add_attempt(connection, callback_id, result="no_answer")
        kit.add_talk(connection, enrollment_id=record_id)
        file = reading.open_file(connection, hand, record_id)
    assert file.opened.name == "Ana"
    assert file.opened.number_masked == "…47"
    assert "5550147" not in repr(file)
    assert [note.text for note in file.notes] == ["Prefers mornings."]
    assert {moment.kind for moment in file.timeline} == {"note", "callback", "tried", "talk", "talk_over"}
    assert [moment.at for moment in file.timeline] == sorted((m.at for m in file.timeline), reverse=True)


def test_a_note_is_sealed(database, hand, record_id):
    from sqlalchemy import text

    with database.begin() as connection:
        desk.add_note(connection, hand, record_id, "canary-note")
        rows = connection.execute(text("SELECT * FROM enrollment_notes")).all()
    assert "canary-note" not in str(rows)
    assert b"canary-note" not in rows[0].text_sealed


def test_reveal_is_audited_with_its_reason(database, hand, record_id):
    with database.begin() as connection:
        assert reading.reveal(connection, hand, record_id, "callback") == "+12025550147"
        assert reading.reveal(connection, hand, uuid4(), "callback") is None
        assert ("read.reveal", "callback") in trace(connection, record_id)


def test_merge_fills_gaps_and_overwrites_nothing(database, vault, hand, record_id):
    with database.begin() as connection:
        other = kit.add_enrollment(
            connection, vault, number=OTHER, name="Anna", zip="20147", pay="medicaid", flags=["minor"]
        )
        kit.add_talk(connection, enrollment_id=other)
        callback_id = kit.add_callback(connection, other, klass="P1")
        seen = merging.preview(connection, hand, record_id, other)
        assert (seen.gains, seen.differs, seen.flags) == (("pay",), ("name", "number"), ("minor",))
        assert merging.merge(connection, hand, record_id, other, seen.kept.version + 1) is Said.STALE
        assert merging.merge(connection, hand, record_id, other, seen.kept.version) is Said.DONE
        kept, gone = enrollments.get(connection, record_id), enrollments.get(connection, other)
        assert (kept.pay, kept.flags, gone.stage, gone.closed_reason) == ("medicaid", ["minor"], "closed", "duplicate")
        assert callbacks.get(connection, callback_id).enrollment_id == record_id
        assert len(reading.open_file(connection, hand, record_id).talks) == 1
        assert merging.merge(connection, hand, record_id, other, kept.version) is Said.GONE


def test_merge_takes_over_a_number_that_the_kept_record_lacks(database, vault, hand):
    with database.begin() as connection:
        kept = kit.add_enrollment(connection, vault, number=None)
        other = kit.add_enrollment(connection, vault, number=OTHER)
        assert merging.merge(connection, hand, kept, other, 1) is Said.DONE
        assert reading.reveal(connection, hand, kept, "identity") == OTHER.reveal()
        assert enrollments.open_by_number(connection, vault.fingerprints(OTHER)).id == kept


def test_one_request_is_called_once_and_keeps_its_urgency(database, vault, hand, record_id):
    with database.begin() as connection:
        other = kit.add_enrollment(connection, vault, number=OTHER)
        ours = kit.add_callback(connection, record_id)
        theirs = kit.add_callback(connection, other, klass="P1", due_at=kit.T0 + timedelta(minutes=5))
        assert merging.merge(connection, hand, record_id, other, 1) is Said.DONE
        kept, ended = callbacks.get(connection, ours), callbacks.get(connection, theirs)
        assert (kept.klass, kept.due_at) == ("P1", kit.T0 + timedelta(minutes=5))
        assert (ended.state, ended.closed_reason) == ("cancelled", "merged")


def test_nobody_is_merged_away_while_somebody_rings_for_them_or_holds_their_consent(database, vault, hand, record_id):
    with database.begin() as connection:
        ringing = kit.add_enrollment(connection, vault, number=OTHER)
        kit.add_callback(connection, record_id)
        kit.add_callback(connection, ringing, state="offered")
        assert merging.merge(connection, hand, record_id, ringing, 1) is Said.IN_HAND
        signed = kit.add_enrollment(connection, vault, number=None)
        kit.add_consent(connection, signed)
        assert merging.preview(connection, hand, record_id, signed).blocked == "consent"
        assert merging.preview(connection, hand, record_id, record_id).blocked == "same"
