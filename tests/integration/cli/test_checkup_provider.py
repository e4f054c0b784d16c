"""Doctor asks the identity provider whether it is there and the one that is meant."""

from __future__ import annotations

import pytest

from tests.integration.cli.test_forget import Run, run
from tests.oidc_provider import CLIENT, identity_provider

__all__ = ["run"]


def said(run: Run) -> list[str]:
    return [line for line in run("doctor").output.splitlines() if "identity provider" in line]


def test_without_a_provider_nothing_is_said(run: Run) -> None:
    assert said(run) == []


def test_a_provider_is_looked_at(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELPLINE_OIDC_CLIENT_ID", CLIENT)
    with identity_provider() as provider:
        monkeypatch.setenv("HELPLINE_OIDC_ISSUER", provider.issuer)
        here = f"note     the identity provider at {provider.issuer}"
        assert said(run) == []
        provider.discovery = {"issuer": "https://other.example"}
        assert said(run) == [f"{here} names another issuer"]
        provider.discovery = {"jwks_uri": "http://other.example/keys"}
        assert said(run) == [f"{here} lacks an https address that signing in needs"]
    assert said(run) == [f"{here} does not answer with a discovery document"]
