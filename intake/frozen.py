"""Frozen records made whole: their own constructors set field after field, which callers would wait for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

Record = TypeVar("Record")


def filled(kind: type[Record], values: Mapping[str, Any]) -> Record:
    """A frozen dataclass without slots from all of its fields by name; what it holds must be sound already."""
    made = object.__new__(kind)
    made.__dict__.update(values)
    return made


def in_order(kind: type[Record], values: Iterable[Any]) -> Record:
    """The same from all of its fields in their order, as a row has them."""
    return filled(kind, dict(zip(kind.__dataclass_fields__, values, strict=True)))  # type: ignore[attr-defined]


def changed(record: Record, values: Mapping[str, Any]) -> Record:
    """The record with some fields replaced, by names that it has."""
    return filled(type(record), {**record.__dict__, **values})
