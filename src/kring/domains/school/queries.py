"""Reads of boards, schools, years and groups. Each statement names its board."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from kring.domains.school.models import Board, Group, Holiday, School, SchoolYear
from kring.domains.school.terms import GroupKind


@dataclass(frozen=True)
class SchoolRow:
    id: UUID
    name: str
    brin: str
    branch: str
    slug: str
    region: str


@dataclass(frozen=True)
class YearRow:
    id: UUID
    school_id: UUID
    label: str
    from_on: date
    to_on: date


@dataclass(frozen=True)
class GroupRow:
    id: UUID
    school_id: UUID
    school_year_id: UUID
    roster_key: str
    name: str
    kind: GroupKind
    year: str
    archived: bool


def board_name(*, board_id: UUID) -> str:
    """Return the name of the board."""
    return Board.objects.get(board_id=board_id, id=board_id).name


def schools(*, board_id: UUID) -> list[SchoolRow]:
    """Return the board's open schools by name."""
    rows = School.objects.filter(board_id=board_id, closed_at=None).order_by("name")
    return [SchoolRow(s.id, s.name, s.brin, s.branch, s.slug, s.region) for s in rows]


def school(*, board_id: UUID, school_id: UUID) -> SchoolRow | None:
    """Return one school, or None when the board has no such school."""
    s = School.objects.filter(board_id=board_id, id=school_id).first()
    return SchoolRow(s.id, s.name, s.brin, s.branch, s.slug, s.region) if s else None


def years(*, board_id: UUID, school_id: UUID) -> list[YearRow]:
    """Return the school years of a school, oldest first."""
    rows = SchoolYear.objects.filter(board_id=board_id, school_id=school_id).order_by("from_on")
    return [YearRow(y.id, y.school_id, y.label, y.from_on, y.to_on) for y in rows]


def year_on(*, board_id: UUID, school_id: UUID, on: date) -> YearRow | None:
    """Return the school year that a day lies in."""
    return next((y for y in years(board_id=board_id, school_id=school_id) if y.from_on <= on < y.to_on), None)


def groups(*, board_id: UUID, school_id: UUID | None = None, ids: list[UUID] | None = None,
           with_archived: bool = False) -> list[GroupRow]:
    """Return groups by name, of one school or by their ids; without the archived ones unless asked."""
    rows = Group.objects.filter(board_id=board_id)
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    if ids is not None:
        rows = rows.filter(id__in=ids)
    if not with_archived:
        rows = rows.filter(archived_at=None)
    return [
        GroupRow(g.id, g.school_id, g.school_year_id, g.roster_key, g.name, GroupKind(g.kind), g.year,
                 g.archived_at is not None)
        for g in rows.order_by("name", "id")
    ]


def is_school_day(*, board_id: UUID, school_id: UUID, on: date) -> bool:
    """Return whether there is school: a weekday inside no holiday."""
    if on.isoweekday() > 5:
        return False
    return not Holiday.objects.filter(board_id=board_id, school_id=school_id, from_on__lte=on, to_on__gt=on).exists()
