"""`helpline rota`: who is on duty, and whether every minute is covered."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection

from intake.cli.opening import Office, office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.oncall import service as oncall
from intake.storage import staff as people


@click.group()
def rota() -> None:
    """Shifts: import a file, see who is on duty, find uncovered minutes."""


@rota.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_json
@with_folder
def import_(file: Path, data_dir: str | None, as_json: bool) -> None:
    """Make FILE the rota: CSV with email,tier,start,end,timezone,rrule (local times; RFC 5545 or empty).

    Shifts of an earlier file that are not in this one end. A file with a mistake changes nothing.
    """
    text = _text(file)
    with office(data_dir) as here, here.database.begin() as connection:
        done = oncall.import_csv(connection, text, oncall.Change(here.actor, "cli", here.now))
    if done.problems:
        raise Problem("nothing was imported: " + "\n  ".join(["", *done.problems]).lstrip("\n"))
    said = {"added": done.added, "kept": done.kept, "ended": done.retired}
    if as_json:
        show(said, as_json=True)
    else:
        click.echo(f"{done.added} shifts added, {done.kept} kept, {done.retired} ended")


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
        raise Problem(f"{file} is not UTF-8 text; save it as CSV UTF-8") from None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    try:
        said = datetime.fromisoformat(text)
    except ValueError:
        raise click.BadParameter("write it like 2026-12-01T08:00-05:00", param_hint="--at") from None
    return said if said.tzinfo else said.replace(tzinfo=UTC)
