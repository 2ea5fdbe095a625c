"""The first sentence is the title, when it is short enough to be one; nothing that was typed is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.posts.terms import split


@pytest.mark.parametrize("text, title, body", [
    ("Kastanjes zoeken in het bos. We vonden er wel tweehonderd!", "Kastanjes zoeken in het bos", "We vonden er wel tweehonderd!"),
    ("Vandaag gym!", "Vandaag gym!", ""),
    ("Sport\nMorgen spelen we buiten.", "Sport", "Morgen spelen we buiten."),
    ("x" * 80, "", "x" * 80),
    ("", "", ""),
])
def test_split(text, title, body):
    words = split(text)
    assert (words.title, words.body) == (title, body)


@given(st.text(max_size=200))
def test_no_letter_is_lost(text):
    words = split(text)
    assert [c for c in words.text if c.isalnum()] == [c for c in text if c.isalnum()]
