"""A record can only go where the pipeline leads, and never past a gate."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.enrollments import pipeline
from intake.enrollments.pipeline import Proof
from intake.storage.schema.enrollments import STAGES as STORED

ALL = frozenset(Proof)
OUTSIDE = ("vob_pending", "vob_done", "assessment_scheduled", "assessed", "enrolled")
MONDAY = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def test_stages_are_those_that_the_database_knows():
    assert pipeline.ORDER == STORED


def test_the_whole_way():
    way = ("partial", "queued", "attempting", *pipeline.ORDER[3:11])
    for here, there in pairwise(way):
        assert pipeline.judge(here, there, ALL).ok, (here, there)


@pytest.mark.parametrize(("here", "there"), [*product(pipeline.ORDER, OUTSIDE), ("prescreened", "consented")])
def test_nothing_goes_outside_without_a_written_consent(here, there):
    assert not pipeline.judge(here, there, ALL - {Proof.CONSENT}).ok


@pytest.mark.parametrize(
    "here", [stage for stage in pipeline.ORDER if stage not in ("consented", "vob_done")]
)
def test_benefits_are_asked_for_only_after_the_consent_stage(here):
    assert not pipeline.judge(here, "vob_pending", ALL).ok


@given(
    st.lists(st.sampled_from(pipeline.ORDER), max_size=30),
    st.lists(st.sets(st.sampled_from(sorted(ALL - {Proof.CONSENT}))), min_size=30, max_size=30),
)
def test_no_walk_without_consent_gets_past_the_gate(targets, proofs):
    stage = "partial"
    for target, shown in zip(targets, proofs, strict=False):
        if pipeline.judge(stage, target, shown).ok:
            stage = target
    assert stage not in (*OUTSIDE, "consented")


def test_all_that_is_missing_is_named_at_once():
    verdict = pipeline.judge("assessed", "enrolled", {Proof.CONSENT, Proof.ASSESSED})
    assert verdict.known_way
    assert verdict.missing == (Proof.LEVEL_FITS, Proof.START)


@pytest.mark.parametrize("stage", sorted(pipeline.TERMINAL))
def test_an_end_is_an_end(stage):
    assert pipeline.ways(stage) == ()
    assert not any(pipeline.judge(stage, target, ALL).ok for target in pipeline.ORDER)


@pytest.mark.parametrize("stage", [stage for stage in pipeline.ORDER if stage not in pipeline.TERMINAL])
def test_every_open_record_can_be_closed_and_left_alone(stage):
    assert pipeline.judge(stage, "closed", ()).ok
    assert pipeline.judge(stage, "do_not_contact", ()).ok


def test_one_step_back_and_no_more():
    assert pipeline.judge("assessment_scheduled", "vob_done", ALL).ok
    assert not pipeline.judge("assessment_scheduled", "vob_pending", ALL).ok
    assert not pipeline.judge("contacted", "queued", ALL).ok


@pytest.mark.parametrize("text", ["", "closed", "no idea", "declined", "declined:because", "referred_out"])
def test_free_text_is_no_reason(text):
    assert pipeline.reason(text) is None


def test_reasons():
    assert pipeline.reason("declined:12_step_rule")
    assert pipeline.reason("unreachable")
    assert len(pipeline.CLOSED_REASONS) == len(set(pipeline.CLOSED_REASONS)) == 22


def test_clocks():
    assert pipeline.due("contacted", MONDAY) == MONDAY + timedelta(hours=4)
    assert pipeline.due("prescreened", MONDAY) == MONDAY + timedelta(days=1)
    friday = MONDAY + timedelta(days=4)
    assert pipeline.due("prescreened", friday) == MONDAY + timedelta(days=7)
    assert pipeline.due("queued", MONDAY) is None
    assert pipeline.due("nowhere", MONDAY) is None
    assert pipeline.late("contacted", MONDAY, MONDAY + timedelta(hours=4, seconds=1))
    assert not pipeline.late("contacted", MONDAY, MONDAY + timedelta(hours=4))


@given(st.integers(0, 60 * 24 * 14), st.integers(0, 60 * 24 * 14))
def test_what_is_late_is_told_the_same_by_its_start_and_by_its_clock(began, looked):
    since, now = (datetime(2026, 11, 23, tzinfo=UTC) + timedelta(minutes=each) for each in (began, looked))
    for stage, moment in pipeline.late_before(now).items():
        assert (since < moment) == pipeline.late(stage, since, now), stage


def test_a_weekend_is_no_business_day():
    friday, saturday = datetime(2026, 11, 27, 10, tzinfo=UTC), datetime(2026, 11, 28, 8, tzinfo=UTC)
    assert pipeline.due("prescreened", friday) == datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert pipeline.due("prescreened", saturday) == datetime(2026, 12, 1, tzinfo=UTC)
