"""Every setting with its value (secrets masked), where it came from and what it does."""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values
from pydantic import SecretStr

from intake.settings.fields import Settings, environment_name
from intake.settings.load import GENERATED, from_file

_OURS = "HELPLINE_"
_NOT_FIELDS = frozenset({"HELPLINE_DATA_DIR", "HELPLINE_SECRETS_DIR"})
_MASK = "********"


@dataclass(frozen=True, slots=True)
class Row:
    """One setting, fit to be shown to anybody who may see the machine."""

    name: str
    value: str
    source: str
    purpose: str


def explain(settings: Settings, folder: Path | None) -> list[Row]:
    """All settings in the order in which they are declared."""
    generated = _generated(folder)
    return [
        Row(name, _shown(getattr(settings, field)), _source(name, generated), info.description or "")
        for field, info in type(settings).model_fields.items()
        for name in [environment_name(field)]
    ]


def unknown_names() -> list[str]:
    """Variables that look like ours and are not: usually a slip of the finger, with the nearest real name."""
    known = {environment_name(field) for field in Settings.model_fields} | _NOT_FIELDS
    found = []
    for name in sorted(os.environ):
        if name.startswith(_OURS) and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            found.append(f"{name} is not a setting" + (f"; {near[0]} is" if near else ""))
    return found


def _generated(folder: Path | None) -> frozenset[str]:
    if folder is None or not (folder / GENERATED).exists():
        return frozenset()
    return frozenset(dotenv_values(folder / GENERATED))


def _source(name: str, generated: frozenset[str]) -> str:
    if os.environ.get(name):
        return "environment"
    if from_file(name):
        return "file"
    return "data folder" if name in generated else "default"


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, SecretStr):
        return _MASK
    if isinstance(value, tuple):
        return ",".join(f"{part:.12g}" for part in value)
    return f"{value:.12g}" if isinstance(value, float) else str(value)
