"""Our lines: which numbers we answer, and where the carrier sends what happens on them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake.carrier.errors import CarrierError
from intake.carrier.port import LineFacts
from intake.console.access import allowed
from intake.console.formats import phone
from intake.console.viewer import act, house
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right

pages = Blueprint("lines", __name__)
# Somebody sits before the page: soon something has to stand there, if only that nobody answered.
_PATIENCE_SECONDS = 2.0


@dataclass(frozen=True)
class Line:
    """One of our numbers, and how it stands at the carrier (None: the carrier does not have it)."""

    kind: str
    number: str
    facts: LineFacts | None

    def points_here(self, base: str) -> bool:
        """Whether calls and texts on it come to this deployment."""
        if self.facts is None:
            return False
        there = self.facts.addresses
        return all(each.startswith(f"{base}/") for each in (there.voice, there.sms, there.voice_fallback))


@pages.get("/lines")
@allowed(Right.SETTINGS_SEE)
def show() -> ResponseReturnValue:
    """Each line with its state; the carrier is asked, with no transaction open meanwhile."""
    with house().database.begin() as connection:
        record(connection, act(Action.PAGE, "line"))
    settings, found = house().settings, ask_carrier()
    return render_template(
        "pages/lines.html",
        lines=found if found is not None else [Line(kind, phone(number), None) for kind, number in _ours()],
        crisis=phone(settings.crisis_number),
        reached=found is not None,
        base=settings.public_base_url,
    )


def ask_carrier() -> list[Line] | None:
    """Our lines as the carrier has them; None where it does not answer. No transaction may be open."""
    try:
        known = {facts.number.reveal(): facts for facts in house().desk.carrier.lines(within=_PATIENCE_SECONDS)}
    except CarrierError:
        return None
    return [Line(kind, phone(number), known.get(number)) for kind, number in _ours()]


def _ours() -> tuple[tuple[str, str], ...]:
    settings = house().settings
    return ("public", settings.helpline_number), ("neutral", settings.neutral_number)
