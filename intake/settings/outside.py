"""Services of others that a deployment may use: an identity provider for staff, and where faults are reported."""

from __future__ import annotations

from importlib.util import find_spec

from pydantic import BaseModel, Field, SecretStr, ValidationInfo, field_validator

from intake.settings.kinds import Address, PublicAddress

# What has to be installed for a setting, and the extra that brings it.
_NEEDS = {
    "oidc_issuer": ("authlib", "oidc"),
    "sentry_dsn": ("sentry_sdk", "observe"),
    "otlp_endpoint": ("opentelemetry", "observe"),
}


class Outside(BaseModel):
    """All of it is off until it is set."""

    oidc_issuer: PublicAddress | None = Field(
        None, description="OpenID Connect: the identity provider by which staff may sign in (extra `oidc`)"
    )
    oidc_client_id: str | None = Field(None, validate_default=True, description="OpenID Connect: our name there")
    oidc_client_secret: SecretStr | None = Field(
        None, description="OpenID Connect: our secret there; unset for a public client"
    )
    oidc_strong: str = Field(
        "mfa", description="OpenID Connect: values of amr or acr that count as a second factor, else ours is asked"
    )
    sentry_dsn: SecretStr | None = Field(
        None, description="Sentry: where faults are reported, without anybody's data (extra `observe`)"
    )
    otlp_endpoint: Address | None = Field(
        None, description="OpenTelemetry: collector for timings of routes and jobs, OTLP over HTTP (extra `observe`)"
    )
    otlp_headers: SecretStr | None = Field(
        None, description="OpenTelemetry: headers for the collector, name=value separated by commas"
    )

    @field_validator("oidc_client_id")
    @classmethod
    def _with_its_issuer(cls, client: str | None, info: ValidationInfo) -> str | None:
        if (client is None) != (info.data.get("oidc_issuer") is None):
            raise ValueError("HELPLINE_OIDC_ISSUER and HELPLINE_OIDC_CLIENT_ID are set together or not at all")
        return client

    @field_validator(*_NEEDS)
    @classmethod
    def _installed(cls, value: object, info: ValidationInfo) -> object:
        package, extra = _NEEDS[str(info.field_name)]
        if value is not None and find_spec(package) is None:
            raise ValueError(f"needs what is not installed: the extra `{extra}` (helpline[{extra}])")
        return value
