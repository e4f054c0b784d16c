"""`helpline sites`: our places and their programs."""

from __future__ import annotations

from pathlib import Path

import click

from intake.cli.opening import office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.enrollments import directory


@click.group()
def sites() -> None:
    """Sites and their program offers."""


@sites.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_json
@with_folder
def import_(file: Path, data_dir: str | None, as_json: bool) -> None:
    """Make FILE (YAML) the whole directory; what it does not name is closed. A mistake changes nothing."""
    try:
        text = file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise Problem(f"{file} is not UTF-8 text") from None
    with office(data_dir) as here, here.database.begin() as connection:
        done = directory.import_sites(connection, text, here.actor, here.now)
    for warning in done.warnings:
        click.echo(f"note: {warning}", err=True)
    if done.problems:
        raise Problem("nothing was imported:\n  " + "\n  ".join(done.problems))
    if as_json:
        show({"sites": done.sites, "programs": done.programs, "closed": done.closed}, as_json=True)
    else:
        click.echo(f"{done.sites} sites with {done.programs} programs imported, {done.closed} closed")


@sites.command("list")
@with_json
@with_folder
def list_(data_dir: str | None, as_json: bool) -> None:
    """List open sites with their programs."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = directory.as_json(connection)
    if not as_json:
        found = [one | {"programs": [program["name"] for program in one["programs"]]} for one in found]
    show(found, as_json=as_json, columns=("slug", "name", "city", "state", "zip", "programs"))
