"""Lists page by key, filters narrow, and the command's words are those of the contract."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from intake.callbacks.listing import list_callbacks
from intake.conversation.listing import list_conversations
from intake.enrollments.listing import list_enrollments
from intake.numbers import PhoneNumber
from intake.storage import audit
from intake.storage import enrollment_lists as lists
from intake.storage.enrollment_lists import Filter, Page
from tests import enrollment_kit as kit


def number(last: int) -> PhoneNumber:
    return PhoneNumber(f"+12025550{last}")


@pytest.fixture
def some(database, vault, coordinator):
    """Seven records, a minute apart, some at the very same instant."""
    with database.begin() as connection:
        return [
            kit.add_enrollment(
                connection,
                vault,
                number=number(100 + place),
                created_at=kit.T0 + timedelta(minutes=place // 2),
                stage_since=kit.T0 + timedelta(minutes=place // 2),
                stage=("queued", "contacted", "closed")[place % 3],
                closed_reason="unreachable" if place % 3 == 2 else None,
                language=("en", "es")[place % 2],
                zip="20147" if place < 3 else "94110",
                coordinator_id=coordinator if place == 4 else None,
            )
            for place in range(7)
        ]


@pytest.mark.parametrize("sort", ["newest", "oldest", "waiting"])
def test_every_record_once_whatever_the_page(database, some, sort):
    with database.begin() as connection:
        whole = [line.id for line in lists.page(connection, Filter(), Page(sort, size=50))]
        walked, at = [], Page(sort, size=2)
        while lines := lists.page(connection, Filter(), at):
            walked += [line.id for line in lines[:2]]
            last = lines[:2][-1]
            value = last.stage_since if sort == "waiting" else last.created_at
            at = Page(sort, value, last.id, size=2)
    assert walked == whole
    assert len(whole) == (5 if sort == "waiting" else 7)


def test_filters(database, vault, coordinator, some):
    def found(**wanted):
        with database.begin() as connection:
            return {some.index(line.id) for line in lists.page(connection, Filter(**wanted), Page())}

    assert found(stage="queued") == {0, 3, 6}
    assert found(open_only=True) == {0, 1, 3, 4, 6}
    assert found(open_only=True, stage="closed") == set()
    assert found(zip_prints=tuple(vault.fingerprints("20147", "zip"))) == {0, 1, 2}
    assert found(last4_prints=tuple(vault.fingerprints("0103", "last4"))) == {3}
    assert found(coordinator_id=coordinator) == {4}
    assert found(unassigned=True, language="es") == {1, 3, 5}
    assert found(channel="sms") == set()
    assert found(code=some[2].hex[:7].upper()) == {2}
    assert found(site_id=uuid4()) == set()


def test_board_counts_and_shows_who_waits_longest(database, some):
    with database.begin() as connection:
        columns = lists.board(connection, ("queued", "contacted", "assessed"), Filter(), 2)
    assert [(column.stage, column.count, len(column.lines)) for column in columns] == [
        ("queued", 3, 2),
        ("contacted", 2, 2),
        ("assessed", 0, 0),
    ]
    assert columns[0].lines[0].id == some[0]


ENROLLMENT_WORDS = (
    "id stage partial created_at updated_at channel language for_whom number number_source contact_mode "
    "message identify_as when zip timezone name age_band care_stage living priority_group pay schedule format "
    "flags site closed_reason conversation_ids callback_ids"
)
CALLBACK_WORDS = (
    "id enrollment_id class state language due_at window created_at offers attempts accepted_by accepted_at "
    "connected_at closed_reason"
)
CONVERSATION_WORDS = "id channel language started_at ended_at ended_at_step outcome steps_taken seconds enrollment_id"


def words(text):
    return sorted(text.split())


def test_the_words_of_the_command(database, vault, record_id):
    with database.begin() as connection:
        callback_id = kit.add_callback(connection, record_id)
        kit.add_attempt(connection, callback_id, result="reached")
        kit.add_callback(connection, None, promised_at=None)
        talk = kit.add_talk(connection, enrollment_id=record_id)
        (masked,) = list_enrollments(connection, vault, reveal=False, actor="cli:me")
        (shown,) = list_enrollments(connection, vault, reveal=True, actor="cli:me")
        (call,) = list_callbacks(connection, actor="cli:me")
        (conversation,) = list_conversations(connection, actor="cli:me")
        acts = [entry.action for entry in audit.find(connection, audit.Filter(actor="cli:me"))]
    assert sorted(masked) == words(ENROLLMENT_WORDS)
    assert sorted(call) == words(CALLBACK_WORDS)
    assert sorted(conversation) == words(CONVERSATION_WORDS)
    assert (masked["number"], masked["zip"], masked["name"]) == ("…47", "201…", "…")
    assert (shown["number"], shown["zip"], shown["name"]) == ("+12025550147", "20147", "Ana")
    assert masked["callback_ids"] == [callback_id.hex] == [call["id"]]
    assert masked["conversation_ids"] == [talk.hex]
    assert call["attempts"] == [{"at": "2026-11-23T15:00:00+00:00", "result": "reached"}]
    assert conversation["seconds"] == 80
    assert acts.count("read.reveal") == 1
    assert acts.count("read.list") == 4
