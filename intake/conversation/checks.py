"""Everything that can be wrong with a script, all at once; an empty list means that it may answer callers."""

from __future__ import annotations

from intake.conversation.check_routes import check_routes
from intake.conversation.check_silence import check_silence
from intake.conversation.check_texts import check_texts
from intake.conversation.check_time import check_time
from intake.conversation.check_words import check_words
from intake.conversation.findings import Finding, Sample
from intake.conversation.script import Script


def check(script: Script, sample: Sample | None = None) -> list[Finding]:
    """All findings, routes before wording before measures."""
    filled = sample or Sample()
    found = [*check_routes(script), *check_silence(script), *check_words(script)]
    return [*found, *check_texts(script, filled), *check_time(script, filled)]
