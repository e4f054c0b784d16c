"""The words that work at every step of a text thread, whole message only, in both languages."""

from __future__ import annotations

from typing import Literal

from intake.conversation.plain import plain

Keyword = Literal["HELP", "START", "SKIP", "PRIVACY", "CHANGE", "NOCALL", "ENGLISH", "SPANISH"]

_WORDS: dict[str, Keyword] = {
    "help": "HELP", "info": "HELP", "ayuda": "HELP",
    "start": "START", "unstop": "START",
    "skip": "SKIP", "saltar": "SKIP",
    "privacy": "PRIVACY", "privacidad": "PRIVACY",
    "change": "CHANGE", "cambiar": "CHANGE",
    "nocall": "NOCALL", "nollamar": "NOCALL", "no call": "NOCALL", "no llamar": "NOCALL",
    "english": "ENGLISH", "ingles": "ENGLISH",
    "espanol": "SPANISH", "spanish": "SPANISH",
}  # fmt: skip
_GREETING_PHRASES = """hi, hello, hey, hola, hi there, hello there, hey there, good morning
good afternoon, good evening, good night, buenas, buenos dias, buenas tardes, buenas noches
hola buenas, help me, i need help, need help, can you help, can you help me, please help
please help me, anyone there, is anyone there, hay alguien, necesito ayuda, ayudame, ayudeme, yo
sup, test, hi i need help, hello i need help, hola necesito ayuda, are you there
is this the helpline"""
_GREETINGS = frozenset(_GREETING_PHRASES.replace("\n", ", ").split(", "))
_LANGUAGE_OF: dict[str, Literal["en", "es"]] = {
    "ayuda": "es", "saltar": "es", "privacidad": "es", "cambiar": "es", "nollamar": "es", "no llamar": "es",
    "help": "en", "info": "en", "skip": "en", "privacy": "en", "change": "en", "nocall": "en",
    "no call": "en",
    "alto": "es", "parar": "es", "pare": "es", "paren": "es", "para ya": "es", "basta": "es", "baja": "es",
    "cancelar": "es", "detener": "es", "detenganse": "es", "salir": "es", "terminar": "es", "no mas": "es",
}  # fmt: skip


def keyword(text: str) -> Keyword | None:
    """The command that a whole message is, or None."""
    return _WORDS.get(plain(text))


def greeting(text: str) -> bool:
    """Whether a message only says hello, or asks for help without saying more."""
    said = plain(text)
    return said in _GREETINGS or not said


def keyword_language(text: str) -> Literal["en", "es"] | None:
    """The language that a command is written in, where that can be told."""
    return _LANGUAGE_OF.get(plain(text))
