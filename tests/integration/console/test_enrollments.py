"""A coordinator finds, opens, moves, merges and exports records; every reading is seen, no address tells."""

from __future__ import annotations

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from intake.numbers import PhoneNumber
from intake.privacy.statements import STATEMENT_1
from intake.storage import audit, enrollments
from tests import enrollment_kit as kit
from tests.console_kit import Console, send

OTHER = PhoneNumber("+12025550148")


@pytest.fixture
def record_id(console: Console) -> UUID:
    return add(console, name="Ana", zip="20147")


def add(console: Console, **given: object) -> UUID:
    with console.database.begin() as connection:
        return kit.add_enrollment(connection, console.house.vault, **given)


def found(console: Console, record_id: UUID):
    with console.database.begin() as connection:
        return enrollments.get(connection, record_id)


def acts(console: Console, record_id: UUID | None = None) -> list[tuple[str, str | None]]:
    wanted = audit.Filter(subject_id=record_id.hex) if record_id else audit.Filter()
    with console.database.begin() as connection:
        return [(entry.action, entry.reason) for entry in audit.find(connection, wanted)]


def post(console: Console, record_id: UUID, name: str, **fields: object):
    return send(console.client("coordinator"), f"/enrollments/{record_id.hex}/{name}", **fields)


def test_the_list_names_nobody(console: Console, record_id: UUID) -> None:
    page = console.client("coordinator").get("/enrollments")
    assert found(console, record_id).code in page.text
    for secret in ("Ana", "20147", "5550147", "…47"):
        assert secret not in page.text
    assert ("read.list", None) in acts(console)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", True),
        ("?stage=contacted", False),
        ("?scope=all&language=en", True),
        ("?coordinator=nobody", True),
        ("?coordinator=me", False),
        ("?sort=waiting", True),
        ("?coordinator=junk&stage=junk&after=junk&after_id=junk&site=junk&sort=junk", True),
    ],
)
def test_filters(console: Console, record_id: UUID, query: str, shown: bool) -> None:
    page = console.client("coordinator").get(f"/enrollments{query}")
    assert page.status_code == 200
    assert (found(console, record_id).code in page.text) is shown


def test_paging(console: Console) -> None:
    for place in range(52):
        number = PhoneNumber(f"+12025550{100 + place}")
        add(console, number=number, created_at=kit.T0 + timedelta(minutes=place))
    client = console.client("coordinator")
    first = client.get("/enrollments").text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following is not None
    second = client.get(following.group(1).replace("&amp;", "&")).text
    codes = re.compile(r'class="figures" href="/enrollments/([0-9a-f]{32})"')
    assert len(codes.findall(first)) == 50
    assert len(codes.findall(second)) == 2
    assert not set(codes.findall(first)) & set(codes.findall(second))


def test_search_leaves_no_trace_of_what_was_typed(console: Console, record_id: UUID) -> None:
    client = console.client("coordinator")
    assert found(console, record_id).code in send(client, "/enrollments/search", digits="0147").text
    assert found(console, record_id).code in send(client, "/enrollments/search", zip="20147").text
    assert "Nothing found" in send(client, "/enrollments/search", digits="9999").text
    assert send(client, "/enrollments/search").status_code == 422
    assert send(client, "/enrollments/search", zip="abc").status_code == 422
    assert ("read.search", "digits") in acts(console)
    assert not any("0147" in str(act) for act in acts(console))


def test_opening_is_seen_and_shows_no_number(console: Console, record_id: UUID) -> None:
    page = console.client("coordinator").get(f"/enrollments/{record_id.hex}")
    assert page.status_code == 200
    assert "Ana" in page.text
    assert "…47" in page.text
    assert "5550147" not in page.text
    assert ("read.record", None) in acts(console, record_id)


def test_what_is_not_there_is_not_there(console: Console) -> None:
    client = console.client("coordinator")
    for path in (uuid4().hex, "junk", "0"):
        assert client.get(f"/enrollments/{path}").status_code == 404


def test_reveal_needs_a_reason_and_a_fresh_proof(console: Console, record_id: UUID) -> None:
    assert post(console, record_id, "reveal").status_code == 422
    shown = post(console, record_id, "reveal", reason="callback")
    assert "+12025550147" in shown.text
    assert ("read.reveal", "callback") in acts(console, record_id)
    client = console.client("coordinator")
    console.clock.go(minutes=6)
    answer = send(client, f"/enrollments/{record_id.hex}/reveal", reason="callback", back="/enrollments")
    assert answer.status_code == 303
    assert "/prove" in answer.location


def test_from_new_to_assessment_by_forms_alone(console: Console, record_id: UUID) -> None:
    with console.database.begin() as connection:
        call = kit.add_callback(connection, record_id)
        kit.add_attempt(connection, call, result="reached")
        kit.add_consent(connection, record_id)

    def move(stage: str) -> str:
        post(console, record_id, "move", stage=stage, version=found(console, record_id).version)
        return found(console, record_id).stage

    assert move("vob_pending") == "queued"
    assert move("contacted") == "contacted"
    assert move("prescreened") == "contacted"
    post(console, record_id, "proof", proof=["checklist", "level_hint", "benefits", "rules_explained"])
    for stage in ("prescreened", "consented", "vob_pending", "vob_done"):
        assert move(stage) == stage
    assert move("assessment_scheduled") == "vob_done"
    post(console, record_id, "task", kind="assessment", due="2026-11-25T10:00")
    assert move("assessment_scheduled") == "assessment_scheduled"
    page = console.client("coordinator").get(f"/enrollments/{record_id.hex}").text
    assert 'aria-current="step">assessment booked' in page


def test_a_stale_page_changes_nothing(console: Console, record_id: UUID) -> None:
    post(console, record_id, "close", reason="unreachable", version=99)
    assert found(console, record_id).stage == "queued"
    post(console, record_id, "close", reason="because", version=1)
    assert found(console, record_id).stage == "queued"
    post(console, record_id, "close", reason="unreachable", version=1)
    assert found(console, record_id).stage == "closed"


def test_notes_tasks_assignment(console: Console, record_id: UUID) -> None:
    post(console, record_id, "note", text="Prefers mornings <b>")
    post(console, record_id, "task", kind="follow_up", due="not a time")
    post(console, record_id, "task", kind="follow_up", due="2020-01-01T10:00")
    post(console, record_id, "assign", coordinator=console.staff_id("coordinator").hex)
    client = console.client("coordinator")
    page = client.get(f"/enrollments/{record_id.hex}").text
    assert "Prefers mornings &lt;b&gt;" in page
    assert page.count("Follow up · ") == 1
    assert "Follow up" in client.get("/enrollments").text
    done = re.search(r"/enrollments/\w+/task/\w+/done", page)
    assert done is not None
    send(client, done.group(0))
    assert found(console, record_id).coordinator_id == console.staff_id("coordinator")


def test_bulk_assign_comes_back_to_the_list(console: Console, record_id: UUID) -> None:
    client, other = console.client("coordinator"), add(console, number=OTHER)
    me = console.staff_id("coordinator")
    ids = [record_id.hex, other.hex, "junk"]
    answer = send(client, "/enrollments/assign", id=ids, to=me.hex, back="/enrollments?coordinator=me")
    assert answer.location == "/enrollments?coordinator=me"
    assert {found(console, one).coordinator_id for one in (record_id, other)} == {me}


def test_merge_is_shown_first(console: Console, record_id: UUID) -> None:
    other = add(console, number=OTHER, pay="medicaid")
    preview = post(console, record_id, "merge", code=found(console, other).code.lower())
    assert "Merge them" in preview.text
    assert found(console, other).stage == "queued"
    post(console, record_id, f"merge/{other.hex}", version=1)
    assert found(console, other).closed_reason == "duplicate"
    assert found(console, record_id).pay == "medicaid"


def test_saved_filters_keep_no_caller_data(console: Console) -> None:
    client = console.client("coordinator")
    send(client, "/enrollments/filters", name="Mine, Spanish", language="es", coordinator="me", zip="20147")
    send(client, "/enrollments/filters", name="202-555-0147", language="es")
    page = client.get("/enrollments").text
    assert 'href="/enrollments?coordinator=me&amp;language=es">Mine, Spanish' in page
    assert "20147" not in page
    assert "0147" not in page
    drop = re.search(r"/enrollments/filters/\w+/drop", page)
    assert drop is not None
    send(client, drop.group(0))
    assert "Mine, Spanish" not in client.get("/enrollments").text


def test_export_and_print_carry_the_notice(console: Console, record_id: UUID) -> None:
    client = console.client("coordinator")
    file = send(client, "/enrollments/export", id=record_id.hex, reason="records_request")
    assert file.mimetype == "text/csv"
    assert file.text.count(STATEMENT_1) == 2
    assert "'+12025550147" in file.text
    paper = send(client, "/enrollments/print", id=record_id.hex, reason="records_request")
    assert STATEMENT_1 in paper.text
    assert acts(console, record_id).count(("read.export", "records_request")) == 2
    assert send(client, "/enrollments/export", id=record_id.hex).status_code == 303
    assert send(client, "/enrollments/print", reason="other").status_code == 303


def test_a_formula_in_a_name_stays_text(console: Console) -> None:
    record_id = add(console, name="=HYPERLINK(1)")
    file = send(console.client("coordinator"), "/enrollments/export", id=record_id.hex, reason="other")
    assert "'=HYPERLINK(1)" in file.text


def test_the_board(console: Console, record_id: UUID) -> None:
    client = console.client("coordinator")
    page = client.get("/enrollments/board")
    assert page.status_code == 200
    assert found(console, record_id).code in page.text
    assert "42 CFR 2.31" in page.text
    assert found(console, record_id).code in client.get("/enrollments/board/columns").text
    assert found(console, record_id).code not in client.get("/enrollments/board?coordinator=me").text


def test_everything_in_spanish_too(console: Console, record_id: UUID) -> None:
    client = console.client("coordinator")
    spanish = {"Accept-Language": "es"}
    for path in ("/enrollments", "/enrollments/board", f"/enrollments/{record_id.hex}"):
        assert 'lang="es"' in client.get(path, headers=spanish).text


def test_a_thread_is_a_link_away(console: Console, record_id: UUID) -> None:
    with console.database.begin() as connection:
        thread = kit.add_talk(connection, enrollment_id=record_id, channel="sms", leg_sid=None, outcome="text_only")
    page = console.client("coordinator").get(f"/enrollments/{record_id.hex}").text
    assert f"/texts/{thread}" in page


def test_only_what_is_late_the_longest_first(console: Console) -> None:
    now = console.clock()
    with console.database.begin() as connection:
        rows = [("contacted", 5), ("contacted", 3), ("consented", 30), ("queued", 900), ("closed", 900)]
        codes = []
        for stage, hours in rows:
            made = kit.add_enrollment(
                connection, console.house.vault, number=None, stage=stage,
                stage_since=now - timedelta(hours=hours), closed_reason="unreachable" if stage == "closed" else None,
            )  # fmt: skip
            codes.append(made.hex[:7].upper())
    page = console.client("coordinator").get("/enrollments?late=1").text
    assert [code in page for code in codes] == [True, False, True, False, False]
    assert page.index(codes[2]) < page.index(codes[0])
