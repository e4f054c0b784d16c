"""`helpline script`: check it, draw it, play it in the terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

from intake.cli.commands.changes import tell_changes
from intake.cli.opening import office
from intake.cli.shell import Problem, show, with_folder, with_json
from intake.conversation import bundle, shipped
from intake.conversation.bundle import ScriptError
from intake.conversation.checks import check as findings_of
from intake.conversation.checks import measured
from intake.conversation.context import Context
from intake.conversation.findings import Sample
from intake.conversation.graph import svg
from intake.conversation.rehearse import play, transcript_text
from intake.conversation.script import Script
from intake.conversation.scripts import Scripts
from intake.enrollments.places import zip_exists
from intake.numbers import parse_number
from intake.settings import data_folder, from_environment
from intake.storage import script_edits

_FOLDER = click.option(
    "--script",
    "folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder with script.toml and words/; default: the script that is shipped.",
)
# What chooses the language, as a caller would.
_FIRST = {("voice", "en"): (), ("voice", "es"): ("2",), ("sms", "en"): (), ("sms", "es"): ("español",)}


class _Rehearsal(TypedDict):
    language: str
    channel: Literal["voice", "sms"]
    folder: Path | None
    saved: str | None
    draft: bool
    as_json: bool
    data_dir: str | None


@click.group()
def script() -> None:
    """The script that callers go through."""


@script.command()
@_FOLDER
@with_json
def check(folder: Path | None, as_json: bool) -> None:
    """Find everything wrong with the script at once, and say how long it takes a caller; exits 1 if anything is."""
    brand = from_environment("HELPLINE_BRAND")
    checked, sample = _script(folder), Sample(brand=brand) if brand else Sample()
    found = findings_of(checked, sample)
    if as_json:
        show([asdict(one) for one in found], as_json=True)
    else:
        click.echo("\n".join(str(one) for one in found) or "nothing is wrong")
        for one in measured(checked, sample):
            click.echo(one)
    if found:
        raise Problem(f"{len(found)} things are wrong with the script")


@script.command()
@click.option("-o", "target", required=True, type=click.Path(dir_okay=False, path_type=Path), help="SVG file to write.")
@_FOLDER
def graph(target: Path, folder: Path | None) -> None:
    """Draw the script: every step, every key, where each leads."""
    drawn = svg(_script(folder))
    try:
        target.write_text(drawn, encoding="utf-8")
    except OSError as error:
        raise Problem(f"{target} cannot be written: {error.strerror}") from None
    click.echo(f"drawn: {target}")


@script.command()
@click.option("--language", type=click.Choice(["en", "es"]), default="en", show_default=True)
@click.option("--channel", type=click.Choice(["voice", "sms"]), default="voice", show_default=True)
@_FOLDER
@click.option(
    "--saved",
    is_flag=False,
    flag_value="",
    metavar="[FOLDER]",
    help="Do not ask: run all saved conversations (those shipped, and those recorded in FOLDER; default: the data "
    "folder's) and say what would change: a draft from what callers hear now, a folder's script from the one that "
    "is shipped.",
)
@click.option("--draft", is_flag=True, help="The draft that is open in the console, instead of a folder.")
@with_json
@with_folder
def rehearse(**asked: Unpack[_Rehearsal]) -> None:
    """Play the script in the terminal; nothing is stored and nobody is called.

    Type keys (1, 2 …), words (speech:my mother), timeout or hangup; an empty line ends it.
    """
    now, rehearsed = _versions(asked["folder"], asked["draft"], asked["data_dir"])
    context, saved, channel = _context(), asked["saved"], asked["channel"]
    if saved is not None:
        kept = Path(saved) if saved else data_folder(asked["data_dir"]) / "scenarios"
        tell_changes((now, rehearsed), kept, context, asked["as_json"])
        return
    given = list(_FIRST[channel, asked["language"]])
    shown = _print_new(rehearsed, channel, given, context, 0)
    for answer in _answers():
        given.append(answer)
        shown = _print_new(rehearsed, channel, given, context, shown)


def _versions(folder: Path | None, draft: bool, data_dir: str | None) -> tuple[Script, Script]:
    """What the script is now, and the one to be rehearsed."""
    if not draft:
        return _script(None), _script(folder)
    if folder is not None:
        raise click.UsageError("--draft and --script name two scripts; give one of them")
    with office(data_dir) as here, here.database.begin() as connection:
        opened = script_edits.open_draft(connection)
        if opened is None:
            raise Problem("no draft is open; begin one in the console under Script, or name a folder with --script")
        return Scripts().current(connection, here.now), bundle.parse(opened.content)


def _print_new(script: Script, channel: Literal["voice", "sms"], given: list[str], context: Context, shown: int) -> int:
    # Pure and quick: playing it all again from the start is simpler than keeping a state.
    lines = transcript_text(play(script, channel, given, context)).splitlines()
    for line in lines[shown:-1]:
        click.echo(line)
    ended = not lines[-1].startswith("ended   still open")
    if ended:
        click.echo(lines[-1])
        raise SystemExit(0)
    return len(lines) - 1


def _answers() -> Iterator[str]:
    while True:
        if sys.stdin.isatty():
            click.echo("> ", nl=False)
        answer = sys.stdin.readline().strip()
        if not answer:
            return
        yield answer


def _script(folder: Path | None) -> Script:
    try:
        return bundle.parse(shipped.folder_text(folder) if folder else shipped.shipped_text())
    except ScriptError as error:
        raise Problem(str(error)) from None


def _context() -> Context:
    return Context(
        brand=from_environment("HELPLINE_BRAND") or "Harbor Path",
        help_number="202-555-0100",
        neutral_number="202-555-0101",
        caller_dialable=True,
        on_duty=True,
        when_words=lambda need, when, language: "in 10 to 20 minutes" if language == "en" else "en 10 a 20 minutos",
        zip_exists=zip_exists,
        accepts_number=lambda number: parse_number(number) is not None,
        caller_last4="0147",
        pin="4821",
    )
