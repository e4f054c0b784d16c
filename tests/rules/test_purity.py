"""A rule is pure: what does not work with the database works with nothing but its arguments."""

from __future__ import annotations

import grimp

ROOMS = ("callbacks", "conversation", "enrollments", "insights", "oncall")
IMPURE = frozenset(
    {
        *("alembic", "click", "flask", "flask_wtf", "http", "os", "prometheus_client", "psycopg", "random", "redis"),
        *("requests", "rq", "secrets", "socket", "structlog", "subprocess", "time", "twilio"),
    }
)


def test_a_module_is_a_service_or_pure() -> None:
    graph = grimp.build_graph("intake", include_external_packages=True)
    found = {}
    for room in ROOMS:
        for module in graph.find_descendants(f"intake.{room}"):
            used = graph.find_upstream_modules(module)
            # Whoever takes the settings or a connection is a service.
            if not used & {"sqlalchemy", "intake.settings"} and used & IMPURE:
                found[module] = sorted(used & IMPURE)
    assert found == {}
