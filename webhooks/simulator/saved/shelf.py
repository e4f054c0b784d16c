"""Where saved scenarios are kept: one file each in one folder, found by a name made of their title."""

import os
import re
import unicodedata
from pathlib import Path

from webhooks.simulator.saved.file import NotAScenario, Scenario, parse

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?")
ENDING = ".jsonl"


class Shelf:
    """The scenarios of one folder; an empty path keeps none."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder) if folder else None

    def save(self, scenario: Scenario) -> str:
        """Keep a scenario; the name it can be found by. One of the same name is replaced."""
        name = name_of(scenario.title)
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_text(scenario.text(), "utf-8")
        fresh.replace(path)
        return name

    def names(self) -> list[str]:
        """All that are kept, in order of the alphabet."""
        if self.folder is None or not self.folder.is_dir():
            return []
        return sorted(path.stem for path in self.folder.glob(f"*{ENDING}") if _NAME.fullmatch(path.stem))

    def read(self, name: str) -> Scenario:
        """One scenario. Raises NotAScenario, FileNotFoundError."""
        return parse(self.path(name).read_text("utf-8"))

    def path(self, name: str) -> Path:
        """The file of a name; nothing outside the folder has one."""
        if self.folder is None:
            raise NotAScenario("the network was started without a folder for scenarios (scenarios_dir)")
        if not _NAME.fullmatch(name):
            raise NotAScenario("a scenario's name is made of small letters, digits and hyphens")
        return self.folder / f"{name}{ENDING}"


def name_of(title: str) -> str:
    """A file's name for a title. Raises NotAScenario if the title has no letter and no digit."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:64].strip("-")
    if not name:
        raise NotAScenario("a scenario needs a title with a letter in it")
    return name
