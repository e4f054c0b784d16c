"""Before every request: who is it, may they, is the session locked, did the browser come from here."""

from __future__ import annotations

from typing import NoReturn

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

from intake.console import sessions
from intake.console.access import Access, declared
from intake.console.viewer import Viewer, act, house, moment_now, see, viewer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.privacy.whence import Place, address_of, come
from intake.staff.rights import FRESH_FOR

_SAFE = {"GET", "HEAD", "OPTIONS"}
_FROM_HERE = {"same-origin", "none"}


def install(app: Flask) -> None:
    """Put the gate before every route."""
    app.before_request(_gate)
    app.teardown_request(lambda _: come(None))


def _gate() -> ResponseReturnValue | None:
    access = declared(current_app, request.endpoint)
    if request.endpoint == "static":
        return None
    address = address_of(request.remote_addr)
    come(Place("console", address))
    if request.method not in _SAFE and request.headers.get("Sec-Fetch-Site", "none") not in _FROM_HERE:
        abort(400)
    who = sessions.find(passive=access is not None and access.passive)
    see(who)
    if who is not None:
        come(Place(f"console:{who.session}", address))
    if access is not None and access.public:
        return None
    if who is None:
        # The same answer for a page that is not there: nobody learns our addresses by asking.
        return elsewhere(url_for("sign_in.show", next=_comeback()))
    if who.locked and not (access is not None and access.while_locked):
        return elsewhere(url_for("lock.show", next=_comeback()))
    if not who.complete and not (access is not None and access.while_new):
        return elsewhere(url_for("account.second_factor"))
    if access is None or not who.may(*access.rights):
        refuse()
    return _stale(who, access)


def refuse() -> NoReturn:
    """Answer as if it were not there, and write down that it was asked for. Raises always."""
    if request.endpoint is not None:
        with house().database.begin() as connection:
            record(connection, act(Action.REFUSED, "page", reason=request.endpoint))
    abort(404)


def prove_first() -> ResponseReturnValue | None:
    """For what only its owner may change: send whoever proved long ago to prove again; else None."""
    if moment_now() - viewer().proved_at > FRESH_FOR:
        return elsewhere(url_for("proof.show", next=_comeback()))
    return None


def _stale(who: Viewer, access: Access) -> ResponseReturnValue | None:
    """Ask for a new proof first, if every right that opens this route to this person wants a fresh one."""
    held = [right for right in access.rights if who.may(right)]
    if all(not who.fresh(right, moment_now()) for right in held):
        return elsewhere(url_for("proof.show", next=_comeback()))
    return None


def _comeback() -> str | None:
    """Where to go on afterwards: this page if it was only looked at, else the page that it was sent from."""
    if request.method in _SAFE and not request.headers.get("HX-Request"):
        return request.full_path.rstrip("?")
    return local_path(request.form.get("back") or request.args.get("back"))


def local_path(path: str | None) -> str | None:
    """The path if it stays on this console, else None."""
    if path and path.startswith("/") and not path.startswith(("//", "/\\")) and "\n" not in path:
        return path
    return None


def elsewhere(address: str) -> ResponseReturnValue:
    """Send the browser on; a request that a script made is told so in the script's own way."""
    if request.headers.get("HX-Request"):
        return "", 204, {"HX-Redirect": address}
    return redirect(address, 303)
