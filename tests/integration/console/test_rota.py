"""The rota: gaps stand where they are, a supervisor fills one, two people swap, calendars are secret."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from intake.oncall import service
from intake.oncall.recurrence import Shift
from intake.oncall.service import Change
from intake.oncall.tiers import Tier
from intake.staff.access import Right, may
from tests.console_kit import ROLES, Console, send

NEW_YORK = ZoneInfo("America/New_York")


def change(console: Console) -> Change:
    return Change("cli:test", "cli", console.clock())


@pytest.fixture
def covered(console: Console) -> Console:
    """A primary and a backup around the clock, from three weeks ago on."""
    console.people["other"] = console.add("other", ("professional",))
    start = (console.clock().astimezone(NEW_YORK) - timedelta(days=21)).replace(
        hour=0, minute=0, second=0, microsecond=0, tzinfo=None
    )
    with console.database.begin() as connection:
        for role, tier in (("professional", Tier.PRIMARY), ("other", Tier.BACKUP)):
            for hour in (0, 12):
                begins = start + timedelta(hours=hour)
                shift = Shift(
                    uuid4(),
                    console.staff_id(role),
                    tier,
                    begins,
                    begins + timedelta(hours=12),
                    "America/New_York",
                    "FREQ=DAILY",
                )
                assert service.add_shift(connection, shift, change(console))
    return console


def who(console: Console, at: datetime) -> dict[Tier, UUID]:
    with console.database.begin() as connection:
        return {duty.tier: duty.staff_id for duty in service.who_at(connection, at)}


def tomorrow(console: Console, hour: int) -> datetime:
    local = console.clock().astimezone(NEW_YORK) + timedelta(days=1)
    return local.replace(hour=hour, minute=0, second=0, microsecond=0, tzinfo=None)


def test_an_empty_rota_is_one_gap_after_another(console: Console) -> None:
    # What is over cannot be filled any more and is not shown: next week is whole.
    page = console.client("supervisor").get(f"/rota?week={tomorrow(console, 8) + timedelta(days=7):%Y-%m-%d}").text
    assert page.count("nobody on duty") >= 7
    assert "gaps in the next four weeks" in page or "1 gap in" in page
    assert "/rota/change?" in page


def test_a_covered_week_says_so(covered: Console) -> None:
    page = covered.client("supervisor").get("/rota").text
    assert "nobody on duty" not in page
    assert page.count("Professional Person") >= 7


@pytest.mark.parametrize("query", ["?week=2026-11-23", "?week=junk", "?week=9999-01-01", "?month=junk"])
def test_any_week_or_month(covered: Console, query: str) -> None:
    for path in ("/rota", "/rota/month"):
        assert covered.client("professional").get(path + query).status_code == 200


def test_a_supervisor_fills_a_gap(console: Console) -> None:
    client = console.client("supervisor")
    link = re.search(r'href="(/rota/change\?[^"]+)"', client.get("/rota").text)
    assert link is not None
    form = client.get(link.group(1).replace("&amp;", "&")).text
    assert "Put somebody on duty" in form
    start, end = tomorrow(console, 8), tomorrow(console, 20)
    answer = send(
        client,
        "/rota/change",
        staff=console.staff_id("professional").hex,
        tier="primary",
        start=start.isoformat(timespec="minutes"),
        end=end.isoformat(timespec="minutes"),
    )
    assert answer.status_code == 303
    noon = tomorrow(console, 12).replace(tzinfo=NEW_YORK)
    assert who(console, noon) == {Tier.PRIMARY: console.staff_id("professional")}


def test_a_bad_arrangement_is_named_beside_its_field(console: Console) -> None:
    client = console.client("supervisor")
    answer = send(client, "/rota/change", staff="", tier="king", start="soon", end="")
    assert answer.status_code == 422
    assert "Give a date and a time." in answer.text
    past = send(
        client,
        "/rota/change",
        staff=console.staff_id("professional").hex,
        tier="primary",
        start="2020-01-01T08:00",
        end="2020-01-01T09:00",
    )
    assert past.status_code == 422


def test_an_arrangement_is_taken_back(covered: Console) -> None:
    client, noon = covered.client("supervisor"), tomorrow(covered, 12).replace(tzinfo=NEW_YORK)
    me = covered.staff_id("supervisor")
    send(
        client,
        "/rota/change",
        staff=me.hex,
        tier="primary",
        start=tomorrow(covered, 8).isoformat(),
        end=tomorrow(covered, 18).isoformat(),
        instead=covered.staff_id("professional").hex,
    )
    assert who(covered, noon)[Tier.PRIMARY] == me
    page = client.get(f"/rota?week={noon.date().isoformat()}").text
    assert "stands in" in page
    source = re.search(r"by=override&amp;.*?source=(\w{32})|source=(\w{32})[^\"]*by=override", page)
    links = [link for link in re.findall(r'href="(/rota/change\?[^"]+)"', page) if "by=override" in link]
    assert source or links
    override = re.search(r"source=(\w{32})", links[0])
    assert override is not None
    send(client, f"/rota/change/{override.group(1)}/withdraw")
    assert who(covered, noon)[Tier.PRIMARY] == covered.staff_id("professional")


def test_a_swap_needs_both(covered: Console) -> None:
    asker, taker = covered.client("professional"), covered.client(person=covered.people["supervisor"])
    start = tomorrow(covered, 12).replace(tzinfo=NEW_YORK)
    duty = {"tier": "primary", "start": start.isoformat(), "end": (start + timedelta(hours=12)).isoformat()}
    send(asker, "/rota/swaps", taker=covered.staff_id("supervisor").hex, **duty)
    waiting = re.search(r"/rota/swaps/(\w{32})", taker.get("/rota").text)
    assert waiting is not None
    assert who(covered, start + timedelta(hours=1))[Tier.PRIMARY] == covered.staff_id("professional")
    send(taker, waiting.group(0), answer="yes")
    assert who(covered, start + timedelta(hours=1))[Tier.PRIMARY] == covered.staff_id("supervisor")


def test_take_it_now(covered: Console) -> None:
    client = covered.client("supervisor")
    send(client, "/rota/take-now", instead=covered.staff_id("professional").hex)
    assert who(covered, covered.clock())[Tier.PRIMARY] == covered.staff_id("supervisor")
    send(client, "/rota/take-now", instead="junk")
    assert "Not possible" in client.get("/rota").text


def test_time_off_is_ones_own_unless_one_plans(covered: Console) -> None:
    mine, other = covered.client("professional"), covered.client(person=covered.people["other"])
    start, end = tomorrow(covered, 0), tomorrow(covered, 23)
    send(mine, "/rota/time-off", start=start.isoformat(), end=end.isoformat(), staff=covered.staff_id("other").hex)
    noon = tomorrow(covered, 12).replace(tzinfo=NEW_YORK)
    assert Tier.PRIMARY not in who(covered, noon)
    assert who(covered, noon)[Tier.BACKUP] == covered.staff_id("other")
    cancel = re.search(r"/rota/time-off/\w{32}/cancel", mine.get("/rota").text)
    assert cancel is not None
    assert cancel.group(0) not in other.get("/rota").text
    send(other, cancel.group(0))
    assert Tier.PRIMARY not in who(covered, noon)
    send(mine, cancel.group(0))
    assert Tier.PRIMARY in who(covered, noon)


def test_shifts_by_hand_and_by_file(console: Console) -> None:
    client = console.client("admin")
    shift = {"staff": console.staff_id("professional").hex, "tier": "primary", "repeats": "daily"}
    first, last = tomorrow(console, 8).isoformat(), tomorrow(console, 20).isoformat()
    assert send(client, "/rota/shifts", **shift, start=first, end=last).status_code == 303
    assert send(client, "/rota/shifts", **shift, start=last, end=first).status_code == 422
    assert send(client, "/rota/shifts", **shift, start="", end="x").status_code == 422
    bad = send(client, "/rota/shifts/file", text="email,tier\nnobody@example.org,king")
    assert bad.status_code == 422
    assert "line" in bad.text
    heading = "email,tier,start,end,timezone,rrule"
    line = f"supervisor@example.org,backup,{first},{last},America/New_York,FREQ=DAILY"
    assert send(client, "/rota/shifts/file", text=f"{heading}\n{line}").status_code == 303
    noon = tomorrow(console, 12).replace(tzinfo=NEW_YORK)
    assert set(who(console, noon)) == {Tier.PRIMARY, Tier.BACKUP}
    page = client.get(f"/rota?week={noon.date().isoformat()}").text
    source = re.search(r"by=shift[^\"]*source=(\w{32})", page)
    assert source is not None
    send(client, f"/rota/shifts/{source.group(1)}/end")
    assert len(who(console, noon)) == 1


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n"


def changes(console: Console) -> int:
    with console.database.begin() as connection:
        query = text("SELECT count(*) FROM audit_entries WHERE action = 'rota.change'")
        return int(connection.execute(query).scalar_one())


def test_a_calendar_file_is_shown_first_and_only_that_is_imported(console: Console) -> None:
    client, path, noon = console.client("supervisor"), "/rota/calendar-file", tomorrow(console, 12)
    start, end = (f"{tomorrow(console, hour):%Y%m%dT%H%M%S}" for hour in (8, 20))
    zone = "TZID=America/New_York"
    events = calendar(f"SUMMARY:Late\r\nDTSTART;{zone}:{start}\r\nDTEND;{zone}:{end}\r\nRRULE:FREQ=DAILY")
    sent = {"staff": console.staff_id("professional").hex, "tier": "backup"}
    shown = send(client, path, **sent, events=events)
    assert shown.status_code == 200
    assert "Come: 1" in shown.text
    assert "(repeats)" in shown.text
    assert (who(console, noon.replace(tzinfo=NEW_YORK)), changes(console)) == ({}, 0)
    looked = re.search(r'name="looked" value="(\w{64})"', shown.text)
    assert looked is not None
    # What was not shown is shown first.
    other = send(client, path, **{**sent, "tier": "primary"}, events=events, looked=looked.group(1))
    assert (other.status_code, changes(console)) == (200, 0)
    assert send(client, path, **sent, events=events, looked=looked.group(1)).status_code == 303
    assert who(console, noon.replace(tzinfo=NEW_YORK)) == {Tier.BACKUP: console.staff_id("professional")}
    assert changes(console) == 1
    gone = send(client, path, **sent, events=calendar(f"DTSTART;{zone}:{end}\r\nDURATION:PT1H"))
    assert "Come: 1" in gone.text
    assert "End: 1" in gone.text


@pytest.mark.parametrize(
    ("events", "said"),
    [
        ("email,tier", "this is not a calendar file"),
        (calendar(), "there is no shift in the file"),
        (calendar("SUMMARY:Early"), "Early: its times cannot be read"),
        (
            calendar("SUMMARY:Early\r\nDTSTART;TZID=Mars/Base:20270101T080000\r\nDURATION:PT4H"),
            "Mars/Base is a time zone",
        ),
        (calendar("SUMMARY:Early\r\nDTSTART:99991231T230000\r\nDURATION:PT20M"), "between 2000 and 2200"),
        (calendar("SUMMARY:Early\r\nDTSTART:20270101T080000\r\nDURATION:PT4H\r\nRRULE:junk"), "its repetition cannot"),
        ("", "This is needed"),
        ("x" * 100_001, "too long"),
    ],
)
def test_a_bad_calendar_file_is_answered_beside_its_field(console: Console, events: str, said: str) -> None:
    sent = {"staff": console.staff_id("professional").hex, "tier": "primary", "events": events}
    answer = send(console.client("supervisor"), "/rota/calendar-file", **sent, looked="x")
    assert answer.status_code == 422
    assert said.lower() in answer.text.lower()
    assert 'id="e-events"' in answer.text
    assert changes(console) == 0


def test_a_calendar_address_is_shown_once_and_ends(covered: Console) -> None:
    client, stranger = covered.client("professional"), covered.client()
    page = send(client, "/rota/calendar").text
    address = re.search(r"http://[^<]+(/calendar/[^<]+\.ics)", page)
    assert address is not None
    found = stranger.get(address.group(1))
    assert found.mimetype == "text/calendar"
    assert "BEGIN:VEVENT" in found.text
    assert address.group(1) not in client.get("/rota/calendar").text
    send(client, "/rota/calendar/revoke")
    assert stranger.get(address.group(1)).status_code == 404
    assert stranger.get("/calendar/" + "x" * 200 + ".ics").status_code == 404


def test_only_who_plans_makes_the_teams_address(covered: Console) -> None:
    assert "Everybody" not in send(covered.client("professional"), "/rota/calendar", whose="team").text
    assert "Everybody" in send(covered.client("supervisor"), "/rota/calendar", whose="team").text


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_and_who_changes(covered: Console, role: str) -> None:
    client = covered.client(role)
    assert client.get("/rota").status_code == (200 if may((role,), Right.ROTA_SEE) else 404)
    assert client.get("/rota/shifts").status_code == (200 if may((role,), Right.ROTA_CHANGE) else 404)
