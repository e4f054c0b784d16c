"""Whether a text says stop, in any wording (47 CFR 64.1200(a)(10)), or that the number is wrong."""

from __future__ import annotations

import re
from typing import Literal

from intake.conversation.plain import plain

# Whole messages. The first eight are the carrier's own list; CANCEL and QUIT are never offered as answers.
_KEYWORD_PHRASES = """stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, optout, opt out
stop please, please stop, stop it, stop now, stopp, remove, remove me, no more, no mas, alto, parar
pare, paren, para ya, basta, baja, cancelar, detener, detenganse, stop texts
stop messages, stop stop, salir, terminar, arret"""
_KEYWORDS = frozenset(phrase.strip() for phrase in _KEYWORD_PHRASES.replace("\n", ",").split(","))
_SENDING = r"(?:text\w*|messag\w*|contact\w*|call\w*|writ\w*|send\w*|bother\w*|spam\w*)"
_WORDINGS = re.compile(
    "|".join(
        (
            rf"\bstop (?:\w+ ){{0,2}}{_SENDING} (?:\w+ )?(?:me|us|this|my phone|my number|here|texts?|messages?)\b",
            r"^(?:please |pls |just )?stop (?:texting|messaging|contacting|calling|writing|sending)"
            r"(?: please| now)?$",
            r"\b(?:dont|do not|never|quit|no longer) (?:\w+ ){0,2}"
            r"(?:text|texting|message|messaging|contact|contacting|write|writing|bother|send|sending|spam)"
            r"(?: \w+)? (?:me|us|this number|my phone|again|anymore)\b",
            r"\b(?:dont|do not) (?:text|message|contact) me\b",
            r"\b(?:dont|do not) (?:\w+ ){0,2}(?:want|wanna|wish) (?:\w+ ){0,4}(?:texts?|messages?)\b",
            r"\bno more (?:texts?|messages?|contact)\b",
            r"\bleave me alone\b|\blose (?:my|this) number\b",
            r"\b(?:take|remove|get) (?:me|my number|this number) (?:off|from|out)\b",
            r"\b(?:remove|delete) my number\b",
            r"\b(?:unsubscribe|unsuscribe|opt(?:ing)? (?:me )?out|revoke (?:my )?consent)\b",
            r"\bno (?:me |nos )?(?:escrib[ae]\w*|mande\w*|envie\w*|contacte\w*|moleste\w*|texte\w*)\b",
            r"\bno (?:quiero|deseo) (?:\w+ ){0,3}(?:mensajes?|textos?)\b",
            r"\b(?:dej\w+|pare\w*|ya no) (?:de )?(?:me )?(?:escrib|mand|envi|molest|texte)\w+\b",
            r"\bno mas (?:mensajes?|textos?)\b|\bbasta (?:ya|de)\b|\bborr\w+ mi numero\b",
            r"\bdej(?:e|a|en)me en paz\b",
        )
    )
)
_WRONG = re.compile(
    r"\b(?:wrong (?:number|person|phone)|you have the wrong|not the right number|isnt my number"
    r"|numero (?:equivocado|incorrecto|errado)|se equivoco de|esta equivocado|persona equivocada"
    r"|equivocado de numero)\b"
)

Stop = Literal["keyword", "wording", "wrong_number"]


def stop(text: str) -> Stop | None:
    """How this text opts out, or None. "Quit drinking" and "I can't stop" do not."""
    said = plain(text)
    if said in _KEYWORDS:
        return "keyword"
    if _WRONG.search(said):
        return "wrong_number"
    return "wording" if _WORDINGS.search(said) else None
