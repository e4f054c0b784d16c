"""Play the script without a telephone: what a caller does on the left, what they would hear on the right."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.script.common import current, shown
from intake.console.viewer import house
from intake.conversation.context import Context
from intake.conversation.editing import reworded
from intake.conversation.instructions import Channel
from intake.conversation.rehearse import differences, play
from intake.conversation.saved import every, shipped
from intake.enrollments.places import zip_exists
from intake.numbers import parse_number
from intake.settings import data_folder
from intake.staff.access import Right

_MOST_INPUTS = 60
_FIRST = {
    ("voice", "en"): ("1",),
    ("voice", "es"): ("2",),
    ("sms", "en"): ("text:hi", "1"),
    ("sms", "es"): ("text:hola", "2"),
}
_SPOKEN_WHEN = {"en": "in 10 to 20 minutes", "es": "en 10 a 20 minutos"}


def install(pages: Blueprint) -> None:
    """Serve the pages: sent as a form, because what is typed in a rehearsal is nobody's but still no address."""
    pages.get("/script/rehearse")(rehearse)
    pages.post("/script/rehearse")(rehearse_on)
    pages.get("/script/effects")(effects)


@allowed(Right.SCRIPT_SEE)
def rehearse() -> ResponseReturnValue:
    """The beginning."""
    return _page("voice", "en", [])


@allowed(Right.SCRIPT_SEE)
def rehearse_on() -> ResponseReturnValue:
    """One input further."""
    channel = "sms" if request.form.get("channel") == "sms" else "voice"
    language = "es" if request.form.get("language") == "es" else "en"
    inputs = [text[:80] for text in request.form.getlist("input") if text.strip()][:_MOST_INPUTS]
    if request.form.get("act") == "again":
        inputs = []
    return _page(channel, language, inputs)


@allowed(Right.SCRIPT_SEE)
def effects() -> ResponseReturnValue:
    """What the draft would do differently to every saved conversation, before any caller meets it."""
    with house().database.begin() as connection:
        script, draft = shown(connection)
        now = current(connection)
    problem, saved = None, shipped(_context())
    try:
        saved = every(data_folder() / "scenarios", _context())
    except ValueError as unreadable:
        problem = str(unreadable)
    found = differences(now, script, saved)
    return render_template(
        "pages/script/effects.html",
        draft=draft,
        reworded=reworded(now, script),
        found=found,
        saved=len(saved),
        problem=problem,
    )


def _page(channel: str, language: str, inputs: list[str]) -> ResponseReturnValue:
    with house().database.begin() as connection:
        script, draft = shown(connection)
    first = _FIRST[channel, language]
    transcript = play(script, cast(Channel, channel), (*first, *inputs), _context())
    return render_template(
        "pages/script/rehearse.html",
        draft=draft,
        channel=channel,
        spoken=language,
        inputs=inputs,
        transcript=transcript,
    )


def _context() -> Context:
    settings = house().settings
    return Context(
        brand=settings.brand,
        help_number=settings.helpline_number,
        neutral_number=settings.neutral_number,
        caller_dialable=True,
        on_duty=True,
        when_words=lambda need, when, language: _SPOKEN_WHEN[language],
        zip_exists=zip_exists,
        accepts_number=lambda number: parse_number(number) is not None,
        caller_last4="0147",
        pin="4821",
    )
