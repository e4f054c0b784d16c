"""What each kind of answer to a call back does: one table, obeyed by the service, printed in the README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from intake.callbacks.retries import PER_DAY, PER_WEEK, VOICEMAILS


class When(StrEnum):
    """When the person is tried again."""

    # By the plan of attempts (retries.next_try).
    PLAN = "plan"
    # At the time they named, else when their window opens next.
    ASKED = "asked"
    # Not before the carrier's own records have been asked what happened.
    LOOK_UP = "look_up"
    NEVER = "never"


@dataclass(frozen=True)
class Answer:
    """One row: what it means, and all that follows."""

    meaning: str
    # The callback's next state; None leaves it alone.
    state: str | None
    again: When
    # The stage of the record; None leaves it where it is.
    stage: str | None = None
    # With stage "closed": why the record is closed.
    closed_reason: str | None = None
    # The reason under which the number is left alone from now on, on every channel.
    suppress: str | None = None
    counts_as_voicemail: bool = False
    flag: str | None = None


ANSWERS: Mapping[str, Answer] = MappingProxyType(
    {
        "reached": Answer("The person is on the line and wants to talk", "completed", When.NEVER, "contacted"),
        "reached_call_later": Answer(
            "The person is reached, and it is not a safe or good time", "waiting", When.ASKED, "contacted"
        ),
        "no_answer": Answer("It rings out, or a machine answers and no message is left", "waiting", When.PLAN),
        "busy": Answer("The line is busy", "waiting", When.PLAN),
        "failed": Answer(
            "The carrier cannot reach the number; twice running, a coordinator has it", "waiting", When.PLAN
        ),
        "voicemail_left": Answer(
            "A message is left: first name and neutral number", "waiting", When.PLAN, counts_as_voicemail=True
        ),
        "third_party": Answer("Somebody else answers; nothing is said", "waiting", When.PLAN),
        "disconnected": Answer("The line drops before anything is settled", "waiting", When.PLAN),
        "unknown": Answer("Nobody told us how it ended", None, When.LOOK_UP),
        "crisis_handoff": Answer(
            "The person is handed to 988 or 911, who have answered",
            "completed",
            When.NEVER,
            "contacted",
            flag="crisis_handoff",
        ),
        "refused": Answer("The person does not want this now", "completed", When.NEVER, "closed", "declined_not_ready"),
        "wrong_number": Answer(
            "The number is somebody else's", "completed", When.NEVER, "closed", "wrong_number", "wrong_number"
        ),
        "stop": Answer(
            "The person says not to call or text again",
            "completed",
            When.NEVER,
            "do_not_contact",
            suppress="stop",
        ),
        "abusive": Answer(
            "The professional ends an abusive call and is not given that number again",
            "completed",
            When.NEVER,
            "closed",
            "abusive_or_prank",
        ),
    }
)

_TIMES = {
    When.PLAN: "by the plan",
    When.ASKED: "at the time they name, else their next window",
    When.LOOK_UP: "after a look-up at the carrier, never blind",
    When.NEVER: "–",
}
_PLAN = (
    "The plan: at once, after 15 minutes, after two more hours, then in the person's next window; "
    f"at most {PER_DAY} calls in 24 hours and {PER_WEEK} in 7 days, at most {VOICEMAILS} voicemail. "
    "In a crisis: once more after 5 minutes, then a person decides; a dropped crisis call is called back once."
)
_HEAD = ("Answer", "What happened", "Callback", "Record", "Stopped for good", "Next call")


def markdown() -> str:
    """The table as the README prints it, and the plan that it speaks of; ends in a newline."""
    rows = [_HEAD, tuple("---" for _ in _HEAD), *(_row(code, one) for code, one in ANSWERS.items())]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in rows) + f"\n{_PLAN}\n"


def _row(code: str, answer: Answer) -> tuple[str, ...]:
    record = (answer.stage or "unchanged").replace("_", " ")
    if answer.closed_reason:
        record = f"closed: {answer.closed_reason.replace('_', ' ')}"
    if answer.flag:
        record += f", flagged {answer.flag.replace('_', ' ')}"
    return (
        f"`{code}`",
        answer.meaning,
        answer.state or "unchanged",
        record,
        "calls and texts" if answer.suppress else "–",
        _TIMES[answer.again],
    )
