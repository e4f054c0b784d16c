"""Every duration, in seconds that take fractions, so that a simulated hour can pass in a minute."""

from __future__ import annotations

from pydantic import BaseModel, Field

from intake.settings.kinds import Seconds, SecondsList


class CallbackClocks(BaseModel):
    """How long a person may wait for a person, by class and by rung (the classes' table, P0 to P4)."""

    escalate_seconds_p0: Seconds = Field(60, description="P0: the next tier is rung after this long")
    escalate_seconds_p1: Seconds = Field(120, description="P1: the next person is rung after this long")
    escalate_seconds_p2: Seconds = Field(300, description="P2: the next person is rung after this long")
    escalate_seconds_p3: Seconds = Field(900, description="P3: supervisor this long into the window")
    escalate_seconds_p4: Seconds = Field(14_400, description="P4: supervisor after this long")
    due_seconds_p0: Seconds = Field(120, description="P0: a human on the line within")
    due_seconds_p1: Seconds = Field(300, description="P1: first human contact within")
    due_seconds_p2: Seconds = Field(900, description="P2: first human contact within")
    due_seconds_p3: Seconds = Field(1_800, description="P3: first human contact this far into the window")
    due_seconds_p4: Seconds = Field(14_400, description="P4: first human contact within")
    retry_seconds: SecondsList = Field(
        (900.0, 7200.0), description="Comma list: waits between attempts, then the next preferred window"
    )
    crisis_retry_seconds: Seconds = Field(300, description="P0: wait before the second attempt")
    window_urgent_seconds: Seconds = Field(300, description="A window's callback becomes P2 after this long")
    offer_ring_seconds: Seconds = Field(18, description="How long a professional is rung")
    accept_seconds: Seconds = Field(90, description="Accepted without a dial: offered again after")
    wrap_seconds: Seconds = Field(600, description="Time to write up after a call before the next one rings")
    crisis_rest_seconds: Seconds = Field(900, description="Time off the rings after a P0 call")
    caller_ring_seconds: Seconds = Field(25, description="How long a caller's number is rung")
    sweep_seconds: Seconds = Field(10, description="Everything overdue is looked for this often")
    nudge_seconds: Seconds = Field(0.2, description="Longest wait for Redis when a job is nudged")


class CallClocks(BaseModel):
    """How long a live call or a text thread waits for anything."""

    talk_now_ring_seconds: Seconds = Field(20, description="One rung of the talk-now ladder")
    talk_now_ceiling_seconds: Seconds = Field(120, description="Longest hold before a callback is promised")
    bridge_ring_seconds: Seconds = Field(60, description="How long the crisis line is rung")
    backup_ring_seconds: Seconds = Field(30, description="How long the backup person is rung")
    call_limit_seconds: Seconds = Field(14_400, description="Longest joined call")
    gather_seconds: Seconds = Field(6, description="First wait for an answer by voice")
    gather_again_seconds: Seconds = Field(8, description="Second wait for an answer by voice")
    text_nudge_seconds: Seconds = Field(900, description="A text thread is nudged once after")
    text_expire_seconds: Seconds = Field(86_400, description="A text thread ends silently after")
    partial_seconds: Seconds = Field(600, description="An unfinished intake is queued after")
    lost_call_seconds: Seconds = Field(900, description="A call without a sign of life is looked up after")
    short_abandon_seconds: Seconds = Field(10, description="A hang-up before this is a short abandon")
    pin_lock_seconds: Seconds = Field(900, description="Code entry rests this long after three misses")
    answer_budget_seconds: Seconds = Field(3, description="A voice answer takes no longer than this")
    carrier_timeout_seconds: Seconds = Field(5, description="Longest wait for the carrier's answer")


class OfficeClocks(BaseModel):
    """Staff sessions, the rota's horizon and how long records are kept."""

    session_idle_seconds: Seconds = Field(600, description="Staff are signed out when idle this long (shared: a fifth)")
    session_seconds: Seconds = Field(46_800, description="Longest staff session")
    invitation_seconds: Seconds = Field(259_200, description="A first sign-in link works for")
    sign_in_lock_seconds: Seconds = Field(900, description="Longest wait for the next try to sign in after misses")
    coverage_ahead_seconds: Seconds = Field(1_209_600, description="How far ahead every minute must be covered")
    shift_reminder_seconds: Seconds = Field(
        43_200, description="Who has a shift is asked to confirm it this long before"
    )
    shift_alarm_seconds: Seconds = Field(
        7_200, description="Without a yes a supervisor is told this long before the shift"
    )
    keep_carrier_seconds: Seconds = Field(
        86_400, description="Calls and texts of callers leave the carrier's own records after"
    )
    keep_cancelled_seconds: Seconds = Field(86_400, description="Cancelled and wrong-number records are kept")
    keep_unreachable_seconds: Seconds = Field(7_776_000, description="Unreachable records are kept")
    keep_declined_seconds: Seconds = Field(31_536_000, description="Declined records are kept")
