"""Gunicorn's settings for the console: `gunicorn -c python:intake.console.serving …`."""

from __future__ import annotations

from intake.serving import options
from intake.settings import load

_settings = load()
# One process: staff are few, and open event streams need threads rather than processes.
globals().update(
    options(
        _settings,
        port=_settings.console_port,
        processes=1,
        threads=_settings.console_threads,
    )
)
