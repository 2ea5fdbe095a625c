"""The open drafts in which an answer that was asked for makes a difference."""

from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import sql
from kring.domains.consent.queries.families import Answered
from kring.domains.consent.terms import Channel

# A draft of who asked, for the same place, with a picture, in which the child counts: of the group (or the school), or pointed out.
_DRAFT_SQL = f"""
SELECT d.id FROM posts_draft d
WHERE d.board_id = {sql.BOARD} AND d.author_id = %(by)s::uuid AND d.school_id = %(school_id)s::uuid AND d.post_id IS NULL
  AND (d.group_id IS NULL) = %(for_school)s::boolean
  AND EXISTS (SELECT 1 FROM posts_draftphoto h WHERE h.board_id = {sql.BOARD} AND h.draft_id = d.id AND h.left_out_at IS NULL)
  AND (EXISTS (SELECT 1 FROM people_enrolment e WHERE e.board_id = {sql.BOARD} AND e.pupil_id = %(pupil_id)s::uuid
               AND e.school_id = d.school_id AND (d.group_id IS NULL OR e.group_id = d.group_id) AND {sql.active("e")})
       OR EXISTS (SELECT 1 FROM posts_draftphoto h JOIN media_face f ON f.board_id = {sql.BOARD} AND f.asset_id = h.asset_id
                    AND f.pupil_id = %(pupil_id)s::uuid
                  WHERE h.board_id = {sql.BOARD} AND h.draft_id = d.id AND h.left_out_at IS NULL))
ORDER BY d.touched_at DESC, d.id LIMIT 1"""


def draft_of(*, board_id: UUID, one: Answered, on: date) -> UUID | None:
    """Return the draft that waits for an answer, the one touched last; None when nobody writes there any more."""
    with connection.cursor() as cursor:
        cursor.execute(_DRAFT_SQL, {
            "board_id": board_id, "by": one.by, "school_id": one.place.school_id, "pupil_id": one.pupil_id, "on": on,
            "for_school": one.place.channel is Channel.CLOSED_SCHOOL})
        found = cursor.fetchone()
    return found[0] if found else None
