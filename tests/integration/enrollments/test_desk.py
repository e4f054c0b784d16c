"""A record goes through its gates only with what they ask for, and every act leaves its trace."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from intake.enrollments import closing, desk
from intake.enrollments.desk import NewTask
from intake.enrollments.hand import Said
from intake.enrollments.pipeline import Proof
from intake.privacy import suppression
from intake.storage import audit, callbacks, enrollments
from intake.storage.enrollment_desk import tasks_due
from tests import enrollment_kit as kit


def version(connection, record_id):
    return enrollments.get(connection, record_id).version


def step(connection, hand, record_id, stage):
    return desk.move(connection, hand, record_id, version(connection, record_id), stage)


def actions(connection, record_id):
    return [entry.action for entry in audit.find(connection, audit.Filter(subject_id=record_id.hex))]


def test_from_new_to_enrolled(database, hand, record_id):
    with database.begin() as connection:
        callback_id = kit.add_callback(connection, record_id)
        assert step(connection, hand, record_id, "attempting").verdict.missing == (Proof.ATTEMPT,)
        kit.add_attempt(connection, callback_id, result="reached", connected_at=kit.T0)
        assert step(connection, hand, record_id, "contacted").said is Said.DONE
        refused = step(connection, hand, record_id, "prescreened")
        assert refused.verdict.missing == (Proof.CHECKLIST, Proof.LEVEL_HINT)
        for proof in ("checklist", "level_hint"):
            assert desk.tick(connection, hand, record_id, proof) is Said.DONE
        assert step(connection, hand, record_id, "prescreened").said is Said.DONE
        assert step(connection, hand, record_id, "consented").verdict.missing == (Proof.CONSENT,)
        kit.add_consent(connection, record_id)
        for stage in ("consented", "vob_pending"):
            assert step(connection, hand, record_id, stage).said is Said.DONE
        desk.tick(connection, hand, record_id, "benefits")
        desk.tick(connection, hand, record_id, "rules_explained")
        assert step(connection, hand, record_id, "vob_done").said is Said.DONE
        assert step(connection, hand, record_id, "assessment_scheduled").verdict.missing == (Proof.SLOT,)
        tomorrow = kit.T0 + timedelta(days=1)
        assert desk.add_task(connection, hand, record_id, NewTask("assessment", tomorrow)) is Said.DONE
        assert step(connection, hand, record_id, "assessment_scheduled").said is Said.DONE
        desk.tick(connection, hand, record_id, "assessed")
        desk.tick(connection, hand, record_id, "level_fits")
        assert step(connection, hand, record_id, "assessed").said is Said.DONE
        desk.add_task(connection, hand, record_id, NewTask("first_group", tomorrow))
        assert step(connection, hand, record_id, "enrolled").said is Said.DONE
        assert enrollments.get(connection, record_id).closed_at == kit.T0
        assert "enrollment.stage" in actions(connection, record_id)


@pytest.mark.parametrize(
    "lapsed",
    [
        {"revoked_at": kit.T0},
        {"expires_at": kit.T0 - timedelta(days=1)},
        {"kind": "counseling_notes"},
    ],
)
def test_a_consent_that_does_not_stand_opens_no_gate(database, vault, hand, lapsed):
    with database.begin() as connection:
        record_id = kit.add_enrollment(connection, vault, stage="consented")
        kit.add_consent(connection, record_id, **lapsed)
        assert step(connection, hand, record_id, "vob_pending").said is Said.NOT_YET


def test_a_consent_cannot_be_ticked(database, hand, record_id):
    with database.begin() as connection:
        assert desk.tick(connection, hand, record_id, "consent") is Said.WRONG
        assert desk.tick(connection, hand, uuid4(), "checklist") is Said.GONE


def test_who_read_an_older_version_does_not_overwrite(database, hand, record_id):
    with database.begin() as connection:
        read = version(connection, record_id)
        desk.assign(connection, hand, [record_id], hand.staff_id)
        assert closing.close(connection, hand, record_id, read, "unreachable").said is Said.STALE
        assert desk.move(connection, hand, record_id, read, "attempting").said is Said.STALE
        assert desk.choose_site(connection, hand, record_id, read, uuid4()) is Said.STALE


def test_closing_needs_a_reason_of_the_list_and_happens_once(database, hand, record_id):
    with database.begin() as connection:
        read = version(connection, record_id)
        assert closing.close(connection, hand, record_id, read, "she was rude").said is Said.WRONG
        assert closing.close(connection, hand, record_id, read, "declined:cost").said is Said.DONE
        assert closing.close(connection, hand, record_id, read + 1, "unreachable").said is Said.GONE
        found = enrollments.get(connection, record_id)
        assert (found.stage, found.closed_reason) == ("closed", "declined:cost")


@pytest.mark.parametrize("state", ["due", "waiting"])
def test_nobody_is_rung_for_a_record_that_is_closed(database, vault, hand, record_id, state):
    with database.begin() as connection:
        owed = kit.add_callback(connection, record_id, state=state)
        desk.add_task(connection, hand, record_id, NewTask("follow_up", kit.T0))
        closed = closing.close(connection, hand, record_id, version(connection, record_id), "declined:cost")
        assert (closed.said, closed.called_off) == (Said.DONE, owed)
        left = callbacks.get(connection, owed)
        assert (left.state, left.closed_reason) == ("cancelled", "record_closed")
        assert tasks_due(connection, hand.staff_id, kit.T0) == []
        # Nothing about a closed cost question stops somebody from calling us, or us from calling back.
        assert not suppression.stopped(connection, vault, kit.NUMBER)


def test_who_is_being_talked_to_is_not_closed_away(database, hand, record_id):
    with database.begin() as connection:
        kit.add_callback(connection, record_id, state="connected", accepted_by=hand.staff_id)
        closed = closing.close(connection, hand, record_id, version(connection, record_id), "unreachable")
        assert closed.said is Said.IN_HAND
        assert enrollments.get(connection, record_id).stage == "queued"


@pytest.mark.parametrize("reason", ["do_not_contact", "wrong_number"])
def test_a_stop_that_a_coordinator_hears_stops_everything(database, vault, hand, record_id, reason):
    with database.begin() as connection:
        closing.close(connection, hand, record_id, version(connection, record_id), reason)
        assert suppression.stopped(connection, vault, kit.NUMBER) == {"voice", "sms"}


def test_a_task_that_the_machine_left_is_on_somebodys_list(database, vault, hand, record_id):
    """An exhausted callback names nobody: it is whoever's record it is, and everybody's while it is nobody's."""
    with database.begin() as connection:
        other = kit.add_staff(connection, "Ola Berg")
        enrollments.add_task(
            connection,
            {"id": uuid4(), "enrollment_id": record_id, "kind": "exhausted_callback"}
            | {"due_at": kit.T0, "created_at": kit.T0},
        )
        assert [len(tasks_due(connection, who, kit.T0)) for who in (hand.staff_id, other)] == [1, 1]
        desk.assign(connection, hand, [record_id], other)
        assert [len(tasks_due(connection, who, kit.T0)) for who in (hand.staff_id, other)] == [0, 1]
        desk.assign(connection, hand, [record_id], hand.staff_id)
        assert [len(tasks_due(connection, who, kit.T0)) for who in (hand.staff_id, other)] == [1, 0]


def test_do_not_contact_is_a_stage(database, hand, record_id):
    with database.begin() as connection:
        read = version(connection, record_id)
        assert closing.close(connection, hand, record_id, read, "do_not_contact").said is Said.DONE
        assert enrollments.get(connection, record_id).stage == "do_not_contact"


def test_assigning_counts_what_changed(database, vault, hand, record_id):
    with database.begin() as connection:
        other = kit.add_enrollment(connection, vault, number=None)
        assert desk.assign(connection, hand, [record_id, other], hand.staff_id) == 2
        assert desk.assign(connection, hand, [record_id, other], hand.staff_id) == 0
        assert desk.assign(connection, hand, [other], None) == 1


def test_tasks(database, hand, record_id):
    with database.begin() as connection:
        assert desk.add_task(connection, hand, record_id, NewTask("dance", kit.T0)) is Said.WRONG
        desk.add_task(connection, hand, record_id, NewTask("follow_up", kit.T0))
        from intake.storage import enrollment_desk as rows

        (task,) = rows.tasks_due(connection, hand.staff_id, kit.T0)
        assert desk.finish_task(connection, hand, uuid4(), task.id) is Said.GONE
        assert desk.finish_task(connection, hand, record_id, task.id) is Said.DONE
        assert desk.finish_task(connection, hand, record_id, task.id) is Said.GONE
        assert rows.tasks_due(connection, hand.staff_id, kit.T0) == []
