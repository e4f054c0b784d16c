"""Reads TwiML as the carrier does: a malformed document is refused, offending parts are left out and told."""

import re
import xml.etree.ElementTree as Xml
from dataclasses import dataclass, field

from webhooks.simulator.grammar import GRAMMAR, Grammar

LIMIT = 64 * 1024
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class NotTwiml(ValueError):
    """The document cannot be run at all; `code` is the carrier's error."""

    def __init__(self, words: str, code: int = 12100) -> None:
        super().__init__(words)
        self.code = code


@dataclass(frozen=True)
class Verb:
    """One element that may be played."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    text: str = ""
    children: tuple["Verb", ...] = ()
    words: str = ""

    def get(self, name: str, otherwise: str = "") -> str:
        """An attribute, or what counts when it is absent."""
        return self.attributes.get(name, otherwise)

    def number(self, name: str, otherwise: float) -> float:
        """A numeric attribute."""
        value = self.attributes.get(name, "")
        return float(value) if value.isdigit() else otherwise

    def yes(self, name: str, otherwise: bool = False) -> bool:
        """A true-or-false attribute."""
        return self.attributes.get(name, str(otherwise).lower()) == "true"


@dataclass(frozen=True)
class Document:
    """What will be played, and what was wrong with the rest (12200)."""

    verbs: tuple[Verb, ...]
    warnings: tuple[str, ...] = ()


def parse(body: bytes, kind: str = "voice", context: str = "") -> Document:
    """Read a document of `kind` voice or messaging; `context` narrows the verbs (wait, whisper …)."""
    if len(body) > LIMIT:
        raise NotTwiml(f"{len(body)} bytes, more than 64 kB", 11750)
    if body.startswith(b"\xef\xbb\xbf"):
        raise NotTwiml("a byte order mark before the document")
    if b"<!DOCTYPE" in body[:2000]:
        raise NotTwiml("a document type is not allowed")
    try:
        root = Xml.fromstring(body)  # noqa: S314 - no document type, no entities: checked above
    except Xml.ParseError as error:
        raise NotTwiml(f"not well formed: {error}") from None
    if root.tag != "Response":
        raise NotTwiml(f"the root is {root.tag}, not Response")
    reader = Reader(GRAMMAR[kind], context)
    verbs = reader.children(root, "Response")
    return Document(verbs, tuple(reader.warnings))


class Reader:
    """One pass over one document."""

    def __init__(self, grammar: Grammar, context: str) -> None:
        self.grammar = grammar
        self.allowed = grammar.contexts.get(context)
        self.warnings: list[str] = []

    def children(self, element: Xml.Element, parent: str) -> tuple[Verb, ...]:
        """The legal children of an element, in order."""
        found = [self.verb(child, parent) for child in element if isinstance(child.tag, str)]
        return tuple(verb for verb in found if verb is not None)

    def verb(self, element: Xml.Element, parent: str) -> Verb | None:
        """The element as a verb, or None and a warning where it may not stand."""
        rule = self.grammar.elements.get(element.tag)
        if rule is None or parent not in rule.parents:
            self.warnings.append(f"<{element.tag}> may not stand in <{parent}>")
            return None
        if parent == "Response" and self.allowed is not None and element.tag not in self.allowed:
            self.warnings.append(f"<{element.tag}> may not be used in this document")
            return None
        if element.attrib and set(element.attrib) - set(rule.attributes) - {XML_LANG}:
            names = sorted(set(element.attrib) - set(rule.attributes))
            self.warnings.append(f"<{element.tag}> has no {', '.join(names)}")
        if not rule.text and (element.text or "").strip():
            self.warnings.append(f"<{element.tag}> has no text")
        return Verb(
            element.tag,
            self.attributes(element, rule.attributes),
            (element.text or "").strip() if rule.text else "",
            self.children(element, element.tag),
            " ".join("".join(element.itertext()).split()),
        )

    def attributes(self, element: Xml.Element, known: tuple[str, ...]) -> dict[str, str]:
        """The attributes that exist and whose values are legal; the others are warned about."""
        kept = {}
        for name, value in element.attrib.items():
            pattern = self.grammar.values.get(f"{element.tag}.{name}", self.grammar.values.get(name))
            if pattern and not re.fullmatch(pattern, value):
                self.warnings.append(f"<{element.tag} {name}> may not be {value!r}")
            elif name in known:
                kept[name] = value
                if f"{element.tag}.{name}" in self.grammar.unplayed:
                    self.warnings.append(f"<{element.tag} {name}> is TwiML, but this simulator does not play it")
        return kept
