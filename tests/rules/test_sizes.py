"""Rooms small enough to be read at once, each with a promise in its first line."""

from __future__ import annotations

import ast
import re
from statistics import median

from tests.rules.tree import PRODUCT, ROOT, Function, files, functions, lines_of, parsed


def _length(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _parameters(node: Function) -> int:
    given = node.args
    named = [one.arg for one in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return len([name for name in named if name not in {"self", "cls"}])


def test_no_file_is_longer_than_300_lines() -> None:
    assert [f"{path} {lines_of(path)}" for path in files(*PRODUCT) if lines_of(path) > 300] == []


def test_most_files_are_short() -> None:
    assert median(lines_of(path) for path in files(*PRODUCT)) <= 80


def test_no_function_is_longer_than_40_lines() -> None:
    assert [f"{where} {_length(node)}" for where, node in functions(*PRODUCT) if _length(node) > 40] == []


def test_most_functions_are_short() -> None:
    assert median(_length(node) for _, node in functions(*PRODUCT)) <= 8


def test_no_function_takes_more_than_five_things() -> None:
    # A framework fixes the shape of what it calls: a command gets each of its options, a source each of its sources.
    fixed = {"settings_customise_sources"}
    found = [
        f"{where} {_parameters(node)}"
        for where, node in functions(*PRODUCT)
        if _parameters(node) > 5 and node.name not in fixed
    ]
    assert found == []


def test_every_module_promises_something_in_one_line() -> None:
    for path in files(*PRODUCT):
        promise = ast.get_docstring(parsed(path))
        assert promise, path
        assert promise.splitlines()[0].endswith((".", ":", "?", "…", '"')), path


def test_every_function_says_what_it_gives() -> None:
    assert [where for where, node in functions(*PRODUCT) if node.returns is None] == []


def test_public_functions_are_explained() -> None:
    found = []
    for path in files(*PRODUCT):
        for node in parsed(path).body:
            public = isinstance(node, Function | ast.ClassDef) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):  # type: ignore[arg-type]
                found.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    assert found == []


def test_nothing_is_left_for_later() -> None:
    marks = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"]))
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in files(*PRODUCT, "tests")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if marks.search(line)
    ]
    assert found == []


def test_the_top_level_holds_what_the_plan_says() -> None:
    planned = {*PRODUCT, "tests", "Procfile", "pyproject.toml", "README.md", "uv.lock", "LICENSE"}
    assert {path.name for path in ROOT.iterdir() if not path.name.startswith(".")} - {"dist"} <= planned
