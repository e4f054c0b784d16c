"""The script that ships with the product, or one kept in a folder, as the one text that bundle parses."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from intake.conversation import bundle


def shipped_text() -> str:
    """The text of the script in this package."""
    root = resources.files("intake.conversation")
    return bundle.join({name: root.joinpath(name).read_text(encoding="utf-8") for name in bundle.FILES})


def folder_text(folder: Path) -> str:
    """The text of a script kept in a folder of the same shape. Raises ScriptError for a missing file."""
    present = {name: folder / name for name in bundle.FILES if (folder / name).is_file()}
    return bundle.join({name: path.read_text(encoding="utf-8") for name, path in present.items()})
