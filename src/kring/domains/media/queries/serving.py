"""Bytes: one statement decides afresh for each request whether this viewer may see this picture at this size."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.domains.media.queries.sql import servable
from kring.domains.media.terms import Size
from kring.domains.people import queries as people
from kring.ground import clock
from kring.ground.actor import Actor


@dataclass(frozen=True)
class Bytes:
    """Where the bytes of a picture lie, once the decision said yes."""

    file_id: UUID
    content_type: str
    length: int


def rendition_for(*, actor: Actor, publication_id: UUID, size: Size, at: datetime) -> Bytes | None:
    """Return the bytes that this viewer may have now, or None: not there, not yours and not now look alike."""
    statement = f"""
      SELECT r.file_id, r.content_type, r.bytes
      FROM media_publication p
      JOIN media_rendition r ON r.board_id = {people.BOARD} AND r.version_id = p.version_id AND r.size = %(size)s::text
      WHERE p.board_id = {people.BOARD} AND p.id = %(publication)s::uuid AND p.ended_at IS NULL
        AND (p.release_at <= %(at)s::timestamptz OR p.placed_by = {people.PERSON})
        AND EXISTS (SELECT 1 FROM ({people.seats_sql(is_guardian=actor.is_guardian)}) s
                    WHERE s.school_id = p.school_id AND (p.group_id IS NULL OR s.group_id = p.group_id)
                      AND s.from_on <= p.placed_on AND (s.to_on IS NULL OR s.to_on > p.placed_on))
        AND {servable("p")}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {
            "board": actor.board_id, "person": actor.person_id, "role": actor.capacity, "school": actor.school_id,
            "publication": publication_id, "size": size.value, "on": clock.today(at), "at": at,
        })
        found = cursor.fetchone()
    return Bytes(*found) if found else None
