"""How long words take when they are spoken, and how to find a phrase in them."""

import re

WORDS_A_MINUTE = 165


def seconds(text: str) -> float:
    """Seconds to speak a text at 165 words a minute; digits and single letters count as words."""
    words = re.findall(r"\d|[^\W\d_]+(?:['’][^\W\d_]+)*", text)
    return len(words) * 60 / WORDS_A_MINUTE


def plain(text: str) -> str:
    """Lower case, one space between words: what a phrase is looked for in."""
    return " ".join(text.lower().replace("’", "'").split())


def moment_of(phrase: str, text: str) -> float | None:
    """How far into the text, 0 to 1, the phrase has been said in full; None if it is not there."""
    words, wanted = plain(text), plain(phrase)
    start = words.find(wanted)
    return None if start < 0 else (start + len(wanted)) / max(1, len(words))


def heard_until(text: str, share: float) -> str:
    """The whole words that were out when the voice was cut off after this share of its time."""
    reach = len(" ".join(text.split())) * max(0.0, min(1.0, share)) + 0.5
    kept: list[str] = []
    for word in text.split():
        reach -= len(word) + (1 if kept else 0)
        if reach < 0:
            break
        kept.append(word)
    return " ".join(kept)


def left_after(text: str, share: float) -> str:
    """The words that are still to come after this share of the time."""
    words = text.split()
    return " ".join(words[len(heard_until(text, share).split()) :])


def masked(text: str) -> str:
    """Swear words as the recogniser writes them where it is not told to leave them: the first letter and stars."""
    return _SWEARING.sub(lambda found: found[0][0] + "*" * (len(found[0]) - 1), text)


_SWEARING = re.compile(r"\b(?:fuck|shit|bitch|asshole|puta|mierda|carajo)\w*", re.IGNORECASE)
