"""Moments at school time, also when the clock changes, as seen from now."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from kring.web import moments

NOON = datetime(2026, 11, 17, 12, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON, "13:45"),
        (NOON - timedelta(hours=13, minutes=46), "gisteren"),
        (NOON - timedelta(hours=13, minutes=45), "00:00"),
        (NOON + timedelta(days=1), "morgen"),
        (NOON + timedelta(days=3), "vrijdag"),
        (NOON - timedelta(days=6), "woensdag"),
        (NOON - timedelta(days=7), "10 november"),
        (datetime(2025, 9, 3, 8, tzinfo=UTC), "3 september 2025"),
    ],
)
def test_near_says_it_as_people_do(at, said):
    assert moments.near(at, NOON) == said


def test_the_night_in_which_the_clock_goes_back_keeps_its_hours():
    assert moments.full(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == "zo 25 oktober, 02:30"
    assert moments.full(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)) == "zo 25 oktober, 02:30"
    assert moments.full(datetime(2026, 10, 25, 2, 30, tzinfo=UTC)) == "zo 25 oktober, 03:30"


def test_english_is_said_in_english():
    with translation.override("en"):
        assert moments.full(NOON) == "Tue 17 November, 13:45"
        assert moments.near(NOON + timedelta(days=1), NOON) == "tomorrow"


@given(st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)), st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1)))
def test_near_always_says_something(at, now):
    assert moments.near(at.replace(tzinfo=UTC), now.replace(tzinfo=UTC))
