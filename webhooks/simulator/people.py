"""People with phones, as readable scripts: `network.phone("+1…").dials(line).hears("press 1").presses("1")`.

Every step waits for its condition, at most `network.deadline` real seconds, and raises `Unexpected` (an
AssertionError) with what was heard instead. Nothing here sleeps, and nothing here knows the product.
"""

from dataclasses import dataclass
from typing import Any, Self

from webhooks.simulator.people_wire import Json, Unexpected, Wire, phone_path

__all__ = ["Call", "Network", "Phone", "Unexpected"]


@dataclass(frozen=True)
class Call:
    """What became of a phone's last call; seconds are simulated, `seconds` since it was answered."""

    sid: str
    status: str
    seconds: float
    transcript: str
    captions: list[Json]
    record: Json

    @property
    def said(self) -> str:
        """All that the line said, in order, as far as it was heard."""
        return " ".join(each["heard"] for each in self.captions if each["kind"] == "say")


@dataclass(frozen=True)
class Act:
    """Something to be done together with others, see Network.together."""

    body: Json


class Phone:
    """One person's phone. It rings until told what to do, unless given a mood."""

    def __init__(self, network: "Network", number: str) -> None:
        self.network, self.number = network, number
        self._wire = network.wire
        self.last_text: Json = {}

    def dials(self, line: str, **how: Any) -> Self:  # noqa: ANN401 - JSON of the control API
        """Call a line; `caller_id`, `stir`, `forwarded_from`, `caller_name`, `script`, `patience` if wished."""
        return self._do("dial", {"to": line, **how})

    def hears(self, *phrases: str, within: float | None = None) -> Self:
        """Wait until each phrase has been said since the last thing that this person did."""
        for phrase in phrases:
            self._wait({"hears": phrase}, within)
        return self

    def hears_one_of(self, *phrases: str, within: float | None = None) -> str:
        """Wait until one of the phrases has been said since this person last did something; which one it was."""
        return str(self._ask({"hears_one_of": list(phrases)}, within)["phrase"])

    def presses(self, keys: str, at_once: bool = False) -> Self:
        """Press keys as soon as something listens for them, or blindly with `at_once`."""
        return self._do("press", {"keys": keys, "when": "now" if at_once else "listening"})

    def says(self, text: str, confidence: float = 0.9, at_once: bool = False) -> Self:
        """Speak, as soon as somebody or something listens."""
        when = "now" if at_once else "listening"
        return self._do("say", {"text": text, "confidence": confidence, "when": when})

    def is_silent(self, seconds: float = 0.0) -> Self:
        """Do nothing, so that the present question times out."""
        return self._do("silence", {"seconds": seconds})

    def hangs_up(self) -> Self:
        """Put the phone down."""
        return self._do("hang_up", {})

    def is_cut_off(self) -> Self:
        """The network drops the call in the middle."""
        self._wire.post(f"/calls/{self.call.sid}/drop")
        return self

    def answers(self, within: float | None = None) -> Self:
        """Answer the phone, which rings or will ring."""
        return self._do("answer", {"wait": self._deadline(within)})

    def declines(self, within: float | None = None) -> Self:
        """Refuse the call that rings or will ring."""
        return self._do("decline", {"wait": self._deadline(within)})

    def rings(self, within: float | None = None) -> Self:
        """Wait for it to ring, and let it ring."""
        return self._wait({"rings": True}, within)

    def joined_with(self, other: "Phone", within: float | None = None) -> Self:
        """Wait until the two hear each other."""
        return self._wait({"joined_with": other.number}, within)

    def is_alone(self, within: float | None = None) -> Self:
        """Wait until nobody else is on the call."""
        return self._wait({"alone": True}, within)

    def waits_in_queue(self, within: float | None = None) -> Self:
        """Wait until the call is in a queue."""
        return self._wait({"queued": True}, within)

    def is_hung_up(self, within: float | None = None) -> Self:
        """Wait until the call is over."""
        return self._wait({"ended": True}, within)

    def texts(self, line: str, body: str, media: list[Json] | None = None) -> Self:
        """Text a line; `media` is a list of {url, type}."""
        return self._do("text", {"to": line, "body": body, "media": media or []})

    def reads(self, phrase: str, within: float | None = None) -> Self:
        """Wait for a text that contains the phrase; it is in `last_text` then."""
        self.last_text = self._ask({"reads": phrase}, within)["text"]
        return self

    def has(self, **habits: Any) -> Self:  # noqa: ANN401 - JSON of the control API
        """Give the person habits: mood, answer_after, greeting, texts_mood, script, label …"""
        self._wire.post("/phones", {"number": self.number, **habits})
        return self

    def hides_number(self, shown: str = "anonymous") -> Self:
        """Every line is shown this in place of the number; carriers spell it in many ways."""
        return self.has(shows=shown)

    def is_busy(self) -> Self:
        """Every call finds the line busy."""
        return self.has(mood="busy")

    def refuses_calls(self) -> Self:
        """Every call is declined after a moment."""
        return self.has(mood="declines")

    def does_not_answer(self) -> Self:
        """It rings and rings."""
        return self.has(mood="no_answer")

    def is_switched_off(self) -> Self:
        """The phone is off."""
        return self.has(mood="off")

    def has_voicemail(self, **habits: Any) -> Self:  # noqa: ANN401 - JSON of the control API
        """A machine answers, talks and waits; `greeting` and `answer_after` if wished."""
        return self.has(mood="voicemail", **habits)

    def follows(self, *moves: Json, answer_after: float = 2.0) -> Self:
        """Answer by oneself and go through moves such as {"hears": "press 1", "presses": "1"}."""
        return self.has(mood="answers", script=list(moves), answer_after=answer_after)

    def ignores_texts(self) -> Self:
        """Texts that nobody reads are no surprise here."""
        return self.has(expects_texts=True)

    def ignores_calls(self) -> Self:
        """Calls that nobody answers are no surprise here."""
        return self.has(expects_calls=True)

    def pressing(self, keys: str) -> Act:
        """For Network.together: press keys."""
        return Act({"number": self.number, "do": "press", "keys": keys})

    def answering(self) -> Act:
        """For Network.together: answer."""
        return Act({"number": self.number, "do": "answer"})

    def hanging_up(self) -> Act:
        """For Network.together: hang up."""
        return Act({"number": self.number, "do": "hang_up"})

    @property
    def call(self) -> Call:
        """The last call of this phone, live or over."""
        found = self._wire.get(phone_path(self.number, "heard"))
        record = found["call"]
        captions = record["captions"]
        return Call(record["sid"], record["status"], record["seconds"], found["transcript"], captions, record)

    @property
    def thread(self) -> list[Json]:
        """All texts, both ways, in order."""
        texts: list[Json] = self._wire.get(phone_path(self.number, "texts"))["texts"]
        return texts

    def _deadline(self, within: float | None) -> float:
        return self.network.deadline if within is None else within

    def _do(self, what: str, body: Json) -> Self:
        deadline = float(body.get("wait", self.network.deadline))
        body.setdefault("deadline", deadline)
        self._wire.post(phone_path(self.number, what), body, deadline)
        return self

    def _wait(self, condition: Json, within: float | None) -> Self:
        self._ask(condition, within)
        return self

    def _ask(self, condition: Json, within: float | None) -> Json:
        deadline = self._deadline(within)
        body = {"for": condition, "deadline": deadline}
        return self._wire.post(phone_path(self.number, "wait"), body, deadline)


class Network:
    """A running network; `deadline` is how long, in real seconds, people wait for what they expect."""

    def __init__(self, address: str, deadline: float = 10.0) -> None:
        self.address, self.deadline = address, deadline
        self.wire = Wire(address)

    def phone(self, number: str, **habits: Any) -> Phone:  # noqa: ANN401 - JSON of the control API
        """The phone with this number; a new one is manual."""
        return Phone(self, number).has(**habits)

    def together(self, *acts: Act) -> None:
        """Several people act in the same instant, once each of them can."""
        bodies = [act.body for act in acts]
        self.wire.post("/together", {"acts": bodies, "deadline": self.deadline}, self.deadline)

    def weather(self, **switches: Any) -> None:  # noqa: ANN401 - JSON of the control API
        """Throw weather switches: doubled=1.0, reordered=0.5, cut=True, seed=7 …"""
        self.wire.ask("PATCH", "/weather", switches)

    def clears_up(self) -> None:
        """Fair weather again."""
        self.wire.ask("DELETE", "/weather")

    def runs_at(self, speed: float) -> None:
        """Simulated seconds in a real one."""
        self.wire.ask("PUT", "/speed", {"speed": speed})

    def line(self, number: str, **changes: Any) -> None:  # noqa: ANN401 - JSON of the control API
        """Change where a line leads, or who handles its STOP (`opt_out`)."""
        self.wire.ask("PATCH", f"/lines/{number}", changes)

    def promotes_token(self, token: str) -> None:
        """Sign with another token from now on."""
        self.wire.post("/token", {"auth_token": token})

    def starts_over(self, seed: int | None = None) -> None:
        """Forget everything, as between two tests."""
        self.wire.post("/reset", {} if seed is None else {"seed": seed})

    def tape(self, purpose: str | None = None, limit: int = 20_000) -> list[Json]:
        """Every webhook and REST request, or those of one purpose."""
        wanted = f"&purpose={purpose}" if purpose else ""
        entries: list[Json] = self.wire.get(f"/tape?limit={limit}{wanted}")["tape"]
        return entries

    def faults(self) -> list[Json]:
        """All complaints of the carrier so far."""
        found: list[Json] = self.wire.get("/faults")["faults"]
        return found

    def calls(self) -> list[Json]:
        """All legs, in the order in which they came about."""
        found: list[Json] = self.wire.get("/calls")["calls"]
        return found

    def stats(self) -> Json:
        """What the run has cost: cpu_seconds, webhook_seconds …"""
        return self.wire.get("/stats")

    def expects_fault(self, code: int | None = None, what: str = "") -> None:
        """A complaint like this is meant to happen, now or later."""
        self.wire.post("/faults/expect", {"code": code, "what": what})

    def settles(self, within: float | None = None) -> None:
        """Wait until no call is live and nothing is under way."""
        deadline = self.deadline if within is None else within
        self.wire.post("/quiet", {"deadline": deadline}, deadline)

    def expects_nothing_more(self, within: float | None = None) -> None:
        """Wait until all is quiet; Unexpected lists every call, text and complaint that nobody expected."""
        self.settles(within)
        surprises = self.wire.get("/unexpected")["unexpected"]
        if surprises:
            raise Unexpected("nobody expected:\n  " + "\n  ".join(surprises))
