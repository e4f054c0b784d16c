"""Danger is recognised in many wordings and both languages; what is no danger mostly is not."""

from __future__ import annotations

import pytest

from intake.conversation.crisis import danger
from intake.conversation.facts import CrisisEntered
from tests.unit.conversation.kit import call, thread

OVERDOSE = """
hes not breathing what do i do|He isn't breathing|she stopped breathing|he cant breathe|not brething|barely breathing
i can't wake him up|can't wake her|she won't wake up|he's not waking up|cant get him to wake up|wont wake
blue lips|his lips are blue|lips turning blue|he's turning blue|her face went blue
overdose|she overdosed|I think he's overdosing|over dose|overdoes|ovrdose|overdosd|he OD'd|he od'd|O.D.|she is ODing
he took too many pills|i took a whole bottle of pills|swallowed all my pills|took too much
unconscious|he passed out|unresponsive|she is not responding|no pulse|he is having a seizure right now
no respira|mi hijo no está respirando|dejó de respirar
no despierta|no se despierta|no puedo despertarlo no reacciona
sobredosis|sobre dosis|tomó muchas pastillas|labios azules|labios morados|está inconsciente|se desmayó|NO RESPIRA
""".strip()
SUICIDE = """
suicide|suicidal|im suicidal|sucide|suiside|suicidal thoughts|I'm not suicidal|thinking of suicide
kill myself|I want to kill my self|im going to kil myself|hang myself|hurt myself|end my life|i'll end my life
I want to die|i wanna die|i just want to be dead|wish i was dead|i'd rather be dead|ready to die
I don't want to live|dont wanna live anymore|i do not want to be alive|I don't want to be here anymore
don't want to wake up
no reason to live|better off dead|better off without me|cant go on|tired of living|take my own life|end it all|self harm
suicidio|quiero suicidarme|pienso en el suicidio|suisidio|matarme|me quiero matar|quiero morir|quiero morirme
no quiero vivir|ya no quiero vivir|no quiero seguir viviendo|acabar con mi vida|quitarme la vida|mejor muerta
""".strip()
VIOLENCE = """
he is hurting me|he hits me|my husband hit me|he beats me|he's choking me|he threatened to kill me|he will kill me
he has a gun|gun|theres a knife|she is hitting my kids|im scared of my husband|i am not safe
he raped me|domestic violence
me pega|mi esposo me golpea|me está pegando|me lastima|me hace daño|me amenaza|me va a matar|tiene una pistola
tengo miedo de él|no me deja salir|me violó
""".strip()
UNKNOWN = """
emergency|this is an emergency|call 911|911|send an ambulance|she is dying|I think he's dead|988
emergencia|es una emergencia|llamen una ambulancia|se está muriendo|auxilio|socorro
""".strip()
CALM = """
I quit heroin last year|fentanyl|heroína|my son is on fentanyl|he uses meth|i cant stop drinking|cocaine and alcohol
my brother needs help|i have not used in a week|I've begun treatment|that's odd|my rent is overdue|I have decided
he's in rehab|text only, i can't talk|someone I love|how much does it cost|do you take medicaid|I live outside the city
i dont want to go to residential|wake county|at night|in the morning|Alex|my insurance is blue cross|acid|I sued my boss
mi hijo usa heroína|quiero dejar de beber|necesito ayuda con mi hija|no tengo seguro|mañana por la tarde|algún día
estoy en consejería|vivo con mi familia|cuánto cuesta|solo textos|me llamo Armando|quiero hablar con alguien
""".strip()


def _phrases(block: str) -> list[str]:
    return [phrase for line in block.splitlines() for phrase in line.split("|")]


@pytest.mark.parametrize(
    ("kind", "block"), [("overdose", OVERDOSE), ("suicide", SUICIDE), ("violence", VIOLENCE), ("unknown", UNKNOWN)]
)
def test_every_wording_of_danger_is_recognised(kind: str, block: str) -> None:
    missed = [phrase for phrase in _phrases(block) if danger(phrase) is None]
    assert missed == []
    kinds = {danger(phrase).kind for phrase in _phrases(block)}  # type: ignore[union-attr]
    assert kind in kinds


def test_what_is_no_danger_is_left_alone() -> None:
    assert [phrase for phrase in _phrases(CALM) if danger(phrase) is not None] == []


def test_case_accents_and_apostrophes_do_not_matter() -> None:
    for phrase in ("ME PEGA", "Él no respira", "CAN’T WAKE HIM", "cant wake him", "sobredósis"):
        assert danger(phrase) is not None, phrase


_WAYS = {
    "voice": [(), ("1",), ("1", "2"), ("1", "2", "1"), ("1", "2", "1", "2"), ("2", "2", "1", "2", "2"),
              ("2", "2", "1", "2", "1"), ("1", "2", "1", "2", "1", "1"), ("1", "2", "1", "2", "1", "1", "1"),
              ("1", "2", "1", "2", "1", "1", "1", "#"), ("1", "2", "1", "2", "1", "1", "1", "#", "timeout", "1"),
              ("1", "2", "1", "1")],
    "sms": [(), ("hi",), ("hi", "1"), ("hi", "2", "2"), ("hi", "1", "2", "1"), ("hi", "1", "2", "1", "2"),
            ("hi", "1", "2", "1", "2", "2"), ("hi", "2", "2", "1", "2", "1", "1", "1"),
            ("hi", "1", "2", "1", "2", "1", "1", "1", "SKIP", "2"), ("hi", "1", "2", "1", "3"), ("hi", "0"),
            ("hi", "1", "2", "1", "3", "SKIP", "1", "1")],
}  # fmt: skip


@pytest.mark.parametrize("words", ["he is not breathing", "mi hijo no respira", "i want to die", "quiero morirme"])
@pytest.mark.parametrize("channel", ["voice", "sms"])
def test_danger_leads_to_the_crisis_menu_from_any_step_in_either_language(channel: str, words: str) -> None:
    for way in _WAYS[channel]:
        talk = call(*way) if channel == "voice" else thread(*way)
        talk.give(f"speech:{words}" if channel == "voice" else f"text:{words}")
        assert talk.state.step == "C10_CRISIS", way
        assert talk.of(CrisisEntered), way
        assert talk.state.answers.flagged("crisis_words"), way


def test_at_the_crisis_menu_the_words_are_the_answer() -> None:
    assert call("9", "speech:he took an overdose").state.step == "C20_OD"
    assert call("9", "speech:suicide").state.step == "C30_SUI"
    assert thread("quiero morir", "me quiero matar").state.step == "C30_SUI"
    assert call("9", "2", "speech:he is hitting me").state.step == "C40_DV"


def test_danger_at_the_neutral_number_too() -> None:
    talk = call("speech:no respira", line="neutral")
    assert talk.state.step == "C10_CRISIS"
    assert talk.state.language == "es"
