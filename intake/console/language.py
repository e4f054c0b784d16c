"""The console's own words, in English and Spanish, by key; a key that is missing is a bug, not a blank."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import cast

from flask import g, has_request_context, request

from intake.told import Codes, Told, filled

LANGUAGES = ("en", "es")
COOKIE = "language"


def _flat(prefix: str, tree: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _flat(key, value)
        else:
            yield key, str(value)


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every text of a language; the key begins with the name of the file that holds it."""
    folder = files("intake.console") / "words" / language
    found: dict[str, str] = {}
    for file in folder.iterdir():
        if file.name.endswith(".toml"):
            found.update(_flat(file.name.removesuffix(".toml"), tomllib.loads(file.read_text("utf-8"))))
    return found


def chosen() -> str:
    """The language of this request: what was picked, else the browser's first that we have."""
    # Asked for some hundred times a page: one look where it is known already.
    try:
        return cast(str, g.language)
    except (AttributeError, RuntimeError):
        pass
    if not has_request_context():
        return LANGUAGES[0]
    g.language = found = _picked()
    return found


def _picked() -> str:
    picked = request.cookies.get(COOKIE)
    if picked in LANGUAGES:
        return picked
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def t(key: str, /, **fills: object) -> str:
    """The reader's text of a key with `{name}` filled in. Raises `KeyError` for a key that is nowhere."""
    return text(key, chosen(), **fills)


def text(key: str, language: str, /, **fills: object) -> str:
    """The same in a given language: for words that are said to a caller. English where we have no other."""
    found = catalogue(language if language in LANGUAGES else LANGUAGES[0])[key]
    for name, value in fills.items():
        found = found.replace("{" + name + "}", str(value))
    return found


@cache
def sentences(language: str, kind: str = "told") -> Mapping[str, str]:
    """What others say in English, in another language, by the English: the rules' own sentences (`told`), and
    what settings do (`purposes`), and what steps of the script and its saved conversations are called (`titles`)."""
    if language == LANGUAGES[0]:
        return {}
    file = files("intake.console") / "words" / f"{kind}_{language}.toml"
    return {name: str(value) for name, value in tomllib.loads(file.read_text("utf-8")).items()}


def purpose(said: str) -> str:
    """What a setting does."""
    return sentences(chosen(), "purposes").get(said, said)


def titled(said: str) -> str:
    """What a step of the script or a saved conversation is called; one of a house's own stays as it is."""
    return sentences(chosen(), "titles").get(said, said)


def sentence(said: object) -> str:
    """A rule's own sentence in the reader's language; whatever is no such sentence stays as it is."""
    if isinstance(said, Codes):
        return ", ".join(t(key) if has(key := f"codes.{said.group}.{code}") else code for code in said)
    if not isinstance(said, Told):
        return str(said)
    template = sentences(chosen()).get(said.template, said.template)
    return filled(template, {name: sentence(value) for name, value in said.values.items()})


def has(key: str) -> bool:
    """Whether there is a text of this key."""
    return key in catalogue(LANGUAGES[0])


def one_or_many(key: str, count: int, **fills: object) -> str:
    """The text `<key>_one` or `<key>_many`, as the count asks; `{count}` is filled in."""
    return t(f"{key}_one" if count == 1 else f"{key}_many", count=count, **fills)
