"""One's own account: second factors, password, and the devices that are signed in."""

from __future__ import annotations

import segno
from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from intake.console import sessions
from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.gate import prove_first
from intake.console.notices import tell
from intake.console.viewer import house, moment_now, viewer
from intake.staff import second_factor as factors
from intake.staff import sessions as staff_sessions
from intake.staff.access import Right
from intake.storage import credentials
from intake.storage import sessions as session_rows

pages = Blueprint("account", __name__)
_CODE = (
    Field("secret", "hidden", limit=64),
    Field("code", limit=10, autocomplete="one-time-code", mode="numeric"),
)


@pages.get("/account")
@allowed(Right.OWN_ACCOUNT)
def show() -> ResponseReturnValue:
    """What is known of this person, and what they can change themselves."""
    person, now = sessions.this_visit().person, moment_now()
    with house().database.begin() as connection:
        return render_template(
            "pages/account.html",
            person=person,
            keys=credentials.passkeys_of(connection, person.id),
            codes_left=credentials.recovery_codes_left(connection, person.id),
            devices=session_rows.of(connection, person.id, now),
        )


@pages.get("/account/second-factor")
@allowed(Right.OWN_ACCOUNT, while_new=True)
def second_factor() -> ResponseReturnValue:
    """Set up a one-time code or a passkey; a new person can do nothing else before."""
    if viewer().complete and (first := prove_first()):
        return first
    return _set_up(Form.blank("account", _CODE, {"secret": factors.new_secret()}))


def _set_up(form: Form, status: int = 200) -> ResponseReturnValue:
    person = sessions.this_visit().person
    address = factors.address(form["secret"], person, house().settings.brand)
    # Black on white whatever the theme, or telephones cannot read it.
    picture = segno.make_qr(address).svg_inline(scale=5, border=3, light="#fff", dark="#000", omitsize=False)
    return render_template("pages/second_factor.html", form=form, picture=Markup(picture)), status  # noqa: S704


@pages.post("/account/second-factor")
@allowed(Right.OWN_ACCOUNT, while_new=True)
def keep_code() -> ResponseReturnValue:
    """Keep the device once it has shown a code that fits; then recovery codes, shown once."""
    if viewer().complete and (first := prove_first()):
        return first
    form, visit, now = Form.read("account", _CODE, request.form), sessions.this_visit(), moment_now()
    if not _is_secret(form["secret"]):
        return redirect(url_for("account.second_factor"), 303)
    if not form.ok:
        return _set_up(form, 422)
    shown = (form["secret"], form["code"])
    with house().database.begin() as connection:
        if not factors.add_totp(connection, house().vault, visit.person, shown, now):
            form.fail("code", "account.code_wrong")
            return _set_up(form, 422)
        staff_sessions.proved(connection, visit, now, second_factor=True)
        codes = factors.new_recovery_codes(connection, visit.person)
    return render_template("pages/recovery_codes.html", codes=codes)


def _is_secret(text: str) -> bool:
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@pages.post("/account/recovery-codes")
@allowed(Right.OWN_ACCOUNT)
def renew_codes() -> ResponseReturnValue:
    """Ten new codes; the old ones are void."""
    if first := prove_first():
        return first
    with house().database.begin() as connection:
        codes = factors.new_recovery_codes(connection, sessions.this_visit().person)
    return render_template("pages/recovery_codes.html", codes=codes)


@pages.post("/account/devices/<public_id>/end")
@allowed(Right.OWN_ACCOUNT)
def end_device(public_id: str) -> ResponseReturnValue:
    """Sign another device of one's own out; `all` ends every one, this one too."""
    one = None if public_id == "all" else public_id
    with house().database.begin() as connection:
        staff_sessions.revoke(connection, viewer().staff_id, moment_now(), viewer().actor, one)
    tell("good", "account.device_ended")
    return redirect(url_for("account.show"), 303)


@pages.post("/account/shared-screen")
@allowed(Right.OWN_ACCOUNT)
def share_screen() -> ResponseReturnValue:
    """Others can see this screen: it locks after two idle minutes instead of ten."""
    with house().database.begin() as connection:
        session_rows.share_screen(connection, viewer().session, shared=request.form.get("shared") == "yes")
    return redirect(url_for("account.show"), 303)
