"""What messages hold of one person: for access to one's own data."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kring.domains.posts.models import Draft, Post
from kring.domains.posts.queries.feed import open_words
from kring.ground.sealing import Ring


def posts_by(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the messages that somebody placed."""
    ring, rows = Ring(board_id), list(Post.objects.filter(board_id=board_id, author_id=person_id).order_by("id"))
    ring.load(*(bytes(r.text) for r in rows))
    for row in rows:
        words = open_words(ring, "posts_post", row.id, row.text)
        yield {"id": row.id, "placed_at": row.placed_at, "title": words.title, "body": words.body}


def drafts_by(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the drafts that somebody is writing."""
    rows = list(Draft.objects.filter(board_id=board_id, author_id=person_id, post_id=None).order_by("id"))
    ring = Ring(board_id)
    ring.load(*(bytes(r.text) for r in rows if r.text))
    for row in rows:
        words = open_words(ring, "posts_draft", row.id, row.text) if row.text else None
        yield {"id": row.id, "created_at": row.created_at, "title": words.title if words else "",
               "body": words.body if words else ""}
