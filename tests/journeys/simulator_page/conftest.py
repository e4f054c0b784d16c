"""The page with phones, in a browser, beside a running service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.journeys.deployment import CALLER, CREW, Deployment

NAMES = {CALLER: "A caller", **{number: email.split("@")[0].title() for email, (number, *_) in CREW.items()}}


@dataclass
class Desk:
    """The page, and the phones on it by name."""

    page: Page
    town: Deployment

    def phone(self, name: str) -> Locator:
        """One phone's card."""
        return self.page.get_by_role("region", name=name, exact=True)

    @property
    def ringing(self) -> str:
        """The name of whoever's phone rings; it is waited for."""
        card = self.page.locator('.phone[data-state="ringing"]').first
        card.wait_for()
        return card.get_by_role("heading").inner_text()


@pytest.fixture
def desk(town: Deployment, browser: Browser) -> Iterator[Desk]:
    """The page at a desk; nothing may come from elsewhere or break the policy."""
    for number, name in NAMES.items():
        town.phone(number, label=name).ignores_texts().ignores_calls()
    address, wrong = str(town.addresses["simulator"]), []
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(20_000)
    page.on("request", lambda one: None if one.url.startswith((address, "blob:")) else wrong.append(one.url))
    page.on("console", lambda one: wrong.append(one.text) if "Content Security" in one.text else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(address, wait_until="domcontentloaded")
    page.locator(".phone").nth(len(NAMES) - 1).wait_for()
    yield Desk(page, town)
    context.close()
    assert wrong == []
