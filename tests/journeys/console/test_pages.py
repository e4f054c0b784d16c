"""Every page of the shell, the duty pages and the board: no axe violation, both themes, phone and desk."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest

from intake.privacy import legal
from intake.staff import glass
from tests.console_kit import Console
from tests.console_rows import add_callback, add_offer, add_thread, put_on_duty, take
from tests.journeys.console.conftest import THEMES, WIDTHS, OpenPage
from tests.journeys.console.look import faults, overflows


@pytest.fixture
def full(console: Console) -> dict[str, str]:
    """A console with something on every page; ids by name."""
    put_on_duty(console, "professional")
    put_on_duty(console, "supervisor", "backup")
    mine = add_callback(console, "P1", language="es", message="voicemail", flags=["medical_first"])
    take(console, mine.callback, "professional")
    rings = add_callback(console, "P0", flags=["suicide"])
    add_offer(console, rings.callback, "supervisor")
    add_callback(console, "P2", due_at=console.clock() - timedelta(minutes=7), name=None, minor=True)
    add_callback(console, "P3", state="waiting")
    texts = add_callback(console, "P4", contact_mode="text_only")
    thread = add_thread(console, texts, ("in", "please only text"), ("out", "Hi. Is now a safe time?"))
    emergency = glass.Emergency("enrollment", mine.enrollment.hex, "they said they are in danger")
    with console.database.begin() as connection:
        asked = legal.Asked("police", "asks whether somebody is here")
        legal.take(connection, console.house.vault, asked, "cli:test", console.clock())  # type: ignore[arg-type]
        glass.open_glass(
            connection,
            console.house.vault,
            console.people["supervisor"],
            emergency,
            console.clock(),  # type: ignore[arg-type]
        )
    return {
        "mine": str(mine.callback),
        "rings": str(rings.callback),
        "thread": str(thread),
        "staff": str(console.staff_id("professional")),
    }


PAGES = (
    (None, "/sign-in"),
    (None, "/join/some-token"),
    ("professional", "/now"),
    ("supervisor", "/now"),
    ("professional", "/now/calls/{mine}"),
    ("professional", "/more"),
    ("professional", "/texts"),
    ("professional", "/texts/{thread}"),
    ("supervisor", "/board"),
    ("supervisor", "/board?view=late"),
    ("supervisor", "/board/{rings}"),
    ("supervisor", "/account"),
    ("professional", "/account/phone"),
    ("supervisor", "/account/second-factor"),
    ("supervisor", "/account/password"),
    ("supervisor", "/prove"),
    ("supervisor", "/no-such-page"),
    ("admin", "/people"),
    ("admin", "/people/new"),
    ("admin", "/people/{staff}"),
    ("admin", "/people/{staff}/phone/check"),
    ("admin", "/settings"),
    ("admin", "/lines"),
    ("auditor", "/audit"),
    ("auditor", "/glass"),
    ("auditor", "/requests/new"),
    ("supervisor", "/requests"),
    ("professional", "/now/calls/{mine}/emergency"),
    ("supervisor", "/board/{mine}/emergency"),
    ("supervisor", "/board/{rings}/emergency"),
    ("admin", "/holds"),
)


def test_no_page_has_a_fault(full: dict[str, str], open_page: OpenPage) -> None:
    found = {}
    for role, path in PAGES:
        page = open_page(role, path.format(**full), status=404 if "no-such" in path else 200)
        for theme, width in product(THEMES, WIDTHS):
            page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            page.set_viewport_size({"width": width, "height": WIDTHS[width]})
            wrong = faults(page, colours_only=theme == "dark") + (["wider than the screen"] if overflows(page) else [])
            if wrong:
                found[f"{path} {theme} {width}"] = wrong
        page.context.close()
    assert found == {}


def test_spanish_pages_have_no_fault_either(full: dict[str, str], open_page: OpenPage) -> None:
    for role, path in PAGES:
        page = open_page(role, path.format(**full), locale="es-MX", status=404 if "no-such" in path else 200)
        assert page.locator("html").get_attribute("lang") == "es"
        assert faults(page) == [], path
        assert not overflows(page), path
        page.context.close()


def test_a_fault_would_be_found(open_page: OpenPage) -> None:
    page = open_page(None, "/sign-in")
    page.evaluate("document.querySelector('label').remove()")
    assert any(one.startswith("label") for one in faults(page))
    page.evaluate("document.querySelector('h1').style.color = '#ddd'")
    assert any(one.startswith("color-contrast:") for one in faults(page, colours_only=True))
