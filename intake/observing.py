"""Faults to Sentry and timings to an OpenTelemetry collector, if they are set: names and places, nobody's data.

What leaves is put together from an allow-list, not cleaned: our own fixed phrases, kinds of error, places in the
code, names of routes and jobs, statuses and durations. No values, addresses, headers, bodies, local variables,
breadcrumbs, host names or ids. Needs the extra `observe`.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from intake.logs import places_of
from intake.privacy.masking import mask_numbers
from intake.settings import Settings

if TYPE_CHECKING:
    from flask import Flask, Response
    from opentelemetry.trace import Span, Tracer
    from sentry_sdk.types import Event, Hint

_OURS = ("intake", "webhooks", "workers")
_TAGS = ("error", "kind", "problem", "route", "endpoint", "job")
_CODE = re.compile(r"[A-Za-z_./<>:-]{1,60}")
_KEPT = frozenset(
    {"event_id", "timestamp", "platform", "level", "logger", "logentry", "exception", "tags", "release", "sdk"}
)
_FRAME = ("filename", "function", "lineno")
_FLUSH_SECONDS = 2.0
_tracers: list[Tracer] = []
_senders: list[Callable[[], object]] = []
# Processes in which a thread sends by itself.
_homes: set[int] = set()


def begin(settings: Settings, process: str) -> None:
    """Report from this process from now on, as far as settings say so. `process`: web, console, urgent, …"""
    _homes.add(os.getpid())
    if settings.sentry_dsn is not None:
        _report_faults(settings.sentry_dsn.get_secret_value(), process)
    if settings.otlp_endpoint is not None:
        _trace(settings, process)


def _report_faults(dsn: str, process: str) -> None:
    import sentry_sdk

    sentry_sdk.init(
        dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        propagate_traces=False,
        server_name=process,
        before_send=kept,
    )
    logging.getLogger().addHandler(Reporter(process))
    _senders.append(partial(sentry_sdk.flush, _FLUSH_SECONDS))


class Reporter(logging.Handler):
    """Sends an event for every line of the log that says that something broke."""

    def __init__(self, process: str) -> None:
        super().__init__(logging.ERROR)
        self._process = process

    def emit(self, record: logging.LogRecord) -> None:
        """Never raises: telling of a fault must not make another."""
        try:
            import sentry_sdk

            sentry_sdk.capture_event(_event(record, self._process))
        except Exception:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Without logging's traceback, which would print the record."""


def _event(record: logging.LogRecord, process: str) -> Event:
    """What is told of one line. A foreign library's words may hold values: only its name is told."""
    said: Mapping[str, Any] = record.msg if isinstance(record.msg, dict) else {}
    ours = record.name.split(".")[0] in _OURS
    phrase = mask_numbers(str(said.get("event", ""))) if ours and said else f"fault in {record.name}"
    kind, where = str(said.get("error") or said.get("kind") or "Fault"), list(said.get("where") or ())
    if record.exc_info and record.exc_info[0] is not None:
        kind, where = record.exc_info[0].__name__, places_of(record.exc_info[2])
    tags = {name: str(said[name]) for name in _TAGS if ours and name in said and _CODE.fullmatch(str(said[name]))}
    frames = [_frame(one) for one in where]
    trace = {"stacktrace": {"frames": frames}} if frames else {}
    return {
        "level": "error",
        "logger": record.name,
        "logentry": {"message": phrase, "formatted": phrase},
        "exception": {"values": [{"type": kind if _CODE.fullmatch(kind) else "Fault", **trace}]},
        "tags": {"process": process, **tags},
    }


def _frame(place: str) -> dict[str, Any]:
    address, _, function = place.partition(" ")
    name, _, line = address.rpartition(":")
    return {"filename": name, "function": function, "lineno": int(line) if line.isdigit() else 0}


def kept(event: Event, hint: Hint) -> Event | None:
    """The second net, over all that the library itself adds: what is not on the list does not leave."""
    left: dict[str, Any] = {name: value for name, value in event.items() if name in _KEPT}
    tags, told = dict(event.get("tags") or {}), cast(Mapping[str, Any], event.get("exception") or {})
    left["tags"] = {name: value for name, value in tags.items() if name in ("process", *_TAGS)}
    left["exception"] = {"values": [_bare(one) for one in told.get("values", ())]}
    return cast("Event", left)


def _bare(error: Mapping[str, Any]) -> dict[str, Any]:
    frames = (error.get("stacktrace") or {}).get("frames", ())
    cut = [{name: frame.get(name) for name in _FRAME} for frame in frames]
    return {"type": error.get("type"), **({"stacktrace": {"frames": cut}} if cut else {})}


def _trace(settings: Settings, process: str) -> None:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    # `Resource(…)`, not `create`: that would add the host, the process and its command line.
    provider = TracerProvider(resource=Resource({"service.name": f"helpline-{process}"}))
    headers = settings.otlp_headers.get_secret_value() if settings.otlp_headers else ""
    pairs = dict(part.strip().split("=", 1) for part in headers.split(",") if "=" in part)
    target = f"{settings.otlp_endpoint}/v1/traces"
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=target, headers=pairs)))
    _tracers[:] = [provider.get_tracer("helpline")]
    _senders.append(partial(provider.force_flush, round(_FLUSH_SECONDS * 1000)))


def watch(app: Flask) -> None:
    """Time every request of the application by its route's name; nothing if no collector is set."""
    if not _tracers:
        return
    from flask import g, request, request_finished, request_started

    def started(sender: Flask, **_: object) -> None:
        g.span = _span(request.endpoint or "not there")

    def finished(sender: Flask, response: Response, **_: object) -> None:
        span: Span | None = g.pop("span", None)
        if span is not None:
            span.set_attribute("http.response.status_code", response.status_code)
            span.end()

    request_started.connect(started, app, weak=False)
    request_finished.connect(finished, app, weak=False)


def _span(name: str) -> Span:
    from opentelemetry.context import Context

    # A context of its own: what a request carries of a trace is the sender's, and is not gone on with.
    return _tracers[0].start_span(name, context=Context())


@contextmanager
def job(name: str) -> Iterator[None]:
    """Time one job by its name."""
    if not _tracers:
        yield
        return
    span = _span(name)
    try:
        yield
    finally:
        span.end()


def flush() -> None:
    """In a process that lives for one job, send what waits before it ends; elsewhere nobody waits for it."""
    if os.getpid() not in _homes:
        for send in _senders:
            send()
