"""Words of accounts: how somebody proves who they are, how long a session lasts, how a code and a device are written."""

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from kring.norms import gettext_noop, parameter

STAFF = frozenset({"teacher", "support", "director", "administrator", "officer"})
# The directory belongs to no board; its own secrets are sealed as if it were one of that number.
DIRECTORY = UUID(int=0)
# A session notes that it is used at most this often: a write for each page would tell more than it helps.
SEEN_EVERY = timedelta(minutes=5)
USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


class Method(StrEnum):
    """One way in which a session showed who is there."""

    PASSWORD = "password"  # noqa: S105 - the name of a method
    PASSKEY = "passkey"
    TOTP = "totp"
    RECOVERY = "recovery"
    MAIL = "mail"
    DEMO = "demo"


# What counts as more than a password. A code by e-mail does for guardians, never for staff.
SECOND_FACTORS = frozenset({Method.PASSKEY, Method.TOTP, Method.RECOVERY})


class Purpose(StrEnum):
    NEW = "new"
    RECOVERY = "recovery"


class Proof(StrEnum):
    """How the holder of a code showed to be the one it was meant for."""

    MAIL = "mail"
    DESK = "desk"


@dataclass(frozen=True)
class Place:
    """One capacity in which an account may act today: the board, the person there, and the school (None: all of it)."""

    board_id: UUID
    board: str
    person_id: UUID
    capacity: str
    school_id: UUID | None
    school: str

    @property
    def is_staff(self) -> bool:
        return self.capacity in STAFF

    @property
    def name(self) -> str:
        return self.school or self.board

    def to_json(self) -> dict[str, str | None]:
        """This function will return what a session keeps of it."""
        school = str(self.school_id) if self.school_id else None
        return {"board": str(self.board_id), "person": str(self.person_id), "capacity": self.capacity,
                "school": school, "name": self.name}


@dataclass(frozen=True)
class Span:
    """How long a session lives: unused, and in all."""

    idle: timedelta
    most: timedelta

    def ends_at(self, *, since: datetime, seen: datetime) -> datetime:
        return min(seen + self.idle, since + self.most)


def span_of(capacity: str, *, on: date) -> Span:
    """This function will return how long a session in this capacity lives; one without a chosen capacity counts as staff."""
    if capacity in ("guardian", "pupil"):
        return Span(timedelta(days=int(parameter("session.parent.idle_days", at=on))),
                    timedelta(days=int(parameter("session.parent.absolute_days", at=on))))
    return Span(timedelta(minutes=int(parameter("session.staff.idle_minutes", at=on))),
                timedelta(hours=int(parameter("session.staff.absolute_hours", at=on))))


def plain_code(typed: str) -> str:
    """This function will return a code as it is hashed: capitals and figures, without the signs between its groups."""
    return re.sub(r"[^A-Z0-9]", "", typed.upper())


SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("CrOS", "Chromebook"),
           ("Mac OS X", "Mac"), ("Linux", "Linux"))
BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))
UNKNOWN_DEVICE = gettext_noop("Unknown device")


def device_of(user_agent: str) -> str:
    """This function will name a device as coarsely as is still of use in a list: "Chrome, Android". Empty when unknown."""
    found = [next((name for sign, name in signs if sign in user_agent), "") for signs in (BROWSERS, SYSTEMS)]
    return ", ".join(part for part in found if part)
