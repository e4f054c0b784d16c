"""All settings as one frozen, typed value; secrets stay masked until somebody reveals them."""

from __future__ import annotations

from typing import Literal

from pydantic import AliasGenerator, BaseModel, Field, SecretStr, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from intake.settings.clocks import CallbackClocks, CallClocks, OfficeClocks
from intake.settings.kinds import (
    REAL_CARRIER,
    Address,
    DatabaseUrl,
    Line,
    Port,
    PublicAddress,
    RedisUrl,
    StrongSecret,
    VaultKeys,
    Zone,
)
from intake.settings.outside import Outside

_BARE = ("database_", "redis_", "public_", "console_base", "console_port", "port", "twilio_", "helpline_")


def environment_name(field: str) -> str:
    """The variable that carries a field: `sweep_seconds` is HELPLINE_SWEEP_SECONDS."""
    return field.upper() if field.startswith(_BARE) else f"HELPLINE_{field.upper()}"


class Places(BaseModel):
    """Where things are."""

    database_url: DatabaseUrl = Field(description="PostgreSQL; unset: the data folder's own")
    redis_url: RedisUrl = Field(description="Redis; unset: the data folder's own")
    public_base_url: PublicAddress = Field(description="What the carrier calls; signatures cover it")
    console_base_url: PublicAddress = Field(description="Where staff open the console")
    port: Port = Field(8000, description="Port of the web process")
    console_port: Port = Field(8001, description="Port of the console process")
    web_processes: int = Field(2, ge=1, le=64, description="Processes that answer the carrier")
    web_threads: int = Field(8, ge=1, le=64, description="Threads in each of them")
    console_threads: int = Field(32, ge=1, le=256, description="Threads of the console process")
    console_proxies: int = Field(
        0, ge=0, le=5, description="Proxies of ours before the console whose X-Forwarded-For is believed"
    )
    bind_address: str = Field("0.0.0.0", description="Address that both listen on")  # noqa: S104
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="Least level logged")


class Carrier(BaseModel):
    """The account at the carrier, and our lines there."""

    twilio_account_sid: str = Field(pattern=r"^AC[0-9a-fA-F]{32}$", description="Account at the carrier")
    twilio_auth_token: SecretStr = Field(min_length=1, description="Signs webhooks and opens the API")
    twilio_auth_token_secondary: SecretStr | None = Field(None, description="Also accepted while rotating")
    twilio_api_base_url: Address = Field(REAL_CARRIER, description="The carrier's API, or a simulator")
    helpline_number: Line = Field(description="The public line")
    neutral_number: Line = Field(description="The line that names nobody; callbacks come from it")
    backup_number: Line = Field(description="A person's number, dialled when all else fails")
    offer_texts: bool = Field(True, description="A professional is texted as well as rung for P0 to P2; Y takes it")
    crisis_number: Line = Field("+18002738255", description="The 988 Lifeline's carrier number")

    @field_validator("neutral_number", "backup_number")
    @classmethod
    def _its_own(cls, number: str, info: ValidationInfo) -> str:
        # A line that is also the backup would ring itself when all else has failed.
        if number in {info.data.get("helpline_number"), info.data.get("neutral_number")}:
            raise ValueError("must differ from the other numbers")
        return number

    @property
    def simulated(self) -> bool:
        """Whether the carrier is a stand-in; only then may fictional numbers be dialled."""
        return self.twilio_api_base_url != REAL_CARRIER

    @property
    def allow_fictional_numbers(self) -> bool:
        """Whether 555-01XX numbers count as dialable."""
        return self.simulated

    @property
    def own_numbers(self) -> frozenset[str]:
        """Lines that must never be called back."""
        return frozenset({self.helpline_number, self.neutral_number})

    @property
    def auth_tokens(self) -> tuple[str, ...]:
        """Tokens that a webhook may be signed with, the current one first."""
        both = (self.twilio_auth_token, self.twilio_auth_token_secondary)
        return tuple(token.get_secret_value() for token in both if token is not None)


class Words(BaseModel):
    """Who we say we are, and the keys that keep what we were told."""

    brand: str = Field(min_length=1, max_length=40, description="The provider's name, as it is spoken")
    timezone: Zone = Field("America/New_York", description="The provider's own time zone")
    secret_key: StrongSecret = Field(description="Signs staff cookies and links")
    vault_keys: VaultKeys = Field(description="Keys that seal what callers say, newest first")


class Settings(OfficeClocks, CallClocks, CallbackClocks, Outside, Words, Carrier, Places, BaseSettings):
    """Everything that can be set; `load()` makes one."""

    model_config = SettingsConfigDict(
        frozen=True,
        extra="ignore",
        env_ignore_empty=True,
        hide_input_in_errors=True,
        alias_generator=AliasGenerator(validation_alias=environment_name),
    )

    @property
    def escalate_seconds(self) -> tuple[float, float, float, float, float]:
        """Time to the next rung, by class P0 to P4."""
        return (
            self.escalate_seconds_p0,
            self.escalate_seconds_p1,
            self.escalate_seconds_p2,
            self.escalate_seconds_p3,
            self.escalate_seconds_p4,
        )

    @property
    def due_seconds(self) -> tuple[float, float, float, float, float]:
        """Time to the first human contact, by class P0 to P4."""
        return (
            self.due_seconds_p0,
            self.due_seconds_p1,
            self.due_seconds_p2,
            self.due_seconds_p3,
            self.due_seconds_p4,
        )
