"""What a simulated network starts with: account, lines, pace. From flags or from one JSON file."""

import argparse
import json
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

TOLL_FREE = ("+1800", "+1833", "+1844", "+1855", "+1866", "+1877", "+1888")
OPT_OUT_MODES = ("long_code", "toll_free", "service", "advanced", "off")


@dataclass(frozen=True)
class Line:
    """A number that belongs to the account, and where the carrier asks what to do with it."""

    number: str
    voice_url: str = ""
    sms_url: str = ""
    status_url: str = ""
    fallback_url: str = ""
    sms_fallback_url: str = ""
    voice_method: str = "POST"
    sms_method: str = "POST"
    status_method: str = "POST"
    fallback_method: str = "POST"
    sms_fallback_method: str = "POST"
    opt_out: str = ""
    service_sid: str = ""
    friendly_name: str = ""
    registered: bool = True

    @property
    def handling(self) -> str:
        """Who answers STOP on this line: one of OPT_OUT_MODES."""
        if self.opt_out:
            return self.opt_out
        return "toll_free" if self.number.startswith(TOLL_FREE) else "long_code"

    def changed(self, changes: dict[str, Any]) -> "Line":
        """The line with other settings; ValueError names what is not a setting or not allowed."""
        known = {each.name for each in fields(self)}
        wrong = sorted(set(changes) - known)
        if wrong:
            raise ValueError(f"a line has no {', '.join(wrong)}")
        if changes.get("opt_out", "") not in ("", *OPT_OUT_MODES):
            raise ValueError(f"opt_out is one of {', '.join(OPT_OUT_MODES)}")
        return replace(self, **changes)


@dataclass(frozen=True)
class Config:
    """Settings of one network. `cps`: REST calls a second, 0 = no limit. `speed`: simulated s a second.

    `scenarios_dir`: the folder in which scenarios are saved; empty = none are.
    """

    account_sid: str
    auth_token: str
    host: str = "127.0.0.1"
    port: int = 8002
    speed: float = 1.0
    cps: float = 0.0
    seed: int = 1
    scenarios_dir: str = ""
    lines: tuple[Line, ...] = ()
    verified: tuple[str, ...] = ()
    owned: tuple[str, ...] = ()
    hosts: tuple[str, ...] = field(default=("127.0.0.1", "localhost", "::1"))


def from_mapping(values: dict[str, Any]) -> Config:
    """Read a mapping such as the JSON file holds; ValueError names what is missing or unknown."""
    known = {each.name for each in fields(Config)}
    wrong = sorted(set(values) - known)
    missing = sorted({"account_sid", "auth_token"} - {key for key, value in values.items() if value})
    if wrong or missing:
        raise ValueError(f"unknown settings: {wrong}, missing settings: {missing}")
    lines = tuple(Line(each["number"]).changed(each) for each in values.get("lines", ()))
    for key in ("verified", "owned", "hosts"):
        if key in values:
            values[key] = tuple(values[key])
    return Config(**(values | {"lines": lines}))


def line_from_flag(text: str) -> dict[str, str]:
    """`+1202…=VOICE,SMS,STATUS,FALLBACK`, where later parts may be left out."""
    number, _, urls = text.partition("=")
    names = ("voice_url", "sms_url", "status_url", "fallback_url", "sms_fallback_url")
    given: dict[str, str] = {"number": number}
    given.update(zip(names, urls.split(","), strict=False))
    return given


def read(arguments: list[str] | None = None) -> Config:
    """Flags win over the file; SystemExit(2) with one line on stderr for what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m webhooks.simulator", description=__doc__)
    parser.add_argument("--config", type=Path, help="JSON file with the same settings")
    parser.add_argument("--host")
    parser.add_argument("--port", type=int)
    parser.add_argument("--account-sid")
    parser.add_argument("--auth-token", help="better in the file, where a process list does not show it")
    parser.add_argument("--speed", type=float)
    parser.add_argument("--cps", type=float)
    parser.add_argument("--seed", type=int)
    parser.add_argument("--scenarios-dir", help="folder in which scenarios are saved")
    parser.add_argument("--line", action="append", dest="lines", type=line_from_flag)
    given = vars(parser.parse_args(arguments))
    path = given.pop("config")
    try:
        values = json.loads(path.read_text("utf-8")) if path else {}
        values.update({key: value for key, value in given.items() if value is not None})
        return from_mapping(values)
    except (OSError, ValueError, TypeError, KeyError) as error:
        parser.error(str(error))
