"""How commands speak: JSON for scripts, a table for people, one line on standard error for what is wrong."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any, TypeVar

import click
from sqlalchemy.exc import DBAPIError, OperationalError

from intake import logs
from intake.cli.embedded import CannotStart
from intake.settings import SettingsProblem

F = TypeVar("F", bound=Callable[..., Any])


class Problem(click.ClickException):
    """Something is wrong, and it is not how the command was called: exit code 1."""


class Helpline(click.Group):
    """The command; whatever goes wrong inside ends in one clear line and the right exit code."""

    def __init__(self, *args: Any, places: Mapping[str, str] | None = None, **extra: Any) -> None:  # noqa: ANN401
        """`places`: further commands as `module:name`, imported when they are asked for."""
        super().__init__(*args, **extra)
        self._places = dict(places or {})

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which they were given."""
        return [*self._places, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """One command; None if there is none of this name."""
        if cmd_name in self._places:
            module, _, name = self._places[cmd_name].partition(":")
            found: click.Command = getattr(import_module(module), name)
            return found
        return super().get_command(ctx, cmd_name)

    def main(self, *args: Any, **extra: Any) -> Any:  # noqa: ANN401 - click's own signature
        """Run, then end the process: 0 fine, 1 something is wrong, 2 wrong usage."""
        logs.configure("warning")
        try:
            result = super().main(*args, **{**extra, "standalone_mode": False})
        except click.exceptions.NoArgsIsHelpError as error:
            _say(error.format_message())
            raise SystemExit(2) from None
        except click.UsageError as error:
            _say(f"{_path(error)}: {error.format_message()} (see {_path(error)} --help)")
            raise SystemExit(2) from None
        except click.ClickException as error:
            _say(error.format_message())
            raise SystemExit(1) from None
        except (CannotStart, SettingsProblem) as error:
            _say(str(error))
            raise SystemExit(1) from None
        except OperationalError:
            _say("the database does not answer; is DATABASE_URL right and the server up?")
            raise SystemExit(1) from None
        except DBAPIError as error:
            # The words of a database error can hold values; its kind cannot.
            _say(f"the database refused ({type(error.orig).__name__}); has `helpline migrate` been run?")
            raise SystemExit(1) from None
        except (click.Abort, KeyboardInterrupt):
            _say("stopped")
            raise SystemExit(1) from None
        raise SystemExit(result if isinstance(result, int) else 0)


def _path(error: click.UsageError) -> str:
    return error.ctx.command_path if error.ctx else "helpline"


def _say(text: str) -> None:
    click.echo(text, err=True)


def with_folder(command: F) -> F:
    """Adds `--data-dir`."""
    return click.option(
        "--data-dir",
        metavar="DIR",
        help="Folder of `helpline up`, used while DATABASE_URL is not set "
        "(default: HELPLINE_DATA_DIR, then .helpline).",
    )(command)


def with_json(command: F) -> F:
    """Adds `--json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for scripts.")(command)


def counting(what: str) -> Callable[[int], None]:
    """Says how far long work has come, where a person watches."""

    def tell(done: int) -> None:
        if sys.stderr.isatty():
            click.echo(f"\r{done} {what}", nl=False, err=True)

    return tell


def show(value: object, *, as_json: bool, columns: Sequence[str] = ()) -> None:
    """Print rows or one object: JSON, or a table of the named columns."""
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
    elif isinstance(value, Mapping):
        for name, part in value.items():
            click.echo(f"{name}: {_cell(part)}")
    elif isinstance(value, Sequence):
        table([[_cell(row.get(name)) for name in columns] for row in value], columns)


def table(rows: Sequence[Sequence[str]], head: Sequence[str]) -> None:
    """Print rows under a head, as wide as needed."""
    if not rows:
        click.echo("none")
        return
    lines = [[name.replace("_", " ").upper() for name in head], *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    for line in lines:
        click.echo("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ",".join(str(part) for part in value) or "-"
    return str(value)
