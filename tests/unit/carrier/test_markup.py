"""Documents are what the SDK would have written."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.voice_response import Enqueue, Gather, Say, SsmlBreak, VoiceResponse

from intake.carrier.markup import document

_WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("&<>\"'\t\n\r"), max_size=30)


@given(_WORDS, _WORDS, st.booleans(), st.integers(0, 99), _WORDS)
def test_every_document_is_the_sdks_own(first: str, second: str, flag: bool, count: int, attribute: str) -> None:
    response = VoiceResponse()
    say = Say(first, voice="Polly.Joanna", language="en-US")
    say.append(SsmlBreak(time="300ms"))
    say.append(second)
    gather = Gather(action=attribute, num_digits=count, profanity_filter=flag, hints=attribute)
    gather.nest(say)
    response.append(gather)
    response.append(Enqueue(second or None, wait_url=attribute))
    response.redirect(attribute)
    response.leave()
    assert document(response) == str(response)


def test_an_empty_document_is_the_sdks_own() -> None:
    assert document(VoiceResponse()) == str(VoiceResponse())
