"""What somebody is still writing, for the page with what waits for them: seen by the writer alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.urls import reverse

from kring.domains.people import queries as people
from kring.domains.posts.queries.feed import open_words
from kring.domains.posts.terms import split
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

MOST = 20
_SQL = f"""
SELECT d.id, g.name, d.text, d.touched_at, (
  SELECT count(*) FROM posts_draftphoto f WHERE f.board_id = {people.BOARD} AND f.draft_id = d.id AND f.left_out_at IS NULL
) AS photos
FROM posts_draft d LEFT JOIN school_group g ON g.board_id = {people.BOARD} AND g.id = d.group_id
WHERE d.board_id = {people.BOARD} AND d.author_id = {people.PERSON} AND d.school_id = %(school)s::uuid AND d.post_id IS NULL
  AND (d.text IS NOT NULL OR EXISTS (
    SELECT 1 FROM posts_draftphoto h WHERE h.board_id = {people.BOARD} AND h.draft_id = d.id AND h.left_out_at IS NULL))
ORDER BY d.touched_at DESC LIMIT %(most)s::int"""


@dataclass(frozen=True)
class SealedDraft:
    """A draft as it is kept; `group` is empty for the page of the whole school."""

    id: UUID
    group: str
    text: bytes | None
    touched_at: datetime
    photos: int


@dataclass(frozen=True)
class DraftRow:
    """A message that somebody can go on with: for whom, its first words, how many photos it holds."""

    id: UUID
    group: str
    words: str
    touched_at: datetime
    photos: int

    @property
    def url(self) -> str:
        return reverse("posts:draft", args=[self.id])


def sealed_drafts(*, actor: Actor) -> tuple[SealedDraft, ...]:
    """Return the messages that somebody is writing at their school, last touched first; one statement, nothing opened."""
    with connection.cursor() as cursor:
        cursor.execute(_SQL, {"board": actor.board_id, "person": actor.person_id, "school": actor.school_id, "most": MOST})
        return tuple(SealedDraft(draft_id, group or "", text, touched_at, photos)
                     for draft_id, group, text, touched_at, photos in cursor.fetchall())


def opened(*, drafts: Iterable[SealedDraft], ring: Ring) -> tuple[DraftRow, ...]:
    """Return those with words or photos to go on with; no statement when the ring has loaded their keys."""
    found = []
    for draft in drafts:
        text = open_words(ring, "posts_draft", draft.id, draft.text).text if draft.text and ring.holds(draft.text) else ""
        words = split(text)
        if words.text or draft.photos:
            found.append(DraftRow(draft.id, draft.group, words.title or words.body, draft.touched_at, draft.photos))
    return tuple(found)
