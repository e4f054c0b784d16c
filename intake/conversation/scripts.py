"""Every conversation goes on in the script version that it began with."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from intake.conversation.bundle import parse
from intake.conversation.script import Script
from intake.conversation.shipped import shipped_text
from intake.storage import conversations, script_drafts


class Scripts:
    """The published script for new conversations, and older versions for those that began in them."""

    def __init__(self) -> None:
        self._shipped = parse(shipped_text())
        self._known: dict[str, Script] = {self._shipped.digest: self._shipped}
        self._registered: set[str] = set()

    def current(self, connection: Connection, now: datetime) -> Script:
        """The version that a new conversation begins with, registered so that it can be replayed."""
        published = script_drafts.published_digest(connection)
        script = self._shipped if published is None else self.version(connection, published)
        if script.digest not in self._registered:
            conversations.keep_script(connection, script.digest, script.text, now)
            self._registered.add(script.digest)
        return script

    def version(self, connection: Connection, digest: str) -> Script:
        """A version by its digest; raises LookupError for one that was never registered."""
        known = self._known.get(digest)
        if known is not None:
            return known
        text = conversations.script(connection, digest)
        if text is None:
            raise LookupError("a script version that nobody registered")
        return self._known.setdefault(digest, parse(text))
