"""What a changed script would do differently to every saved conversation."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from intake.cli.shell import Problem, show
from intake.conversation import bundle, shipped
from intake.conversation.context import Context
from intake.conversation.rehearse import Difference, Scenario, differences
from intake.conversation.saved import recorded
from intake.conversation.saved import shipped as shipped_conversations
from intake.conversation.script import Script


def tell_changes(changed: Script, folder: Path, context: Context, as_json: bool) -> None:
    """Print the first difference of each conversation that would differ. Raises Problem for an unreadable file."""
    scenarios = [*shipped_conversations(context), *_recorded(folder, context)]
    found = differences(bundle.parse(shipped.shipped_text()), changed, scenarios)
    if as_json:
        show({"conversations": len(scenarios), "changes": [asdict(one) for one in found]}, as_json=True)
        return
    for one in found:
        click.echo(_story(one))
    click.echo(f"{len(scenarios)} saved conversations: {len(found)} would change, {len(scenarios) - len(found)} not")


def _recorded(folder: Path, context: Context) -> list[Scenario]:
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        try:
            found.append(recorded(path.stem, path.read_text(encoding="utf-8"), context))
        except (OSError, ValueError) as error:
            raise Problem(f"{path} cannot be rehearsed: {error}") from None
    return [scenario for scenario in found if scenario is not None]


def _story(one: Difference) -> str:
    return f"{one.scenario}, turn {one.turn}\n  now    {one.before}\n  after  {one.after}"
