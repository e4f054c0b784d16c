"""The audit trail for those who check it: search it, and have it verified."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.viewer import act, house, moment_now, reader_zone
from intake.privacy import sealer
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.privacy.verification import Trust, verify
from intake.settings import data_folder
from intake.staff.access import Right
from intake.storage import console_audit, staff_names
from intake.storage.console_audit import Wanted

pages = Blueprint("audit", __name__)
_PAGE = 100
_WEEK = timedelta(days=7)


def _fields(names: dict[UUID, str]) -> tuple[Field, ...]:
    actions = sorted(((one.value, word(one.value, "audit_action")) for one in Action), key=lambda pair: pair[1])
    people = sorted(((key.hex, name) for key, name in names.items()), key=lambda pair: pair[1])
    return (
        Field("since", "date", required=False),
        Field("until", "date", required=False),
        Field("action", "select", required=False, choices=actions),
        Field("staff", "select", required=False, choices=people),
        Field("subject", required=False, limit=40),
    )


@pages.get("/audit")
@allowed(Right.AUDIT_READ)
def show() -> ResponseReturnValue:
    """Entries, newest first; the looking is an entry too."""
    with house().database.begin() as connection:
        names = staff_names.names(connection)
        form = Form.read("audit", _fields(names), request.args)
        wanted = _wanted(form)
        found = console_audit.search(connection, wanted, _PAGE + 1)
        record(connection, act(Action.AUDIT_READ, "audit", wanted.subject, wanted.action))
    after = found[_PAGE - 1].id if len(found) > _PAGE else None
    return render_template("pages/audit.html", form=form, entries=found[:_PAGE], after=after, names=names)


def _wanted(form: Form) -> Wanted:
    now = moment_now()
    until = _day(form["until"])
    subject = form["subject"].lower().replace("-", "")
    return Wanted(
        since=_day(form["since"]) or now - _WEEK,
        until=until + timedelta(days=1) if until else now + timedelta(minutes=1),
        action=form["action"] if "action" not in form.errors and form["action"] else None,
        staff_id=UUID(form["staff"]) if "staff" not in form.errors and form["staff"] else None,
        subject=subject if subject.isalnum() and subject.isascii() else None,
        before=request.args.get("before", type=int),
    )


def _day(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(reader_zone())).astimezone(UTC)
    except ValueError:
        return None


@pages.post("/audit/verify")
@allowed(Right.AUDIT_VERIFY)
def check() -> ResponseReturnValue:
    """Go through the whole chain and its checkpoints, those kept beside the database too."""
    outside = sealer.exported(data_folder() / "audit-checkpoints.jsonl")
    with house().database.begin() as connection:
        trust = Trust([house().signer.public_key], outside)
        verdict = verify(connection, trust, moment_now(), lambda _: None)
        record(connection, act(Action.AUDIT_VERIFY, "audit", reason="ok" if verdict.ok else "problems"))
    return render_template("pages/audit_verified.html", verdict=verdict)
