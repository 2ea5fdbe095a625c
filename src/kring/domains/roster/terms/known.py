"""One school as Kring knows it: what files are compared with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from kring.domains.people.terms import Name


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGroup:
    id: UUID
    key: str
    name: str
    composite: bool
    school_year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPupil:
    """A pupil of this school: in a group, or listed without one. ``leaves_on`` is a day of leaving that is known."""

    id: UUID
    name: Name
    birth_on: date | None
    group_ids: frozenset[UUID] = frozenset()
    leaves_on: date | None = None
    protected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCare:
    id: UUID
    pupil_id: UUID
    guardian_id: UUID
    authority: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGuardian:
    id: UUID
    name: Name
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStaff:
    """Somebody appointed at this school, or ``listed`` by its administration. Without appointment they have no access."""

    id: UUID
    name: Name
    email: str
    phone: str
    appointed: bool
    listed: bool = True
    group_ids: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class AsIs:
    """One school as Kring knows it on the day ``on``. ``pupil_keys`` holds keys of the file that Kring knows, also of
    pupils who left; ``staff_keys`` the same for staff."""

    on: date
    school_name: str
    brin: str
    branch: str
    school_year: str
    groups: tuple[KnownGroup, ...] = ()
    pupils: tuple[KnownPupil, ...] = ()
    guardians: tuple[KnownGuardian, ...] = ()
    cares: tuple[KnownCare, ...] = ()
    staff: tuple[KnownStaff, ...] = ()
    pupil_keys: Mapping[str, UUID] = field(default_factory=dict)
    staff_keys: Mapping[str, UUID] = field(default_factory=dict)

    @property
    def is_first_of_pupils(self) -> bool:
        return not self.pupils

    @property
    def is_first_of_guardians(self) -> bool:
        return not self.cares

    @property
    def is_first_of_staff(self) -> bool:
        return not any(member.appointed and member.listed for member in self.staff)
