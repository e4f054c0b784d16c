"""Every page of the desk, the rota, the figures, the script and the places: no fault, both themes and widths."""

from __future__ import annotations

import os
from datetime import timedelta
from itertools import product
from pathlib import Path
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from intake.console.pages.script.common import shipped
from intake.enrollments import desk
from intake.enrollments.desk import NewTask
from intake.numbers import PhoneNumber
from intake.oncall import service, standing_in
from intake.oncall.recurrence import Shift
from intake.oncall.service import Change
from intake.oncall.tiers import Tier
from tests import enrollment_kit as kit
from tests.console_kit import Console, send
from tests.integration.console.test_sites import FILE
from tests.journeys.console.conftest import THEMES, WIDTHS, OpenPage
from tests.journeys.console.look import faults, overflows

# Where to leave pictures for somebody to look at; nowhere unless asked.
PICTURES = os.environ.get("HELPLINE_TEST_PICTURES")


@pytest.fixture
def full(console: Console) -> dict[str, str]:
    """A console with something on every page; ids by name."""
    now, vault = console.clock(), console.house.vault
    send(console.client("admin"), "/sites/import", text=FILE)
    rota(console)
    with console.database.begin() as connection:
        record_id = kit.add_enrollment(
            connection, vault, name="Ana", zip="20147", for_whom="loved_one", flags=["medical_first", "minor"],
            age_band="minor", pay="medicaid", language="es", created_at=now - timedelta(hours=3),
            stage_since=now - timedelta(hours=3), schedule="evening", living="sober_home", stage="contacted",
        )  # fmt: skip
        hand = kit.hand(vault, console.staff_id("coordinator"), now)
        call = kit.add_callback(connection, record_id, klass="P1", due_at=now - timedelta(minutes=4))
        kit.add_attempt(connection, call, result="no_answer", at=now - timedelta(hours=2))
        kit.add_talk(
            connection, enrollment_id=record_id, started_at=now - timedelta(hours=3),
            ended_at=now - timedelta(hours=3) + timedelta(seconds=84), secured_at=now - timedelta(hours=2, minutes=59),
        )  # fmt: skip
        desk.add_note(connection, hand, record_id, "Prefers mornings. Sister drives.\nAsk about child care.")
        desk.add_task(connection, hand, record_id, NewTask("follow_up", now - timedelta(minutes=30)))
        desk.tick(connection, hand, record_id, "checklist")
        other = kit.add_enrollment(connection, vault, number=PhoneNumber("+12025550160"), name="Anna")
        for place in range(12):
            stage = ("queued", "attempting", "prescreened", "vob_pending", "assessed", "closed")[place % 6]
            kit.add_enrollment(
                connection, vault, number=PhoneNumber(f"+12025550{161 + place}"), stage=stage,
                created_at=now - timedelta(days=place), stage_since=now - timedelta(days=place),
                closed_reason="declined:schedule" if stage == "closed" else None,
                coordinator_id=console.staff_id("coordinator") if place % 2 else None,
            )  # fmt: skip
    return {"record": record_id.hex, "other": other.hex}


def rota(console: Console) -> None:
    """A primary by day only, a backup always: gaps by night; a swap that waits and somebody away."""
    console.people["other"] = console.add("other", ("professional",))
    start = console.clock().astimezone(ZoneInfo("America/New_York")).replace(
        hour=8, minute=0, second=0, microsecond=0, tzinfo=None
    ) - timedelta(days=20)
    change = Change("cli:test", "cli", console.clock())
    with console.database.begin() as connection:
        for role, tier, hours in (("professional", Tier.PRIMARY, 12), ("other", Tier.BACKUP, 24)):
            shift = Shift(
                uuid4(), console.staff_id(role), tier, start, start + timedelta(hours=hours),
                "America/New_York", "FREQ=DAILY",
            )  # fmt: skip
            service.add_shift(connection, shift, change)
        mine = next(
            duty
            for duty in service.between(connection, change.now, change.now + timedelta(days=3))
            if duty.start > change.now and duty.tier is Tier.PRIMARY
        )
        asked = standing_in.SwapAsked(
            console.staff_id("professional"),
            console.staff_id("supervisor"),
            standing_in.Stretch(mine.tier, mine.start, mine.end),
        )
        standing_in.ask_swap(connection, asked, console.staff_id("professional"), change)
        away = (change.now + timedelta(days=5), change.now + timedelta(days=6))
        standing_in.take_time_off(connection, console.staff_id("professional"), *away, change)


PAGES = (
    ("coordinator", "/enrollments"),
    ("coordinator", "/enrollments?scope=all&sort=oldest"),
    ("coordinator", "/enrollments?stage=do_not_contact"),
    ("coordinator", "/enrollments?late=1&coordinator=me"),
    ("coordinator", "/enrollments/board"),
    ("coordinator", "/enrollments/{record}"),
    ("coordinator", "/enrollments/{record}/consent"),
    ("coordinator", "/enrollments/{record}/disclosures"),
    ("supervisor", "/rota"),
    ("professional", "/rota"),
    ("supervisor", "/rota/month"),
    ("supervisor", "/rota/change?tier=primary&start=2099-01-01T20:00&end=2099-01-02T08:00"),
    ("supervisor", "/rota/shifts"),
    ("supervisor", "/rota/calendar-file"),
    ("professional", "/rota/calendar"),
    ("supervisor", "/insights"),
    ("supervisor", "/insights/staffing"),
    ("supervisor", "/script"),
    ("supervisor", "/script/graph"),
    ("supervisor", "/script/rehearse"),
    ("admin", "/script/versions"),
    ("admin", "/sites"),
    ("admin", "/set-up"),
)
FOLDS = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"


def picture(page: object, name: str) -> None:
    """Leave a picture where somebody asked for one."""
    if PICTURES:
        safe = name.strip("/").replace("/", "_").replace("?", "_").replace("&", "_")[:60]
        page.screenshot(path=Path(PICTURES) / f"{safe}.png", full_page=True)  # type: ignore[attr-defined]


def test_no_page_has_a_fault(full: dict[str, str], open_page: OpenPage) -> None:
    found = {}
    for role, path in PAGES:
        page = open_page(role, path.format(**full))
        assert page.locator("h1").count() == 1, path
        page.evaluate(FOLDS)
        for theme, width in product(THEMES, WIDTHS):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            wrong = faults(page, colours_only=theme == "dark") + (["wider than the screen"] if overflows(page) else [])
            if wrong:
                found[f"{path} {theme} {width}"] = wrong
            picture(page, f"{width}-{theme}-{role}{path.split('=')[0]}")
        page.context.close()
    assert found == {}


def test_spanish_pages_fit_a_phone_too(full: dict[str, str], open_page: OpenPage) -> None:
    for role, path in PAGES:
        page = open_page(role, path.format(**full), locale="es-MX")
        assert page.locator("html").get_attribute("lang") == "es"
        assert not overflows(page), path
        page.context.close()


def test_what_a_calendar_file_would_change_is_shown(full: dict[str, str], open_page: OpenPage) -> None:
    event = "SUMMARY:Late\nDTSTART:20991201T080000\nDURATION:PT12H\nRRULE:FREQ=DAILY"
    for locale, text, width in (("es-MX", event, 390), ("en-US", event, 1280), ("en-US", "SUMMARY:Late", 390)):
        page = open_page("supervisor", "/rota/calendar-file", locale=locale, width=width)
        page.locator("#f-staff").select_option(index=1)
        page.locator("#f-events").fill(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT\nEND:VCALENDAR\n")
        page.locator("main form button").last.click()
        page.locator("#would, #e-events").wait_for()
        assert page.locator("main li time").count() == (6 if text == event else 0)
        assert faults(page) == []
        assert not overflows(page)
        picture(page, f"{width}-light-{locale}-calendar-file")
        page.context.close()


def test_pages_that_forms_lead_to(full: dict[str, str], console: Console, open_page: OpenPage) -> None:
    page = open_page("coordinator", f"/enrollments/{full['record']}", width=1280)
    code = open_page("coordinator", f"/enrollments/{full['other']}").locator("h1").inner_text().split()[-1]
    page.get_by_label("Code of the other record").fill(code)
    page.locator("#merge form").last.get_by_role("button").click()
    page.get_by_role("button", name="Merge them").wait_for()
    assert faults(page) == []
    picture(page, "1280-light-merge")
    page.goto(f"/enrollments/{full['record']}")
    page.locator("#paper-reason").select_option("records_request")
    page.get_by_role("button", name="Print").click()
    page.get_by_text("42 CFR part 2").first.wait_for()
    assert faults(page) == []
    picture(page, "1280-light-print")
    admin = open_page("admin", "/script", width=1280)
    admin.get_by_role("button", name="Begin a draft").click()
    admin.goto("/script/steps/N40_WHO")
    assert faults(admin) == []
    assert not overflows(admin)
    picture(admin, "1280-light-step")
    admin.get_by_label("English").first.fill("Is it for you? Press 1.")
    admin.get_by_role("button", name="Keep in the draft").click()
    for path in ("/script/effects", "/script/versions", f"/script/versions/{shipped().digest}"):
        admin.goto(path)
        assert faults(admin) == [], path
        assert not overflows(admin), path
        picture(admin, f"1280-light{path[:20]}")
    admin.goto("/sites")
    admin.get_by_label("ZIP code").fill("20147")
    admin.get_by_role("button", name="Find").click()
    admin.get_by_text("In order of fit").wait_for()
    assert faults(admin) == []
    picture(admin, "1280-light-near")
