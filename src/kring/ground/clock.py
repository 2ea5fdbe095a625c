"""The one place that knows what time it is. Demo and tests shift it by one row that web and worker both read."""

from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection

SCHOOL_ZONE = ZoneInfo("Europe/Amsterdam")
_shift: ContextVar[int] = ContextVar("kring_clock_shift_seconds", default=0)


def now() -> datetime:
    """Return this moment, aware, in UTC, moved by the shift that this request or job loaded."""
    return datetime.now(UTC) + timedelta(seconds=_shift.get())


def today(at: datetime) -> date:
    """Return the calendar day of a moment at school (Europe/Amsterdam)."""
    return at.astimezone(SCHOOL_ZONE).date()


def local(at: datetime) -> datetime:
    """Return a moment in school time."""
    return at.astimezone(SCHOOL_ZONE)


def use_shift(seconds: int) -> None:
    """Set the shift for this request or job; the session statement brings it along for free."""
    _shift.set(seconds)


def load() -> None:
    """Read the shift row; for jobs and commands, which open no session."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seconds FROM ground_clockshift")
        row = cursor.fetchone()
    _shift.set(row[0] if row else 0)


def shift(seconds: int) -> None:
    """Write the shift row and use it here. Refused by the database outside demo and test: the app role lacks the grant."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ground_clockshift SET seconds = %s", [seconds])
    _shift.set(seconds)
