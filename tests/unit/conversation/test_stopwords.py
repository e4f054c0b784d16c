"""STOP means stop, in any wording; wanting to stop using does not."""

from __future__ import annotations

import pytest

from intake.conversation.events import Text
from intake.conversation.facts import CrisisEntered, Ended, Started, Stopped
from intake.conversation.stopwords import stop
from tests.unit.conversation.kit import Talk, context, thread

KEYWORDS = (
    "STOP|stop|Stop.|STOPALL|UNSUBSCRIBE|CANCEL|END|QUIT|REVOKE|OPTOUT|opt out|ALTO|Parar|BASTA|¡Basta!|stop please"
)
WORDINGS = """
please stop texting me|stop texting|Stop sending me messages|don't text me|do not text me again|dont contact me
leave me alone|take me off this list|remove my number|no more texts|I don't want any more messages|please unsubscribe me
opt me out|stop calling me|no me escriban|no me escriba más|no me manden mensajes|dejen de escribirme|ya no me escriban
no quiero más mensajes|no más mensajes|déjenme en paz|no me molesten|never text this number again
""".strip()
WRONG = "wrong number|sorry you have the wrong number|Número equivocado|numero incorrecto|se equivocó de número"
NOT_STOP = """
quit drinking|I want to quit|i can't stop drinking|i want to stop using|I need to stop|I cannot stop calling my dealer
no|nada|don't call me|no me llamen|call me|the end of the month|1|help|I stopped last week|quiero parar de beber
quiero dejar de beber|weekend|my friend told me to text you
""".strip()


def _phrases(block: str) -> list[str]:
    return [phrase for line in block.splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize(
    ("how", "block"), [("keyword", KEYWORDS), ("wording", WORDINGS), ("wrong_number", WRONG), (None, NOT_STOP)]
)
def test_how_a_text_opts_out(how: str | None, block: str) -> None:
    assert [(phrase, stop(phrase)) for phrase in _phrases(block) if stop(phrase) != how] == []


def test_a_stop_ends_the_thread_with_one_confirmation_at_any_step() -> None:
    for way in ((), ("hi",), ("hi", "1", "2"), ("hi", "1", "2", "1", "2", "1"), ("hi", "0"), ("quiero morir",)):
        talk = thread(*way, "please stop texting me")
        assert talk.heard_last == ["K_STOP"], way
        assert talk.of(Stopped) == [Stopped("wording")]
        assert talk.state.outcome == "stopped"
        assert talk.of(Ended)[-1].end == "END_STOP"


def test_a_wrong_number_is_told_sorry() -> None:
    talk = thread("hi", "wrong number")
    assert talk.heard_last == ["K_WRONG"]
    assert talk.state.outcome == "wrong_number"


def test_nothing_is_said_twice_where_the_carrier_has_answered() -> None:
    talk = Talk("sms", context())
    talk.take(Text("hi"))
    assert talk.take(Text("STOP", carrier_handled=True)).instructions == ()
    assert talk.of(Stopped)


def test_stop_and_danger_in_one_text_stop_and_page() -> None:
    talk = thread("hi", "stop texting me, he has a gun")
    assert talk.heard_last == ["K_STOP"]
    assert [type(fact) for fact in talk.last.facts] == [Stopped, CrisisEntered, Ended]


def test_after_a_stop_only_start_and_help_are_answered_and_danger_pages() -> None:
    assert thread("hello", opted_out=True).said == []
    assert thread("1", opted_out=True).said == []
    paged = thread("he is not breathing", opted_out=True)
    assert paged.said == []
    assert paged.of(CrisisEntered)
    assert thread("HELP", opted_out=True).keys == ["K_HELP"]
    assert thread("START", opted_out=True).of(Started)


def test_start_leads_to_the_question_that_its_words_promise() -> None:
    talk = thread("START")
    assert talk.heard_last == ["K_START"]
    assert talk.give("1").state.step == "N60_NUMBER"
