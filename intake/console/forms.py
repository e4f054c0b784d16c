"""Small forms: fields as data, values and errors by field, so that an error stands beside its input."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict


@dataclass(frozen=True, slots=True)
class Field:
    """One input. `kind`: text, password, email, tel, date, time, datetime-local, number, textarea, select,
    radios, checkboxes, checkbox, hidden. `choices` are codes; `limit` the most characters that are taken."""

    name: str
    kind: str = "text"
    required: bool = True
    limit: int = 200
    choices: Sequence[tuple[str, str]] = ()
    autocomplete: str = "off"
    mode: str = ""

    @property
    def many(self) -> bool:
        """Whether it gives a list."""
        return self.kind == "checkboxes"


@dataclass(slots=True)
class Form:
    """Fields with what was typed. Labels are `<words>.<field>`, hints `<words>.<field>_hint` if there is one.

    `errors` holds catalogue keys by field name; the empty name is for the form as a whole.
    """

    words: str
    fields: Mapping[str, Field]
    values: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)

    @classmethod
    def blank(cls, words: str, fields: Sequence[Field], values: Mapping[str, object] | None = None) -> Form:
        """A form to be filled in, perhaps with what is known already."""
        form = cls(words, {each.name: each for each in fields})
        for name, value in (values or {}).items():
            if isinstance(value, list | tuple):
                form.lists[name] = [str(each) for each in value]
            else:
                form.values[name] = "" if value is None else str(value)
        return form

    @classmethod
    def read(cls, words: str, fields: Sequence[Field], source: MultiDict[str, str]) -> Form:
        """What was sent, checked for what is missing, too long or not among the choices."""
        form = cls(words, {each.name: each for each in fields})
        for each in fields:
            if each.many:
                form.lists[each.name] = source.getlist(each.name)
            else:
                raw = source.get(each.name, "")
                form.values[each.name] = raw if each.kind == "password" else raw.strip()
            form._check(each)
        return form

    def _check(self, each: Field) -> None:
        given = self.lists[each.name] if each.many else [v for v in (self.values[each.name],) if v]
        codes = {code for code, _ in each.choices}
        if not given and each.required:
            self.errors[each.name] = "shell.error_missing"
        elif any(len(value) > each.limit for value in given):
            self.errors[each.name] = "shell.error_long"
        elif codes and not codes.issuperset(given):
            self.errors[each.name] = "shell.error_choice"

    def fail(self, name: str, key: str) -> None:
        """Put an error beside a field, or on the whole form with an empty name."""
        self.errors.setdefault(name, key)

    def choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        """Give a field its choices, known only at run time."""
        self.fields = {**self.fields, name: replace(self.fields[name], choices=choices)}

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.errors

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")
