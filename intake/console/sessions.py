"""The session cookie: who a request comes from, and how a browser gets and loses its session."""

from __future__ import annotations

from datetime import timedelta

from flask import Response, current_app, g, request, session

from intake.console.viewer import Viewer, house, moment_now
from intake.staff import devices
from intake.staff.sessions import Lasts, Visit, visit
from intake.staff.sign_in import Door, In

_TOKEN_LONGEST = 100
_MARK_LASTS = 180 * 86_400


def cookie_name() -> str:
    """Over https the name forbids other hosts and paths to set it (RFC 6265bis 4.1.3.2)."""
    return "__Host-staff" if current_app.config["SESSION_COOKIE_SECURE"] else "staff"


def _mark_name() -> str:
    return cookie_name().replace("staff", "device")


def find(*, passive: bool) -> Viewer | None:
    """Who makes this request; None for nobody. A passive request does not keep the session awake."""
    token = request.cookies.get(cookie_name(), "")
    g.visit = None
    if not token or len(token) > _TOKEN_LONGEST:
        return None
    with house().database.begin() as connection:
        g.visit = visit(connection, token, moment_now(), active=not passive, lasts=lasts())
    return None if g.visit is None else as_viewer(g.visit)


def lasts() -> Lasts:
    """How long sessions last here."""
    given = house().settings
    return Lasts(timedelta(seconds=given.session_idle_seconds), timedelta(seconds=given.session_seconds))


def idle_seconds(*, shared: bool) -> float:
    """After so many seconds without a sign of life the page goes blank."""
    return lasts().without_life(shared=shared).total_seconds()


def as_viewer(seen: Visit) -> Viewer:
    """What pages need to know about a session and its person."""
    person, kept = seen.person, seen.session
    return Viewer(
        staff_id=person.id,
        name=person.name,
        roles=person.roles,
        languages=person.languages,
        timezone=person.timezone,
        session=kept.public_id,
        proved_at=kept.proved_at,
        locked=seen.locked,
        shared_screen=kept.shared_screen,
        complete=kept.second_factor,
    )


def maybe_visit() -> Visit | None:
    """The session and person of this request; None for a stranger."""
    found = g.get("visit")
    return found if isinstance(found, Visit) else None


def this_visit() -> Visit:
    """The session and person of this request; only for routes that are not public."""
    found = maybe_visit()
    if found is None:
        raise LookupError("nobody is signed in")
    return found


def door() -> Door:
    """Where this browser comes in."""
    mark = request.cookies.get(_mark_name(), "")[:200]
    longest = timedelta(seconds=house().settings.sign_in_lock_seconds)
    return Door(house().vault, moment_now(), _device(), mark, longest)


def _device() -> str:
    """The kind of device in two words, for the list of sessions."""
    agent = request.headers.get("User-Agent", "")
    system = next((s for s in ("iPhone", "iPad", "Android", "Windows", "Mac", "Linux") if s in agent), "")
    browser = next((b for b in ("Edg", "Firefox", "Chrome", "Safari") if b in agent), "")
    return f"{browser.replace('Edg', 'Edge')} {system}".strip()


def give(response: Response, opened: In) -> Response:
    """Put the session's token into the browser, and forget what it had before."""
    session.clear()
    _keep(response, cookie_name(), opened.token)
    if opened.complete:
        # A device that is known is not slowed down by strangers' guesses.
        _keep(response, _mark_name(), devices.mark(house().vault, opened.person.email), _MARK_LASTS)
    return response


def _keep(response: Response, name: str, value: str, lasts: int | None = None) -> None:
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(name, value, lasts, secure=secure, httponly=True, samesite="Lax", path="/")


def take(response: Response) -> Response:
    """Remove the token, and have the browser drop whatever else it kept."""
    session.clear()
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.delete_cookie(cookie_name(), secure=secure, httponly=True, samesite="Lax", path="/")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
