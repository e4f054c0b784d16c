"""What people ask of each other: swaps with both sides' yes, and time off."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from intake.console.access import allowed
from intake.console.notices import tell
from intake.console.pages.enrollments.common import id_of, maybe_id
from intake.console.pages.rota.common import change, instant_of, refused, tier_of, to_week
from intake.console.viewer import house, moment_now, viewer
from intake.oncall import standing_in, swapping
from intake.oncall.standing_in import NotPossible, Stretch, SwapAsked
from intake.staff.access import Right
from intake.storage import rota as rows
from intake.told import told


def install(pages: Blueprint) -> None:
    """Serve the acts."""
    pages.post("/rota/swaps")(ask)
    pages.post("/rota/swaps/<swap_id>")(answer)
    pages.post("/rota/time-off")(time_off)
    pages.post("/rota/time-off/<time_off_id>/cancel")(cancel_time_off)


@allowed(Right.OWN_SHIFTS)
def ask() -> ResponseReturnValue:
    """Ask a colleague to take one's own duty."""
    start, end = (instant_of(request.form.get(name, "")) for name in ("start", "end"))
    tier, taker = tier_of(request.form.get("tier", "")), maybe_id(request.form.get("taker"))
    try:
        if start is None or end is None or tier is None or taker is None:
            raise NotPossible(told("a colleague and a duty are needed"))
        asked = SwapAsked(viewer().staff_id, taker, Stretch(tier, start, end))
        with house().database.begin() as connection:
            standing_in.ask_swap(connection, asked, viewer().staff_id, change())
        tell("good", "rota.swap_asked")
    except NotPossible as error:
        refused(error.why)
    return to_week(start)


@allowed(Right.OWN_SHIFTS)
def answer(swap_id: str) -> ResponseReturnValue:
    """Yes or no to a swap; from the one who asked, no takes it back."""
    yes = request.form.get("answer") == "yes"
    try:
        with house().database.begin() as connection:
            state = swapping.answer(connection, id_of(swap_id), viewer().staff_id, yes, change())
        tell("good", f"rota.swap_{state}")
    except NotPossible as error:
        refused(error.why)
    return to_week()


@allowed(Right.OWN_SHIFTS, Right.ROTA_CHANGE)
def time_off() -> ResponseReturnValue:
    """Be away; a supervisor may write it down for somebody else."""
    start, end = (instant_of(request.form.get(name, "")) for name in ("start", "end"))
    wanted = maybe_id(request.form.get("staff")) if viewer().may(Right.ROTA_CHANGE) else None
    try:
        if start is None or end is None:
            raise NotPossible(told("a beginning and an end are needed"))
        with house().database.begin() as connection:
            who = wanted or viewer().staff_id
            standing_in.take_time_off(connection, who, start, end, change())
        tell("good", "rota.time_off_kept")
    except NotPossible as error:
        refused(error.why)
    return to_week(start)


@allowed(Right.OWN_SHIFTS, Right.ROTA_CHANGE)
def cancel_time_off(time_off_id: str) -> ResponseReturnValue:
    """Be there after all: one's own, or anybody's for who plans the rota."""
    wanted, now = id_of(time_off_id), moment_now()
    with house().database.begin() as connection:
        theirs = {row.id: row.staff_id for row in rows.live_time_off(connection, now, now.replace(year=9999))}
        mine = theirs.get(wanted) == viewer().staff_id or viewer().may(Right.ROTA_CHANGE)
        undone = mine and standing_in.cancel_time_off(connection, wanted, change())
    tell("good" if undone else "warn", "rota.withdrawn" if undone else "rota.gone")
    return to_week()
