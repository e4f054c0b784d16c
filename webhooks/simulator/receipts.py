"""The life of a text to a person: queued, sent, delivered or not, and the callbacks about it."""

from typing import TYPE_CHECKING

from webhooks.simulator.clock import wall
from webhooks.simulator.forms import API_VERSION
from webhooks.simulator.sender import Webhook

if TYPE_CHECKING:
    from webhooks.simulator.texts import Text
    from webhooks.simulator.world import World

QUEUED_SECONDS, AIR_SECONDS = 0.3, 0.7


async def deliver(world: "World", text: "Text") -> None:
    """Send it; there is no callback for the first status."""
    if world.texts.opted_out(text.sender, text.receiver):
        await _step(world, text, "failed", 21610)
        return
    await world.clock.sleep(QUEUED_SECONDS)
    if text.status == "canceled":
        return
    line = world.lines.get(text.sender)
    if line is not None and not line.registered:
        await _step(world, text, "undelivered", 30032 if line.handling == "toll_free" else 30034)
        return
    phone = world.phone(text.receiver)
    if phone is None:
        world.journal.fault(None, f"nobody has the number {text.receiver} that was texted")
        await _step(world, text, "undelivered", 30005)
        return
    text.sent = wall()
    mood, _, code = phone.habits.texts_mood.partition(":")
    if mood in ("undelivered", "failed"):
        await _step(world, text, "sent")
        await world.clock.sleep(AIR_SECONDS)
        await _step(world, text, mood, int(code or 30003))
        return
    await _step(world, text, "sent")
    if mood == "delivered":
        await world.clock.sleep(AIR_SECONDS)
        await _step(world, text, "delivered")


async def _step(world: "World", text: "Text", status: str, code: int | None = None) -> None:
    text.status, text.error_code = status, code
    world.texts.tell(text)
    if not text.status_url:
        return
    params = [
        ("MessageSid", text.sid),
        ("SmsSid", text.sid),
        ("MessageStatus", status),
        ("SmsStatus", status),
        ("AccountSid", world.account.sid),
        ("From", text.sender),
        ("To", text.receiver),
        ("ApiVersion", API_VERSION),
    ]
    if text.service:
        params.append(("MessagingServiceSid", text.service))
    if code is not None:
        params.append(("ErrorCode", str(code)))
    if status in ("delivered", "undelivered"):
        params.append(("RawDlrDoneDate", wall().strftime("%y%m%d%H%M")))
    webhook = Webhook("sms_status", text.status_url, tuple(params), number=text.receiver, event=status)
    if world.weather.strikes("reordered", *webhook.lot):
        world.background(_late(world, webhook))
        return
    await world.sender.tell(webhook)


async def _late(world: "World", webhook: Webhook) -> None:
    """Overtaken by what comes after it."""
    await world.clock.sleep(2 * AIR_SECONDS)
    await world.sender.tell(webhook)
