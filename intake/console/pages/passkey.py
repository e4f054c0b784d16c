"""Passkeys: what the browser is asked, and what it answers in an ordinary form."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import allowed, public
from intake.console.gate import local_path
from intake.console.notices import tell
from intake.console.viewer import house, moment_now
from intake.staff import passkeys
from intake.staff import sessions as staff_sessions
from intake.staff.access import Right
from intake.staff.passkeys import Answer, Ceremony, Site
from intake.staff.sign_in import In, prove_with_passkey, with_passkey

pages = Blueprint("passkey", __name__)
_LONGEST = 20_000


def site() -> Site:
    """This console as authenticators know it."""
    settings = house().settings
    parts = urlsplit(settings.console_base_url)
    return Site(id=parts.hostname or "localhost", origin=settings.console_base_url, name=settings.brand)


def _answer() -> Answer:
    sent = request.form
    return Answer(sent.get("token", "")[:200], sent.get("credential", "")[:_LONGEST], sent.get("label", "")[:60])


def _options(made: Ceremony) -> ResponseReturnValue:
    return jsonify(token=made.token, options=made.options)


@pages.post("/sign-in/passkey/begin")
@public
def begin() -> ResponseReturnValue:
    """A challenge for any passkey of this site; used for signing in and for proving again."""
    with house().database.begin() as connection:
        return _options(passkeys.begin_using(connection, site(), moment_now()))


@pages.post("/sign-in/passkey")
@public
def finish() -> ResponseReturnValue:
    """Sign in with one gesture."""
    with house().database.begin() as connection:
        result = with_passkey(connection, sessions.door(), site(), _answer())
    if isinstance(result, In):
        there = local_path(request.form.get("next")) or "/"
        return sessions.give(make_response(redirect(there, 303)), result)
    tell("bad", "sign_in.no")
    return redirect(url_for("sign_in.show"), 303)


@pages.post("/prove/passkey")
@allowed(Right.OWN_ACCOUNT, while_locked=True)
def prove() -> ResponseReturnValue:
    """Prove again, or unlock, with one gesture."""
    there = local_path(request.form.get("next")) or "/"
    with house().database.begin() as connection:
        fits = prove_with_passkey(connection, sessions.door(), sessions.this_visit(), site(), _answer())
    if fits:
        return redirect(there, 303)
    tell("bad", "sign_in.no")
    return redirect(url_for("proof.show", next=there), 303)


@pages.post("/account/passkey/begin")
@allowed(Right.OWN_ACCOUNT, while_new=True)
def begin_adding() -> ResponseReturnValue:
    """A challenge for a new passkey."""
    with house().database.begin() as connection:
        return _options(passkeys.begin_adding(connection, site(), sessions.this_visit().person, moment_now()))


@pages.post("/account/passkey")
@allowed(Right.OWN_ACCOUNT, while_new=True)
def add() -> ResponseReturnValue:
    """Keep a new passkey."""
    with house().database.begin() as connection:
        visit = sessions.this_visit()
        kept = passkeys.finish_adding(connection, site(), visit.person, _answer(), moment_now())
        if kept:
            staff_sessions.proved(connection, visit, moment_now(), second_factor=True)
    tell("good" if kept else "bad", "account.passkey_added" if kept else "account.passkey_failed")
    return redirect(url_for("account.show" if kept else "account.second_factor"), 303)
