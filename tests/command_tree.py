"""Every command of `helpline`, as it is typed."""

from __future__ import annotations

import click

from intake.cli.main import main


def commands(group: click.Group = main, way: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The words of each command and of each group."""
    context, found = click.Context(group), []
    for name in group.list_commands(context):
        found.append((*way, name))
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            found += commands(command, (*way, name))
    return found
