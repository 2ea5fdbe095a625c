"""Dated numbers: which value holds on a day."""

from datetime import UTC, date, datetime

import pytest

from kring.norms import Parameter, parameter
from kring.norms.parameters import Dated, _day

CHANGED = Parameter("x", "nl", "en", "days", ("BK-09",), (
    Dated(date(2026, 1, 1), 30, "s", "proposal"), Dated(date(2026, 8, 1), 14, "s", "proposal")))


@pytest.mark.parametrize(("day", "value"), [
    (date(2026, 1, 1), 30), (date(2026, 7, 31), 30), (date(2026, 8, 1), 14), (date(2030, 1, 1), 14)])
def test_a_value_holds_from_its_day_until_the_next(day, value):
    assert CHANGED.on(day).value == value


def test_before_its_first_day_a_number_has_no_value():
    with pytest.raises(LookupError, match="no value on 2025-12-31"):
        CHANGED.on(date(2025, 12, 31))


def test_a_name_that_does_not_exist_is_said_so():
    with pytest.raises(LookupError, match=r"no parameter is called 'age\.unknown'"):
        parameter("age.unknown", at=date(2026, 8, 1))


def test_the_age_at_which_a_pupil_decides():
    assert parameter("age.decides_alone", at=date(2026, 11, 17)) == 16


def test_a_moment_counts_as_its_day_in_amsterdam():
    assert _day(datetime(2026, 7, 31, 22, 30, tzinfo=UTC)) == date(2026, 8, 1)
    assert _day(datetime(2026, 12, 31, 22, 30, tzinfo=UTC)) == date(2026, 12, 31)
    with pytest.raises(ValueError, match="time zone"):
        parameter("age.decides_alone", at=datetime(2026, 1, 1))
