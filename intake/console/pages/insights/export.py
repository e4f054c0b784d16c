"""The same figures as a CSV file: counts only, so that nothing in it is about one person."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.language import t
from intake.console.pages.insights import span as spans
from intake.console.pages.insights.tiles import tiles
from intake.console.viewer import act, house, moment_now
from intake.insights.service import Figures, figures
from intake.privacy.acts import Action
from intake.privacy.audit import record
from intake.staff.access import Right


def install(pages: Blueprint) -> None:
    """Serve the file."""
    pages.get("/insights.csv")(as_file)


@allowed(Right.COUNTS_SEE)
def as_file() -> ResponseReturnValue:
    """Figures, callbacks by class, calls by hour, funnel and endings, one line each."""
    span = spans.asked()
    wanted = spans.wanted(span)
    with house().database.begin() as connection:
        found = figures(connection, wanted, moment_now())
        record(connection, act(Action.EXPORT, "insights", reason="csv"))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("kind", "name", "value", "means"))
    for tile in tiles(found, wanted):
        means = t(f"insights.{tile.key}_means", seconds=tile.seconds)
        writer.writerow(("figure", tile.key, "" if tile.raw is None else f"{tile.raw:.4g}", means))
    writer.writerows(_counts(found))
    answer = Response(out.getvalue(), mimetype="text/csv")
    name = f"figures-{span.first}-{span.last}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _counts(found: Figures) -> list[tuple[str, str, str]]:
    lines = []
    for each in found.waited:
        for name in ("waits", "answered", "within", "level", "average_wait_s"):
            value = getattr(each, name)
            lines.append(("service level", f"{each.klass} {name}", "" if value is None else f"{value:.4g}"))
    for one in found.kept:
        for name in ("promised", "judged", "within", "share", "p50_s", "p90_s"):
            value = getattr(one, name)
            lines.append(("callbacks", f"{one.klass} {name}", "" if value is None else f"{value:.4g}"))
    lines += [("calls by hour", f"{day} {hour:02d}", str(n)) for (day, hour), n in sorted(found.heat.items())]
    lines += [("funnel", f"{source} {stage}", str(n)) for (source, stage), n in sorted(found.funnel.items())]
    lines += [("closed", reason, str(n)) for reason, n in sorted(found.closings.items())]
    lines += [("ended", f"{channel} {how}", str(n)) for (channel, how), n in sorted(found.outcomes.items())]
    return lines
