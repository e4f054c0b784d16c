"""`helpline forget`: what retention says is due, one person who asks for it, or everything at the program's end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from sqlalchemy import Connection

from intake.cli.commands.backups import ERASURES
from intake.cli.opening import Office, office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.numbers import PhoneNumber, parse_number
from intake.privacy import backup as backups
from intake.privacy import retention
from intake.settings import data_folder
from intake.storage import certificates, forgetting
from intake.storage.certificates import Certificate

Work = Callable[[Connection], Certificate | None]


class _Undo(Exception):
    """Ends a dry run."""


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would be forgotten.")
@click.option("--person", is_flag=True, help="Forget one person now; their number is asked for, or read from input.")
@click.option("--everything", is_flag=True, help="The program ends: destroy every key, nothing opens any more.")
@with_json
@with_folder
def forget(dry_run: bool, person: bool, everything: bool, data_dir: str | None, as_json: bool) -> None:
    """Forget for good what the retention table says is due; a signed certificate stays."""
    if person and everything:
        raise click.UsageError("--person and --everything do not go together")
    # Never an argument: those are in the shell's history and in the list of processes.
    number = _number() if person else None
    with office(data_dir) as here:
        if everything and not dry_run:
            _confirm(here.settings.brand)
        if dry_run:
            said = _would(here, number, everything)
        else:
            beside = here.folder.path if here.folder else data_folder(data_dir)
            said = _forgotten(_done(here, _work(here, number, everything), beside), number)
    if as_json:
        show(said, as_json=True)
        return
    click.echo("would be forgotten:" if dry_run else f"forgotten (certificate {said['certificate']}):")
    for name, count in sorted(said["counts"].items()):
        click.echo(f"  {name.replace('_', ' ')}: {count}")
    if said["held"]:
        click.echo(f"  kept by a legal hold: {said['held']}")
    if everything and not dry_run:
        click.echo("now destroy HELPLINE_VAULT_KEYS too: they still open yesterday's backups")


def _number() -> PhoneNumber:
    typed = click.prompt("number", hide_input=True, err=True) if sys.stdin.isatty() else sys.stdin.readline()
    found = parse_number(typed)
    if found is None:
        raise click.UsageError("this is not a telephone number")
    return found


def _confirm(brand: str) -> None:
    click.echo("This cannot be undone: nothing that any caller ever told us will open again.", err=True)
    if click.prompt(f'type "{brand}" to go on', err=True) != brand:
        raise Problem("nothing was forgotten")


def _work(here: Office, number: PhoneNumber | None, everything: bool) -> Work:
    desk = retention.Office(here.vault, here.signer, here.actor, here.now, retention.periods_of(here.settings))
    if number is not None:
        return lambda connection: retention.forget_person(connection, desk, number)
    if everything:
        return lambda connection: retention.erase_everything(connection, desk)
    return lambda connection: retention.carry_out(connection, desk)


def _done(here: Office, work: Work, beside: Path) -> Certificate | None:
    with here.database.begin() as connection:
        known = len(certificates.erased(connection))
        made = work(connection)
        gone = certificates.erased(connection)[known:]
    # Outside the database as well, so that no restore brings anybody back.
    if gone and beside.is_dir():
        backups.export_erasures(beside / ERASURES, gone)
    return made


def _forgotten(made: Certificate | None, number: PhoneNumber | None) -> dict[str, Any]:
    if made is None:
        or_busy = ", or they are on the line just now" if number else ""
        raise Problem(f"nothing was forgotten: a legal hold forbids it{or_busy}")
    return {"dry_run": False, "counts": dict(made.counts), "held": 0, "certificate": made.id.hex}


def _would(here: Office, number: PhoneNumber | None, everything: bool) -> dict[str, Any]:
    """What is due, all that is sealed, or one person's records; the last by doing it and undoing it."""
    said: dict[str, Any] = {"dry_run": True, "held": 0, "certificate": None}
    if number is not None:
        made = None
        with suppress(_Undo), here.database.begin() as connection:
            made = _work(here, number, everything)(connection)
            raise _Undo
        return _forgotten(made, number) | said
    with here.database.begin() as connection:
        if everything:
            return said | {"counts": forgetting.sealed_rows(connection)}
        due = retention.plan(connection, here.now, retention.periods_of(here.settings))
    return said | {"counts": dict(due.counts), "held": due.held}
