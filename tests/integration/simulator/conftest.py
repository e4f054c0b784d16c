"""One network and one product of paper a session, emptied for every test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import pytest
from twilio.rest import Client

from tests.eventually import eventually
from tests.integration.simulator.kit import ACCOUNT, CALLER, LINE, PRO, SECOND, TOKEN, Product, config, serving
from webhooks.simulator.people import Network, Phone, Unexpected
from webhooks.simulator.people_start import running


@pytest.fixture(scope="session")
def shared() -> Iterator[tuple[Product, Network]]:
    """The running pair."""
    with serving(Product()) as product, running(config(product), deadline=8) as network:
        yield product, network


@pytest.fixture
def product(shared: tuple[Product, Network]) -> Product:
    """The product, with no pages yet."""
    found = shared[0]
    found.pages.clear()
    found.seen.clear()
    found.token = TOKEN
    return found


@pytest.fixture
def network(shared: tuple[Product, Network], product: Product) -> Iterator[Network]:
    """The network, empty; every request that it has sent must have been signed well."""
    network = shared[1]
    network.starts_over(seed=7)
    network.runs_at(30)
    yield network
    with suppress(Unexpected):
        network.settles(within=1)
    network.starts_over()
    eventually(lambda: product.answering == 0)
    assert all(each.signed for each in product.seen)


@pytest.fixture
def caller(network: Network) -> Phone:
    """A person who calls."""
    return network.phone(CALLER)


@pytest.fixture
def pro(network: Network) -> Phone:
    """A professional."""
    return network.phone(PRO)


@pytest.fixture
def second(network: Network) -> Phone:
    """Another professional."""
    return network.phone(SECOND)


@pytest.fixture
def rest(network: Network) -> Client:
    """The carrier's own SDK, pointed at the network."""
    client = Client(ACCOUNT, TOKEN)
    client.api.base_url = network.address
    return client


@pytest.fixture
def line() -> str:
    """The number that people call."""
    return LINE
