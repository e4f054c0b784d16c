"""The fields of a person of staff, and their telephone number checked before it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

from intake.console.formats import word
from intake.console.forms import Field, Form
from intake.console.viewer import house
from intake.numbers import PhoneNumber, parse_number, refusal
from intake.staff.access import Role

NEW = ("name", "email", "roles", "language", "languages", "phone", "timezone")

SPEECH = ("language", "languages", "timezone")


@cache
def _zones() -> list[tuple[str, str]]:
    """The zones of the United States, where our people are."""
    found = (z for z in available_timezones() if z.startswith("America/") or z in _ISLANDS)
    return [(zone, zone.replace("_", " ")) for zone in sorted(found)]


_ISLANDS = frozenset({"Pacific/Honolulu", "Pacific/Guam"})


def chosen(names: Sequence[str]) -> tuple[Field, ...]:
    """These fields, with their choices in the reader's language."""
    every = (
        Field("name", limit=80, autocomplete="off"),
        Field("email", "email", limit=254),
        Field("roles", "checkboxes", choices=[(role.value, word(role.value, "role")) for role in Role]),
        Field("language", "select", choices=_languages()),
        Field("languages", "checkboxes", required=False, choices=_languages()),
        Field("phone", "tel", required="email" not in names, limit=30, mode="tel"),
        Field("timezone", "select", choices=_zones()),
    )
    return tuple(field for field in every if field.name in names)


def _languages() -> list[tuple[str, str]]:
    return [(code, word(code, "language")) for code in ("en", "es")]


def spoken(form: Form) -> list[str]:
    """The languages somebody speaks, the one that their phone speaks first."""
    return list(dict.fromkeys([form["language"], *form.lists["languages"]]))


def given_number(form: Form) -> PhoneNumber | None:
    """The number that was typed, if any; what is wrong with it goes onto the form."""
    if not form["phone"] or "phone" in form.errors:
        return None
    number = parse_number(form["phone"])
    settings = house().settings
    if number is None:
        form.fail("phone", "people.error_number")
        return None
    if refusal(number, {PhoneNumber(own) for own in settings.own_numbers}, settings.allow_fictional_numbers):
        form.fail("phone", "people.error_number_refused")
        return None
    return number


def changed_number(form: Form) -> PhoneNumber | None:
    """The same for a form that must have one."""
    number = given_number(form)
    if number is None:
        form.fail("phone", "shell.error_missing")
    return number
