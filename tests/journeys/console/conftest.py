"""A real browser on a served console; the browser itself is everybody's, one folder up."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.canary import Searcher, Seed
from tests.conftest import MakeSettings
from tests.console_kit import Console
from tests.console_rows import NUMBER
from tests.console_server import serving
from tests.journeys import browser_storage

# The caller of most journeys, as `console_rows` makes them.
KNOWN = Seed(NUMBER, "Rosa Blue")
WIDTHS = {390: 844, 1280: 900}
THEMES = ("light", "dark")
OpenPage = Callable[..., Page]


@pytest.fixture
def console(make_settings: MakeSettings, postgres_url: str) -> Iterator[Console]:
    """The console with one person of each role."""
    opened = Console(make_settings(DATABASE_URL=postgres_url))
    yield opened
    opened.close()


@pytest.fixture
def address(console: Console) -> Iterator[str]:
    """Where the console is served."""
    with serving(console) as url:
        yield url


@pytest.fixture
def open_page(browser: Browser, console: Console, address: str, tmp_path: Path) -> Iterator[OpenPage]:
    """Opens a path as somebody of a role; at the end nothing may have left the origin or broken the policy."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def watch(page: Page) -> None:
        page.on("request", lambda one: None if one.url.startswith(address) else wrong.append(one.url))
        page.on("console", lambda one: wrong.append(one.text) if "Content Security" in one.text else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))

    def open_one(role: str | None, path: str, *, width: int = 390, theme: str = "light", **more: object) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport={"width": width, "height": WIDTHS[width]},
            color_scheme=theme,  # type: ignore[arg-type]
            reduced_motion="reduce",
            locale=str(more.get("locale", "en-US")),
            java_script_enabled=bool(more.get("scripts", True)),
        )
        contexts.append(context)
        context.on("close", lambda one: contexts.remove(one))
        if role is not None:
            context.add_cookies([{"name": "staff", "value": console.token(console.people[role]), "url": address}])
        page = context.new_page()
        page.set_default_timeout(8000)
        watch(page)
        answer = page.goto(path, wait_until="domcontentloaded")
        # A page that is not there has no fault either: a test that looks at one has to say so.
        assert answer is not None
        assert answer.status == more.get("status", 200), path
        return page

    yield open_one
    left = [hit for context in contexts for hit in browser_storage.hits(Searcher(KNOWN), context)]
    for context in tuple(contexts):
        context.close()
    assert wrong == []
    # Whatever the journey did, the browser kept nobody's name or number.
    assert left == []
