"""What a professional's phone says, by key and language, from data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from intake.conversation.instructions import Language, Say


@cache
def _words() -> dict[str, dict[str, str]]:
    return tomllib.loads((files("intake.callbacks") / "words.toml").read_text("utf-8"))


def say(key: str, language: str, **fills: str) -> Say:
    """One thing to say to a professional; a language that we do not have is English."""
    chosen: Language = "es" if language == "es" else "en"
    text = _words()[chosen][key]
    for name, value in fills.items():
        text = text.replace("{" + name + "}", value)
    return Say(f"leg.{key}", text, chosen)


def language_name(spoken: str, language: str) -> str:
    """The caller's language, named in the professional's."""
    return say(f"language_{spoken if spoken in {'en', 'es'} else 'en'}", language).text
