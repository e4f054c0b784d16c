"""Sends webhooks: signed, timed, retried where URL or weather ask for it, and every one taped."""

import asyncio
import time
import uuid
from collections import deque
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import aiohttp
from yarl import URL

from webhooks.simulator.forms import Params
from webhooks.simulator.journal import Entry
from webhooks.simulator.overrides import BadOverride, Overrides, split
from webhooks.simulator.signing import signature
from webhooks.simulator.twiml import LIMIT

if TYPE_CHECKING:
    from webhooks.simulator.world import World

NOTICES = frozenset({"status", "amd", "sms_status", "recording", "conference", "partial"})
DROPPED = "dropped"
CUT = "the network is cut"
TIMED_OUT = "read timed out"
REDIRECTS = 10
KEPT_DURATIONS = 100_000
AGENT = "TwilioProxy/1.1"


@dataclass(frozen=True)
class Webhook:
    """One thing to tell or to ask. The weather goes by `number`, the person concerned, and by `event`."""

    purpose: str
    url: str
    params: Params
    method: str = "POST"
    call: str | None = None
    number: str = ""
    cookies: dict[str, str] = field(default_factory=dict)
    event: str = ""

    @property
    def lot(self) -> tuple[str, str]:
        """What the weather draws lots by."""
        return self.purpose, f"{self.number} {self.event}".strip()


@dataclass(frozen=True)
class Answer:
    """What came back; `failure` is the carrier's code where nothing usable did. `url` is the document's."""

    url: str
    status: int | None = None
    content_type: str = ""
    body: bytes = b""
    failure: int | None = None
    words: str = ""
    retryable: str = ""
    location: str | None = None


class Sender:
    """The carrier's side of HTTP."""

    def __init__(self, world: "World") -> None:
        self.world = world
        self.under_way = 0
        self.durations: deque[float] = deque(maxlen=KEPT_DURATIONS)
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self.session = aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding"),
        )

    async def close(self) -> None:
        """Let go of every connection."""
        await self.session.close()

    async def send(self, webhook: Webhook) -> Answer:
        """Send one webhook through the weather; never raises, a failure is in the answer."""
        return (await self.deliver(webhook))[0]

    async def deliver(self, webhook: Webhook) -> list[Answer]:
        """The answer to each delivery of a webhook: one, or two where the weather has doubled it."""
        self.under_way += 1
        try:
            return await self._through_weather(webhook)
        finally:
            self.under_way -= 1
            self.world.journal.pulse.beat()

    def inform(self, webhook: Webhook) -> None:
        """Send something whose answer nobody plays; a bad answer is a warning all the same."""
        self.world.background(self.tell(webhook))

    async def tell(self, webhook: Webhook) -> None:
        """Send something whose answer nobody plays, now."""
        answer = await self.send(webhook)
        if answer.failure and answer.words != DROPPED:
            words = f"{webhook.purpose}: {answer.words}"
            self.world.journal.warning(answer.failure, words, webhook.call, webhook.url)

    async def _through_weather(self, webhook: Webhook) -> list[Answer]:
        weather, lot = self.world.weather, webhook.lot
        notice = webhook.purpose in NOTICES
        if notice and weather.strikes("dropped", *lot):
            self._tape(webhook, Answer(webhook.url, words=DROPPED), Try("", weather=("dropped",)))
            return [Answer(webhook.url, failure=11200, words=DROPPED)]
        marks: list[str] = []
        if weather.strikes("delayed", *lot):
            marks.append("delayed")
            await asyncio.sleep(weather.seconds("delay_seconds", *lot))
        # A lost question is a connection that never came about, and is tried again as such.
        never = not notice and weather.strikes("dropped", *lot)
        lost = weather.strikes("read_timeout", *lot)
        if not weather.strikes("doubled", *lot):
            return [await self._with_retries(webhook, Try(weather=tuple(marks), lost=lost, never=never))]
        marks.append("doubled")
        first, second = Try(weather=tuple(marks), lost=lost, never=never), Try(weather=tuple(marks))
        together = weather.draw("together", *lot) < 0.5
        if together:
            return list(await asyncio.gather(self._with_retries(webhook, first), self._once(webhook, second)))
        return [await self._with_retries(webhook, first), await self._once(webhook, second)]

    async def _with_retries(self, webhook: Webhook, first: "Try") -> Answer:
        """Try again as the URL's fragment says; a read time-out made by the weather is tried again anyhow."""
        try:
            _, overrides = split(webhook.url)
        except BadOverride as error:
            self.world.journal.fault(11243, f"bad connection override {error}", webhook.call, webhook.url)
            return Answer(webhook.url, failure=11243, words="bad connection override")
        attempt = first
        answer = await self._once(webhook, attempt)
        while answer.failure and attempt.number <= overrides.retries:
            if not (attempt.lost or overrides.again(answer.retryable)):
                break
            attempt = replace(attempt, number=attempt.number + 1, lost=False, never=False)
            answer = await self._once(webhook, attempt)
        return answer

    async def _once(self, webhook: Webhook, attempt: "Try") -> Answer:
        """One request and the redirects that it is sent on."""
        url, overrides = split(webhook.url)
        method, params = webhook.method, webhook.params
        for _ in range(REDIRECTS + 1):
            asked = replace(webhook, url=url, method=method, params=params)
            answer = await self._ask(asked, overrides, attempt)
            if answer.location is None:
                return answer
            url = urljoin(url, answer.location)
            if answer.status in (301, 302, 303):
                method, params = "GET", ()
        return Answer(url, failure=11215, words="more than 10 redirects")

    async def _ask(self, webhook: Webhook, overrides: Overrides, attempt: "Try") -> Answer:
        begun = time.monotonic()
        if self.world.weather.sky.cut:
            answer = Answer(webhook.url, failure=11205, words=CUT, retryable="ct")
        elif attempt.never:
            answer = Answer(webhook.url, failure=11205, words=DROPPED, retryable="ct")
            attempt = replace(attempt, weather=(*attempt.weather, DROPPED))
        else:
            answer = await self._request(webhook, overrides, attempt)
        if attempt.lost and answer.failure is None:
            answer = Answer(webhook.url, answer.status, failure=11200, words=TIMED_OUT, retryable="rt")
            attempt = replace(attempt, weather=(*attempt.weather, "read_timeout"))
        self._tape(webhook, answer, replace(attempt, seconds=time.monotonic() - begun))
        return answer

    async def _request(self, webhook: Webhook, overrides: Overrides, attempt: "Try") -> Answer:
        url, form = webhook.url, webhook.params
        if webhook.method == "GET" and form:
            url += ("&" if urlsplit(url).query else "?") + urlencode(form)
            form = ()
        headers = self._headers(url, form, webhook, attempt)
        timeout = aiohttp.ClientTimeout(
            total=overrides.total / 1000,
            sock_connect=overrides.connect / 1000,
            sock_read=overrides.read / 1000,
        )
        body = urlencode(form).encode() if webhook.method == "POST" else None
        try:
            async with self.session.request(
                webhook.method, URL(url, encoded=True), data=body, headers=headers, timeout=timeout,
                allow_redirects=False,
            ) as response:  # fmt: skip
                content = await _content(response)
                webhook.cookies.update({name: morsel.value for name, morsel in response.cookies.items()})
                return _answer(url, response, content)
        except (aiohttp.ConnectionTimeoutError, aiohttp.ClientConnectorError) as error:
            return Answer(url, failure=11205, words=f"cannot connect: {type(error).__name__}", retryable="ct")
        except TimeoutError:
            return Answer(url, failure=11200, words="no answer in time", retryable="rt")
        except (aiohttp.ClientError, ValueError, OSError) as error:
            return Answer(url, failure=11200, words=f"{type(error).__name__}", retryable="rt")

    def _headers(self, url: str, form: Params, webhook: Webhook, attempt: "Try") -> dict[str, str]:
        account = self.world.account
        headers = {
            "User-Agent": AGENT,
            "Accept": "*/*",
            "X-Home-Region": "us1",
            "X-Twilio-Signature": signature(account.token, url, form, account.algorithm),
            "I-Twilio-Idempotency-Token": attempt.token,
        }
        if account.algorithm != "HMAC_SHA1":
            headers["X-Twilio-Webhooks-Signature-Settings"] = f"key=shared,algorithm={account.algorithm}"
        if webhook.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        if webhook.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in webhook.cookies.items())
        return headers

    def _tape(self, webhook: Webhook, answer: Answer, attempt: "Try") -> None:
        self.durations.append(attempt.seconds)
        self.world.journal.record(
            Entry(
                0, 0.0, "webhook", webhook.purpose, webhook.method, webhook.url,
                dict(webhook.params) or dict(parse_qsl(urlsplit(webhook.url).query)),
                call=webhook.call, headers={"I-Twilio-Idempotency-Token": attempt.token},
                status=answer.status, body=answer.body.decode("utf-8", "replace"),
                content_type=answer.content_type, seconds=round(attempt.seconds, 4), attempt=attempt.number,
                weather=list(attempt.weather), error=answer.words or None,
            )
        )  # fmt: skip


@dataclass(frozen=True)
class Try:
    """One try of a webhook. Retries keep the token, a doubled request has one of its own."""

    token: str = field(default_factory=lambda: str(uuid.uuid4()))
    number: int = 1
    lost: bool = False
    never: bool = False
    weather: tuple[str, ...] = ()
    seconds: float = 0.0


async def _content(response: aiohttp.ClientResponse) -> bytes:
    """The body, or a little more of it than is allowed."""
    content = b""
    while len(content) <= LIMIT and (more := await response.content.read(LIMIT + 1 - len(content))):
        content += more
    return content


def _answer(url: str, response: aiohttp.ClientResponse, content: bytes) -> Answer:
    status, kind = response.status, response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if 300 <= status < 400 and "Location" in response.headers:
        return Answer(url, status, kind, content, location=response.headers["Location"])
    if status >= 300:
        retryable = f"{status // 100}xx"
        return Answer(url, status, kind, content, 11200, f"answered {status}", retryable)
    if len(content) > LIMIT:
        return Answer(url, status, kind, content, 11750, "more than 64 kB")
    return Answer(url, status, kind, content)
