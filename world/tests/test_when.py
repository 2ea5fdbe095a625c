"""Whatever the date on which somebody starts the demo, the school is in a believable week."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from world import when

MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)).map(lambda d: d.replace(tzinfo=when.ZONE))


@pytest.mark.parametrize(("day", "name"), [
    (date(2026, 7, 31), "2025-2026"), (date(2026, 8, 1), "2026-2027"), (date(2027, 2, 28), "2026-2027")])
def test_a_school_year_runs_from_august_to_july(day, name):
    assert when.school_year(on=day).name == name


@given(at=MOMENTS)
def test_a_good_moment_is_a_teaching_day_with_six_weeks_behind_it_and_never_in_the_future(at):
    moment = when.good_moment(at=at)
    weeks = when.story_weeks(at=moment)
    assert moment <= at
    assert when.teaches(on=moment.date())
    assert len(weeks) == 6
    assert weeks[-1] <= moment.date() < weeks[-1] + timedelta(days=7)
    assert when.school_year(on=weeks[0]) == when.school_year(on=moment.date())


@given(at=MOMENTS)
def test_story_weeks_are_teaching_weeks_in_order(at):
    weeks = when.story_weeks(at=at)
    assert list(weeks) == sorted(set(weeks))
    assert all(when.teaches(on=monday) for monday in weeks)
    assert 4 <= len(weeks) <= 6
    assert len({when.school_year(on=monday) for monday in weeks}) == 1


@pytest.mark.parametrize(("number_of_weeks", "told"), [(6, [0, 1, 2, 3, 4, 5]), (5, [0, 1, 2, 2, 3, 4]), (4, [0, 0, 1, 1, 2, 3])])
def test_a_story_of_six_weeks_fits_in_fewer_and_keeps_its_last_two_weeks(number_of_weeks, told):
    weeks = tuple(date(2026, 8, 17) + timedelta(weeks=n) for n in range(number_of_weeks))
    assert [weeks.index(when.week_of_story(number=n, weeks=weeks)) for n in range(1, 7)] == told


@given(year=st.integers(2024, 2040))
def test_holidays_lie_inside_their_school_year_and_do_not_touch(year):
    school_year = when.school_year(on=date(year, 9, 1))
    periods = when.holidays(year=school_year)
    assert all(school_year.start <= p.start < p.end <= school_year.end for p in periods)
    assert all(a.end < b.start for a, b in zip(periods, periods[1:], strict=False))
