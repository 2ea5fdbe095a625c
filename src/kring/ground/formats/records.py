"""What an EDEXML file says, as plain frozen records. Only what Kring has a ground to keep has a place here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kring.ground.formats.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A base group, or a composite group (``composite``) that pupils of several base groups are in."""

    key: str
    name: str
    year: str = ""
    composite: bool = False
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pupil:
    """``group_keys`` holds one base group, or none; more than one is a mistake that a person must clear."""

    key: str
    first_name: str
    prefix: str
    last_name: str
    birth_on: date | None
    year: str
    group_keys: tuple[str, ...] = ()
    composite_keys: tuple[str, ...] = ()
    branch_key: str | None = None
    enters_on: date | None = None
    leaves_on: date | None = None
    line: int = 0

    @property
    def has_dummy_key(self) -> bool:
        """The administration could not give a key that lasts (EDEXML 2.1, section keys)."""
        return self.key.startswith("#")

    def has_left(self, *, on: date) -> bool:
        """Tell whether the pupil is no longer at this school: the day of leaving itself is a day away."""
        return self.year == "H" or (self.leaves_on is not None and self.leaves_on <= on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """``roles`` are what the administration calls somebody. They never give a right."""

    key: str
    first_name: str
    prefix: str
    last_name: str
    email: str | None
    roles: tuple[str, ...] = ()
    group_keys: tuple[str, ...] = ()
    line: int = 0

    @property
    def has_dummy_key(self) -> bool:
        return self.key.startswith("#")


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """One school (branch) in one school year. ``dropped`` counts each field that was there and is not kept."""

    school_year: str
    brin: str
    branch: str
    school_key: str
    as_of: date | None
    made_at: datetime | None
    groups: tuple[Group, ...]
    composite_groups: tuple[Group, ...]
    pupils: tuple[Pupil, ...]
    staff: tuple[Staff, ...]
    problems: tuple[Problem, ...] = ()
    dropped: Mapping[str, int] = field(default_factory=dict)
