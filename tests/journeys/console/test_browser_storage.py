"""A caller's name, number and words are on the screen of whoever may see them, and nowhere in the browser."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.canary import Searcher, Seed
from tests.console_kit import Console
from tests.console_rows import add_callback, add_thread, take
from tests.journeys import browser_storage
from tests.journeys.conftest import CHROMIUM

SEED = Seed("+12025550183", "Isolabelle", "Thistlewick")
_LEAKS = {
    "localStorage": "localStorage.setItem('caller', secret)",
    "sessionStorage": "sessionStorage.setItem('caller', secret)",
    "cookie": "document.cookie = `caller=${secret}`",
    "indexedDB": """await new Promise((yes) => { const ask = indexedDB.open('kept', 1);
        ask.onupgradeneeded = () => ask.result.createObjectStore('rows', { autoIncrement: true });
        ask.onsuccess = () => { const write = ask.result.transaction('rows', 'readwrite');
          write.objectStore('rows').add({ secret }); write.oncomplete = () => { ask.result.close(); yes(); }; }; })""",
    "caches": "await (await caches.open('kept')).put('/kept', new Response(secret))",
    "address": "history.replaceState({}, '', `?who=${secret}`)",
    "history state": "history.replaceState({ secret }, '')",
    "window name": "window.name = secret",
}


@contextmanager
def profile(browser: Browser, folder: Path, address: str) -> Iterator[BrowserContext]:
    """A browser that keeps everything in a folder of its own, as a person's does."""
    context = browser.browser_type.launch_persistent_context(
        folder, executable_path=CHROMIUM, args=["--no-sandbox"], base_url=address
    )
    try:
        yield context
    finally:
        context.close()


def _signed_in(console: Console, context: BrowserContext, address: str, role: str) -> Page:
    context.clear_cookies()
    context.add_cookies([{"name": "staff", "value": console.token(console.people[role]), "url": address}])
    return context.new_page()


def test_nothing_of_a_caller_stays_in_the_browser(
    console: Console, address: str, browser: Browser, tmp_path: Path
) -> None:
    made = add_callback(console, "P1", name=SEED.name, number=SEED.number)
    thread = add_thread(console, made, ("in", f"{SEED.name} {SEED.words} {SEED.number}"))
    take(console, made.callback, "professional")
    with profile(browser, tmp_path, address) as context:
        page = _signed_in(console, context, address, "coordinator")
        page.goto(f"/enrollments/{made.enrollment.hex}")
        expect(page.get_by_text(SEED.name).first).to_be_visible()
        page.locator("#reveal summary").click()
        page.locator("#reveal-reason").select_option("safety")
        page.locator("#reveal form").get_by_role("button").click()
        expect(page.locator("#shown-number")).to_be_visible()
        page.goto(f"/texts/{thread}")
        expect(page.get_by_text(SEED.words).first).to_be_visible()
        page.locator("textarea").first.fill(f"call {SEED.number}")
        page.goto("/enrollments")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.locator("input[name=digits]").fill(SEED.number[-4:])
        page.locator("input[name=digits]").press("Enter")
        page.wait_for_load_state()
        assert browser_storage.hits(Searcher(SEED), context) == []
        night = _signed_in(console, context, address, "professional")
        night.goto(f"/now/calls/{made.callback}")
        expect(night.get_by_text(SEED.name).first).to_be_visible()
        assert browser_storage.hits(Searcher(SEED), context) == []
        night.goto("/account")
        night.get_by_role("button", name="Sign out").first.click()
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 20
    assert Searcher(SEED).files(tmp_path) == []


@pytest.mark.parametrize("place", _LEAKS)
def test_a_leak_into_the_browser_would_show(console: Console, address: str, browser: Browser, place: str) -> None:
    context = browser.new_context(base_url=address)
    try:
        page = context.new_page()
        page.goto("/sign-in")
        page.evaluate(f"async (secret) => {{ {_LEAKS[place]} }}", SEED.name)
        assert browser_storage.hits(Searcher(SEED), context) != []
    finally:
        context.close()


def test_a_leak_onto_the_disk_would_show(console: Console, address: str, browser: Browser, tmp_path: Path) -> None:
    with profile(browser, tmp_path, address) as context:
        page = context.new_page()
        page.goto("/sign-in")
        page.evaluate("async (secret) => { localStorage.setItem('caller', secret); }", SEED.name)
        page.evaluate(f"async (secret) => {{ {_LEAKS['caches']} }}", SEED.name)
    assert Searcher(SEED).files(tmp_path) != []
