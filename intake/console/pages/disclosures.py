"""What was told of a person to anybody outside: written down before it is told, and accounted for."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.language import has
from intake.console.pages.enrollments.common import id_of
from intake.console.viewer import act, house, moment_now, viewer
from intake.enrollments import restrictions
from intake.privacy import consents, disclosures
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.privacy.consent import Elements
from intake.privacy.disclosures import BASES, By, Content, Made, Other, Refusal
from intake.staff.access import Right
from intake.storage import consents as consent_rows
from intake.storage import enrollments

pages = Blueprint("disclosures", __name__)
_CONSENT = "consent"
# What an accounting says of a disclosure, and of one in an emergency (42 CFR 2.51(c)), in this order.
_TOLD = ("recipient", "received_by", "affiliation", "what", "nature", "purpose", "disclosed_by")


def _fields() -> tuple[Field, ...]:
    bases = [(code, word(code, "basis")) for code in (_CONSENT, *BASES)]
    return (
        Field("basis", "select", choices=bases),
        Field("recipient", limit=200),
        Field("what", "textarea", limit=1000),
        Field("purpose", limit=200),
    )


@pages.get("/enrollments/<record_id>/disclosures")
@allowed(Right.ACCOUNTING_READ)
def show(record_id: str) -> ResponseReturnValue:
    """The accounting of six years (42 CFR 2.25), and a form for the next disclosure."""
    return _page(id_of(record_id), Form.blank("disclosures", _fields(), {"basis": _CONSENT}))


def _page(record_id: UUID, form: Form, status: int = 200) -> ResponseReturnValue:
    by = By(viewer().actor, moment_now())
    with house().database.begin() as connection:
        target = enrollments.get(connection, record_id)
        record(connection, act(Action.READ, "enrollment", record_id.hex, "disclosures"))
        lines = disclosures.accounting(connection, house().vault, record_id, by) if target else []
        asked = restrictions.standing(connection, house().vault, record_id) if target else []
    if target is None:
        abort(404)
    shown = {"target": target, "lines": lines, "restrictions": asked, "told": _TOLD}
    return render_template("pages/disclosures.html", form=form, **shown), status


@pages.post("/enrollments/<record_id>/disclosures")
@allowed(Right.DISCLOSE)
def add(record_id: str) -> ResponseReturnValue:
    """Write it down; then, and only then, the notice and the copy of the consent that have to go along."""
    found, form = id_of(record_id), Form.read("disclosures", _fields(), request.form)
    made = _written(found, form) if form.ok else None
    if isinstance(made, Refusal):
        key = f"disclosures.refused_{made.code}"
        form.fail("", key if has(key) else "disclosures.refused_no_consent")
    if not isinstance(made, Made):
        return _page(found, form, 422)
    with house().database.begin() as connection:
        target = enrollments.get(connection, found)
        kept = consent_rows.get(connection, made.consent_id) if made.consent_id else None
    copy = consents.opened(house().vault, kept).elements if kept else None
    return render_template(
        "pages/disclosure_made.html",
        target=target,
        form=form,
        notice=made.statement,
        copy=asdict(copy) if copy else None,
        elements=Elements.__slots__,
    )


def _written(record_id: UUID, form: Form) -> Made | Refusal:
    content = Content(form["recipient"], form["what"], form["purpose"])
    by = By(viewer().actor, moment_now())
    with house().database.begin() as connection:
        if enrollments.get(connection, record_id) is None:
            abort(404)
        if form["basis"] == _CONSENT:
            return disclosures.disclose(connection, house().vault, record_id, content, by)
        return disclosures.record_other(connection, house().vault, Other(record_id, form["basis"], content), by)
