"""Plays a scenario's steps on real (simulated) phones: what each `in` means to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.eventually import eventually
from tests.journeys.deployment import BACKUP, CALLER, CRISIS, LINE, NEUTRAL, Deployment
from webhooks.simulator.people import Phone

Scenario = dict[str, Any]
WITHHELD = "+12025550177"
_CONFIRMED = ("1", "2", "1", "2", "1", "1", "1", "94110")


@dataclass
class Story:
    """One scenario on its way."""

    town: Deployment
    scenario: Scenario
    caller: Phone
    pros: list[Phone] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def ringing(self) -> Phone:
        """Somebody on duty whose phone rings."""
        return self.town.phone(eventually(self._number_that_rings, what="a professional's phone rings"))

    def _number_that_rings(self) -> str | None:
        phones = self.town.network.wire.get("/state")["phones"]
        crew = {phone.number for phone in self.pros}
        return next((one["number"] for one in phones if one["number"] in crew and one["state"] == "ringing"), None)

    @property
    def said(self) -> str:
        """Everything that was said to the caller on their last call, cut short or not."""
        return " ".join(each["text"] for each in self.caller.call.captions if each["kind"] == "say")


def play(town: Deployment, scenario: Scenario) -> Story:
    """Play every step; the expectations are checked by somebody else."""
    blocked = scenario.get("pre", {}).get("caller_id") == "blocked"
    caller = town.phone(WITHHELD if blocked else CALLER).ignores_texts()
    story = Story(town, scenario, caller, [town.crew(place) for place in range(5)])
    town.phone(BACKUP).ignores_calls()
    for pro in story.pros:
        pro.ignores_calls()
    prepare(story)
    begin(story)
    for step in scenario["steps"]:
        act(story, step["at"], step["in"])
    return story


def prepare(story: Story) -> None:
    """The situation before."""
    wanted = story.scenario.get("pre", {})
    if "existing_lead" in wanted:
        _earlier_call(story)
    if wanted.get("webhooks"):
        story.town.network.weather(doubled=1.0, reordered=0.3)


def _earlier_call(story: Story) -> None:
    """The same number asked for a call before; nobody has called yet."""
    for pro in story.pros:
        pro.does_not_answer()
    caller = story.caller.dials(LINE)
    for key in _CONFIRMED:
        caller.presses(key)
    caller.hears("code is").hangs_up().is_hung_up()
    eventually(lambda: story.town.callbacks(), what="the earlier callback")
    story.notes["earlier"] = story.town.enrollments()[0]["id"]
    for pro in story.pros:
        pro.has(mood="manual")


def begin(story: Story) -> None:
    """The first contact."""
    first = story.scenario["steps"][0]
    if first["at"] == "CB":
        _promised(story)
    elif first["at"] == "NEUTRAL":
        story.caller.dials(NEUTRAL)
    elif story.scenario["channel"] == "voice":
        blocked = story.scenario.get("pre", {}).get("caller_id") == "blocked"
        story.caller.dials(LINE, **({"caller_id": "anonymous"} if blocked else {}))
        if first["at"] == "N90_MORE":
            for key in _CONFIRMED:
                story.caller.presses(key)
            for pro in story.pros:
                pro.does_not_answer()
            story.caller.hears("code is").presses("0").hears("private questions")


def _promised(story: Story) -> None:
    if "earlier" in story.notes:
        return
    caller = story.caller.dials(LINE)
    for key in _CONFIRMED:
        caller.presses(key)
    caller.hears("code is").hangs_up().is_hung_up()


def act(story: Story, at: str, what: str) -> None:
    """One step."""
    if what == "auto" or what == "end":
        return
    if story.scenario["channel"] == "sms":
        _text(story, at, what)
        return
    special = _SPECIAL.get((at, what)) or _SPECIAL.get((at, ""))
    if special is not None:
        special(story, what)
        return
    _voice(story, what)


def _voice(story: Story, what: str) -> None:
    caller = story.caller
    kind, _, value = what.partition(":")
    if what == "hangup":
        if len(story.scenario["steps"]) == 1:
            caller.hears("help line").hangs_up().is_hung_up()
            return
        caller.hears("press" if story.scenario["lang"] == "en" else "oprima").hangs_up().is_hung_up()
    elif what == "timeout" or kind == "silence":
        caller.is_silent()
    elif kind == "speech":
        caller.says(value).hears("press 1" if story.scenario["lang"] == "en" else "oprima 1")
    else:
        # Nobody answers a question before it has begun; this also keeps a key out of the question before.
        caller.hears("e").presses(value or what)


def _text(story: Story, at: str, what: str) -> None:
    kind, _, value = what.partition(":")
    if at == "HUMAN":
        _answer_in_thread(story)
        return
    if not story.replies and kind not in {"text", "media"}:
        _send(story, "hi")
    if kind == "media":
        story.caller.texts(LINE, "", media=[{"url": "https://example.org/photo", "type": "image/jpeg"}])
        story.replies += _new_texts(story)
        return
    _send(story, value or what)


def _send(story: Story, body: str) -> None:
    story.caller.texts(LINE, body)
    story.replies += _new_texts(story)


def _new_texts(story: Story) -> list[str]:
    """What came back: as many as the answers hold (after a STOP that may be none), and each of them once."""
    sent = {one["sid"] for one in story.caller.thread if one["direction"] == "out"}

    def answered() -> list[Any] | None:
        deliveries = story.town.network.tape("sms")
        by_text = Counter(one["params"]["MessageSid"] for one in deliveries)
        due = 2 if any("doubled" in one["weather"] for one in deliveries) else 1
        return deliveries if all(by_text[sid] >= due for sid in sent) else None

    answers = eventually(answered, what="every delivery of every text is answered")
    due = sum((one["body"] or "").count("<Message") for one in answers)
    eventually(lambda: len(_inbox(story)) >= due, what="every reply arrives")
    told = _inbox(story)[len(story.replies) :]
    assert len(set(told)) == len(told), f"the same reply twice: {told}"
    return told


def _inbox(story: Story) -> list[str]:
    return [one["body"] for one in story.caller.thread if one["direction"] == "in"]


def _answer_in_thread(story: Story) -> None:
    """A professional takes it by phone and writes back from the console's use case."""
    pro = story.ringing.answers().hears("press 1").presses("1").hears("texts only").is_hung_up()
    story.notes["accepted_by"] = pro.number


def _connected(story: Story, _what: str) -> None:
    pro = story.ringing
    pro.answers().hears("press 1").presses("1").joined_with(story.caller)
    story.notes["joined"] = True
    story.caller.hangs_up().is_hung_up()
    pro.hears("how did it go").presses("1").is_hung_up()


def _nobody(story: Story, _what: str) -> None:
    for pro in story.pros:
        pro.does_not_answer()
    story.caller.hears("safe to call", within=30)


def _bridge(story: Story, _what: str) -> None:
    line = story.town.phone(CRISIS)
    line.answers().joined_with(story.caller)
    story.notes["bridge"] = line.call
    story.caller.hangs_up().is_hung_up()


def _neutral(story: Story, what: str) -> None:
    story.caller.hears("e").presses(what.partition(":")[2])


def _voicemail(story: Story, _what: str) -> None:
    story.caller.has_voicemail(greeting="Hi, leave a message.")
    pro = story.ringing.answers().hears("press 1").presses("1").hears("no message", "press 1", within=30).presses("1")
    pro.joined_with(story.caller)
    pro.presses("*").hears("how did it go").presses("2").is_hung_up()
    story.notes["pro"] = pro.call


def _third_party(story: Story, _what: str) -> None:
    pro = story.ringing.answers().hears("press 1").presses("1").hears("no more", "press 1", within=30).presses("1")
    story.caller.answers().joined_with(pro)
    story.caller.says("who is this?").hangs_up()
    pro.hears("how did it go").presses("7").is_hung_up()
    story.notes["pro"] = pro.call


def _two_accept(story: Story, _what: str) -> None:
    """One by phone and one on the page, in the same instant."""
    from tests.journeys.races import accept_twice

    accept_twice(story)


_SPECIAL: dict[tuple[str, str], Callable[[Story, str], None]] = {
    ("T10_TALKNOW", "connected"): _connected,
    ("T10_TALKNOW", "noanswer"): _nobody,
    ("T20_988", "connected"): _bridge,
    ("NEUTRAL", ""): _neutral,
    ("CB", "no answer -> voicemail greeting"): _voicemail,
    ("CB", "third party answers: who is this?"): _third_party,
    ("CB", "two agents tap Accept in the same second"): _two_accept,
}
