"""`python -m tests.bench NAME [--json]` runs one benchmark; without a name it lists them."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import sys

import tests.bench
from tests.bench.report import Report, machine


def names() -> list[str]:
    """Every module here that says what it measures."""
    found = [module.name for module in pkgutil.iter_modules(tests.bench.__path__)]
    return [name for name in found if not name.startswith("__") and hasattr(_module(name), "measure")]


def _module(name: str) -> object:
    return importlib.import_module(f"tests.bench.{name}")


def main() -> int:
    """0 if it ran, 2 if there is no such benchmark. Whether a goal is met is said, not judged, here."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description="Measure, against a floor where there is one."
    )
    parser.add_argument("name", nargs="?", help="which benchmark; none: list them")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it works")
    parser.add_argument("--seed", type=int, default=1, help="seed of everything random")
    parser.add_argument("--count", type=int, help="so many instead, for a benchmark that counts")
    asked = parser.parse_args()
    known = names()
    if asked.name not in known:
        problem = f"no benchmark is called {asked.name}; " if asked.name else ""
        print(f"{problem}there are: {', '.join(known)}", file=sys.stderr)
        return 2
    measure = _module(asked.name).measure  # type: ignore[attr-defined]
    counted = {} if asked.count is None else {"count": asked.count}
    report: Report = measure(quick=asked.quick, seed=asked.seed, **counted)
    command = f"python -m tests.bench {asked.name}" + (" --quick" if asked.quick else "")
    command += "" if asked.count is None else f" --count {asked.count}"
    if asked.json:
        print(json.dumps({"command": command, "seed": asked.seed, "machine": machine(), **report.as_json()}))
    else:
        print("\n".join((f"$ {command}   (seed {asked.seed}, {machine()})", *report.as_lines())))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
