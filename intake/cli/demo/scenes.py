"""What the simulated people do: four scenes, each one person's way through the helpline."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from intake.cli.demo.phones import Network, Phone, Unexpected
from intake.cli.service.plan import PUBLIC_LINE
from intake.cli.service.roster import PLAYERS

CRISIS_LINE = "+18002738255"
_STAFF = frozenset(player.phone for player in PLAYERS if player.phone)


@dataclass(frozen=True, slots=True)
class Scene:
    """One person's story.

    `play` gives the telephones of whoever helped; it raises `Unexpected` where the service did not do its part.
    """

    name: str
    title: str
    caller: str
    # Simulated seconds in a real one: slower where somebody must not be kept waiting.
    speed: float
    play: Callable[[Network, Phone], list[Phone]]


def _walk(caller: Phone, way: tuple[tuple[str, str], ...]) -> None:
    for phrase, keys in way:
        caller.hears(phrase)
        caller.presses(keys)


def _whoever_rings(network: Network, but: Collection[str] = ()) -> Phone:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for number in network.ringing(_STAFF - set(but)):
            phone = network.phone(number)
            phone.answers()
            return phone
        time.sleep(0.02)
    raise Unexpected("no professional's telephone rang")


_ENGLISH = (
    ("for English, press 1", "1"),
    ("thoughts of suicide", "2"),
    ("is this for you", "1"),
    ("for a call back, press 2", "2"),
    ("is it safe to call this number", "1"),
    ("may we leave a message", "1"),
    ("when should we call", "1"),
    ("zip code", "94110"),
)
_SPANISH = (
    ("oprima 2", "2"),
    ("ideas de suicidio", "2"),
    ("es para usted", "2"),
    ("para hablar ahora", "1"),
)
_CRISIS = (
    ("press 1", "9"),
    ("thoughts of suicide, press 2", "2"),
    ("988 crisis line right now, press 1", "1"),
)
_TEXTS = (
    ("hi", "english: reply 1"),
    ("1", "in danger"),
    ("2", "who is this for"),
    ("1", "how can we help"),
    ("2", "safe to call you"),
    ("1", "leave a short message"),
    ("4", "when should we call"),
    ("4", "zip code"),
    ("skip", "only give a first name"),
    ("2", "should we ask for"),
    ("skip", "private questions"),
    ("2", "1 save"),
    ("1", "all set"),
)


def english(network: Network, caller: Phone) -> list[Phone]:
    """A call back is asked for; whoever is on duty takes it by pressing 1 and is joined to the caller."""
    caller.dials(PUBLIC_LINE)
    _walk(caller, _ENGLISH)
    caller.hears("you're set")
    caller.hangs_up()
    professional = _whoever_rings(network)
    professional.hears("to take it, press 1")
    professional.presses("1")
    professional.hears("when you are ready, press 1")
    professional.presses("1")
    caller.answers()
    caller.joined_with(professional)
    professional.says("Hi, this is Ana, returning a call. Is now a safe time to talk?")
    caller.hears("safe time to talk")
    caller.says("Yes. I am glad that you called.")
    professional.hears("glad that you called")
    caller.hangs_up()
    professional.hears("how did it go")
    professional.presses("1")
    professional.hears("it is noted")
    return [professional]


def spanish(network: Network, caller: Phone) -> list[Phone]:
    """Somebody who loves a person wants to talk now, in Spanish, and is joined to a professional."""
    caller.dials(PUBLIC_LINE)
    _walk(caller, _SPANISH)
    caller.hears("persona de guardia")
    professional = _whoever_rings(network)
    professional.hears("press 1")
    professional.presses("1")
    caller.joined_with(professional)
    professional.says("Buenas noches. Estoy aquí para ayudarle.")
    caller.hears("estoy aquí para ayudarle")
    caller.hangs_up()
    professional.hangs_up()
    return [professional]


def crisis(network: Network, caller: Phone) -> list[Phone]:
    """Thoughts of suicide: 9 at once, then the 988 line, while people on duty are paged."""
    network.phone(CRISIS_LINE, label="988", mood="answers")
    caller.dials(PUBLIC_LINE)
    _walk(caller, _CRISIS[:1])
    professional = _whoever_rings(network)
    _walk(caller, _CRISIS[1:])
    professional.hears("needs a person right now")
    counselor = network.phone(CRISIS_LINE)
    caller.joined_with(counselor)
    counselor.says("988. Thank you for calling. I am here with you.")
    caller.hears("here with you")
    professional.hangs_up()
    counselor.hangs_up()
    return [professional]


def text(network: Network, caller: Phone) -> list[Phone]:
    """A thread of texts that ends in a call back in the evening."""
    for body, answer in _TEXTS:
        caller.texts(PUBLIC_LINE, body)
        caller.reads(answer)
    return []


SCENES = (
    Scene("english", "A call in English: a call back, taken by pressing 1", "+12025550147", 10, english),
    Scene("spanish", "Una llamada en español: to talk now, for a loved one", "+12025550148", 6, spanish),
    Scene("crisis", "A crisis: 988 at once, and people are paged", "+12025550149", 4, crisis),
    Scene("text", "A thread of texts", "+12025550150", 10, text),
)
