"""What applying writes, one value for each kind of act."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.domains.people.terms import Name, Role
from kring.domains.roster.terms.kinds import PersonKind, Subject, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeGroup:
    key: str
    name: str
    composite: bool
    year: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NameGroup:
    group_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveGroup:
    group_id: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPupil:
    """A pupil comes (``person_id`` is None) or comes back. Groups are keys of the file."""

    key: str
    person_id: UUID | None
    name: Name
    birth_on: date | None
    group_keys: tuple[str, ...]
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistPupil:
    pupil_id: UUID
    on: date
    care_ids: tuple[UUID, ...]
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPupil:
    """A pupil who would leave stays: groups and guardianships go on from that day."""

    pupil_id: UUID
    group_ids: tuple[UUID, ...]
    care_ids: tuple[UUID, ...]
    from_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacePupil:
    """A pupil leaves groups and enters others on one day."""

    pupil_id: UUID
    leave_ids: tuple[UUID, ...]
    enter_keys: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePerson:
    person_id: UUID
    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPerson:
    """A key of the administration is somebody whom Kring knows already."""

    person_id: UUID
    kind: PersonKind
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    person_id: UUID
    email: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveCare:
    """``guardian`` is a person that is there, or the handle of one that comes with ``name`` and contact."""

    pupil: Subject
    guardian: Subject
    name: Name
    email: str
    phone: str
    language: str
    relation: str
    authority: bool
    from_on: date
    replaces: UUID | None = None
    decided: str = ""  # the doubt that a person settled; empty: the decision of the batch


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCare:
    care_id: UUID
    on: date
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class SetProtection:
    pupil: Subject
    protected: bool
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ListStaff:
    """Somebody is listed as staff; with a ``role`` they are appointed to it with these groups, by a person's decision."""

    key: str
    person_id: UUID | None
    name: Name
    email: str
    group_keys: tuple[str, ...]
    role: Role | None
    from_on: date
    decided: str = ""  # the doubt that a person settled; empty: the decision of the batch


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlistStaff:
    person_id: UUID
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceStaff:
    person_id: UUID
    leave_ids: tuple[UUID, ...]
    enter_keys: tuple[str, ...]
    on: date


Act = (
    MakeGroup | NameGroup | ArchiveGroup | ListPupil | UnlistPupil | KeepPupil | PlacePupil | NamePerson | KeyPerson
    | Reach | GiveCare | EndCare | SetProtection | ListStaff | UnlistStaff | PlaceStaff
)  # fmt: skip
