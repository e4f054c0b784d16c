"""What is heard on one handset, with times, and how far the person at it has listened."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhooks.simulator import speech

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg


@dataclass
class Caption:
    """Something heard: `who` is line, me, other, carrier; `kind` is say, play, tone, key or speech."""

    who: str
    kind: str
    text: str
    seconds: float = 0.0
    speaker: str | None = None
    language: str = ""
    voice: str = ""
    i: int = 0
    at: float = 0.0
    cut: bool = False
    heard: str = ""

    @classmethod
    def spoken(cls, who: str, kind: str, text: str, speaker: str | None = None) -> "Caption":
        """A caption that lasts as long as its words take."""
        return cls(who, kind, text, speech.seconds(text), speaker)


class Captions:
    """All captions of a leg."""

    def __init__(self, leg: "Leg") -> None:
        self.leg = leg
        self.all: list[Caption] = []
        self.mark = 0

    def add(self, caption: Caption) -> Caption:
        """Something begins to be heard now."""
        caption.i, caption.at = len(self.all), round(self.leg.world.clock.now(), 3)
        caption.heard = caption.text
        self.all.append(caption)
        self._tell("caption", vars(caption))
        return caption

    def cut(self, caption: Caption) -> None:
        """It was broken off before its end."""
        passed = self.leg.world.clock.now() - caption.at
        if caption.cut or passed >= caption.seconds:
            return
        caption.cut = True
        caption.heard = speech.heard_until(caption.text, passed / caption.seconds)
        caption.seconds = passed
        self._tell("caption_cut", {"i": caption.i, "heard": caption.heard})

    def acted(self) -> None:
        """The person has acted: what was heard before does not count for the next phrase."""
        self.mark = len(self.all)

    def find(self, phrase: str) -> float | None:
        """The simulated moment at which a phrase, said since the last act, is out in full."""
        wanted = speech.plain(phrase)
        for caption in self.all[self.mark :]:
            share = speech.moment_of(wanted, caption.heard) if caption.who != "me" else None
            if share is not None:
                return caption.at + share * caption.seconds
        return self._across(wanted)

    def _across(self, wanted: str) -> float | None:
        """A phrase that runs over from one caption of the line into the next."""
        said = [each for each in self.all[self.mark :] if each.kind == "say"]
        if wanted not in speech.plain(" ".join(each.heard for each in said)):
            return None
        for end in range(1, len(said) + 1):
            if wanted in speech.plain(" ".join(each.heard for each in said[:end])):
                return said[end - 1].at + said[end - 1].seconds
        return None

    def transcript(self) -> str:
        """One line a caption, with the second at which it began."""
        start = self.leg.times.began_at
        return "\n".join(
            f"{each.at - start:7.1f}  {each.speaker or each.who:>14}  "
            + (f"[{each.kind}] " if each.kind not in ("say", "speech") else "")
            + each.heard
            + (" —" if each.cut else "")
            for each in self.all
        )

    def _tell(self, name: str, data: dict[str, Any]) -> None:
        leg = self.leg
        leg.phone.pulse.beat()
        leg.world.journal.tell(name, {"call": leg.sid, "phone": leg.phone.number, **data})
