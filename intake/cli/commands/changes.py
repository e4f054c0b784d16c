"""What a changed script would do differently to every saved conversation."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from intake.cli.shell import Problem, show
from intake.conversation.context import Context
from intake.conversation.rehearse import Difference, differences
from intake.conversation.saved import every
from intake.conversation.script import Script


def tell_changes(versions: tuple[Script, Script], folder: Path, context: Context, as_json: bool) -> None:
    """Print the first difference between two versions for each conversation that would differ.

    Raises Problem for an unreadable file."""
    try:
        scenarios = every(folder, context)
    except ValueError as error:
        raise Problem(str(error)) from None
    found = differences(*versions, scenarios)
    if as_json:
        show({"conversations": len(scenarios), "changes": [asdict(one) for one in found]}, as_json=True)
        return
    for one in found:
        click.echo(_story(one))
    click.echo(f"{len(scenarios)} saved conversations: {len(found)} would change, {len(scenarios) - len(found)} not")


def _story(one: Difference) -> str:
    return f"{one.scenario}, turn {one.turn}\n  now    {one.before}\n  after  {one.after}"
