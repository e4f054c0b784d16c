"""The way to a person that needs no database, no Redis and nothing remembered: five fixed pages."""

from __future__ import annotations

from typing import Literal

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

from intake.carrier.links import Links
from intake.carrier.settings import CarrierSettings
from intake.carrier.speech import seconds, speak
from intake.conversation.instructions import Say

# After this many rings of the backup phone the caller is told to call 988 or us again: nobody rings forever.
MOST_TRIES = 2
CRISIS_KEYS = frozenset("19")
# 988 greets first and takes the key for Spanish after it: five seconds of waits, then 2.
_SPANISH = "wwwwwwwwww2"

_SORRY_EN = (
    "Sorry, something is wrong on our side. If a life is in danger, hang up and call 911. "
    "For the 988 crisis line, press 1. For a person, press 0, or stay on the line."
)
_SORRY_ES = (
    "Perdón, tenemos un problema. Si una vida corre peligro, cuelgue y llame al 911. "
    "Para la línea de crisis 988, oprima 1. Si quiere una persona, oprima 0, o no cuelgue."
)
_CRISIS_EN = "If a life is in danger, hang up and call 911. I'm connecting you to 988. Please stay on."
_CRISIS_ES = "Si una vida corre peligro, cuelgue y llame al 911. Le estoy conectando con el 988. No cuelgue."
_HOLD_EN = "I'm calling a person now. Please stay on."
_HOLD_ES = "Estoy llamando a una persona. No cuelgue."
_NOBODY_EN = (
    "I could not reach a person. If a life is in danger, hang up and call 911. "
    "For the 988 crisis line, press 1. Or call us again any time."
)
_NOBODY_ES = (
    "No pude encontrar a una persona. Si una vida corre peligro, cuelgue y llame al 911. "
    "Para la línea de crisis 988, oprima 1. O llámenos otra vez cuando quiera."
)
# Said to whoever or whatever picks the backup phone up: it may be a voicemail, so it says nothing.
_WHISPER_EN = "To take this call, press 1."
_WHISPER_ES = "Para tomar la llamada, oprima 1."
# One segment of GSM-7 in both languages, so without accents that would double its price and its risk.
_TEXT = (
    "Sorry, we can't read texts right now. In danger? Call 911. Crisis? Call or text 988. "
    "En peligro? Llame al 911. Crisis? Llame al 988."
)
_STAFF = "Sorry, something is wrong on our side. Nothing is lost. You will be called again soon."


class LastResort:
    """The pages, addressed by `Links.fallback`; every one leads on to a person or to 988."""

    def __init__(self, settings: CarrierSettings) -> None:
        self._settings = settings
        self._links = Links(settings.public_base_url)
        # Made once: the answer for when all else fails must not itself be able to fail.
        self.staff = self._goodbye()
        self.text = _text(_TEXT)
        self.apology = self._offer(_SORRY_EN, _SORRY_ES, self._links.fallback("backup", 0))

    def after_key(self, digits: str | None) -> str:
        """1 and 9 lead to 988; any other key, and silence, to the backup person."""
        return self.crisis() if digits and digits[0] in CRISIS_KEYS else self.backup(0)

    def crisis(self) -> str:
        """The crisis words, then 988; if the bridge fails, the backup person is next."""
        response = VoiceResponse()
        speak(response, (_say(_CRISIS_EN, "en"), _say(_CRISIS_ES, "es")))
        dial_crisis(response, self._settings, self._links.fallback("bridged", 0))
        return str(response)

    def backup(self, tries: int) -> str:
        """Ring the backup phone once more, or say that nobody was there and offer 988."""
        if tries >= MOST_TRIES:
            return self._offer(_NOBODY_EN, _NOBODY_ES, None)
        response = VoiceResponse()
        speak(response, (_say(_HOLD_EN, "en"), _say(_HOLD_ES, "es")))
        dial_backup(response, self._settings, self._links, tries)
        return str(response)

    def whisper(self, tries: int) -> str:
        """What the backup phone hears before anyone is joined to it; a voicemail presses nothing."""
        response = VoiceResponse()
        gather = Gather(input="dtmf", action=self._links.fallback("accept", tries), num_digits=1, timeout=8)
        speak(gather, (_say(_WHISPER_EN, "en"), _say(_WHISPER_ES, "es")))
        response.append(gather)
        response.hangup()
        return str(response)

    def accepted(self, digits: str | None) -> str:
        """An empty document joins the two; without a key the backup phone is hung up."""
        response = VoiceResponse()
        if not digits:
            response.hangup()
        return str(response)

    def _goodbye(self) -> str:
        # A professional's leg: whatever it was about is still due, and comes back by itself.
        response = VoiceResponse()
        speak(response, (_say(_STAFF, "en"),))
        response.hangup()
        return str(response)

    def _offer(self, english: str, spanish: str, silence: str | None) -> str:
        response = VoiceResponse()
        action = self._links.fallback("key", 0)
        gather = Gather(input="dtmf", action=action, num_digits=1, finish_on_key="", timeout=4)
        speak(gather, (_say(english, "en"), _say(spanish, "es")))
        response.append(gather)
        if silence:
            response.redirect(silence)
        else:
            response.hangup()
        return str(response)


def dial_backup(response: VoiceResponse, settings: CarrierSettings, links: Links, tries: int) -> None:
    """Ring the backup phone, which must press a key before it is joined."""
    dial = Dial(
        action=links.fallback("dialed", tries),
        caller_id=settings.helpline.reveal(),
        timeout=seconds(settings.backup_ring_seconds),
        time_limit=seconds(settings.call_limit_seconds),
    )
    dial.number(settings.backup.reveal(), url=links.fallback("whisper", tries))
    response.append(dial)


def dial_crisis(
    response: VoiceResponse,
    settings: CarrierSettings,
    action: str,
    *,
    language: Literal["en", "es"] = "en",
    status: str | None = None,
) -> None:
    """Join the leg to 988. Our own number is shown there, never the caller's."""
    dial = Dial(
        action=action,
        caller_id=settings.helpline.reveal(),
        timeout=seconds(settings.bridge_ring_seconds),
        time_limit=seconds(settings.call_limit_seconds),
    )
    dial.number(
        settings.crisis.reveal(),
        send_digits=_SPANISH if language == "es" else None,
        status_callback=status,
        status_callback_event="answered completed" if status else None,
    )
    response.append(dial)


def _text(body: str) -> str:
    response = MessagingResponse()
    response.message(body)
    return str(response)


def _say(text: str, language: Literal["en", "es"]) -> Say:
    return Say("last_resort", text, language)
