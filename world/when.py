"""The calendar of the fictional school: its school years, holidays, teaching weeks and the moment a demo opens.

Everything counts from a date that the caller gives, so that the demo always plays now. Here does not belong: the
holiday calendar of real schools, which the product keeps per school.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Amsterdam")
WEEK = timedelta(weeks=1)
STORY_WEEKS = 6
# With fewer weeks than this behind it, a school year is too young to tell of.
FEWEST_WEEKS = 4


@dataclass(frozen=True)
class Period:
    """A stretch of days, half-open."""

    name: str
    start: date
    end: date

    def holds(self, day: date) -> bool:
        return self.start <= day < self.end


def school_year(*, on: date) -> Period:
    """This function will give the school year that a day falls in; by law it runs from 1 August to 31 July."""
    first = on.year if on.month >= 8 else on.year - 1
    return Period(f"{first}-{first + 1}", date(first, 8, 1), date(first + 1, 8, 1))


def holidays(*, year: Period) -> tuple[Period, ...]:
    """This function will give the five holidays of the school, chosen near those of the south of the country."""
    first, second = year.start.year, year.end.year
    return (
        Period("Zomervakantie (begin van het schooljaar)", year.start, _monday(date(first, 8, 20))),
        Period("Herfstvakantie", _monday(date(first, 10, 15)), _monday(date(first, 10, 15)) + WEEK),
        Period("Kerstvakantie", _monday(date(first, 12, 21)), _monday(date(first, 12, 21)) + 2 * WEEK),
        Period("Voorjaarsvakantie", _monday(date(second, 2, 14)), _monday(date(second, 2, 14)) + WEEK),
        Period("Meivakantie", _monday(date(second, 4, 26)), _monday(date(second, 4, 26)) + 2 * WEEK),
        Period("Zomervakantie", _monday(date(second, 7, 10)), year.end),
    )


def teaches(*, on: date) -> bool:
    """This function will say whether children are at school on a day."""
    return on.weekday() < 5 and not any(h.holds(on) for h in holidays(year=school_year(on=on)))


def story_weeks(*, at: datetime) -> tuple[date, ...]:
    """This function will give the Mondays of the last six teaching weeks of the school year, oldest first, the week of `at`
    included. In September there are four or five; until then it is still the end of the school year before."""
    today = at.astimezone(ZONE).date()
    year, monday, found = school_year(on=today), _monday(today), []
    while monday >= year.start and len(found) < STORY_WEEKS:
        if teaches(on=monday):
            found.append(monday)
        monday -= WEEK
    if len(found) < FEWEST_WEEKS:
        return story_weeks(at=datetime.combine(year.start - timedelta(days=1), time(12, 0), tzinfo=ZONE))
    return tuple(reversed(found))


def week_of_story(*, number: int, weeks: tuple[date, ...]) -> date:
    """This function will give the Monday on which a week of the story begins; week 6 is the last. Where there are fewer weeks,
    the first four share what there is before the last two."""
    before = len(weeks) - 2
    return weeks[number - 1 - STORY_WEEKS] if number > FEWEST_WEEKS else weeks[-(-number * before // FEWEST_WEEKS) - 1]


def good_moment(*, at: datetime) -> datetime:
    """This function will give the latest moment, not after `at`, at which the school is in the middle of its year: a
    teaching day, shortly after school, with six teaching weeks of that school year behind it."""
    day = at.astimezone(ZONE).date()
    while True:
        moment = datetime.combine(day, time(15, 10), tzinfo=ZONE)
        weeks = story_weeks(at=moment)
        if moment <= at and teaches(on=day) and len(weeks) == STORY_WEEKS and weeks[-1] == _monday(day):
            return moment
        day -= timedelta(days=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
