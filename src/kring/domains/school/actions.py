"""The writers of boards, schools, years and groups."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.school.models import Board, Group, Holiday, School, SchoolYear
from kring.domains.school.terms import GroupKind, Region
from kring.ground.ids import uuid7
from kring.ground.models import BoardEntry
from kring.ground.tenancy import enter


@dataclass(frozen=True)
class NewGroup:
    roster_key: str
    name: str
    kind: GroupKind
    year: str = ""


def found_board(*, name: str, at: datetime) -> UUID:
    """Make a board and enter it for the rest of the transaction; return its id."""
    board_id = uuid7()
    BoardEntry.objects.create(id=board_id, at=at)
    enter(board_id)
    Board.objects.create(board_id=board_id, id=board_id, name=name)
    return board_id


def found_school(*, board_id: UUID, name: str, slug: str, brin: str = "", branch: str = "00",
                 region: Region = Region.MIDDLE) -> UUID:
    """Make a school of a board and return its id."""
    return School.objects.create(
        board_id=board_id, name=name, slug=slug, brin=brin, branch=branch, region=region
    ).id


def open_year(*, board_id: UUID, school_id: UUID, label: str, from_on: date, to_on: date) -> UUID:
    """Open a school year and return its id; the year that exists already is returned as it is."""
    there = SchoolYear.objects.filter(board_id=board_id, school_id=school_id, label=label).first()
    if there:
        return there.id
    return SchoolYear.objects.create(
        board_id=board_id, school_id=school_id, label=label, from_on=from_on, to_on=to_on
    ).id


def set_holidays(*, board_id: UUID, school_id: UUID, holidays: list[tuple[str, date, date]]) -> None:
    """Replace the holidays of a school; each is (name, first day, day after the last)."""
    Holiday.objects.filter(board_id=board_id, school_id=school_id)._raw_delete("default")
    Holiday.objects.bulk_insert(
        [Holiday(board_id=board_id, school_id=school_id, name=n, from_on=f, to_on=t) for n, f, t in holidays]
    )


def make_groups(*, board_id: UUID, school_id: UUID, school_year_id: UUID, groups: list[NewGroup]) -> dict[str, UUID]:
    """Make groups in a school year and return {roster key: id}."""
    rows = [
        Group(board_id=board_id, school_id=school_id, school_year_id=school_year_id, roster_key=g.roster_key,
              name=g.name, kind=g.kind, year=g.year)
        for g in groups
    ]
    Group.objects.bulk_insert(rows)
    return {row.roster_key: row.id for row in rows}


def rename_group(*, board_id: UUID, group_id: UUID, name: str) -> None:
    """Give a group another name; it stays the same group."""
    Group.objects.filter(board_id=board_id, id=group_id).update(name=name)


def archive_groups(*, board_id: UUID, group_ids: list[UUID], at: datetime) -> None:
    """Close last year's groups: nothing new is placed in them, what stands keeps its audience."""
    Group.objects.filter(board_id=board_id, id__in=group_ids, archived_at=None).update(archived_at=at)
