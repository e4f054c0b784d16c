"""`helpline demo`: the main job, played by simulated people in a throw-away folder."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import click

from intake.cli.demo.expectations import EXPECTATIONS, Expected
from intake.cli.demo.play import play
from intake.cli.demo.report import lines
from intake.cli.folder import Folder
from intake.cli.service.plan import Ports
from intake.cli.service.start import service
from intake.cli.shell import Problem
from intake.settings import is_set

# Nobody writes anything up between the scenes.
_PACE = {"HELPLINE_WRAP_SECONDS": "0.2", "HELPLINE_CRISIS_REST_SECONDS": "0.2", "HELPLINE_SWEEP_SECONDS": "1"}


@click.command()
def demo() -> None:
    """Play the main job: people call and text in both languages, a professional takes a call back by pressing 1.

    Starts everything on free ports in a throw-away folder, prints each transcript beside what was recorded, and
    exits 0 only if all of it came out as expected. Nobody outside this machine is called.
    """
    for name in ("DATABASE_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"):
        if is_set(name):
            raise Problem(f"{name} is set: the demo uses nothing of a real service; run it without")
    if not run(EXPECTATIONS):
        raise Problem("not everything came out as expected")
    click.echo("\nall of it came out as expected")


def run(expectations: Sequence[Expected]) -> bool:
    """Play all scenes; whether each one came out as expected."""
    with tempfile.TemporaryDirectory(prefix="helpline-demo-") as place:
        folder = Folder(Path(place) / "data")
        with service(folder, Ports(0, 0, 0), lambda line: click.echo(line, err=True), _PACE) as running:
            fine = True
            for played in play(running.addresses["simulator"], running.plan.settings, expectations):
                click.echo("\n".join(lines(played)))
                fine = fine and played.fine
            return fine and not running.ended.is_set()
