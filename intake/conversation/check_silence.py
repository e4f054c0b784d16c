"""Loops without an end: a silent caller must come to an ending, and so must whoever answers anything."""

from __future__ import annotations

from collections.abc import Iterator

from intake.conversation.check_routes import targets
from intake.conversation.findings import Finding
from intake.conversation.script import Script
from intake.told import told

# A professional, the carrier's bridge or a long silence ends these.
_ENDS_BY_ITSELF = frozenset({"room", "bridge", "person"})


def check_silence(script: Script) -> Iterator[Finding]:
    """Findings about loops."""
    for name in script.steps:
        if (loop := _silent_loop(script, name)) is not None:
            problem = told("a silent caller goes round for ever: {steps}", steps=" → ".join(loop))
            cure = told("Lead `timeout` (or `auto`) on to an ending")
            yield Finding("endless", name, problem, cure, channel="voice")
    for name in sorted(set(script.steps) - _finishing(script)):
        problem = told("no answer ever leads to an ending from here")
        yield Finding("endless", name, problem, told("Lead one of its keys to an ending"))


def _silent_loop(script: Script, start: str) -> list[str] | None:
    """The steps of a silent caller from `start` until the first comes again; None if the way ends."""
    walked: list[str] = []
    name: str | None = start
    while (step := script.steps.get(name or "")) is not None and step.kind not in _ENDS_BY_ITSELF:
        name = step.id
        if name in walked:
            return [*walked[walked.index(name) :], name] if walked[0] == name else None
        walked.append(name)
        routes = step.routes["voice" if "voice" in step.channels else "sms"]
        name = routes.get("auto" if step.kind == "statement" else "timeout")
    if name is None and walked:
        return [walked[-1], walked[-1]] if walked[0] == walked[-1] else None
    return None


def _finishing(script: Script) -> set[str]:
    """Steps from which some answer leads to an ending, sooner or later."""
    finishing = {name for name, step in script.steps.items() if step.kind in _ENDS_BY_ITSELF}
    while True:
        more = {
            name
            for name, step in script.steps.items()
            if name not in finishing and targets(step) & (finishing | script.endings)
        }
        if not more:
            return finishing
        finishing |= more
