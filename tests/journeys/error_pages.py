"""Every kind of refusal and failure as the running processes serve it, to strangers and to somebody signed in."""

from __future__ import annotations

from tests.journeys import canary
from tests.journeys.deployment import Deployment
from tests.journeys.staff_pages import visitors

_STRANGERS = (
    ("web", "GET", "/nowhere", ""),
    ("web", "POST", "/webhooks/voice", "From=%2B12025550100"),
    ("console", "POST", "/sign-in", "email=nobody"),
    ("console", "POST", "/sign-in", "email=" + "x" * 300_000),
)
_STAFFS = (("GET", "/nowhere", ""), ("GET", "/enrollments/nowhere", ""), ("POST", "/lock", "x=1"))


def served(town: Deployment, called: str = "") -> list[tuple[str, str, str]]:
    """Status, place and all that is answered. `called` is the name of whoever is signed in."""
    with visitors(town, called) as people:
        cookie = f"staff={people.token(people.people['coordinator'])}"
        found = [
            (f"{process} {path}", canary.ask(town, process, method, path, body))
            for process, method, path, body in _STRANGERS
        ]
        found += [
            (f"console {path}, signed in", canary.ask(town, "console", way, path, body, cookie))
            for way, path, body in _STAFFS
        ]
        # Only one page needs this table: it fails with the reader's rows at hand.
        with town.without_table("saved_filters"):
            page = canary.ask(town, "console", "GET", "/enrollments", cookie=cookie)
            found.append(("console /enrollments, broken", page))
    return [(answer[:3], place, answer) for place, answer in found]
