"""The written consent: a form with its ten elements, what stands, and the way to take it back."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.forms import Field, Form
from intake.console.language import has, t
from intake.console.pages.enrollments.common import back_to, hand, id_of
from intake.console.viewer import act, house, moment_now, reader_zone
from intake.enrollments import consenting
from intake.enrollments.hand import Said
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.privacy.consent import SIGNERS, Elements
from intake.privacy.consent import Form as Signed
from intake.staff.access import Right
from intake.storage import consents, enrollments

_KINDS = ("tpo", "specific")
_TEXTS = ("discloser", "what", "recipients", "purpose", "right_to_revoke")
_FIELDS = (
    Field("kind", "radios", choices=tuple((kind, kind) for kind in _KINDS)),
    Field("patient_name", limit=120),
    *(Field(name, "textarea", limit=1200) for name in _TEXTS),
    Field("expiry", limit=60),
    Field("signer", "select"),
    Field("signature", limit=120),
    Field("signed_on", "date", limit=10),
    Field("statements", "textarea", limit=1200, required=False),
)


def install(pages: Blueprint) -> None:
    """Serve form and acts."""
    pages.get("/enrollments/<record_id>/consent")(consent)
    pages.post("/enrollments/<record_id>/consent")(sign_consent)
    pages.post("/enrollments/<record_id>/consent/<consent_id>/revoke")(revoke_consent)


@allowed(Right.CONSENT_RECORD)
def consent(record_id: str) -> ResponseReturnValue:
    """A form that says what it can say already."""
    today = moment_now().astimezone(ZoneInfo(reader_zone())).date()
    values = {**consenting.wording(house().settings.brand), "kind": "tpo", "signed_on": today.isoformat()}
    return _page(id_of(record_id), _with_words(Form.blank("consent", _FIELDS, values)))


def _with_words(form: Form) -> Form:
    form.choose("kind", [(kind, t(f"consent.kind_{kind}")) for kind in _KINDS])
    form.choose("signer", [(code, t(f"consent.signer_{code}")) for code in SIGNERS])
    return form


def _page(record_id: UUID, form: Form, problems: list[str] | None = None) -> ResponseReturnValue:
    with house().database.begin() as connection:
        record(connection, act(Action.READ, "enrollment", record_id.hex, "consent"))
        target = enrollments.get(connection, record_id)
        held = consents.of(connection, record_id)
    if target is None:
        abort(404)
    said = [t(f"consent.problem_{code}") if has(f"consent.problem_{code}") else code for code in problems or ()]
    return render_template(
        "pages/enrollments/consent.html",
        target=target,
        form=form,
        problems=said,
        held=held,
        now=moment_now(),
        how=consenting.REVOKED_HOW,
    ), 422 if said or form.errors else 200


@allowed(Right.CONSENT_RECORD)
def sign_consent(record_id: str) -> ResponseReturnValue:
    """Keep the signed form."""
    form = Form.read("consent", tuple(_with_words(Form.blank("consent", _FIELDS)).fields.values()), request.form)
    signed_on = _day(form["signed_on"])
    if signed_on is None or signed_on > moment_now() + timedelta(days=1):
        form.fail("signed_on", "consent.error_day")
    if not form.ok or signed_on is None:
        return _page(id_of(record_id), form)
    elements = Elements(**{name: form[name] for name in Elements.__slots__})
    expires = _day(form["expiry"])
    signed = Signed(form["kind"], elements, form["signer"], signed_on, expires)
    with house().database.begin() as connection:
        said, problems = consenting.sign(connection, hand(), id_of(record_id), signed)
    if said is Said.WRONG:
        return _page(id_of(record_id), form, problems)
    return back_to(id_of(record_id), said, "next")


def _day(text: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), ZoneInfo(reader_zone())).astimezone(ZoneInfo("UTC"))


@allowed(Right.CONSENT_RECORD)
def revoke_consent(record_id: str, consent_id: str) -> ResponseReturnValue:
    """Take it back."""
    how = request.form.get("how", "")
    with house().database.begin() as connection:
        said = consenting.revoke(connection, hand(), id_of(record_id), id_of(consent_id), how)
    return back_to(id_of(record_id), said, "next")
