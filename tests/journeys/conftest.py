"""Journeys run against the whole service as `helpline up` starts it, with the simulator's people on the phones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.canary import Seed
from tests.journeys import canary
from tests.journeys.deployment import CALLER, Deployment, running


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """One running service a session (and worker)."""
    with running(tmp_path_factory.mktemp("up")) as deployment:
        yield deployment


@pytest.fixture
def town(service: Deployment) -> Iterator[Deployment]:
    """The service with nobody's calls in it; at the end nothing unexpected may have happened or leaked."""
    service.starts_over()
    yield service
    service.network.expects_nothing_more(within=20)
    assert canary.hits(service, Seed(CALLER)) == []
