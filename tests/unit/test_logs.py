"""A log line is one JSON object, and an exception in it has no words of its own."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from intake import logs

pytestmark = pytest.mark.usefixtures("plain_logs")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger("here").info("call began", line="public")
    logging.getLogger("elsewhere").warning("%s of %s", 1, 2)
    first, second = lines(capsys)
    assert (first["event"], first["line"], first["level"], first["logger"]) == (
        "call began",
        "public",
        "info",
        "here",
    )
    assert (second["event"], second["level"]) == ("1 of 2", "warning")


@pytest.mark.parametrize("logger", [structlog.get_logger("ours"), logging.getLogger("theirs")])
def test_an_exception_keeps_its_kind_and_place_only(capsys: pytest.CaptureFixture[str], logger: logging.Logger) -> None:
    logs.configure("info")
    try:
        raise ValueError("my name is Canary")
    except ValueError:
        logger.exception("it failed")
    text = capsys.readouterr().err
    said = json.loads(text)
    assert "Canary" not in text
    assert said["error"] == "ValueError"
    assert "test_logs.py" in said["where"][-1]


def test_the_level_is_obeyed(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("warning")
    structlog.get_logger("here").info("call began")
    assert lines(capsys) == []
