"""A guess at the language of a free text, or None when it is not clear."""

from __future__ import annotations

import re

from intake.conversation.instructions import Language
from intake.conversation.plain import plain

_EN_WORDS = """the a an i im ive my me you your we he she his her him they is are was am be
been have has do does did dont cant what how who when where why this that it its not and or but for
with from of in on at need want help please call text talk someone about know think just can could
would should get use using been really not anymore there"""
_EN = frozenset(_EN_WORDS.split())
_ES_WORDS = """el la los las un una yo mi mis me tu su sus usted nosotros ella ellos es son
esta estoy estan soy era he ha hay que como quien cuando donde porque este esto eso no y o pero para
con de del en al por necesito quiero ayuda favor llamar llamen hablar alguien sobre se si muy ya
hola tengo tiene puedo puede hijo hija esposo esposa"""
_ES = frozenset(_ES_WORDS.split())
_MARKS = re.compile(r"[ñ¿¡áíóú]", re.IGNORECASE)


def guess(text: str) -> Language | None:
    """The language of a text of two words or more; None when both or neither fit."""
    words = plain(text).split()
    english = sum(word in _EN for word in words)
    spanish = sum(word in _ES for word in words) + (2 if _MARKS.search(text) else 0)
    if len(words) < 2 or english == spanish:
        return None
    best, rest = max(english, spanish), min(english, spanish)
    if best < 2 or rest * 2 > best:
        return None
    return "en" if english > spanish else "es"
