"""Every table, gathered once for migrations and checks."""

from __future__ import annotations

import importlib
import pkgutil

import intake.storage.schema as rooms
from intake.storage.schema.base import metadata

for _module in pkgutil.iter_modules(rooms.__path__):
    if _module.name not in {"everything", "base"}:
        importlib.import_module(f"{rooms.__name__}.{_module.name}")

__all__ = ["metadata"]
