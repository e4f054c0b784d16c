"""The gate reads a form as the standard library does."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webhooks.gate import _pairs

_TEXT = st.text(st.sampled_from("ab=&%+2Bé0 ;"), max_size=40)


@given(_TEXT)
def test_any_text_is_read_as_parse_qsl_reads_it(text: str) -> None:
    assert list(_pairs(text)) == parse_qsl(text, keep_blank_values=True)


@given(st.lists(st.tuples(st.text(), st.text()), max_size=20))
def test_what_was_encoded_comes_back(fields: list[tuple[str, str]]) -> None:
    assert list(_pairs(urlencode(fields, errors="replace"))) == parse_qsl(
        urlencode(fields, errors="replace"), keep_blank_values=True
    )


def test_two_hundred_fields_are_the_most() -> None:
    assert len(_pairs("&".join(["a=1"] * 200))) == 200
    with pytest.raises(ValueError, match="too many"):
        _pairs("&".join(["a=1"] * 201))
