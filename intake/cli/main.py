"""The `helpline` command: every line of the contract, each over a service of its own."""

from __future__ import annotations

import click

from intake.cli.shell import Helpline

# Where each command is: a command imports what it needs, not what all the others need.
_ROOM = "intake.cli.commands"
_COMMANDS = {
    "up": f"{_ROOM}.up:up",
    "demo": f"{_ROOM}.demo:demo",
    "doctor": f"{_ROOM}.doctor:doctor",
    "migrate": f"{_ROOM}.upkeep:migrate",
    "settings": f"{_ROOM}.upkeep:settings_",
    "staff": f"{_ROOM}.staff:staff",
    "rota": f"{_ROOM}.rota:rota",
    "sites": f"{_ROOM}.sites:sites",
    "callbacks": f"{_ROOM}.lists:callbacks",
    "enrollments": f"{_ROOM}.lists:enrollments",
    "conversations": f"{_ROOM}.lists:conversations",
    "script": f"{_ROOM}.script:script",
    "audit": f"{_ROOM}.upkeep:audit",
    "keys": f"{_ROOM}.upkeep:keys",
    "forget": f"{_ROOM}.forgetting:forget",
    "breach": f"{_ROOM}.breaches:breach",
    "backup": f"{_ROOM}.backups:backup",
    "restore": f"{_ROOM}.backups:restore",
    "numbers": f"{_ROOM}.numbers:numbers",
}


@click.group(
    cls=Helpline,
    places=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
def main() -> None:
    """A confidential addiction helpline: takes calls and texts, and gets a human to call back."""
