"""Edit the script as a draft, publish it once nothing is wrong with it, and go back to an older version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from intake.conversation.bundle import ScriptError, parse
from intake.conversation.checks import check
from intake.conversation.editing import Place, as_text, reword, reworded
from intake.conversation.findings import Finding, Sample
from intake.conversation.script import Script
from intake.privacy.audit import Act, Action, record
from intake.storage import conversations
from intake.storage import script_edits as rows
from intake.storage.script_edits import Change


@dataclass(frozen=True, slots=True)
class Editor:
    """Who edits, from where, when. `by` is the audit trail's actor."""

    by: str
    origin: str
    now: datetime


class Said(StrEnum):
    """How an act on a draft ended."""

    DONE = "done"
    STALE = "stale"
    GONE = "gone"
    WRONG = "wrong"


def start(connection: Connection, editor: Editor, current: Script) -> Said:
    """Open a draft of what callers hear now; nothing if one is open."""
    if not rows.begin(connection, current.digest, current.text, editor.by, editor.now):
        return Said.DONE
    _note(connection, editor, Change(editor.now, editor.by, "started", None, current.digest))
    return Said.DONE


def edit(connection: Connection, editor: Editor, version: int, step: str, wordings: Mapping[Place, str]) -> Said:
    """Reword a step in the open draft; refused as stale if somebody else edited it since it was read."""
    draft = rows.open_draft(connection, lock=True)
    if draft is None:
        return Said.GONE
    if draft.version != version:
        return Said.STALE
    try:
        changed = reword(draft.content, wordings)
    except (ScriptError, KeyError):
        return Said.WRONG
    rows.keep(connection, draft, changed.text, editor.now)
    words = as_text(reworded(parse(draft.content), changed))
    _note(connection, editor, Change(editor.now, editor.by, "edited", step, None, words))
    return Said.DONE


def discard(connection: Connection, editor: Editor) -> Said:
    """Throw the draft away."""
    draft = rows.open_draft(connection, lock=True)
    if draft is None:
        return Said.GONE
    rows.close(connection, draft, editor.now)
    _note(connection, editor, Change(editor.now, editor.by, "discarded", None, draft.base_digest))
    return Said.DONE


def publish(connection: Connection, editor: Editor, version: int, sample: Sample) -> tuple[Said, list[Finding]]:
    """Put the draft before new conversations, if nothing is wrong with it; those under way keep theirs."""
    draft = rows.open_draft(connection, lock=True)
    if draft is None:
        return Said.GONE, []
    if draft.version != version:
        return Said.STALE, []
    script = parse(draft.content)
    if found := check(script, sample):
        return Said.WRONG, found
    conversations.keep_script(connection, script.digest, script.text, editor.now)
    rows.publish(connection, script.digest, editor.by, editor.now)
    rows.close(connection, draft, editor.now)
    _note(connection, editor, Change(editor.now, editor.by, "published", None, script.digest))
    return Said.DONE, []


def roll_back(connection: Connection, editor: Editor, digest: str, shipped: Script) -> Said:
    """Put an earlier version, or the one that is shipped, before new conversations again."""
    if digest == shipped.digest:
        conversations.keep_script(connection, shipped.digest, shipped.text, editor.now)
    if not rows.publish(connection, digest, editor.by, editor.now):
        return Said.GONE
    _note(connection, editor, Change(editor.now, editor.by, "rolled_back", None, digest))
    return Said.DONE


def _note(connection: Connection, editor: Editor, change: Change) -> None:
    rows.note(connection, change)
    digest = change.digest[:12] if change.digest else None
    reason = ":".join(part for part in (change.act, change.step, digest) if part)
    record(connection, Act(Action.SCRIPT_CHANGE, editor.by, "script", change.digest, reason, editor.origin))
