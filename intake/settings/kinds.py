"""What a value of each kind must look like; complaints never repeat a secret."""

from __future__ import annotations

import math
import re
from typing import Annotated
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import NoDecode

from intake.privacy.keyring import parse_keys

REAL_CARRIER = "https://api.twilio.com"
_WEAK = ("changeme", "change-me", "secret", "default", "password", "example", "insecure")
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def _address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address such as https://help.example.org")
    if parts.query or parts.fragment or parts.username:
        raise ValueError("must be a plain address without a query, a fragment or a user")
    return text.rstrip("/")


def _public_address(text: str) -> str:
    text = _address(text)
    parts = urlsplit(text)
    if parts.scheme != "https" and parts.hostname not in _LOCAL:
        raise ValueError("must begin with https:// unless it is this machine")
    return text


def _number(text: str) -> str:
    digits = re.sub(r"[ ().-]", "", text)
    if not re.fullmatch(r"\+[1-9]\d{7,14}", digits):
        raise ValueError("must be a phone number in E.164, such as +12025550147")
    return digits


def _database(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if text.startswith("postgres://"):  # what several hosts hand out, and SQLAlchemy 2 refuses
        text = "postgresql://" + text.removeprefix("postgres://")
    if not text.startswith(("postgresql://", "postgresql+psycopg://")):
        raise ValueError("must be a PostgreSQL address: postgresql://user:password@host/name")
    return SecretStr(text)


def _redis(secret: SecretStr) -> SecretStr:
    if not secret.get_secret_value().startswith(("redis://", "rediss://", "unix://")):
        raise ValueError("must be a Redis address: redis://:password@host:port/0")
    return secret


def _strong(secret: SecretStr) -> SecretStr:
    text = secret.get_secret_value()
    if len(text) < 32 or len(set(text)) < 8 or any(word in text.lower() for word in _WEAK):
        raise ValueError("must be at least 32 random characters")
    return secret


def _keys(secret: SecretStr) -> SecretStr:
    parse_keys(secret.get_secret_value())  # WeakKeys is a ValueError that names every problem, never a key
    return secret


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except Exception:
        raise ValueError("must be a time zone such as America/New_York") from None
    return name


def _positive_list(values: tuple[float, ...]) -> tuple[float, ...]:
    if not values or any(not math.isfinite(value) or value <= 0 for value in values):
        raise ValueError("must be seconds above zero, separated by commas")
    return values


def _split(value: object) -> object:
    if not isinstance(value, str):
        return value
    return tuple(part.strip() for part in value.split(",") if part.strip())


Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
SecondsList = Annotated[tuple[float, ...], NoDecode, BeforeValidator(_split), AfterValidator(_positive_list)]
Address = Annotated[str, AfterValidator(_address)]
PublicAddress = Annotated[str, AfterValidator(_public_address)]
Line = Annotated[str, AfterValidator(_number)]
DatabaseUrl = Annotated[SecretStr, AfterValidator(_database)]
RedisUrl = Annotated[SecretStr, AfterValidator(_redis)]
StrongSecret = Annotated[SecretStr, AfterValidator(_strong)]
VaultKeys = Annotated[SecretStr, AfterValidator(_keys)]
Zone = Annotated[str, AfterValidator(_zone)]
Port = Annotated[int, Field(ge=1, le=65535)]
