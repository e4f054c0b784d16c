"""Sign in, and prove again, at the organisation's own identity provider; not there unless it is set."""

from __future__ import annotations

from flask import Blueprint, abort, make_response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed, public
from intake.console.gate import local_path
from intake.console.notices import tell
from intake.console.pages.sign_in import STEP
from intake.console.providing import provider
from intake.console.viewer import house, viewer
from intake.staff import by_provider
from intake.staff.access import Right
from intake.staff.oidc import Asked, Claims, ProviderFailed
from intake.staff.sign_in import In, NeedsMore

pages = Blueprint("oidc", __name__)
_WAITS = "oidc_step"
_LONGEST = 4_000


@pages.get("/sign-in/provider")
@public
def leave() -> ResponseReturnValue:
    """Off to the provider. A link, not a form: our policy lets no form lead elsewhere."""
    return _off(None)


@pages.get("/prove/provider")
@allowed(Right.OWN_ACCOUNT, while_locked=True)
def prove() -> ResponseReturnValue:
    """Off to the provider, who asks anew whatever it remembers."""
    return _off(viewer().session)


def _off(seen: str | None) -> ResponseReturnValue:
    there = local_path(request.args.get("next"))
    door = provider() or abort(404)
    try:
        address, asked = door.address(seen, there)
    except ProviderFailed:
        tell("bad", "sign_in.provider_down")
        return redirect(url_for("proof.show" if seen else "sign_in.show", next=there), 303)
    with house().database.begin() as connection:
        session[_WAITS] = by_provider.wait_for(connection, sessions.door(), asked)
    return redirect(address, 303)


@pages.get("/sign-in/provider/back")
@public
def back() -> ResponseReturnValue:
    """Back from the provider, with what it says."""
    door = provider() or abort(404)
    with house().database.begin() as connection:
        asked = by_provider.waiting(connection, sessions.door(), str(session.pop(_WAITS, "")))
        if asked is None:
            by_provider.refuse(connection, "not_asked")
    if asked is None:
        return _no(None)
    try:
        claims = door.claims(asked, {name: value[:_LONGEST] for name, value in request.args.items()})
    except ProviderFailed as failed:
        with house().database.begin() as connection:
            by_provider.refuse(connection, failed.code)
        return _no(asked)
    return _prove(asked, claims) if asked.session else _enter(asked, claims)


def _no(asked: Asked | None) -> ResponseReturnValue:
    tell("bad", "sign_in.no")
    proving = asked is not None and asked.session is not None
    return redirect(url_for("proof.show" if proving else "sign_in.show", next=asked.next if asked else None), 303)


def _enter(asked: Asked, claims: Claims) -> ResponseReturnValue:
    with house().database.begin() as connection:
        result = by_provider.enter(connection, sessions.door(), claims)
    if isinstance(result, NeedsMore):
        session.clear()
        session[STEP] = result.token
        return redirect(url_for("sign_in.second", next=asked.next), 303)
    if not isinstance(result, In):
        return _no(asked)
    first = "/" if result.complete else url_for("account.second_factor")
    return sessions.give(make_response(redirect(asked.next or first, 303)), result)


def _prove(asked: Asked, claims: Claims) -> ResponseReturnValue:
    visit = sessions.maybe_visit()
    if visit is None or visit.session.public_id != asked.session:
        return _no(None)
    with house().database.begin() as connection:
        fits = by_provider.prove(connection, sessions.door(), visit, claims)
    return redirect(asked.next or "/", 303) if fits else _no(asked)
