"""Moments as people at school say them: Europe/Amsterdam, short, in the language of the page."""

from collections.abc import Callable
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext

from kring.ground.clock import local

NEAR_DAYS = 7


def full(at: datetime) -> str:
    """This function will say di 17 november, 13:45."""
    return f"{date_format(local(at), 'D j F')}, {clock(at)}"


def short(at: datetime) -> str:
    """This function will say di 13:45."""
    return f"{date_format(local(at), 'D')} {clock(at)}"


def clock(at: datetime) -> str:
    """This function will say 13:45."""
    return f"{local(at):%H:%M}"


def day(at: datetime | date) -> str:
    """This function will say dinsdag 17 november."""
    return date_format(_date(at), "l j F")


def day_and_year(at: datetime | date) -> str:
    """This function will say 17 november 2026."""
    return date_format(_date(at), "j F Y")


def near(at: datetime, now: datetime) -> str:
    """This function will say the moment as seen from now: 13:45, gisteren, morgen, vrijdag, 3 september."""
    distance = (_date(at) - _date(now)).days
    if distance == 0:
        return clock(at)
    if distance in (-1, 1):
        return gettext("yesterday") if distance < 0 else gettext("tomorrow")
    if abs(distance) < NEAR_DAYS:
        return date_format(_date(at), "l")
    return date_format(_date(at), "j F" if _date(at).year == _date(now).year else "j F Y")


FORMS: dict[str, Callable[[datetime], str]] = {
    "full": full,
    "short": short,
    "time": clock,
    "day": day,
    "date": day_and_year,
}


def _date(at: datetime | date) -> date:
    return local(at).date() if isinstance(at, datetime) else at
