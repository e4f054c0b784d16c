"""Reads the form of Calls.json into an order, refusing with the carrier's codes what the carrier refuses."""

from webhooks.simulator.amd import Machine
from webhooks.simulator.interrupts import Source
from webhooks.simulator.numbers import dialable
from webhooks.simulator.outgoing import Order
from webhooks.simulator.rest.errors import CALL_REFUSALS, RestError
from webhooks.simulator.rest.form import Form, words
from webhooks.simulator.world import World

PLAYED = words(
    """To From Url Twiml Method FallbackUrl FallbackMethod StatusCallback StatusCallbackMethod
    StatusCallbackEvent SendDigits Timeout TimeLimit MachineDetection MachineDetectionTimeout AsyncAmd
    AsyncAmdStatusCallback AsyncAmdStatusCallbackMethod"""
)
# Of no consequence for anybody who can be simulated.
HARMLESS = words(
    """MachineDetectionSpeechThreshold MachineDetectionSpeechEndThreshold MachineDetectionSilenceTimeout
    CallReason CallToken"""
)
EVENTS = frozenset({"initiated", "ringing", "answered", "completed"})
LONGEST_TWIML = 4000
PREMIUM = ("+1900", "+1976")


def source(form: Form) -> Source:
    """The document of a call: Url wins over Twiml; 21205 where there is neither."""
    url, twiml = form.url("Url"), form.text("Twiml")
    if url:
        return Source(url, form.text("Method", "POST").upper())
    if not twiml or len(twiml) > LONGEST_TWIML:
        raise RestError(21205, "Url or Twiml of at most 4000 characters")
    return Source(twiml=twiml)


def fallback(form: Form) -> Source | None:
    """Where to ask when the document fails."""
    url = form.url("FallbackUrl")
    return Source(url, form.text("FallbackMethod", "POST").upper(), purpose="fallback") if url else None


def _numbers(world: World, form: Form) -> tuple[str, str]:
    to, caller = form.text("To"), form.text("From")
    if not to:
        raise RestError(21201)
    if not caller:
        raise RestError(21213)
    if not dialable(to):
        raise RestError(21211, to)
    if not dialable(caller):
        raise RestError(21212, caller)
    if not world.owns(caller):
        raise RestError(21210, caller)
    phone = world.phone(to)
    if phone is not None and phone.habits.refused in CALL_REFUSALS:
        raise RestError(phone.habits.refused, to)
    if not to.startswith("+1"):
        raise RestError(21215, to)
    if to.startswith(PREMIUM) or to[5:8] == "976":
        raise RestError(21216, to)
    return to, caller


def order(world: World, form: Form) -> Order:
    """A call that the account asks for."""
    to, caller = _numbers(world, form)
    for name in sorted(set(form.values) - PLAYED - HARMLESS):
        world.journal.warning(None, f"Calls.json has no {name}, or this simulator does not")
    events = frozenset(form.many("StatusCallbackEvent"))
    if events - EVENTS:
        raise RestError(20001, f"StatusCallbackEvent {sorted(events - EVENTS)}")
    digits = form.text("SendDigits")
    if len(digits) > 32:
        raise RestError(20001, "SendDigits")
    return Order(
        to=to,
        caller=caller,
        source=source(form),
        fallback=fallback(form),
        status_url=form.url("StatusCallback", 21609),
        status_method=form.text("StatusCallbackMethod", "POST").upper(),
        events=events or frozenset({"completed"}),
        timeout=form.seconds("Timeout", 60, 600),
        time_limit=form.seconds("TimeLimit", 14_400, 86_400),
        send_digits=digits,
        machine=Machine() if digits else _machine(form),
    )


def _machine(form: Form) -> Machine:
    mode = form.text("MachineDetection")
    if mode not in ("", "Enable", "DetectMessageEnd"):
        raise RestError(20001, "MachineDetection")
    return Machine(
        mode,
        form.text("AsyncAmd") == "true",
        form.url("AsyncAmdStatusCallback", 21609),
        form.text("AsyncAmdStatusCallbackMethod", "POST").upper(),
        form.seconds("MachineDetectionTimeout", 30, 60),
    )
