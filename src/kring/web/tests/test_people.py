"""Letters and cards of people: always something to see, never a meaning."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.web.people import CARDS, card_of, initials_of


@pytest.mark.parametrize(
    ("name", "adult", "letters"),
    [
        ("Noor", False, "N"), ("Noor de Wit", False, "N"), ("Juf Sanne", True, "S"), ("Farida Amrani", True, "FA"),
        ("mevrouw Vos", True, "V"), ("Özlem Yıldız", True, "ÖY"), ("juf", True, "J"), ("", False, "?"), ("Jan van der Berg", True, "JB"),
    ],
)  # fmt: skip
def test_letters(name, adult, letters):
    assert initials_of(name, adult=adult) == letters


@given(st.text(), st.booleans())
def test_there_are_always_letters(name, adult):
    assert 1 <= len(initials_of(name, adult=adult)) <= 6


def test_a_person_keeps_a_card_and_all_cards_are_used():
    assert card_of(UUID(int=5)) == card_of(str(UUID(int=5)))
    assert {card_of(uuid4()) for _ in range(300)} == set(range(1, CARDS + 1))
