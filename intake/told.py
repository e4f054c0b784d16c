"""A rule's own sentence for staff: English as it stands, and what another language needs to say it too."""

from __future__ import annotations

from collections.abc import Iterable


class Codes(tuple[str, ...]):
    """Codes inside a sentence; `group` is the list in which their words stand."""

    group: str

    def __str__(self) -> str:
        return ", ".join(self).replace("_", " ")


def codes(group: str, found: Iterable[str]) -> Codes:
    """These codes of a group."""
    made = Codes(found)
    made.group = group
    return made


class Told(str):
    """The English sentence. `template` is what a translation is found by, `values` fill its `{blanks}`."""

    template: str
    values: dict[str, object]


def told(template: str, /, **values: object) -> Told:
    """The sentence of a template; a value may be a sentence or `Codes` itself."""
    made = Told(filled(template, values))
    made.template, made.values = template, values
    return made


def filled(template: str, values: dict[str, object]) -> str:
    """A template with its blanks filled; nothing else in it means anything."""
    for name, value in values.items():
        template = template.replace("{" + name + "}", str(value))
    return template
