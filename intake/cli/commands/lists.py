"""`callbacks list`, `enrollments list`, `conversations list`: newest first, masked, in fixed words."""

from __future__ import annotations

import click

from intake.callbacks.listing import list_callbacks
from intake.cli.opening import office
from intake.cli.shell import show, with_folder, with_json
from intake.conversation.listing import list_conversations
from intake.enrollments.listing import list_enrollments

_CALLBACKS = ("created_at", "class", "state", "language", "due_at", "accepted_by", "closed_reason", "id")
_ENROLLMENTS = ("created_at", "stage", "language", "for_whom", "number", "name", "when", "contact_mode", "id")
_CONVERSATIONS = ("started_at", "channel", "language", "outcome", "ended_at_step", "seconds", "id")
_LIMIT = click.option("--limit", type=click.IntRange(1), default=1000, show_default=True, help="At most so many.")


@click.group()
def callbacks() -> None:
    """Promises to call somebody."""


@callbacks.command("list")
@_LIMIT
@with_json
@with_folder
def callbacks_list(data_dir: str | None, as_json: bool, limit: int) -> None:
    """List callbacks, newest first."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = list_callbacks(connection, actor=here.actor, limit=limit)
    show(found, as_json=as_json, columns=_CALLBACKS)


@click.group()
def enrollments() -> None:
    """Prospective enrollments."""


@enrollments.command("list")
@click.option("--reveal", is_flag=True, help="Show numbers, names and ZIP codes. Every reveal is audited.")
@_LIMIT
@with_json
@with_folder
def enrollments_list(data_dir: str | None, as_json: bool, limit: int, reveal: bool) -> None:
    """List prospective enrollments, newest first; masked unless --reveal."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = list_enrollments(connection, here.vault, reveal=reveal, actor=here.actor, limit=limit)
    show(found, as_json=as_json, columns=_ENROLLMENTS)


@click.group()
def conversations() -> None:
    """Calls and text threads that went through the script."""


@conversations.command("list")
@_LIMIT
@with_json
@with_folder
def conversations_list(data_dir: str | None, as_json: bool, limit: int) -> None:
    """List conversations, newest first."""
    with office(data_dir) as here, here.database.begin() as connection:
        found = list_conversations(connection, actor=here.actor, limit=limit)
    show(found, as_json=as_json, columns=_CONVERSATIONS)
