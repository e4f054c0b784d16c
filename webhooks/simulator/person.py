"""What a person does on a call without being told each time: a script of moves, or being a voicemail."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from webhooks.simulator.captions import Caption

if TYPE_CHECKING:
    from webhooks.simulator.leg import Leg

PRESS_GAP = 0.15
ACTIONS = ("presses", "says", "silent", "hangs_up", "nothing")


def accompany(leg: "Leg", script: list[dict[str, Any]] | None = None) -> None:
    """Let the person at this handset go through the call by mood and script."""
    habits = leg.phone.habits
    moves = habits.script if script is None else script
    if habits.mood == "voicemail" and leg.ends.direction != "inbound":
        leg.world.background(_voicemail(leg))
    elif moves:
        leg.world.background(_follow(leg, moves))


async def _voicemail(leg: "Leg") -> None:
    """Greeting, beep, half a minute of patience, and away."""
    await leg.linger(0.5)
    await leg.speak(leg.phone.habits.greeting)
    if leg.party:
        for other in leg.party.others(leg):
            other.captions.add(Caption("other", "tone", "beep", 0.5, leg.phone.number))
    await leg.linger(30)
    leg.finish("completed", "phone")


async def _follow(leg: "Leg", moves: list[dict[str, Any]]) -> None:
    """Move after move, each when its condition holds; the call's end ends it."""
    position = 0
    while position < len(moves) and not leg.over:
        position = await _next_heard(leg, moves, position)
        if leg.over:
            return
        move = moves[position]
        if "after" in move:
            await leg.linger(float(move["after"]))
        await act(leg, move)
        position += 1


async def _next_heard(leg: "Leg", moves: list[dict[str, Any]], position: int) -> int:
    """Wait until this move's condition holds, or a later one's if those before it are optional."""
    while not leg.over:
        for candidate in range(position, len(moves)):
            ready = await _ready(leg, moves[candidate])
            if ready:
                return candidate
            if not moves[candidate].get("optional"):
                break
        await leg.phone.pulse.next()
    return position


async def _ready(leg: "Leg", move: dict[str, Any]) -> bool:
    if move.get("joined"):
        return leg.party is not None and bool(leg.party.others(leg))
    if "hears" not in move:
        return True
    moment = leg.captions.find(str(move["hears"]))
    if moment is None:
        return False
    await leg.linger(moment - leg.world.clock.now())
    return leg.captions.find(str(move["hears"])) is not None


async def act(leg: "Leg", move: dict[str, Any]) -> None:
    """Carry one move out on a live leg."""
    if "presses" in move:
        await press(leg, str(move["presses"]))
    elif "says" in move:
        await say(leg, Speech(str(move["says"])))
    elif "silent" in move:
        await leg.linger(float(move["silent"]))
    elif move.get("hangs_up"):
        leg.finish("completed" if leg.times.answered_at is not None else "no-answer", "phone")


def is_open(leg: "Leg", kind: str) -> bool | None:
    """Whether input of a kind would be taken now; True also once the leg is over, to end a wait."""
    if leg.over or (leg.listener is not None and kind in leg.listener.accepts):
        return True
    return True if leg.party and leg.party.others(leg) else None


async def press(leg: "Leg", keys: str, when: str = "listening", deadline: float = 600.0) -> bool:
    """Press keys one after the other; with `listening` the first one waits until it can be taken."""
    if when == "listening" and not await leg.phone.pulse.until(lambda: is_open(leg, "dtmf"), deadline):
        return False
    listener = leg.listener
    leg.attended_until = 0.0
    for i, key in enumerate(keys):
        if i and leg.listener is listener:
            await leg.world.clock.sleep(0.5 if key == "w" else PRESS_GAP)
        if leg.over:
            return i > 0
        if i == 0:
            leg.captions.acted()
        if key != "w":
            leg.press(key)
    return True


@dataclass(frozen=True)
class Speech:
    """Words, and how sure a recogniser is of them, 0 to 1."""

    text: str
    confidence: float = 0.9


async def say(leg: "Leg", words: Speech, when: str = "listening", deadline: float = 600.0) -> bool:
    """Say something; with `listening` it waits until a gather or a person listens."""
    if when == "listening" and not await leg.phone.pulse.until(lambda: _attentive(leg), deadline):
        return False
    if leg.over:
        return False
    leg.attended_until = 0.0
    leg.captions.acted()
    await leg.speak(words.text, words.confidence)
    return True


def _attentive(leg: "Leg") -> bool | None:
    return is_open(leg, "speech") or is_open(leg, "dtmf")
