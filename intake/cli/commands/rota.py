"""`helpline rota`: who is on duty, and whether every minute is covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection

from intake.cli.opening import Office, office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.oncall import service as oncall
from intake.oncall.ical import Owner
from intake.oncall.recurrence import Shift
from intake.oncall.tiers import Tier
from intake.storage import duty
from intake.storage import staff as people


@click.group()
def rota() -> None:
    """Shifts: import a file, see who is on duty, find uncovered minutes."""


@rota.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--for", "email", metavar="EMAIL", help="FILE is a calendar (.ics) with the shifts of this person.")
@click.option("--tier", type=click.Choice([tier.value for tier in Tier]), default="primary", help="Their tier in it.")
@click.option("--dry-run", is_flag=True, help="Show which shifts would come and end; change nothing.")
@with_json
@with_folder
def import_(file: Path, data_dir: str | None, as_json: bool, dry_run: bool, **whose: str | None) -> None:
    """Make FILE the rota: CSV with email,tier,start,end,timezone,rrule (local times; RFC 5545 or empty).

    Shifts of an earlier file that are not in this one end. A file with a mistake changes nothing.
    With --for it is a calendar file: its events replace that person's shifts of an earlier one.
    """
    if file.suffix.lower() == ".ics" and not whose["email"]:
        raise click.UsageError("a calendar file does not say whose shifts it holds; add --for EMAIL")
    text = _text(file)
    with office(data_dir) as here, here.database.begin() as connection:
        importing = partial(_import, connection, text, oncall.Change(here.actor, "cli", here.now), **whose)
        done = oncall.preview(connection, importing) if dry_run else importing()
    if done.problems:
        raise Problem("nothing was imported: " + "\n  ".join(["", *done.problems]).lstrip("\n"))
    if as_json:
        show({"added": done.added, "kept": done.kept, "ended": done.retired}, as_json=True)
        return
    if dry_run:
        click.echo("\n".join([*map(_line("+"), done.came), *map(_line("-"), done.went), "nothing is changed yet:"]))
    click.echo(f"{done.added} shifts added, {done.kept} kept, {done.retired} ended")


def _import(
    connection: Connection, text: str, change: oncall.Change, *, email: str | None, tier: str | None
) -> oncall.ImportResult:
    if email is None:
        return oncall.import_csv(connection, text, change)
    found = [one for one in duty.people(connection) if one.email == email.lower()]
    if not found:
        raise Problem(f"nobody on the staff has the address {email}; add them first: staff add")
    return oncall.import_calendar(
        connection, text.encode(), Owner(found[0].id, Tier(str(tier)), found[0].timezone), change
    )


def _line(sign: str) -> Callable[[Shift], str]:
    def line(shift: Shift) -> str:
        rule = f" {shift.rrule}".replace("\n", " ").rstrip()
        return (
            f"{sign} {shift.tier.value} {shift.start:%Y-%m-%dT%H:%M} to {shift.end:%Y-%m-%dT%H:%M} {shift.zone}{rule}"
        )

    return line


@rota.command("show")
@click.option(
    "--at", metavar="ISO8601", help="Moment, such as 2026-12-01T08:00-05:00; without offset: UTC. Default: now."
)
@with_json
@with_folder
def show_(at: str | None, data_dir: str | None, as_json: bool) -> None:
    """Show who is on duty at a moment, nearest tier first."""
    moment = _moment(at)
    with office(data_dir) as here, here.database.begin() as connection:
        names = _names(connection)
        found = [
            {
                "professional": names.get(duty.staff_id, "?"),
                "tier": duty.tier.value,
                "start": duty.start.isoformat(),
                "end": duty.end.isoformat(),
                "by": duty.by,
                "instead_of": names.get(duty.instead_of) if duty.instead_of else None,
            }
            for duty in oncall.who_at(connection, moment or here.now)
        ]
    show(found, as_json=as_json, columns=("tier", "professional", "start", "end", "by", "instead_of"))


@rota.command()
@click.option(
    "--days", type=click.FloatRange(0, 366, min_open=True), default=14, show_default=True, help="How far ahead."
)
@with_json
@with_folder
def gaps(days: float, data_dir: str | None, as_json: bool) -> None:
    """List minutes without enough people in the coming days, worst first, and people who work too much."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = _findings(here, connection, days)
    show(found, as_json=as_json, columns=("serious", "kind", "start", "end", "minutes", "professional", "detail"))


def _findings(here: Office, connection: Connection, days: float) -> list[dict[str, Any]]:
    names = _names(connection)
    return [
        {
            "kind": one.kind,
            "serious": one.serious,
            "start": one.start.isoformat(),
            "end": one.end.isoformat(),
            "minutes": one.minutes,
            "professional": names.get(one.staff_id) if one.staff_id else None,
            "detail": one.detail,
        }
        for one in oncall.gaps(connection, here.now, days)
    ]


def _names(connection: Connection) -> dict[UUID, str]:
    return {person.id: person.email for person in people.everyone(connection)}


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Problem(f"{file} is not UTF-8 text; save it as UTF-8") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write it like 2026-12-01T08:00-05:00", param_hint="--at") from None
    return said if said.tzinfo else said.replace(tzinfo=UTC)
