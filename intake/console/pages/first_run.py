"""Set up, step by step: what is done is read from what is there, so the list cannot be wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from intake.console.access import allowed, declared
from intake.console.formats import phone
from intake.console.pages.lines import ask_carrier
from intake.console.pages.script.common import current, sample
from intake.console.viewer import house, moment_now
from intake.conversation.checks import check
from intake.enrollments import directory
from intake.oncall.service import gaps
from intake.staff.access import Right
from intake.storage import attempts, staff

pages = Blueprint("first_run", __name__)
_COVERED_DAYS = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to set up: its texts are `first_run.<key>` and `first_run.<key>_more`."""

    key: str
    done: bool
    endpoint: str
    facts: Sequence[tuple[str, str]] = ()
    # The key of what kept us from knowing.
    trouble: str | None = None

    @property
    def address(self) -> str | None:
        """Where it is done; None if there is no such page."""
        known = declared(current_app, self.endpoint) is not None
        return url_for(self.endpoint) if known else None


@pages.get("/set-up")
@allowed(Right.SITES_CHANGE)
def show() -> ResponseReturnValue:
    """Every step with whether it is done, the first open one marked."""
    lines = _lines()
    with house().database.begin() as connection:
        steps = [_provider(), lines, *_people(connection), _rota(connection), _script(connection)]
        steps += [Step("places", bool(directory.listed(connection)), "sites.show"), _call(connection)]
    following = next((step.key for step in steps if not step.done), None)
    simulator = house().settings.twilio_api_base_url if house().settings.simulated else None
    return render_template("pages/first_run.html", steps=steps, following=following, simulator=simulator)


def _lines() -> Step:
    """The carrier sends what happens on both lines to us."""
    base, found = house().settings.public_base_url, ask_carrier()
    if found is None:
        return Step("lines", False, "lines.show", trouble="lines.unreached")
    return Step("lines", all(line.points_here(base) for line in found), "lines.show")


def _call(connection: Connection) -> Step:
    """Not done by ringing alone: a promise was kept, from the first key to the person who called back."""
    helpline = [("helpline", phone(house().settings.helpline_number))]
    return Step("call", attempts.any_connected(connection), "board.show", helpline)


def _provider() -> Step:
    settings = house().settings
    facts = [
        ("helpline", phone(settings.helpline_number)),
        ("neutral", phone(settings.neutral_number)),
        ("backup", phone(settings.backup_number)),
    ]
    distinct = len({number for _, number in facts}) == len(facts)
    return Step("provider", bool(settings.brand) and distinct, "settings.show", [("brand", settings.brand), *facts])


def _people(connection: Connection) -> list[Step]:
    active = staff.everyone(connection, active_only=True)
    roles = {role for person in active for role in person.roles}
    answering = [person for person in active if {"professional", "supervisor"} & {*person.roles}]
    spoken = {language for person in answering for language in person.languages}
    return [
        Step("people", {"professional", "coordinator", "supervisor"} <= roles, "people.show"),
        Step("languages", {"en", "es"} <= spoken, "people.show"),
        Step("phones", bool(answering) and all(person.phone_verified_at for person in answering), "people.show"),
    ]


def _rota(connection: Connection) -> Step:
    serious = [one for one in gaps(connection, moment_now(), _COVERED_DAYS) if one.serious]
    return Step("rota", not serious, "rota.show")


def _script(connection: Connection) -> Step:
    return Step("script", not check(current(connection), sample()), "script.show")
