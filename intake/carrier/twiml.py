"""Renders an Answer as TwiML: one Gather a question, every address explicit, no way into silence."""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile
from typing import Any

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from intake.carrier.lastresort import dial_backup, dial_crisis
from intake.carrier.links import Links
from intake.carrier.markup import document
from intake.carrier.pages import Answer, DialBackup, DialCaller, JoinWaiting, LeaveRoom, Question
from intake.carrier.settings import CarrierSettings
from intake.carrier.speech import LOCALE, hints, seconds, speak, speakable, writable
from intake.conversation.instructions import Ask, Bridge988, HangUp, Hold, Reply, Ring, Say

LONGEST_TEXT = 1_600
_LONGEST_SPEECH_SECONDS = 8


class Renderer:
    """Puts answers into the carrier's words. Holds no state; safe in any thread."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._settings = settings
        self._links = Links(settings.public_base_url)
        self._verbs: dict[type[Any], Callable[[VoiceResponse, Any, Answer], None]] = {
            Say: lambda response, say, _: speak(response, (say,)),
            Ask: self._ask,
            Ring: self._ring,
            Hold: self._hold,
            Bridge988: self._bridge,
            HangUp: lambda response, *_: response.hangup(),
            Question: self._question,
            DialCaller: self._dial_caller,
            JoinWaiting: self._join,
            LeaveRoom: lambda response, *_: response.leave(),
            DialBackup: self._backup,
        }

    def voice(self, answer: Answer) -> str:
        """The document for a leg. Raises KeyError for an instruction that no leg can follow."""
        response = VoiceResponse()
        for instruction in answer.instructions:
            self._verbs[type(instruction)](response, instruction, answer)
        return document(response)

    def waiting(self, answer: Answer) -> str:
        """The document for a caller in the waiting room, where only words may be heard.

        Anything else must be done on the leg itself, so the caller leaves; the carrier then asks again."""
        if all(isinstance(instruction, Hold | Say) for instruction in answer.instructions):
            return self.voice(answer)
        return self.leave()

    def leave(self) -> str:
        """The document that takes a caller out of the waiting room."""
        response = VoiceResponse()
        response.leave()
        return document(response)

    def text(self, answer: Answer) -> str:
        """The document for a text: one message a reply, in order; an empty one sends nothing."""
        response = MessagingResponse()
        about = self._links.text_status("c", answer.conversation)
        for instruction in answer.instructions:
            if isinstance(instruction, Reply) and (body := writable(instruction.say.text)):
                response.message(body[:LONGEST_TEXT], status_callback=about)
        return document(response)

    def _ask(self, response: VoiceResponse, ask: Ask, answer: Answer) -> None:
        first = tuple(takewhile(lambda say: not say.barge_in, ask.says))
        speak(response, first)
        gather = Gather(
            action=self._links.turn(answer.conversation, answer.turn),
            num_digits=ask.digits or None,
            finish_on_key=ask.finish_on_key,
            timeout=seconds(ask.timeout),
            **(_listening(ask) if ask.speech else {"input": "dtmf"}),
        )
        speak(gather, ask.says[len(first) :])
        response.append(gather)
        response.redirect(self._links.turn(answer.conversation, answer.turn, timed_out=True))

    def _ring(self, response: VoiceResponse, _ring: Ring, answer: Answer) -> None:
        # Into the room at once, and the words there: a professional who is quicker than they are long must
        # not be joined to an empty room. The room's first page says them.
        response.enqueue(
            answer.conversation,
            action=self._links.waited(answer.conversation, answer.turn),
            wait_url=self._links.wait(answer.conversation, answer.turn, 0),
        )

    def _hold(self, response: VoiceResponse, hold: Hold, answer: Answer) -> None:
        following = self._links.wait(answer.conversation, answer.turn, answer.wait_page + 1)
        gather = Gather(input="dtmf", action=following, num_digits=1, finish_on_key="", timeout=seconds(hold.timeout))
        speak(gather, hold.says)
        response.append(gather)
        response.redirect(following)

    def _bridge(self, response: VoiceResponse, bridge: Bridge988, answer: Answer) -> None:
        speak(response, (bridge.say,))
        action = self._links.bridge(answer.conversation, answer.turn)
        about = self._links.call_status("c", answer.conversation)
        dial_crisis(response, self._settings, action, language=bridge.language, status=about)

    def _question(self, response: VoiceResponse, question: Question, answer: Answer) -> None:
        if not question.digits:
            speak(response, question.says)
            response.pause(length=seconds(question.seconds))
            response.redirect(self._links.offer(answer.offer, question.page, timed_out=True))
            return
        gather = Gather(
            input="dtmf",
            action=self._links.offer(answer.offer, question.page),
            num_digits=question.digits,
            finish_on_key="" if question.digits == 1 else "#",
            timeout=seconds(question.seconds),
        )
        speak(gather, question.says)
        response.append(gather)
        response.redirect(self._links.offer(answer.offer, question.page, timed_out=True))

    def _dial_caller(self, response: VoiceResponse, dial: DialCaller, answer: Answer) -> None:
        speak(response, dial.says)
        # The star ends the call but keeps the professional's leg, so that the outcome can be keyed.
        response.dial(
            action=self._links.offer(answer.offer, dial.page),
            caller_id=dial.caller_id.reveal(),
            hangup_on_star=True,
            timeout=seconds(dial.ring_seconds),
            time_limit=seconds(self._settings.call_limit_seconds),
        ).number(
            dial.number.reveal(),
            status_callback=self._links.call_status("a", dial.attempt),
            status_callback_event="initiated ringing answered completed",
        )

    def _join(self, response: VoiceResponse, join: JoinWaiting, answer: Answer) -> None:
        speak(response, join.says)
        response.dial(
            action=self._links.offer(answer.offer, join.page),
            hangup_on_star=True,
            timeout=seconds(join.ring_seconds),
            time_limit=seconds(self._settings.call_limit_seconds),
        ).queue(
            # Asked in the instant in which the two are joined: that is how we know that they were.
            speakable(join.room),
            url=self._links.offer(answer.offer, "bridged"),
        )

    def _backup(self, response: VoiceResponse, backup: DialBackup, _: Answer) -> None:
        speak(response, backup.says)
        dial_backup(response, self._settings, self._links, tries=0)


def _listening(ask: Ask) -> dict[str, Any]:
    # No profanity filter: a caller in danger may swear, and masked words cannot be understood.
    return {
        "input": "dtmf speech",
        "language": LOCALE[ask.language],
        "hints": hints(ask.hints) or None,
        "speech_timeout": "auto",
        "max_speech_time": _LONGEST_SPEECH_SECONDS,
        "profanity_filter": False,
    }
