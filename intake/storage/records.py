"""Rows become frozen records here, so that nothing outside storage meets a table."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Row

R = TypeVar("R")


def record(kind: type[R], row: Row[Any] | None) -> R | None:
    """The row as a record of the given kind; None where there was no row."""
    return None if row is None else must(kind, row)


def must(kind: type[R], row: Row[Any]) -> R:
    """The row as a record of the given kind."""
    mapping = row._mapping
    return kind(**{field.name: mapping[field.name] for field in fields(kind)})  # type: ignore[arg-type]
