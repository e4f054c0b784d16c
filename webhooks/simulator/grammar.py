"""The carrier's grammar as data: where an element may stand, its attributes and values, what is played."""

import json
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Rule:
    """What one element may be."""

    parents: frozenset[str]
    attributes: tuple[str, ...]
    text: bool


@dataclass(frozen=True)
class Grammar:
    """One kind of document: voice or messaging."""

    elements: dict[str, Rule]
    played: frozenset[str]
    values: dict[str, str]
    contexts: dict[str, frozenset[str]]
    unplayed: frozenset[str]


def _read() -> dict[str, Grammar]:
    data = json.loads(files("webhooks.simulator").joinpath("grammar.json").read_text("utf-8"))
    contexts = {name: frozenset(verbs) for name, verbs in data["contexts"].items()}
    return {
        kind: Grammar(
            elements={
                name: Rule(frozenset(each["in"]), tuple(each["attributes"]), each["text"])
                for name, each in data[kind]["elements"].items()
            },
            played=frozenset(data[kind]["played"]),
            values=data["values"],
            contexts=contexts,
            unplayed=frozenset(data["unplayed"]),
        )
        for kind in ("voice", "messaging")
    }


GRAMMAR = _read()
