"""Finds everything in a document that the carrier would warn of, ignore or refuse."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from xml.etree import ElementTree

from tests.carrier_kit import DATA

_LARGEST = 64 * 1024
_LONGEST_SAY = 4_096
_ADDRESSES = {"action", "url", "waitUrl", "statusCallback"}
_OURS = re.compile(r"https://help\.example\.org/webhooks/[a-z/]+(\?[a-z]=[a-z0-9_]+(&[a-z]=[a-z0-9_]+)*)?")


@cache
def _grammar() -> dict[str, dict[str, dict[str, list[str]]]]:
    grammar: dict[str, dict[str, dict[str, list[str]]]]
    grammar = json.loads((DATA / "twiml_grammar.json").read_text())
    return grammar


def faults(document: str, kind: str = "voice") -> list[str]:
    """What is wrong with a document; nothing for a good one."""
    if len(document.encode()) > _LARGEST:
        return ["too large"]
    root = ElementTree.fromstring(document.encode())
    if root.tag != "Response":
        return ["not a Response"]
    return [*_below(root, _grammar()[kind]), *_silences(root)]


def _below(parent: ElementTree.Element, grammar: dict[str, dict[str, list[str]]]) -> Iterator[str]:
    for child in parent:
        allowed = grammar.get(parent.tag, {}).get(child.tag)
        if allowed is None:
            yield f"{child.tag} may not be in {parent.tag}"
            continue
        yield from (f"{child.tag} has no {name}" for name in child.attrib if name not in allowed)
        yield from _links(child)
        if child.tag == "Say" and len("".join(child.itertext())) > _LONGEST_SAY:
            yield "Say is too long"
        yield from _below(child, grammar)


def _links(verb: ElementTree.Element) -> Iterator[str]:
    links = [value for name, value in verb.attrib.items() if name in _ADDRESSES]
    links += [verb.text or ""] if verb.tag == "Redirect" else []
    for link in links:
        query = link.partition("?")[2].split("&")
        if not _OURS.fullmatch(link) or query != sorted(query):
            yield f"{verb.tag} leads to an address that is not ours, sorted and plain"


def _silences(root: ElementTree.Element) -> Iterator[str]:
    """Ways in which a caller would fall into silence or loop."""
    children = list(root)
    for place, verb in enumerate(children):
        rest = [after.tag for after in children[place + 1 :]]
        if verb.tag in ("Gather", "Dial", "Enqueue") and not verb.get("action"):
            yield f"{verb.tag} has no action"
        if verb.tag == "Gather" and rest[:1] not in (["Redirect"], ["Hangup"]):
            yield "nothing follows a silent Gather"
        if verb.tag in ("Redirect", "Hangup", "Dial", "Enqueue", "Leave") and rest:
            yield f"unreachable after {verb.tag}"


def heard(document: str) -> str:
    """Every word that is spoken, in order, for a transcript."""
    root = ElementTree.fromstring(document.encode())
    return " ".join("".join(say.itertext()) for say in root.iter("Say"))
