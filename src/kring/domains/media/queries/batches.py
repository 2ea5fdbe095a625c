"""What waits to be looked at, in strips with one question each: same group, same children."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.media.queries import checking, placing
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as school
from kring.ground.actor import Actor
from kring.ground.sealing import Ring


@dataclass(frozen=True)
class Waiting:
    """One photo of a strip."""

    publication_id: UUID
    asset_id: UUID
    number: int
    width: int
    height: int
    placed_on: date


@dataclass(frozen=True)
class Batch:
    """Photos of one group that wait for the same children."""

    group: str
    pupil_ids: tuple[UUID, ...]
    names: tuple[Name, ...]
    pictures: tuple[Waiting, ...]


def count(*, actor: Actor, at: datetime) -> int:
    """Return how many photos wait for the asker."""
    return len(checking.withheld(actor=actor, at=at))


def waiting(*, actor: Actor, at: datetime) -> list[Batch]:
    """Return the strips that wait for the asker, newest first."""
    found = checking.withheld(actor=actor, at=at)
    rows = placing.pictures(board_id=actor.board_id, asset_ids=[one.asset_id for one in found])
    pupils = {pupil for one in found for pupil in one.pupil_ids}
    names = people.names(board_id=actor.board_id, person_ids=pupils, ring=Ring(actor.board_id)) if pupils else {}
    groups = {g.id: g.name for g in school.groups(board_id=actor.board_id, with_archived=True,
                                                  ids=list({one.group_id for one in found if one.group_id}))}
    strips: dict[tuple, list[checking.Withheld]] = {}
    for one in found:
        strips.setdefault((one.group_id, one.pupil_ids), []).append(one)
    return [
        Batch(
            group=groups.get(group_id, ""), pupil_ids=pupil_ids,
            names=tuple(names[p] for p in pupil_ids if p in names),
            pictures=tuple(
                Waiting(one.publication_id, one.asset_id, number, rows[one.asset_id].width, rows[one.asset_id].height,
                        one.placed_on)
                for number, one in enumerate(strip, start=1)),
        )
        for (group_id, pupil_ids), strip in strips.items()
    ]
