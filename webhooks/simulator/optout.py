"""STOP, START and HELP as the carrier deals with them, by kind of line; blocks are by pair of numbers."""

from dataclasses import dataclass

from webhooks.simulator.config import Line

STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
START = frozenset({"START", "UNSTOP", "YES"})
HELP = frozenset({"HELP", "INFO"})
REPLIES = {
    "STOP": "You have successfully been unsubscribed. You will not receive any more messages from "
    "this number. Reply START to resubscribe.",
    "START": "You have successfully been re-subscribed to messages from this number. Reply HELP for help. "
    "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
    "HELP": "Reply STOP to unsubscribe. Msg&Data Rates May Apply.",
}
NETWORK = {
    "STOP": 'NETWORK MSG: You replied with the word "stop" which blocks all texts sent from this number. '
    'Text back "unstop" to receive messages again.',
    "START": 'NETWORK MSG: You have replied "unstop" and will begin receiving messages again from this number.',
}


def keyword(body: str) -> str:
    """STOP, START or HELP if the whole message is such a word, else nothing."""
    word = body.strip().upper()
    for name, words in (("STOP", STOP), ("START", START), ("HELP", HELP)):
        if word in words:
            return name
    return ""


@dataclass(frozen=True)
class Handled:
    """What the carrier does with a message: block or not, a reply of its own, what the webhook is told."""

    block: bool | None = None
    reply: str = ""
    opt_out_type: str = ""


def handle(line: Line, body: str) -> Handled:
    """The carrier's part in a message to this line."""
    word, mode = keyword(body), line.handling
    if not word or mode == "off":
        return Handled()
    if mode == "toll_free":
        exact = body.strip().upper()
        if exact == "STOP":
            return Handled(True, NETWORK["STOP"])
        return Handled(False, NETWORK["START"]) if exact in ("START", "UNSTOP") else Handled()
    block = {"STOP": True, "START": False}.get(word)
    return Handled(block, REPLIES[word], word if mode == "advanced" else "")
