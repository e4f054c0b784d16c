"""The tree as the rules see it: our Python files, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("intake", "webhooks", "workers")

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def files(*rooms: str) -> tuple[Path, ...]:
    """Python files below these rooms."""
    return tuple(sorted(path for room in rooms for path in (ROOT / room).rglob("*.py")))


@cache
def parsed(path: Path) -> ast.Module:
    """A file as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(*rooms: str) -> Iterator[tuple[str, Function]]:
    """Every function with where it stands."""
    for path in files(*rooms):
        for node in ast.walk(parsed(path)):
            if isinstance(node, Function):
                yield f"{path.relative_to(ROOT)}:{node.lineno} {node.name}", node


def lines_of(path: Path) -> int:
    """How long a file is."""
    return path.read_text(encoding="utf-8").count("\n")


def calls(*rooms: str) -> Iterator[tuple[str, str]]:
    """Every call as `module.function`, with where it stands."""
    for path in files(*rooms):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", ast.unparse(node.func)
