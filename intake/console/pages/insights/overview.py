"""The page of figures for a range."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.pages.insights import span as spans
from intake.console.pages.insights.tiles import percent, tiles
from intake.console.viewer import house, moment_now
from intake.enrollments.pipeline import ORDER
from intake.insights import charts
from intake.insights.service import Figures, figures
from intake.staff.access import Right

FUNNEL = ORDER[:11]


def install(pages: Blueprint) -> None:
    """Serve the page."""
    pages.get("/insights")(show)


@allowed(Right.COUNTS_SEE)
def show() -> ResponseReturnValue:
    """Everything of one range."""
    span = spans.asked()
    wanted = spans.wanted(span)
    with house().database.begin() as connection:
        found = figures(connection, wanted, moment_now())
    return render_template(
        "pages/insights/overview.html",
        span=span,
        shortcuts=spans.shortcuts(span),
        tiles=tiles(found, wanted),
        heat=charts.heat(found.heat),
        waited=found.waited,
        waited_bars=charts.bars([(one.klass, (one.level or 0) * 100) for one in found.waited], 100),
        within_s=wanted.within_s,
        kept=found.kept,
        kept_bars=charts.bars([(one.klass, (one.share or 0) * 100) for one in found.kept], 100),
        percent=percent,
        **_funnel(found),
        closings=sorted(found.closings.items(), key=lambda item: -item[1]),
        outcomes=sorted(found.outcomes.items(), key=lambda item: -item[1]),
    )


def _funnel(found: Figures) -> dict[str, object]:
    reached = charts.reached(found.funnel, FUNNEL)
    sources: dict[str, Counter[str]] = {}
    for (source, stage), count in found.funnel.items():
        for earlier in FUNNEL[: FUNNEL.index(stage) + 1] if stage in FUNNEL else ():
            sources.setdefault(source, Counter())[earlier] += count
    return {
        "funnel": charts.bars(list(reached.items())),
        "sources": sorted(sources.items()),
        "funnel_stages": FUNNEL,
    }
