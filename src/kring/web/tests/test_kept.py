"""Parts that are kept: made once for the same values, anew for any other, and not for ever."""

import pytest
from django.utils import translation
from django.utils.html import format_html

from kring.web.kept import kept


def maker(*, most=10, seconds=60.0):
    """A kept part, and the list of what it was made for."""
    made = []

    @kept(most=most, seconds=seconds)
    def part(word, number):
        made.append((word, number))
        return format_html("<b>{}{}</b>", word, number)

    return part, made


def test_the_same_values_are_made_once():
    part, made = maker()
    assert part("a", 1) == part("a", 1) == "<b>a1</b>"
    assert made == [("a", 1)]


@pytest.mark.parametrize("other", [("b", 1), ("a", 2)])
def test_any_other_value_is_another_part(other):
    part, made = maker()
    part("a", 1)
    assert part(*other) == "<b>{}{}</b>".format(*other)
    assert made == [("a", 1), other]


def test_another_language_is_another_part():
    part, made = maker()
    part("a", 1)
    with translation.override("en"):
        part("a", 1)
    assert made == [("a", 1)] * 2


def test_the_oldest_goes_when_there_are_too_many():
    part, made = maker(most=2)
    for word in ("a", "b", "c", "b", "a"):
        part(word, 1)
    assert [word for word, _ in made] == ["a", "b", "c", "a"]
    assert len(part) == 2


def test_what_is_past_its_time_is_gone_with_the_next_question():
    part, made = maker(seconds=0)
    part("a", 1)
    part("a", 1)
    assert made == [("a", 1)] * 2
    part("b", 1)
    assert len(part) == 1


def test_a_part_that_failed_is_not_kept():
    part, made = maker()
    with pytest.raises(TypeError):
        part("a")
    assert len(part) == 0 and made == []


def test_what_is_forgotten_is_made_again():
    part, made = maker()
    part("a", 1)
    part.forget()
    assert len(part) == 0
    part("a", 1)
    assert made == [("a", 1)] * 2
