"""One thing that is wrong with a script: where, in which language, what, and how to cure it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from intake.conversation.instructions import Channel, Language
from intake.told import Told


@dataclass(frozen=True)
class Finding:
    """`kind` is the check's name; language and channel are None where the fault is in all of them."""

    kind: str
    step: str
    problem: Told
    cure: Told
    language: Language | None = None
    channel: Channel | None = None

    def __str__(self) -> str:
        where = "/".join(part for part in (self.step, self.channel, self.language) if part)
        return f"{where}: {self.problem}. {self.cure}."


def _whens() -> Mapping[Language, str]:
    return {"en": "in 10 to 20 minutes", "es": "en 10 a 20 minutos"}


@dataclass(frozen=True)
class Sample:
    """What placeholders are filled with when lengths and times are measured; the real brand belongs here."""

    brand: str = "Harbor Path"
    help_number: str = "202-555-0100"
    neutral_number: str = "202-555-0101"
    agent: str = "Sam"
    name: str = "Alex"
    when: Mapping[Language, str] = field(default_factory=_whens)

    def values(self, channel: Channel, language: Language, phrases: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
        """Placeholder to value; of several possible phrases the longest."""
        number, pin, last4 = "202-555-0147", "4821", "0147"
        if channel == "voice":
            number, pin, last4 = "2 0 2, 5 5 5, 0 1 4 7", "4 8 2 1", "0 1 4 7"
        return {
            "BRAND": self.brand,
            "HELPNUM": self.help_number,
            "NEUTRALNUM": self.neutral_number,
            "AGENT": self.agent,
            "NAME": self.name,
            "WHEN": self.when[language],
            "NUM": number,
            "PIN": pin,
            "LAST4": last4,
            "TIME": max(phrases.get("TIME", {}).values(), key=len, default=""),
            "MSG": max(phrases.get("MSG", {}).values(), key=len, default=""),
        }
