"""Journeys run against the whole service as `helpline up` starts it, with the simulator's people on the phones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.canary import Seed
from tests.journeys import canary
from tests.journeys.deployment import CALLER, Deployment, running

# The browser of the machine; None if there is none.
CHROMIUM = next((p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A journey gets one second try: five processes, a browser and the phones share two cores here."""
    for item in items:
        if "/journeys/" in item.path.as_posix():
            item.add_marker(pytest.mark.flaky(reruns=1))


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
    service.calls_it_a_day()
    service.network.expects_nothing_more(within=40)
    assert canary.hits(service, Seed(CALLER)) == []


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One headless Chromium for all journeys."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: journeys in a browser are not run")
    with sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()
