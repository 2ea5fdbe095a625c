"""Pictures that are being checked: which child must be known to be absent, and what can be mended without anybody looking."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import aftercare, standing
from kring.domains.consent.terms import Aftercare, Channel, Purpose
from kring.domains.media.queries.sql import ACCOUNTED_AWAY, AT, BOARD, has_yes, in_audience
from kring.domains.media.rules import ClearFacts
from kring.domains.people import queries as people
from kring.ground import clock
from kring.ground.actor import Actor

_SEAT = f"""EXISTS (SELECT 1 FROM ({people.STAFF_SEATS_SQL}) s WHERE s.school_id = p.school_id
  AND (s.group_id = p.group_id OR (p.group_id IS NULL AND (p.placed_by = {people.PERSON} OR %(role)s::text = 'director'))))"""
_AWAY = f"""EXISTS (SELECT 1 FROM media_accounted a WHERE a.board_id = {BOARD} AND a.publication_id = p.id
  AND a.pupil_id = c.pupil_id AND a.how IN {ACCOUNTED_AWAY})"""
# (pupil_id) of every child that the placing p must account for: of its audience, shown on purpose, or saying no to it.
_CONCERNED = f"""
  SELECT e.pupil_id FROM people_enrolment e WHERE {in_audience(publication="p", enrolment="e")}
  UNION
  SELECT a.pupil_id FROM media_accounted a WHERE a.board_id = {BOARD} AND a.publication_id = p.id AND a.how = 'shown'
  UNION
  SELECT o.pupil_id FROM consent_objection o
  WHERE o.board_id = {BOARD} AND o.scope = 'picture' AND o.subject_id = p.asset_id AND o.ended_at IS NULL"""
_OPEN = f"""(p.board_id = {BOARD} AND p.ended_at IS NULL)"""


@dataclass(frozen=True)
class Withheld:
    """A picture that stands and is shown to nobody now, and the children who must be known to be absent or be covered."""

    publication_id: UUID
    asset_id: UUID
    group_id: UUID | None
    placed_on: date
    pupil_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class Stale:
    """A child who was pointed out and may no longer be seen: the face, and whether it is the only one in the picture."""

    publication_id: UUID
    asset_id: UUID
    pupil_id: UUID
    face_id: UUID
    is_alone: bool
    wish: Aftercare


def withheld(*, actor: Actor, at: datetime) -> list[Withheld]:
    """Return the pictures that wait for the asker to look, newest first. Those that mend themselves are not among them."""
    if not actor.is_staff:
        return []
    statement = f"""
      SELECT p.id, p.asset_id, p.group_id, p.placed_on, array_agg(c.pupil_id ORDER BY c.pupil_id)
      FROM media_publication p CROSS JOIN LATERAL ({_CONCERNED}) c
      WHERE {_OPEN} AND p.release_at <= {AT} AND {_SEAT} AND NOT {_AWAY} AND {_may_not("p", "c.pupil_id")}
        AND NOT {_is_pointed_out("p", "c.pupil_id")}
      GROUP BY p.id, p.asset_id, p.group_id, p.placed_on, p.place ORDER BY p.placed_on DESC, p.id DESC"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board": actor.board_id, "person": actor.person_id, "role": actor.capacity,
                                   "school": actor.school_id, "on": clock.today(at), "at": at})
        return [Withheld(*row[:4], tuple(row[4])) for row in cursor.fetchall()]


def clear_facts(*, actor: Actor, publication_id: UUID, asked: Iterable[UUID], at: datetime) -> ClearFacts:
    """Return the facts for `may_clear`: who must be known to be absent from this picture as of now."""
    mine = {one.publication_id: one for one in withheld(actor=actor, at=at)}
    found = mine.get(publication_id)
    return ClearFacts(works_here=found is not None, asked=tuple(sorted(map(str, asked))),
                      restricted=tuple(map(str, found.pupil_ids)) if found else ())


def stale(*, board_id: UUID, at: datetime) -> list[Stale]:
    """Return what can be mended at once: standing pictures in which a child was pointed out who may not be seen now."""
    statement = f"""
      SELECT p.id, p.asset_id, s.pupil_id, s.face_id, p.school_id, p.channel,
        (SELECT count(*) FROM media_face f WHERE f.board_id = {BOARD} AND f.asset_id = p.asset_id
           AND f.state <> 'cut') = 1
      FROM media_publication p
      JOIN media_accounted s ON s.board_id = {BOARD} AND s.publication_id = p.id AND s.how = 'shown'
        AND s.face_id IS NOT NULL
      WHERE {_OPEN} AND {_may_not("p", "s.pupil_id")} ORDER BY p.asset_id, p.id, s.pupil_id"""
    on = clock.today(at)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board": board_id, "on": on})
        rows = cursor.fetchall()
    return [
        Stale(publication_id, asset_id, pupil_id, face_id, is_alone,
              wish_of(board_id=board_id, school_id=school_id, channel=channel, pupil_id=pupil_id, on=on))
        for publication_id, asset_id, pupil_id, face_id, school_id, channel, is_alone in rows
    ]


def wish_of(*, board_id: UUID, school_id: UUID, channel: str, pupil_id: UUID, on: date) -> Aftercare:
    """Return what is to become of pictures in which this child stood: covered, unless who withdrew wants them removed."""
    place = standing.Place(school_id=school_id, purpose=Purpose.PICTURE_WITH_OTHERS, channel=Channel(channel))
    found = aftercare.wishes(board_id=board_id, place=place, pupil_ids=[pupil_id], on=on)
    return found.get(pupil_id, Aftercare.COVER)


def _may_not(p: str, pupil: str) -> str:
    yes = has_yes(pupil=pupil, school=f"{p}.school_id", channel=f"{p}.channel", subject=f"{p}.asset_id")
    return f"(NOT {yes})"


def _is_pointed_out(p: str, pupil: str) -> str:
    """Shown on purpose, with a known face: the sweep covers it without anybody looking."""
    return f"""EXISTS (SELECT 1 FROM media_accounted k WHERE k.board_id = {BOARD} AND k.publication_id = {p}.id
      AND k.pupil_id = {pupil} AND k.how = 'shown' AND k.face_id IS NOT NULL)"""
