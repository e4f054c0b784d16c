"""A coordinator's day and a supervisor's gap: by keyboard alone, and the essential acts without scripts."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from intake.oncall import service
from intake.oncall.tiers import Tier
from intake.storage import enrollments
from tests import enrollment_kit as kit
from tests.console_kit import Console
from tests.console_rows import put_on_duty
from tests.journeys.console.conftest import OpenPage

WAY = ("pre-screened", "consent signed", "benefits asked", "benefits known", "assessment booked")
TICKS = {
    "pre-screened": ("pre-screening checklist done", "level-of-care hint noted"),
    "benefits known": ("benefits checked",),
    "assessment booked": ("schedule, rules and cost explained",),
}


@pytest.fixture
def record_id(console: Console) -> UUID:
    """Somebody who was reached."""
    with console.database.begin() as connection:
        made = kit.add_enrollment(connection, console.house.vault, name="Ana", stage="queued")
        call = kit.add_callback(connection, made)
        kit.add_attempt(connection, call, result="reached")
    return made


def stage(console: Console, record_id: UUID) -> str:
    with console.database.begin() as connection:
        found = enrollments.get(connection, record_id)
    assert found is not None
    return found.stage


def reach(page: Page, name: str) -> None:
    """Go to a control with the Tab key alone, by its name."""
    script = """() => { const one = document.activeElement;
      const label = one?.getAttribute('aria-label') || one?.labels?.[0]?.innerText || one?.innerText || '';
      return label.trim(); }"""
    for _ in range(160):
        page.keyboard.press("Tab")
        if page.evaluate(script).startswith(name):
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


def press(page: Page, name: str) -> None:
    """Reach a button and press it, and wait for the page that answers."""
    reach(page, name)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def move(page: Page, name: str) -> None:
    """Confirm what is missing, then go on."""
    for tick in TICKS.get(name, ()):
        reach(page, tick)
        page.keyboard.press("Space")
    if name in TICKS:
        press(page, "Confirm")
    if name == "consent signed":
        press(page, "Read and sign a consent")
        reach(page, "1. Name of the person")
        page.keyboard.type("Ana")
        reach(page, "Who signs")
        page.keyboard.type("the person")
        reach(page, "8. Signature")
        page.keyboard.type("Ana")
        press(page, "Keep the signed consent")
    if name == "assessment booked":
        reach(page, "What")
        page.keyboard.type("Assess")
        page.get_by_label("When", exact=True).fill("2099-01-02T10:00")
        press(page, "Add")
    press(page, f"Move to: {name}")


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_from_new_to_assessment_by_keyboard(
    console: Console, record_id: UUID, open_page: OpenPage, width: int, theme: str
) -> None:
    page = open_page("coordinator", "/enrollments", width=width, theme=theme)
    press(page, record_id.hex[:7].upper())
    press(page, "Move to: reached")
    for name in WAY:
        move(page, name)
    expect(page.locator("[aria-current=step]")).to_have_text("assessment booked")
    assert stage(console, record_id) == "assessment_scheduled"


def test_a_list_is_gone_through_by_arrows(console: Console, record_id: UUID, open_page: OpenPage) -> None:
    with console.database.begin() as connection:
        other = kit.add_enrollment(connection, console.house.vault, number=None, created_at=kit.T0 - timedelta(days=1))
    page = open_page("coordinator", "/enrollments", width=1280)
    reach(page, record_id.hex[:7].upper())
    page.keyboard.press("ArrowDown")
    page.keyboard.press("x")
    chosen = page.locator("tbody input:checked")
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_value(other.hex)
    page.get_by_role("button", name="Choose all of this page").click()
    expect(chosen).to_have_count(2)
    page.get_by_label("Give to").select_option(console.staff_id("coordinator").hex)
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_text("Changed hands: 2.")).to_be_visible()


def test_the_same_without_scripts(console: Console, record_id: UUID, open_page: OpenPage) -> None:
    page = open_page("coordinator", f"/enrollments/{record_id.hex}", scripts=False)
    page.get_by_role("button", name="Move to: reached").click()
    for name in WAY:
        for tick in TICKS.get(name, ()):
            page.get_by_label(tick).check()
        if name in TICKS:
            page.get_by_role("button", name="Confirm").click()
        if name == "consent signed":
            page.get_by_role("link", name="Read and sign a consent").click()
            page.get_by_label("1. Name of the person").fill("Ana")
            page.get_by_label("Who signs").select_option("patient")
            page.get_by_label("8. Signature").fill("Ana")
            page.get_by_role("button", name="Keep the signed consent").click()
        if name == "assessment booked":
            page.get_by_label("What", exact=True).select_option("assessment")
            page.get_by_label("When", exact=True).fill("2099-01-02T10:00")
            page.get_by_role("button", name="Add", exact=True).click()
        page.get_by_role("button", name=f"Move to: {name}").click()
    assert stage(console, record_id) == "assessment_scheduled"
    page.get_by_label("New note").fill("Starts on Monday.")
    page.get_by_role("button", name="Keep the note").click()
    page.get_by_text("Starts on Monday.").wait_for()


def test_a_gate_that_is_shut_cannot_be_pressed(console: Console, open_page: OpenPage) -> None:
    with console.database.begin() as connection:
        made = kit.add_enrollment(connection, console.house.vault, stage="prescreened")
    page = open_page("coordinator", f"/enrollments/{made.hex}")
    expect(page.get_by_role("button", name="Move to: consent signed")).to_be_disabled()
    expect(page.get_by_text("a written consent that stands")).to_be_visible()


def test_a_number_is_shown_for_a_reason(console: Console, record_id: UUID, open_page: OpenPage) -> None:
    page = open_page("coordinator", f"/enrollments/{record_id.hex}")
    assert "5550147" not in page.content()
    page.get_by_text("Show the number").first.click()
    page.get_by_label("Reason").first.select_option("callback")
    page.get_by_role("button", name="Show the number").click()
    expect(page.locator("#shown-number")).to_have_text("+12025550147")
    page.goto(f"/enrollments/{record_id.hex}")
    assert "5550147" not in page.content()


@pytest.mark.parametrize(("width", "theme", "scripts"), [(390, "dark", False), (1280, "light", True)])
def test_a_supervisor_fills_a_gap_by_keyboard(
    console: Console, open_page: OpenPage, width: int, theme: str, scripts: bool
) -> None:
    # Next week's first gap: one of this week may be over by the time the form is sent.
    later = console.clock().astimezone(ZoneInfo("America/New_York")).date() + timedelta(days=7)
    page = open_page("supervisor", f"/rota?week={later.isoformat()}", width=width, theme=theme, scripts=scripts)
    press(page, "Fill")
    reach(page, "Who")
    page.keyboard.type("Professional")
    press(page, "Put on duty")
    expect(page.get_by_text("Done.")).to_be_visible()
    now = console.clock()
    with console.database.begin() as connection:
        found = service.between(connection, now, now + timedelta(days=15))
    assert [(duty.staff_id, duty.tier) for duty in found] == [(console.staff_id("professional"), Tier.PRIMARY)]


def test_a_gap_is_filled_by_dragging_too(console: Console, open_page: OpenPage) -> None:
    page = open_page("supervisor", "/rota", width=1280)
    later = console.clock().astimezone(ZoneInfo("America/New_York")).date() + timedelta(days=7)
    page.goto(f"/rota?week={later.isoformat()}")
    page.locator(".crew [data-staff]", has_text="Professional Person").drag_to(page.locator("[data-drop]").first)
    page.wait_for_url("**/rota/change?**")
    expect(page.get_by_label("Who")).to_have_value(console.staff_id("professional").hex)


def test_a_swap_is_asked_and_agreed_without_scripts(console: Console, open_page: OpenPage) -> None:
    put_on_duty(console, "professional", hours=6, ahead=24 * 8)
    start = console.clock() + timedelta(days=8)
    week = f"/rota?week={start.astimezone(ZoneInfo('America/New_York')).date().isoformat()}"
    page = open_page("professional", week, scripts=False)
    page.locator("#page").get_by_role("link", name="Professional Person").first.click()
    page.get_by_label("Colleague").select_option(console.staff_id("supervisor").hex)
    page.get_by_role("button", name="Ask", exact=True).click()
    page.get_by_text("Asked.").wait_for()
    other = open_page("supervisor", "/rota", scripts=False)
    other.get_by_role("button", name="Yes, I do it").click()
    other.get_by_text("the duty has changed hands").wait_for()
    with console.database.begin() as connection:
        found = service.between(connection, start, start + timedelta(hours=1))
    assert {duty.staff_id for duty in found} == {console.staff_id("supervisor")}


def test_time_off_is_kept_and_taken_back_without_scripts(console: Console, open_page: OpenPage) -> None:
    put_on_duty(console, "professional", hours=6, ahead=24 * 8)
    start = console.clock() + timedelta(days=8)

    def on_duty() -> int:
        with console.database.begin() as connection:
            return len(service.between(connection, start, start + timedelta(hours=1)))

    page = open_page("professional", "/rota", scripts=False)
    for label, day in (("From", start - timedelta(days=1)), ("To", start + timedelta(days=1))):
        page.locator("#away").get_by_label(label, exact=True).fill(day.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Add time off").click()
    page.get_by_text("Look whether it leaves a gap").wait_for()
    assert on_duty() == 0
    page.goto("/rota")
    page.get_by_role("button", name="Take back").click()
    page.get_by_text("Taken back.").wait_for()
    assert on_duty() == 1
