"""Everything that can be wrong with a script, all at once; an empty list means that it may answer callers."""

from __future__ import annotations

from dataclasses import dataclass

from intake.conversation.check_routes import check_routes
from intake.conversation.check_silence import check_silence
from intake.conversation.check_texts import check_texts, hardest
from intake.conversation.check_time import check_time, path_seconds
from intake.conversation.check_words import check_words
from intake.conversation.findings import Finding, Sample
from intake.conversation.instructions import Language
from intake.conversation.script import LANGUAGES, Script


def check(script: Script, sample: Sample | None = None) -> list[Finding]:
    """All findings, routes before wording before measures."""
    filled = sample or Sample()
    found = [*check_routes(script), *check_silence(script), *check_words(script)]
    return [*found, *check_texts(script, filled), *check_time(script, filled)]


@dataclass(frozen=True)
class Measured:
    """What one language asks of a caller: seconds until a safe number is known and of the whole path, both as
    spoken at 165 words a minute with every answer, and the reading grade of the hardest words."""

    language: Language
    secured_seconds: float
    whole_seconds: float
    grade: float

    def __str__(self) -> str:
        spoken = f"a safe number after {self.secured_seconds:.0f} s, the whole path {self.whole_seconds:.0f} s"
        return f"{self.language}: {spoken}, the hardest words at grade {self.grade:.1f}"


def measured(script: Script, sample: Sample | None = None) -> list[Measured]:
    """The figures that `check` holds to their bounds, language by language."""
    filled = sample or Sample()
    return [
        Measured(language, secured, whole, hardest(script, language, filled))
        for language in LANGUAGES
        for whole, secured in (path_seconds(script, language, filled),)
    ]
