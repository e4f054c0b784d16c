"""The `helpline` command: every line of the contract, each over a service of its own."""

from __future__ import annotations

import click

from intake.cli.commands.backups import backup, restore
from intake.cli.commands.demo import demo
from intake.cli.commands.doctor import doctor
from intake.cli.commands.lists import callbacks, conversations, enrollments
from intake.cli.commands.numbers import numbers
from intake.cli.commands.rota import rota
from intake.cli.commands.script import script
from intake.cli.commands.sites import sites
from intake.cli.commands.staff import staff
from intake.cli.commands.up import up
from intake.cli.commands.upkeep import audit, forget, keys, migrate, settings_
from intake.cli.shell import Helpline


@click.group(cls=Helpline, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def main() -> None:
    """A confidential addiction helpline: takes calls and texts, and gets a human to call back."""


_COMMANDS = (
    *(up, demo, migrate, staff, rota, sites, callbacks, enrollments, conversations),
    *(script, audit, keys, forget, backup, restore, numbers, doctor, settings_),
)
for _command in _COMMANDS:
    main.add_command(_command)
