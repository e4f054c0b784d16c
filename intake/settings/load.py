"""Read all settings at once, or say everything that is wrong with them at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
)

from intake.settings.fields import Settings, environment_name
from intake.settings.kinds import DatabaseUrl

GENERATED = "settings.env"
_DATA_DIR = "HELPLINE_DATA_DIR"
_SECRETS_DIR = "HELPLINE_SECRETS_DIR"


class SettingsProblem(Exception):
    """Settings that cannot be used; the message has one line a problem and no secret."""

    def __init__(self, problems: list[str]) -> None:
        head = f"{len(problems)} setting{'s' if len(problems) != 1 else ''} cannot be used:"
        super().__init__("\n".join([head, *(f"  {line}" for line in problems)]))
        self.problems = problems


def from_environment(name: str) -> str | None:
    """The environment's own value under this name, None where it has none."""
    return os.environ.get(name) or None


def from_file(name: str) -> str | None:
    """The value of the setting's file in HELPLINE_SECRETS_DIR, None where there is none."""
    folder = from_environment(_SECRETS_DIR)
    path = Path(folder, name) if folder else None
    return path.read_text(encoding="utf-8").strip() if path is not None and path.is_file() else None


def is_set(name: str) -> bool:
    """Whether the environment, or a file of HELPLINE_SECRETS_DIR, carries a value under this name."""
    return (from_environment(name) or from_file(name)) is not None


def data_folder(chosen: str | None = None) -> Path:
    """The folder that `up` keeps everything in: the flag, HELPLINE_DATA_DIR or `.helpline` here."""
    return Path(chosen or os.environ.get(_DATA_DIR) or ".helpline").absolute()


def child_environment(weak: Mapping[str, str], strong: Mapping[str, str]) -> dict[str, str]:
    """The environment for a process that we start: `weak` fills its gaps, `strong` overrules it."""
    here = {name: value for name, value in os.environ.items() if value or name not in weak}
    # Forbidden to keep compiled code, half a dozen processes would each compile all of ours at every start.
    here.pop("PYTHONDONTWRITEBYTECODE", None)
    return {**weak, **here, **strong}


class _Files(PydanticBaseSettingsSource):
    """One file a setting, named as the setting is: how containers are given keys and passwords."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the setting's file, without the line's end; None where there is none."""
        name = environment_name(field_name)
        return from_file(name), name, False

    def __call__(self) -> dict[str, Any]:
        """Everything that has a file. Raises `SettingsProblem` for one that may not be read."""
        try:
            found = [self.get_field_value(field, name) for name, field in self.settings_cls.model_fields.items()]
        except OSError as error:
            raise SettingsProblem([f"{_SECRETS_DIR}: a file cannot be read ({error.strerror})"]) from None
        return {name: value for value, name, _ in found if value}


def load(folder: Path | None = None, given: Mapping[str, str] | None = None) -> Settings:
    """Settings `given` by name, then the environment, then files of HELPLINE_SECRETS_DIR, then what `up`
    generated in `folder`, then defaults.

    Raises `SettingsProblem` naming every missing or malformed setting.
    """

    class _Sources(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            here = (InitSettingsSource(settings_cls, dict(given or {})), env_settings, _Files(settings_cls))
            if folder is None:
                return here
            return (*here, DotEnvSettingsSource(settings_cls, env_file=folder / GENERATED))

    try:
        return _Sources.model_validate({})
    except ValidationError as error:
        problems = sorted(_line(problem["loc"], problem["msg"]) for problem in error.errors())
    # Outside the handler: pydantic's own text would show the values.
    raise SettingsProblem(problems)


def database_url() -> str:
    """The environment's database alone, for what needs nothing else. Raises `SettingsProblem`."""
    try:
        said = TypeAdapter(DatabaseUrl).validate_python(
            from_environment("DATABASE_URL") or from_file("DATABASE_URL") or ""
        )
        return said.get_secret_value()
    except ValidationError as error:
        problems = [_line(("DATABASE_URL",), problem["msg"]) for problem in error.errors()]
    raise SettingsProblem(problems)


def _line(place: tuple[int | str, ...], message: str) -> str:
    name = str(place[0]) if place else "settings"
    name = name if name.isupper() else environment_name(name)
    return f"{name}: {_plain(message)}"


def _plain(message: str) -> str:
    if message == "Field required":
        return "is missing"
    message = message.removeprefix("Value error, ")
    if message.startswith("Input should be"):
        message = "must be" + message.removeprefix("Input should be")
    if message.startswith("String should match pattern '^AC"):
        return "must be AC and 32 hex digits"
    if message.startswith("Value should have at least"):
        return "is too short"
    return message.replace("String should have", "must have").split(", unable to parse")[0]
