"""A passkey made and used in a browser, by a virtual authenticator."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import MakeSettings
from tests.console_kit import Console
from tests.console_server import serving


def _free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture
def named(make_settings: MakeSettings, postgres_url: str) -> Iterator[tuple[Console, str]]:
    """A console under a name, as passkeys want it."""
    port = _free_port()
    address = f"http://localhost:{port}"
    console = Console(make_settings(DATABASE_URL=postgres_url, CONSOLE_BASE_URL=address))
    with serving(console, port):
        yield console, address
    console.close()


@pytest.fixture
def page(browser: Browser, named: tuple[Console, str]) -> Iterator[Page]:
    """A browser whose device can keep passkeys; the person has shown a password, and no more."""
    console, address = named
    context = browser.new_context(base_url=address)
    newcomer = console.token(console.people["supervisor"], complete=False)
    context.add_cookies([{"name": "staff", "value": newcomer, "url": address}])
    opened = context.new_page()
    opened.set_default_timeout(8000)
    device = context.new_cdp_session(opened)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    yield opened
    context.close()


def test_set_up_then_sign_in_with_one_gesture(page: Page) -> None:
    page.goto("/account/second-factor")
    page.get_by_label("A name for it").fill("my phone")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey works now.")).to_be_visible()
    expect(page.get_by_text("my phone")).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).last.click()
    page.get_by_role("heading", name="Sign in").wait_for()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="On call")).to_be_visible()


def test_prove_again_with_one_gesture(page: Page, named: tuple[Console, str]) -> None:
    page.goto("/account/second-factor")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey works now.")).to_be_visible()
    named[0].clock.go(minutes=6)
    page.goto("/account/password")
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Change password")).to_be_visible()
