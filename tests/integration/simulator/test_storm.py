"""Two hundred people at once, and what they cost the network."""

from __future__ import annotations

from tests.integration.simulator.kit import Product
from webhooks.simulator.people import Network

CALLERS = 200  # every number that is kept for fiction in two area codes
ASK = '<Gather action="/two" numDigits="1"><Say>Press 1 or press 2.</Say></Gather>'
AGAIN = '<Gather action="/three" numDigits="1"><Say>Once more, press 1.</Say></Gather>'


def test_two_hundred_people_call_at_once(product: Product, network: Network, line: str) -> None:
    product.pages |= {"/voice": ASK, "/two": AGAIN, "/three": "<Say>Goodbye.</Say>"}
    moves = [{"hears": "press 1", "presses": "1"}] * 2
    numbers = [f"+1{area}55501{last:02}" for area in (206, 212) for last in range(100)]
    phones = [network.phone(number) for number in numbers]
    before = network.stats()
    for phone in phones:
        phone.dials(line, script=moves)
    network.expects_nothing_more(within=60)
    after = network.stats()
    sent = after["webhooks"] - before["webhooks"]
    assert sent == 4 * CALLERS
    assert len(product.forms("/three")) == CALLERS
    each = (after["cpu_seconds"] - before["cpu_seconds"]) / sent
    assert each < 0.01, f"{each * 1000:.1f} ms of processor time a webhook"
