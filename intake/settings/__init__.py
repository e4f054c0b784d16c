"""Every setting, read once from the environment and the data folder; the only room that reads either."""

from __future__ import annotations

from intake.settings.explain import Row, explain, unknown_names
from intake.settings.fields import Settings
from intake.settings.load import (
    SettingsProblem,
    child_environment,
    data_folder,
    database_url,
    from_environment,
    is_set,
    load,
)

__all__ = [
    "Row",
    "Settings",
    "SettingsProblem",
    "child_environment",
    "data_folder",
    "database_url",
    "explain",
    "from_environment",
    "is_set",
    "load",
    "unknown_names",
]
