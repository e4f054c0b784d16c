"""Change single wordings in the text of a script version; everything else keeps every byte. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

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
