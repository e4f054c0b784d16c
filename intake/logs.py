"""Logs as one JSON object a line: a fixed phrase, values in fields, and nothing that a caller told us."""

from __future__ import annotations

import logging
import logging.config
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

from intake.privacy import redaction

_QUIET = ("alembic", "rq.worker", "rq.job", "rq.queue", "twilio.http_client", "urllib3", "werkzeug")


def configure(level: str = "info") -> None:
    """Send everything that this process logs to standard error, one JSON object a line."""
    logging.config.dictConfig(dictionary(level))
    structlog.configure(
        processors=[*_shared(), structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def dictionary(level: str = "info") -> dict[str, Any]:
    """The same for programs that configure `logging` themselves, such as gunicorn."""
    quiet = {name: {"level": "WARNING"} for name in _QUIET}
    gunicorn: dict[str, Any] = {
        "gunicorn.error": {"handlers": [], "propagate": True},
        # Its lines hold addresses, and addresses hold ids.
        "gunicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": _shared(),
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["out"], "level": level.upper()},
        "loggers": {**quiet, **gunicorn},
    }


def _shared() -> list[structlog.typing.Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        without_words,
        redaction.processor,
    ]


def without_words(logger: WrappedLogger, method: str, event: EventDict) -> EventDict:
    """Replace an exception by its kind and its places: its words may be a caller's."""
    info = event.pop("exc_info", None)
    record = event.get("_record")
    if info is True:
        info = sys.exc_info()
    elif isinstance(info, BaseException):
        info = (type(info), info, info.__traceback__)
    elif info is None and isinstance(record, logging.LogRecord):
        info, record.exc_info, record.exc_text = record.exc_info, None, None
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["where"] = places_of(info[2])
    return event


def places_of(trace: TracebackType | None) -> list[str]:
    """Where it went wrong: file, line and function, the innermost last; no values."""
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{'/'.join(frame.filename.split('/')[-3:])}:{frame.lineno} {frame.name}" for frame in frames]
