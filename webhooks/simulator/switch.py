"""Puts calls through: people to lines and the account to people, with queueing, ringing and answering."""

import asyncio
from typing import TYPE_CHECKING

from webhooks.simulator import amd
from webhooks.simulator.captions import Caption
from webhooks.simulator.config import Line
from webhooks.simulator.interrupts import HungUp, Source
from webhooks.simulator.leg import Ends, Leg
from webhooks.simulator.person import accompany
from webhooks.simulator.player.player import Player
from webhooks.simulator.reports import Reporter

if TYPE_CHECKING:
    from webhooks.simulator.outgoing import Order
    from webhooks.simulator.phone import Phone
    from webhooks.simulator.world import World


def call_line(phone: "Phone", line: Line, ends: Ends) -> Leg | None:
    """A person dials a line. None if the handset is in use."""
    world = phone.world
    leg = Leg(world, ends, phone, Reporter(line.status_url, line.status_method))
    if not phone.takes(leg):
        return None
    phone.claimed.add(leg.sid)
    world.legs[leg.sid] = leg
    leg.status = "ringing"
    leg.captions.add(Caption("carrier", "tone", "ringing"))
    leg.changed()
    world.background(_inbound(leg, line))
    return leg


async def _inbound(leg: Leg, line: Line) -> None:
    if not line.voice_url:
        words = "The number you have dialed is not in service."
        leg.captions.add(Caption.spoken("carrier", "say", words))
        leg.finish("failed", "carrier")
        return
    fallback = Source(line.fallback_url, line.fallback_method, purpose="fallback")
    player = Player(leg, fallback if line.fallback_url else None)
    await player.live(Source(line.voice_url, line.voice_method))


def order(world: "World", wanted: "Order") -> Leg:
    """The account asks for a call over REST: it is queued, and goes its way by itself."""
    phone = world.phone(wanted.to) or _nobody(world, wanted.to)
    line = world.lines.get(wanted.caller)
    ends = Ends(wanted.caller, wanted.to, "outbound-api", line)
    reporter = Reporter(wanted.status_url, wanted.status_method, wanted.events)
    leg = Leg(world, ends, phone, reporter)
    leg.time_limit = wanted.time_limit
    world.legs[leg.sid] = leg
    leg.changed()
    world.background(_outbound(leg, wanted))
    return leg


def _nobody(world: "World", number: str) -> "Phone":
    world.journal.fault(None, f"nobody has the number {number} that was dialled")
    phone = world.phone_of(number)
    phone.habits.mood = "unreachable"
    return phone


def dialled(world: "World", number: str) -> "Phone":
    """The handset of a number that a Dial rings; an unknown one is a fault and cannot be reached."""
    return world.phone(number) or _nobody(world, number)


async def _outbound(leg: Leg, wanted: "Order") -> None:
    try:
        if slot := _slot(leg.world):
            leg.held_back = slot
            await leg.rest(slot)
        answered = await ring(leg, wanted.timeout)
        if answered == "in-progress":
            await send_digits(leg, wanted.send_digits)
            await amd.detect(leg, wanted.machine)
    except HungUp:
        return
    if leg.over:
        return
    player = Player(leg, wanted.fallback)
    player.limit(wanted.time_limit)
    await player.live(wanted.source)


def _slot(world: "World") -> float:
    """Simulated seconds until the account may place its next call (calls a second)."""
    if not world.config.cps:
        return 0.0
    now = world.clock.now()
    slot = max(now, world.next_slot)
    world.next_slot = slot + 1 / world.config.cps
    return slot - now


async def send_digits(leg: Leg, digits: str) -> None:
    """Press keys into an answered leg, as after an extension: `w` is half a second, `W` a whole one."""
    for digit in digits:
        if digit in "wW":
            await leg.rest(0.5 if digit == "w" else 1.0)
        else:
            leg.captions.add(Caption("line", "key", digit, 0.1))


async def ring(leg: Leg, timeout: float, others: "asyncio.Future[None] | None" = None) -> str:
    """Ring a handset for simulated seconds; the leg's status afterwards. HungUp if it was called off."""
    leg.check()
    leg.step("initiated")
    if not leg.phone.takes(leg):
        leg.finish("busy", "phone")
        return leg.status
    leg.step("ringing")
    deciding = leg.world.background(leg.phone.ring(leg))
    try:
        decision = await leg.race(deciding, timeout + leg.world.weather.sky.ring_buffer)
    finally:
        deciding.cancel()
    if others is not None and others.done() and decision == "answered":
        decision = "canceled"
    if decision == "answered":
        leg.step("in-progress")
        accompany(leg)
    else:
        leg.finish(decision or "no-answer", "phone" if decision else "carrier")
    return leg.status
