"""Faults of the graph: targets that do not exist, steps nobody reaches, 0 or 9 missing, values nobody knows."""

from __future__ import annotations

from collections.abc import Iterator

from intake.conversation.findings import Finding
from intake.conversation.instructions import Channel
from intake.conversation.script import CHANNELS, Script, Step
from intake.told import Told, told

# Steps that the engine enters by itself, and those that it knows by name.
ENTRANCES = ("NEUTRAL", "R10_REPEAT", "HUMAN", "T10_TALKNOW")
_KNOWN_BY_NAME = (
    "N10_LANG", "N20_NOTICE", "N50_MODE", "N60_NUMBER", "N61_ENTRY", "N62_CONFIRM", "N80_TIME", "N85_ZIP", "N90_MORE",
    "N98_CANCEL", "N99_DONE", "C10_CRISIS", "C20_OD", "C30_SUI", "C40_DV", "T20_988", *ENTRANCES,
)  # fmt: skip
_COMMANDS = frozenset({"repeat", "skip"})
_ALLOWED: dict[str, frozenset[str | bool]] = {
    "for_whom": frozenset({"self", "loved_one", "professional"}),
    "message": frozenset({"none", "voicemail", "text", "either"}),
    "when": frozenset({"asap", "morning", "afternoon", "evening"}),
    "identify_as": frozenset({"first_name_only", "brand_ok"}),
    "age_band": frozenset({"adult", "minor"}),
    "care_stage": frozenset({"php_step_down", "residential", "detox", "counseling", "still_using", "unsure"}),
    "living": frozenset({"home_or_family", "sober_home", "no_steady_place"}),
    "priority_group": frozenset({True, False}),
    "pay": frozenset({"medicaid", "private", "medicare_or_military", "none", "unsure"}),
    "schedule": frozenset({"day", "evening", "either"}),
    "format": frozenset({"in_person", "online", "either"}),
}


def check_routes(script: Script) -> Iterator[Finding]:
    """Findings about where steps lead and what they record."""
    for name in _KNOWN_BY_NAME:
        if name not in script.steps:
            yield Finding("missing_step", name, told("the engine needs this step"), told("Put it back"))
    yield from _unreached(script)
    for step in script.steps.values():
        yield from _targets(script, step)
        yield from _values(step)
        for channel in step.channels:
            yield from _exits(script, step, channel)


def _targets(script: Script, step: Step) -> Iterator[Finding]:
    for channel in step.channels:
        for key, target in step.routes[channel].items():
            if target not in script.steps and target not in script.endings:
                problem = told("{key} leads to {target}, which does not exist", key=key, target=target)
                cure = told("Name a step or an ending")
                yield Finding("unknown_target", step.id, problem, cure, channel=channel)
    if step.once is not None and step.once not in script.steps:
        problem = told("{key} leads to {target}, which does not exist", key="once", target=step.once)
        yield Finding("unknown_target", step.id, problem, told("Name a step"))
    for channel in step.channels:
        if step.kind == "statement" and "auto" not in step.routes[channel]:
            problem = told("a statement leads nowhere")
            yield Finding("unknown_target", step.id, problem, told("Give it `auto`"), channel=channel)


def _values(step: Step) -> Iterator[Finding]:
    allowed = _ALLOWED.get(step.sets or "")
    if step.sets is not None and allowed is None:
        problem = told("sets {field}, which no record has", field=step.sets)
        yield Finding("unknown_field", step.id, problem, told("Name a field of the record"))
    for key, value in step.values.items():
        if allowed is not None and value not in allowed:
            problem = told("{key} sets {field} to {value}", key=key, field=step.sets, value=value)
            yield Finding("unknown_value", step.id, problem, told("Use a value of the contract"))


def _exits(script: Script, step: Step, channel: Channel) -> Iterator[Finding]:
    if not step.asks:
        return
    person = script.steps.get(script.route(step.id, channel, "0") or "")
    if person is None or person.kind not in ("room", "person"):
        yield _no_exit(step, channel, "0", told("0 does not lead to a person"))
    if script.route(step.id, channel, "9") != "C10_CRISIS":
        yield _no_exit(step, channel, "9", told("9 does not lead to the crisis menu"))
    if channel == "voice" and script.route(step.id, channel, "*") != "repeat":
        yield _no_exit(step, channel, "*", told("* does not repeat"))


def _no_exit(step: Step, channel: Channel, key: str, problem: Told) -> Finding:
    cure = told("Do not give {key} another use", key=key)
    return Finding("no_exit", step.id, problem, cure, channel=channel)


def _unreached(script: Script) -> Iterator[Finding]:
    seen = reached(script)
    for name in script.steps:
        if name not in seen:
            yield Finding("unreachable", name, told("no answer leads here"), told("Lead to it, or take it out"))


def reached(script: Script) -> set[str]:
    """Every step that some caller can come to."""
    entrances = [script.first, *ENTRANCES]
    entrances += [target for keys in script.globals.values() for target in keys.values() if target not in _COMMANDS]
    seen: set[str] = set()
    ahead = [name for name in entrances if name in script.steps]
    while ahead:
        name = ahead.pop()
        if name not in seen:
            seen.add(name)
            ahead += [target for target in targets(script.steps[name]) if target in script.steps]
    return seen


def targets(step: Step) -> set[str]:
    """Where a step can lead, by any key on any of its channels."""
    found = {target for channel in CHANNELS if channel in step.channels for target in step.routes[channel].values()}
    return found | ({step.once} if step.once else set())
