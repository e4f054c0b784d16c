"""Each check finds its planted mistake, naming the step, the language and a cure; the shipped script has none."""

from __future__ import annotations

import json

import pytest

from intake.conversation.bundle import ScriptError, join, parse
from intake.conversation.check_time import path_seconds
from intake.conversation.checks import check, measured
from intake.conversation.findings import Sample
from intake.conversation.shipped import folder_text, shipped_text
from tests.unit.conversation.kit import SCRIPT, edited

EN_VOICE, ES_VOICE = "words/voice.en.toml", "words/voice.es.toml"
EN_SMS, ES_SMS = "words/sms.en.toml", "words/sms.es.toml"
ROUTES = "script.toml"
LONG = "This sentence is here so that the whole of the path takes longer than it may. " * 2
HARD = "Notwithstanding institutional considerations, individualized rehabilitation necessitates documentation."


def test_the_shipped_script_is_clean() -> None:
    assert check(SCRIPT) == []


def test_what_it_asks_of_a_caller_is_told_in_both_languages() -> None:
    told = {one.language: one for one in measured(SCRIPT)}
    assert set(told) == {"en", "es"}
    for language, one in told.items():
        assert (one.whole_seconds, one.secured_seconds) == path_seconds(SCRIPT, language, Sample())
        assert 3 < one.grade <= 6
    harder = edited([(EN_VOICE, "Best time for group?", HARD)])
    assert {one.language: one.grade for one in measured(harder)}["en"] > 6


PLANTED = {
    "missing_translation": (
        [(ES_VOICE, 'say = "Listo. Una', 'said = "Listo. Una')], "N99_DONE", "es", "voice",
    ),
    "missing_words": (
        [(EN_SMS, "[K_MEDIA]\nsay", "[K_MEDIA]\nold"), (ES_SMS, "[K_MEDIA]\nsay", "[K_MEDIA]\nold")],
        "K_MEDIA", None, "sms",
    ),
    "unknown_placeholder": ([(EN_VOICE, "Your code is {PIN}", "Your code is {CODE}")], "N99_DONE", "en", "voice"),
    "unreachable": (
        [(ROUTES, 'to = { 1 = "X31_SZ",', 'to = { 1 = "X40_LIVING",')], "X31_SZ", None, None,
    ),
    "unknown_target": ([(ROUTES, 'next = "N50_MODE"', 'next = "N55_MODE"')], "N40_WHO", None, "voice"),
    "no_exit": (
        [(ROUTES, 'to = { 1 = "X31_SZ",', 'to = { 0 = "X40_LIVING", 1 = "X31_SZ",')], "X30_WD", None, "voice",
    ),
    "endless": (
        [(ROUTES, 'timeout = "END", "#" = "END"', 'timeout = "N95_REVIEW", "#" = "END"'),], "N99_DONE", None, "voice",
    ),
    "too_long": ([(EN_SMS, "Who is this for?", f"Who is this for? {'Tell us. ' * 14}")], "N40_WHO", "en", "sms"),
    "not_gsm7": ([(ES_SMS, "Mañana o tarde 2 Noche", "Mañana o tardé 2 Nóche")], "X70_SCHED", "es", "sms"),
    "too_slow": ([(EN_VOICE, "When should we call?", f"{LONG}When should we call?")], "N99_DONE", "en", "voice"),
    "reading_grade": ([(EN_VOICE, "Best time for group?", HARD)], "X70_SCHED", "en", "voice"),
    "banned_word": ([(EN_SMS, "2 Someone I love", "2 An addict")], "N40_WHO", "en", "sms"),
    "lock_screen": ([(ES_SMS, "Guardado.", "Tratamiento guardado.")], "N90_MORE", "es", "sms"),
    "unknown_value": ([(ROUTES, '1 = "voicemail"', '1 = "shout"')], "N70_MSG", None, None),
    "unknown_field": ([(ROUTES, "sets.pay", "sets.payer")], "X60_PAY", None, None),
    "missing_step": ([(ROUTES, "[steps.R10_REPEAT]", "[steps.R11_REPEAT]")], "R10_REPEAT", None, None),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(PLANTED))
def test_a_planted_mistake_is_found(kind: str) -> None:
    edits, step, language, channel = PLANTED[kind]
    found = [f for f in check(edited(edits)) if f.kind == kind and f.step == step]
    assert found, [str(finding) for finding in check(edited(edits))]
    assert any((language in (None, f.language)) and (channel in (None, f.channel)) for f in found)
    assert step in str(found[0])
    assert found[0].cure


def test_9_taken_away_everywhere_is_found_at_every_question() -> None:
    script = edited([(ROUTES, '9 = "C10_CRISIS"\n"*"', '"*"')])
    missing = {f.step for f in check(script) if f.kind == "no_exit" and f.channel == "voice"}
    assert missing == {step.id for step in script.steps.values() if step.asks and "voice" in step.channels}


def test_a_circle_of_statements_is_found() -> None:
    script = edited([(ROUTES, 'to = { auto = "N30_EMERG" }', 'to = { auto = "N25_PRIVACY" }'),
                     (ROUTES, 'to = { auto = "N30_EMERG" }', 'to = { auto = "N20_NOTICE" }')])  # fmt: skip
    assert {"N20_NOTICE", "N25_PRIVACY"} <= {f.step for f in check(script) if f.kind == "endless"}


def test_a_step_from_which_no_answer_ends_is_found() -> None:
    script = edited([(ROUTES, 'to = { 1 = "X31_SZ", 2 = "X40_LIVING", "#" = "X40_LIVING", timeout = "X40_LIVING" }',
                      'to = { 1 = "X30_WD", "#" = "X30_WD", timeout = "X30_WD" }')])  # fmt: skip
    assert "X30_WD" in {f.step for f in check(script) if f.kind == "endless"}


def test_all_mistakes_are_found_at_once() -> None:
    edits = [edit for kind in ("unknown_placeholder", "banned_word", "unknown_value") for edit in PLANTED[kind][0]]
    assert {"unknown_placeholder", "banned_word", "unknown_value"} <= {f.kind for f in check(edited(edits))}


def test_a_longer_brand_is_measured() -> None:
    found = check(SCRIPT, Sample(brand="Northern Harbor Path Family Help"))
    assert {f.step for f in found if f.kind == "too_long"} >= {"K_HELP"}


def test_a_brand_that_gives_the_secret_away_on_a_lock_screen_is_found() -> None:
    assert any(f.kind == "lock_screen" for f in check(SCRIPT, Sample(brand="Path Recovery")))


def test_the_core_path_keeps_its_time_in_both_languages() -> None:
    for language in ("en", "es"):
        whole, secured = path_seconds(SCRIPT, language, Sample())  # type: ignore[arg-type]
        assert secured < 60 < whole < 90


def test_a_script_is_known_by_its_content_and_replayed_from_it() -> None:
    assert parse(SCRIPT.text) == SCRIPT
    assert edited([(EN_VOICE, "You're set.", "You are set.")]).digest != SCRIPT.digest


def test_what_is_no_script_is_refused_by_name(tmp_path: object) -> None:
    files = json.loads(shipped_text())
    with pytest.raises(ScriptError, match="not the text"):
        parse("hello")
    with pytest.raises(ScriptError, match=r"script\.toml"):
        parse(json.dumps(files | {"script.toml": "= ="}))
    with pytest.raises(ScriptError, match="kind must be"):
        parse(json.dumps(files | {"script.toml": files["script.toml"].replace('"menu"', '"dish"', 1)}))
    with pytest.raises(ScriptError, match=r"no file words/sms\.es\.toml"):
        join({name: text for name, text in files.items() if name != "words/sms.es.toml"})


def test_a_script_can_be_read_from_a_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("script")
    (folder / "words").mkdir()
    for name, content in json.loads(shipped_text()).items():
        (folder / name).write_text(content, encoding="utf-8")
    assert folder_text(folder) == shipped_text()
