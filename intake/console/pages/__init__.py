"""The pages: every module here that has a blueprint named `pages` is served."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Blueprint


def blueprints() -> list[Blueprint]:
    """All pages, by the name of their module."""
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    found = (getattr(import_module(f"{__name__}.{name}"), "pages", None) for name in names)
    return [each for each in found if isinstance(each, Blueprint)]
