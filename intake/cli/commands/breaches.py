"""`helpline breach`: the register of what got out, whom it touched, and who has to be told by when."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import click
from sqlalchemy import Connection

from intake.cli.opening import office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.privacy import breach as register
from intake.privacy.breach import Happened
from intake.storage import breaches as rows
from intake.storage import enrollment_desk
from intake.storage import staff as people
from intake.storage.audit import Filter

_DAY = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M"])


@click.group()
def breach() -> None:
    """What got out, and who has to be told (42 CFR 2.16(b), 45 CFR 164.400 to 414)."""


@breach.command()
@click.option("--discovered", type=_DAY, help="Day of discovery, UTC; default: now.")
@click.option("--affected", type=click.IntRange(0), required=True, help="How many people it touches.")
@with_json
@with_folder
def add(discovered: datetime | None, affected: int, data_dir: str | None, as_json: bool) -> None:
    """Enter one; what happened is asked for, or read from input, and sealed."""
    typed = click.prompt("what happened", err=True) if sys.stdin.isatty() else sys.stdin.read()
    if not typed.strip():
        raise Problem("nothing was entered: say what happened")
    with office(data_dir) as here, here.database.begin() as connection:
        at = discovered.replace(tzinfo=UTC) if discovered else here.now
        made = register.enter(connection, here.vault, Happened(typed.strip(), at, affected), here.actor)
        show(_owed(connection, made), as_json=as_json, columns=("id", "tell", "by"))


@breach.command("list")
@with_json
@with_folder
def list_(data_dir: str | None, as_json: bool) -> None:
    """What is open, and who still has to be told by when; what happened is not shown."""
    with office(data_dir) as here, here.database.begin() as connection:
        show(_owed(connection), as_json=as_json, columns=("id", "tell", "by"))


def _owed(connection: Connection, only: UUID | None = None) -> list[dict[str, Any]]:
    return [
        {"id": found.hex, "tell": one.duty, "by": one.by.date().isoformat()}
        for found, one in register.due(connection)
        if only in (None, found)
    ]


@breach.command()
@click.argument("breach_id", type=click.UUID)
@click.argument("whom", type=click.Choice(rows.DUTIES))
@with_folder
def told(breach_id: UUID, whom: str, data_dir: str | None) -> None:
    """Say that WHOM were told of BREACH_ID; with nobody left to tell it is closed."""
    with office(data_dir) as here, here.database.begin() as connection:
        if breach_id not in {one.id for one in rows.open_(connection)}:
            raise Problem("there is no open breach with this id")
        register.told(connection, breach_id, whom, here.actor, here.now)
        left = len(_owed(connection, breach_id))
    click.echo(f"written down; {left} left to tell" if left else "written down; closed")


@breach.command("affected")
@click.option("--by", "email", help="What this member of staff touched.")
@click.option("--since", type=_DAY, help="From then on, UTC.")
@click.option("--until", type=_DAY, help="Until then, UTC.")
@with_json
@with_folder
def affected_(
    email: str | None, since: datetime | None, until: datetime | None, data_dir: str | None, as_json: bool
) -> None:
    """Whose records were touched, from the trail: codes of records, never names or numbers."""
    with office(data_dir) as here, here.database.begin() as connection:
        person = people.by_email(connection, email) if email else None
        if email and person is None:
            raise Problem(f"there is nobody with the address {email}")
        wanted = Filter(actor=f"staff:{person.id.hex}" if person else None, since=_utc(since), until=_utc(until))
        found = register.affected(connection, wanted, here.actor)
        ids = {UUID(hex=one): at for one, at in found.items()}
        codes = enrollment_desk.codes_of(connection, list(ids))
    lines = [{"record": codes.get(one, ""), "first": at.isoformat()} for one, at in ids.items()]
    show(lines, as_json=as_json, columns=("record", "first"))


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at else None
