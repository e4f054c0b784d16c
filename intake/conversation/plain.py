"""Text made plain for comparing: lower case, no accents, no apostrophes, single spaces."""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = re.compile(r"['`´‘’ʼ]")
_OTHER = re.compile(r"[^a-z0-9@]+")


def plain(text: str) -> str:
    """Letters and digits only, words parted by one space. "No me PEGA, ¿sí?" gives "no me pega si"."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    return _OTHER.sub(" ", _APOSTROPHES.sub("", bare)).strip()


def holds(text: str, phrase: str) -> bool:
    """Whether a plain phrase stands in a plain text as whole words."""
    return f" {phrase} " in f" {text} "
