"""The file of a scenario: a line of JSON about it, then a line for each thing that somebody did.

`{"scenario": "A call for my son", "version": 1, "speed": 1.0, "phones": [{"number": "+1…", "label": "Caller"}]}`
`{"at": 3.2, "phone": "+1…", "hears": "press 1"}` and likewise dials, presses, says, is_silent, answers, declines,
joined_with, hangs_up, is_hung_up, texts (with body), reads, has. An ellipsis in a phrase stands for anything.
"""

import json
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
VERSION = 1
MOVES = {
    "dials": str,
    "hears": str,
    "presses": str,
    "says": str,
    "is_silent": bool,
    "answers": bool,
    "declines": bool,
    "joined_with": str,
    "hangs_up": bool,
    "is_hung_up": bool,
    "texts": str,
    "reads": str,
    "has": dict,
}
ASIDES = {"at", "phone", "caller_id", "body", "media", "or_whoever_rings"}


class NotAScenario(ValueError):
    """The file is no scenario; the words name the line and what is wrong with it."""


@dataclass(frozen=True)
class Scenario:
    """What people did. `speed`: simulated seconds in a real one while it was recorded."""

    title: str
    phones: tuple[Json, ...]
    lines: tuple[Json, ...]
    speed: float = 1.0

    def text(self) -> str:
        """The file."""
        head = {"scenario": self.title, "version": VERSION, "speed": self.speed, "phones": list(self.phones)}
        return "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in (head, *self.lines))


def move_of(line: Json) -> str:
    """What a line is about: one of MOVES."""
    return next(name for name in line if name in MOVES)


def parse(text: str) -> Scenario:
    """Read a file. Raises NotAScenario."""
    rows = [(number, row) for number, row in enumerate(text.splitlines(), 1) if row.strip()]
    if not rows:
        raise NotAScenario("the file is empty")
    head, *lines = [_object(number, row) for number, row in rows]
    if head.get("version") != VERSION or not isinstance(head.get("scenario"), str):
        raise NotAScenario(f'line 1 must begin a scenario: {{"scenario": "its title", "version": {VERSION}, …}}')
    for (number, _), line in zip(rows[1:], lines, strict=True):
        _check(number, line)
    return Scenario(head["scenario"], tuple(head.get("phones", ())), tuple(lines), float(head.get("speed", 1.0)))


def _object(number: int, row: str) -> Json:
    try:
        found = json.loads(row)
    except ValueError as error:
        raise NotAScenario(f"line {number} is no JSON: {error}") from None
    if not isinstance(found, dict):
        raise NotAScenario(f"line {number} is no JSON object")
    return found


def _check(number: int, line: Json) -> None:
    moves = [name for name in line if name in MOVES]
    strange = sorted(set(line) - set(MOVES) - ASIDES)
    if len(moves) != 1 or strange or not isinstance(line.get("phone"), str):
        raise NotAScenario(f"line {number} must say what one phone does, as one of {', '.join(MOVES)}; not {strange}")
    if not isinstance(line[moves[0]], MOVES[moves[0]]):
        raise NotAScenario(f"line {number}: {moves[0]} is a {MOVES[moves[0]].__name__}")
