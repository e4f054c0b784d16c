"""Whether this process lives, whether what it leans on answers, and counts for those inside the walls."""

from __future__ import annotations

import ipaddress
import json

from flask import Request, Response
from prometheus_client import REGISTRY, CollectorRegistry, Gauge, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from webhooks.desk import Desk
from webhooks.gate import refused

# Whoever comes through a proxy comes from outside, whatever address the proxy itself has.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via")
_INSIDE = tuple(
    ipaddress.ip_network(network)
    for network in ("127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7")
)


def alive() -> Response:
    """200 as long as this process can answer at all."""
    return _json({"alive": True}, 200)


def ready(desk: Desk) -> Response:
    """200 if everything that we lean on answers in time, else 503; callers are answered in either case."""
    parts = desk.attempt("readyz", lambda: dict(desk.house.readiness())) or {"readiness": False}
    return _json(parts, 200 if all(parts.values()) else 503)


def metrics(desk: Desk, request: Request) -> Response:
    """The counts, for a scraper on a loopback or private address that came by no proxy."""
    if not inside(request):
        return refused()
    return Response(generate_latest(_registry()) + _lost(desk), content_type=CONTENT_TYPE_LATEST)


def _lost(desk: Desk) -> bytes:
    """Who is lost, asked at each scrape: it costs some index look-ups, and is left out if that cannot be said."""
    counts = desk.attempt("metrics", lambda: dict(desk.house.lost()))
    if counts is None:
        return b""
    registry = CollectorRegistry()
    gauge = Gauge("helpline_lost", "Rows without an end beyond their time", ("kind",), registry=registry)
    for kind, count in counts.items():
        gauge.labels(kind).set(count)
    return generate_latest(registry)


def inside(request: Request) -> bool:
    """Whether the request was made from within, directly."""
    if any(name in request.headers for name in _FORWARDED):
        return False
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in _INSIDE)


def _registry() -> CollectorRegistry:
    # With several processes their counts lie in a shared folder, which the library is told of at its start.
    everyone = CollectorRegistry()
    try:
        MultiProcessCollector(everyone)  # type: ignore[no-untyped-call]
    except ValueError:
        return REGISTRY
    return everyone


def _json(value: dict[str, bool], status: int) -> Response:
    return Response(json.dumps(value), status, mimetype="application/json")
