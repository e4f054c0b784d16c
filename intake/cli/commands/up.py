"""`helpline up`: the whole service on one machine."""

from __future__ import annotations

import json

import click

from intake.cli.folder import Folder
from intake.cli.service.plan import Ports
from intake.cli.service.roster import ADMIN
from intake.cli.service.start import Running, service
from intake.cli.shell import with_folder, with_json
from intake.settings import data_folder, unknown_names

_PORT = click.IntRange(0, 65535)


@click.command()
@click.option("--port", type=_PORT, help="Port of the web process; 0 takes any free one. Default: PORT or 8000.")
@click.option("--console-port", type=_PORT, help="Port of the staff pages. Default: CONSOLE_PORT or 8001.")
@click.option("--simulator-port", type=_PORT, help="Port of the phone simulator. Default: 8002.")
@with_json
@with_folder
def up(
    port: int | None, console_port: int | None, simulator_port: int | None, data_dir: str | None, as_json: bool
) -> None:
    """Run the whole service here, with nothing installed beforehand.

    Brings its own PostgreSQL and Redis, kept in the data folder, unless DATABASE_URL and REDIS_URL name
    others. Without TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN it brings a phone simulator and a demonstration
    roster too. Ctrl-C or SIGTERM ends all of it; nothing is lost.
    """
    for slip in unknown_names():
        click.echo(f"note: {slip}", err=True)
    folder = Folder(data_folder(data_dir))
    if not as_json:
        click.echo(f"starting in {folder.path} …")
    with service(folder, Ports(port, console_port, simulator_port), _tell) as running:
        (_print_json if as_json else _print)(running)
        running.supervisor.watch(running.ended)
        if not as_json:
            click.echo("stopping …")


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _print_json(running: Running) -> None:
    click.echo(
        json.dumps(
            {
                "ready": True,
                **running.addresses,
                "data_dir": str(running.plan.folder.path),
                "lines": _lines(running),
                "first_sign_in": running.invitation,
            }
        )
    )


def _lines(running: Running) -> dict[str, str]:
    settings = running.plan.settings
    return {"helpline": settings.helpline_number, "neutral": settings.neutral_number}


def _print(running: Running) -> None:
    rows = {
        "web (the carrier's webhooks)": running.addresses["web"],
        "console (staff pages)": running.addresses["console"],
        **({"phones (call and text from here)": running.addresses["simulator"]} if running.plan.simulated else {}),
        "helpline number": running.plan.settings.helpline_number,
        "neutral number": running.plan.settings.neutral_number,
        **({f"first sign-in of {ADMIN.email}": running.invitation} if running.invitation else {}),
        "data and logs": str(running.plan.folder.path),
    }
    click.echo("ready. Ctrl-C ends it; nothing is lost.")
    for name, value in rows.items():
        click.echo(f"  {name:<34} {value}")
