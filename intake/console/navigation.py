"""The menu: what each person may open, in the order of use; the first four sit at a thumb's reach."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from intake.console.access import declared
from intake.console.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Item:
    """One entry: a route, the catalogue key of its name, its picture."""

    endpoint: str
    label: str
    icon: str


MENU = (
    Item("duty.show", "shell.nav_now", "phone"),
    Item("board.show", "shell.nav_board", "board"),
    Item("enrollments.show", "shell.nav_enrollments", "people"),
    Item("rota.show", "shell.nav_rota", "calendar"),
    Item("threads.show", "shell.nav_threads", "chat"),
    Item("insights.show", "shell.nav_insights", "chart"),
    Item("script.show", "shell.nav_script", "script"),
    Item("sites.show", "shell.nav_sites", "pin"),
    Item("people.show", "shell.nav_people", "badge"),
    Item("lines.show", "shell.nav_lines", "line"),
    Item("settings.show", "shell.nav_settings", "gear"),
    Item("audit.show", "shell.nav_audit", "shield"),
    Item("glass.show", "shell.nav_glass", "glass"),
    Item("requests.show", "shell.nav_requests", "letter"),
    Item("first_run.show", "shell.nav_first_run", "flag"),
)


def menu(who: Viewer) -> list[Item]:
    """What this person may open, of what is there."""
    return [item for item in MENU if _opens(item, who)]


def _opens(item: Item, who: Viewer) -> bool:
    access = declared(current_app, item.endpoint)
    return access is not None and who.may(*access.rights)


def home(who: Viewer) -> str:
    """The endpoint that this person starts at."""
    found = menu(who)
    return found[0].endpoint if found else "account.show"
