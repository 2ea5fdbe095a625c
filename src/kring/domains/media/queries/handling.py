"""Who works with a picture, and what somebody who may work on it sees: its bytes, its faces, whom the faces may be."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.queries import placing
from kring.domains.media.queries.placing import PictureRow
from kring.domains.media.queries.serving import Bytes, bytes_of
from kring.domains.media.queries.sql import AT, BOARD, servable, shown_without_yes
from kring.domains.media.rules import TouchFacts
from kring.domains.media.terms import Size, Touch
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

_OUT = f"""(p.board_id = {BOARD} AND p.asset_id = a.id AND p.ended_at IS NULL AND p.release_at <= {AT})"""
# Placed, out or not yet: what was decided on must stay what is shown.
_PLACED = f"""(p.board_id = {BOARD} AND p.asset_id = a.id AND p.ended_at IS NULL)"""
# The asker works with the group of the picture; a picture of the whole school is worked on by its maker and the director.
# Until it is out a picture is part of a draft, and a draft is its writer's alone.
_WORKS_HERE = f"""(EXISTS (SELECT 1 FROM ({people.STAFF_SEATS_SQL}) s WHERE s.school_id = a.school_id
    AND (s.group_id = a.group_id OR (a.group_id IS NULL AND (a.by = {people.PERSON} OR %(role)s::text = 'director'))))
  AND (a.by = {people.PERSON} OR EXISTS (SELECT 1 FROM media_publication p WHERE {_OUT})))"""


@dataclass(frozen=True)
class Handled:
    """A picture that the asker works with: where it belongs, and whether it was placed."""

    asset_id: UUID
    school_id: UUID
    group_id: UUID | None
    stands: bool


@dataclass(frozen=True)
class Child:
    """A child that a face may be. `has_yes` is about the group of the picture."""

    id: UUID
    name: Name
    has_yes: bool

    @property
    def pk_text(self) -> str:
        return str(self.id)


def handled(*, actor: Actor, asset_id: UUID, at: datetime) -> Handled | None:
    """Return a picture that the asker works with; None for one that is not there, erased, or another's."""
    if not actor.is_staff:
        return None
    statement = f"""
      SELECT a.id, a.school_id, a.group_id, EXISTS (SELECT 1 FROM media_publication p WHERE {_PLACED})
      FROM media_asset a
      WHERE a.board_id = {BOARD} AND a.id = %(asset)s::uuid AND a.erased_at IS NULL AND {_WORKS_HERE}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, _params(actor, at) | {"asset": asset_id})
        found = cursor.fetchone()
    return Handled(*found) if found else None


def touch_facts(*, actor: Actor, asset_id: UUID, touch: Touch, at: datetime) -> TouchFacts:
    """Return the facts for `may_touch`."""
    found = handled(actor=actor, asset_id=asset_id, at=at)
    return TouchFacts(touch=touch, works_here=found is not None, stands=found is not None and found.stands)


def place_of(found: Handled) -> standing.Place:
    """Return the place for which children in a picture need a yes."""
    channel = Channel.CLOSED_GROUP if found.group_id else Channel.CLOSED_SCHOOL
    return standing.Place(school_id=found.school_id, purpose=Purpose.PICTURE_WITH_OTHERS, channel=channel)


def preview_for(*, actor: Actor, asset_id: UUID, size: Size, at: datetime) -> Bytes | None:
    """Return the bytes of a picture's newest version for who works on it: while it is not out yet, or is being checked.

    Not while somebody who was pointed out may no longer be seen: that picture comes back covered without anybody looking.
    """
    if not actor.is_staff:
        return None
    return bytes_of(f"""
      SELECT r.content_type, f.* FROM media_asset a
      JOIN LATERAL (SELECT v.id FROM media_version v WHERE v.board_id = {BOARD} AND v.asset_id = a.id
                    AND v.made_at IS NOT NULL AND v.erased_at IS NULL AND v.kind <> 'family' ORDER BY v.number DESC LIMIT 1) n ON true
      JOIN media_rendition r ON r.board_id = {BOARD} AND r.version_id = n.id AND r.size = %(size)s::text
      JOIN ground_storedfile f ON f.board_id = {BOARD} AND f.id = r.file_id
      WHERE a.board_id = {BOARD} AND a.id = %(asset)s::uuid AND a.erased_at IS NULL AND {_WORKS_HERE}
        AND (NOT EXISTS (SELECT 1 FROM media_publication p WHERE {_OUT})
             OR EXISTS (SELECT 1 FROM media_publication p WHERE {_OUT} AND NOT {servable("p")}))
        AND NOT EXISTS (SELECT 1 FROM media_publication p WHERE {_OUT} AND {shown_without_yes("p")})""",
        _params(actor, at) | {"asset": asset_id, "size": size.value})


def children(*, actor: Actor, group_id: UUID | None, school_id: UUID, at: datetime) -> list[Child]:
    """Return the children of a group today (of the school without a group) by first name, each with or without a yes."""
    ids = placing.concerned(board_id=actor.board_id, school_id=school_id, group_id=group_id, on=clock.today(at))
    return _by_name(children_by_id(actor=actor, ids=ids, shown_in=group_id, at=at))


def children_beside(*, actor: Actor, of_group: UUID, shown_in: UUID | None, school_id: UUID, at: datetime) -> list[Child]:
    """Return the children of another group by first name, each with or without a yes for where the picture is for."""
    ids = placing.concerned(board_id=actor.board_id, school_id=school_id, group_id=of_group, on=clock.today(at))
    return _by_name(children_by_id(actor=actor, ids=ids, shown_in=shown_in, at=at))


def children_by_id(*, actor: Actor, ids: Iterable[UUID], shown_in: UUID | None, at: datetime) -> dict[UUID, Child]:
    """Return these children, each with or without a yes for a group, or for the whole school without one."""
    wanted, on = sorted(set(ids)), clock.today(at)
    channel = Channel.CLOSED_GROUP if shown_in else Channel.CLOSED_SCHOOL
    place = standing.Place(school_id=actor.school_id, purpose=Purpose.PICTURE_WITH_OTHERS, channel=channel)
    without = standing.restricted_pupils(board_id=actor.board_id, place=place, pupil_ids=wanted, on=on)
    names = people.names(board_id=actor.board_id, person_ids=wanted, ring=Ring(actor.board_id))
    return {i: Child(i, name, i not in without) for i, name in names.items()}


def _by_name(found: dict[UUID, Child]) -> list[Child]:
    return sorted(found.values(), key=lambda child: (child.name.given.casefold(), child.id))


def is_pupil_here(*, actor: Actor, pupil_id: UUID, at: datetime) -> bool:
    """Return whether somebody is a pupil of the asker's school today: nobody else can be pointed out."""
    return bool(people.enrolments(board_id=actor.board_id, on=clock.today(at), pupil_ids=[pupil_id], school_id=actor.school_id))


def other_groups(*, actor: Actor, beside: UUID | None) -> list[school.GroupRow]:
    """Return the other groups of the school, from which somebody in the picture may be."""
    found = school.groups(board_id=actor.board_id, school_id=actor.school_id)
    return [group for group in found if group.id != beside]


def picture(*, actor: Actor, asset_id: UUID) -> PictureRow:
    """Return a picture with its faces."""
    return placing.pictures(board_id=actor.board_id, asset_ids=[asset_id])[asset_id]


def _params(actor: Actor, at: datetime) -> dict:
    return {"board": actor.board_id, "person": actor.person_id, "role": actor.capacity, "school": actor.school_id,
            "on": clock.today(at), "at": at}
