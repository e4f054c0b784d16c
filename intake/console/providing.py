"""The identity provider of this console, if one is set: made once, when the application is."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import current_app

from intake.settings import Settings
from intake.staff.oidc import Client

if TYPE_CHECKING:
    from intake.staff.provider import Provider

_KEY = "console_provider"


def install(extensions: dict[str, object], settings: Settings) -> None:
    """Know the provider, if one is set; without one its library is not needed."""
    extensions[_KEY] = None
    if (client := client_of(settings)) is not None:
        from intake.staff.provider import Provider

        extensions[_KEY] = Provider(client)


def client_of(settings: Settings) -> Client | None:
    """Who we are to the provider; None while none is set."""
    if settings.oidc_issuer is None or settings.oidc_client_id is None:
        return None
    secret = settings.oidc_client_secret
    return Client(
        issuer=settings.oidc_issuer,
        id=settings.oidc_client_id,
        secret=secret.get_secret_value() if secret else None,
        back=f"{settings.console_base_url}/sign-in/provider/back",
        strong=frozenset(one.strip() for one in settings.oidc_strong.split(",") if one.strip()),
    )


def provider() -> Provider | None:
    """The provider; None while none is set."""
    return cast("Provider | None", current_app.extensions[_KEY])


def has_provider() -> bool:
    """Whether pages offer it."""
    return current_app.extensions[_KEY] is not None
