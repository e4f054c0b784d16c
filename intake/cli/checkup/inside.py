"""What can be wrong with what we keep: schema, keys, people, rota, script, and work that is not done."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from sqlalchemy import text

from intake.callbacks import ledger
from intake.callbacks.listing import list_callbacks
from intake.cli.checkup.findings import Finding
from intake.cli.checkup.privacy import law, owed
from intake.cli.opening import Office
from intake.conversation import bundle, shipped
from intake.conversation.checks import check as check_script
from intake.conversation.findings import Sample
from intake.oncall import service as oncall
from intake.oncall.availability import somebody_available
from intake.privacy import rotation
from intake.staff.rights import Role
from intake.storage import staff as people
from intake.storage.migrate import current_revision, head

_SOON = timedelta(days=1)
_LATE = timedelta(minutes=5)


def inside(here: Office) -> list[Finding]:
    """Everything wrong inside. Raises `OperationalError` if the database goes away meanwhile."""
    found = list(_schema(here))
    if not found:
        found += [one for look in _LOOKS for one in look(here)]
    return [*found, *_script(here), *law()]


def _schema(here: Office) -> Iterator[Finding]:
    at = current_revision(here.settings.database_url.get_secret_value())
    if at != head():
        yield Finding(f"the database is at {at or 'nothing'}, the code at {head()}", "helpline migrate", callers=True)


def _keys(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        missing = rotation.missing_keys(connection, here.vault)
    for key, count in missing.items():
        cure = "put that key back into HELPLINE_VAULT_KEYS, behind the newest"
        yield Finding(f"{count} records are sealed with key {key}, which is not set", cure, callers=True)


def _time(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        there = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    apart = abs((there - here.now).total_seconds())
    if apart > 2:
        cure = "synchronise both machines' clocks"
        yield Finding(f"this machine's clock and the database's are {apart:.0f} s apart", cure, callers=True)


def _staff(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        everybody = people.everyone(connection, active_only=True)
    if not any(Role.ADMIN in person.roles for person in everybody):
        yield Finding("there is no admin", "helpline staff add EMAIL --role admin …", callers=False)
    for person in everybody:
        if Role.PROFESSIONAL in person.roles and person.phone_sealed is None:
            cure = "give them one in the console"
            yield Finding(f"{person.email} is a professional without a telephone", cure, callers=True)
        elif person.phone_sealed is not None and person.phone_verified_at is None:
            cure = "in the console: My account, Your phone"
            yield Finding(f"the telephone of {person.email} was never verified by a call", cure, callers=False)


def _duty(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        available = somebody_available(connection, here.now)
        gaps = oncall.gaps(connection, here.now, here.settings.coverage_ahead_seconds / 86_400)
    cure = "helpline rota import FILE.csv"
    if not available:
        yield Finding("nobody is free on duty now", f"{cure}, or let somebody take over", callers=True)
    serious = [gap for gap in gaps if gap.serious]
    soon = [gap for gap in serious if gap.start < here.now + _SOON]
    for gap in soon[:5]:
        what = f"{gap.kind.replace('_', ' ')} from {gap.start:%Y-%m-%d %H:%M} UTC for {gap.minutes} minutes"
        yield Finding(what, cure, callers=True)
    if len(serious) > len(soon):
        what = f"{len(serious) - len(soon)} more gaps in the rota after tomorrow"
        yield Finding(what, "helpline rota gaps lists them; fill them before they come", callers=False)


def _callbacks(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        calls = list_callbacks(connection, actor=here.actor)
    limit = (here.now - _LATE).isoformat()
    late = [one for one in calls if one["state"] in {"due", "offered"} and (one["due_at"] or limit) < limit]
    if late:
        what = f"{len(late)} promised callbacks are more than five minutes late"
        yield Finding(what, "see helpline callbacks list; more people on duty, or look at the workers", callers=True)


def _lost(here: Office) -> Iterator[Finding]:
    with here.database.begin() as connection:
        counts = ledger.counts(connection, here.settings, here.now)
    for kind, count in counts.items():
        if count:
            cure = "look at the workers and the clock; what a sweep does not settle is a fault to report"
            yield Finding(f"lost: {count} x {kind.replace('_', ' ')}", cure, callers=True)


def _script(here: Office) -> Iterator[Finding]:
    script = bundle.parse(shipped.shipped_text())
    for one in check_script(script, Sample(brand=here.settings.brand)):
        yield Finding(f"script: {one}", "helpline script check", callers=True)


_LOOKS: tuple[Callable[[Office], Iterator[Finding]], ...] = (_keys, _time, _staff, _duty, _callbacks, _lost, owed)
