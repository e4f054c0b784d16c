"""Change single wordings in the text of a script version; everything else keeps every byte. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from intake.conversation.bundle import join, parse
from intake.conversation.instructions import Channel, Language
from intake.conversation.script import Script


@dataclass(frozen=True, slots=True)
class Place:
    """Where one wording stands."""

    channel: Channel
    language: Language
    key: str
    variant: str = "say"

    @property
    def file(self) -> str:
        """The file of the version that holds it."""
        return f"words/{self.channel}.{self.language}.toml"


@dataclass(frozen=True, slots=True)
class Reworded:
    """One wording that two versions have differently; empty where a version has none."""

    place: Place
    before: str
    after: str


def reworded(before: Script, after: Script) -> list[Reworded]:
    """Every wording that differs between two versions, in the order of the later one."""
    found = []
    for channel, language in after.words:
        old, new = before.words.get((channel, language), {}), after.words[channel, language]
        for key in dict.fromkeys((*new, *old)):
            for variant in dict.fromkeys((*new.get(key, {}), *old.get(key, {}))):
                was, is_ = old.get(key, {}).get(variant, ""), new.get(key, {}).get(variant, "")
                if was != is_:
                    found.append(Reworded(Place(channel, language, key, variant), was, is_))
    return found


def as_text(changes: Sequence[Reworded]) -> str:
    """The same as text to keep."""
    return json.dumps([asdict(one) for one in changes], ensure_ascii=False)


def from_text(kept: str | None) -> list[Reworded]:
    """What `as_text` kept."""
    rows = json.loads(kept) if kept else []
    return [Reworded(Place(**row["place"]), row["before"], row["after"]) for row in rows]


def reword(text: str, wordings: Mapping[Place, str]) -> Script:
    """The version with these wordings instead. Raises `ScriptError`, and `KeyError` for a place it has not."""
    files: dict[str, str] = json.loads(text)
    for place, wording in wordings.items():
        files[place.file] = _replaced(files[place.file], place, wording)
    return parse(join(files))


def _replaced(file: str, place: Place, wording: str) -> str:
    table = re.search(rf"(?m)^\[{re.escape(place.key)}\]\n(?:(?!\[).*\n?)*", file)
    if table is None:
        raise KeyError(place.key)
    line = re.compile(rf'(?m)^{re.escape(place.variant)} = ".*"$')
    if not line.search(table.group(0)):
        raise KeyError(place.variant)
    # A JSON string without escapes for letters is a TOML string too.
    written = json.dumps(" ".join(wording.split()), ensure_ascii=False)
    changed = line.sub(lambda _: f"{place.variant} = {written}", table.group(0), count=1)
    return file[: table.start()] + changed + file[table.end() :]
