"""A call placed by clicking, answered beside it, joined, ended, saved and replayed; by keyboard; clean by axe."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from playwright.sync_api import expect

from tests.journeys.console.look import faults, overflows
from tests.journeys.deployment import CALLER
from tests.journeys.simulator_page.conftest import Desk

SIZES = {390: 844, 1280: 900}
# English, not in danger, for me, talk to somebody now.
TO_A_PERSON = ("1", "2", "1", "1")


def _ask_for_a_person(desk: Desk) -> None:
    caller = desk.phone("A caller")
    caller.get_by_role("button", name="Call", exact=True).click()
    for key in TO_A_PERSON:
        desk.town.phone(CALLER).hears("e")
        expect(caller.get_by_text("Listens for keys")).to_be_visible()
        caller.get_by_role("button", name=f"Key {key}").click()
    expect(caller.locator(".pill")).to_have_text("waits")


def _talk(desk: Desk) -> str:
    """Somebody answers beside the caller, they are joined, and both hang up; who it was."""
    _ask_for_a_person(desk)
    name = desk.ringing
    pro = desk.phone(name)
    pro.get_by_role("button", name="Answer").click()
    expect(pro.get_by_role("log", name="Heard by")).to_contain_text("ress 1")
    pro.get_by_role("button", name="Key 1").click()
    expect(desk.page.locator("#links .joined")).to_have_text([f"A caller ⇄ {name}"])
    return name


def _hang_up(desk: Desk, name: str) -> None:
    desk.phone("A caller").get_by_role("button", name="Hang up").click()
    desk.town.phone(CALLER).is_hung_up()
    pro = desk.phone(name)
    expect(pro.get_by_role("log", name="Heard by")).to_contain_text("ow did it go")
    pro.get_by_role("button", name="Key 1").click()
    expect(pro.locator(".pill")).to_have_text("free")


def test_a_call_by_clicking_is_answered_joined_and_ended(desk: Desk, tmp_path: Path) -> None:
    name = _talk(desk)
    assert desk.page.locator("#wires path").count() == 1
    caller = desk.phone("A caller")
    desk.phone(name).get_by_role("textbox", name="Words to say").fill("How can I help?")
    desk.phone(name).get_by_role("button", name="Say").click()
    expect(caller.get_by_role("log", name="Heard by")).to_contain_text("How can I help?")
    desk.page.screenshot(path=tmp_path / "joined.png")
    _hang_up(desk, name)
    expect(caller.get_by_role("log", name="Heard by")).to_contain_text("Call over")
    assert desk.page.locator(".tape li").count() > 5


def test_what_was_done_is_saved_and_replayed(desk: Desk) -> None:
    page = desk.page
    _hang_up(desk, _talk(desk))
    page.get_by_role("tab", name="Scenarios").click()
    page.get_by_label("Title").fill("Talk to somebody now")
    page.get_by_role("button", name="Save").click()
    saved = page.locator(".saved > li")
    expect(saved).to_have_count(1)
    assert (desk.town.folder / "scenarios" / "talk-to-somebody-now.jsonl").exists()
    desk.town.network.settles(within=20)
    page.get_by_role("button", name="Replay Talk to somebody now").click()
    expect(saved.locator(".verdict")).to_contain_text("As saved", timeout=60_000)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "talk-to-somebody-now.jsonl"
    page.get_by_role("button", name="Delete Talk").click()
    expect(saved).to_have_count(0)


def test_all_of_it_works_by_keyboard(desk: Desk) -> None:
    page, caller = desk.page, desk.phone("A caller")
    caller.get_by_role("button", name="Call", exact=True).focus()
    page.keyboard.press("Enter")
    desk.town.phone(CALLER).hears("e")
    expect(caller.get_by_text("Listens for keys")).to_be_visible()
    caller.get_by_role("log", name="Heard by").focus()
    page.keyboard.press("1")
    expect(caller.get_by_role("log", name="Heard by")).to_contain_text("You press 1")
    caller.get_by_role("button", name="Hang up").focus()
    page.keyboard.press("Space")
    expect(caller.locator(".pill")).to_have_text("free")
    page.get_by_role("tab", name="Tape").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tabpanel", name="Weather")).to_be_visible()
    desk.town.network.settles(within=20)


def test_rain_is_made_and_a_text_is_answered(desk: Desk) -> None:
    page, caller = desk.page, desk.phone("A caller")
    page.get_by_role("tab", name="Weather").click()
    page.get_by_role("button", name="Make it rain").click()
    expect(page.get_by_role("status").filter(has_text="It rains")).to_be_visible()
    caller.get_by_role("tab", name="Texts").click()
    caller.get_by_role("textbox", name="Text to send").fill("hello")
    caller.get_by_role("button", name="Send").click()
    expect(caller.get_by_role("log", name="Texts of").locator(".in").first).to_be_visible()
    page.get_by_role("button", name="Fair", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Fair weather")).to_be_visible()


def test_nothing_is_wrong_by_axe_in_both_themes_on_a_phone_and_at_a_desk(desk: Desk, tmp_path: Path) -> None:
    _talk(desk)
    found = {}
    for theme, width in product(("light", "dark"), SIZES):
        desk.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        desk.page.set_viewport_size({"width": width, "height": SIZES[width]})
        for tab in ("Tape", "Weather", "Scenarios", "People"):
            desk.page.get_by_role("tab", name=tab, exact=True).click()
            wrong = faults(desk.page) + (["wider than the screen"] if overflows(desk.page) else [])
            if wrong:
                found[f"{theme} {width} {tab}"] = wrong
        desk.page.screenshot(path=tmp_path / f"{theme}-{width}.png")
    assert found == {}
    desk.town.phone(CALLER).hangs_up()
    for number in [one["number"] for one in desk.town.network.wire.get("/phones")["phones"] if one["call"]]:
        desk.town.phone(number).hears("how did it go", within=20).presses("1").is_hung_up()
