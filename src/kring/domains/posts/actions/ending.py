"""The end of messages and drafts: rows and keys go together, so that no backup brings a word back."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.domains.posts.models import Draft, DraftPhoto, Post, Recall
from kring.ground.sealing import Ring


def erase_posts(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """Erase the messages of school years that ended before a moment, with their keys; return how many went."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT p.id, p.key_id FROM posts_post p
               JOIN school_schoolyear y ON y.board_id = %(board)s AND y.school_id = p.school_id
                 AND y.from_on <= p.released_on AND p.released_on < y.to_on
               WHERE p.board_id = %(board)s AND y.to_on <= %(before)s::date""",
            {"board": board_id, "before": before})
        found = cursor.fetchall()
    ids = [post_id for post_id, _ in found]
    _erase_drafts(board_id, list(Draft.objects.filter(board_id=board_id, post_id__in=ids)))
    Recall.objects.filter(board_id=board_id, post_id__in=ids)._raw_delete("default")
    gone = Post.objects.filter(board_id=board_id, id__in=ids)._raw_delete("default") or 0
    Ring(board_id).destroy(*(key_id for _, key_id in found))
    return gone


def erase_drafts(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """Erase the drafts that nobody touched since a moment and that were not placed; return how many went."""
    return _erase_drafts(board_id, list(Draft.objects.filter(board_id=board_id, post_id=None, touched_at__lt=before)))


def _erase_drafts(board_id: UUID, drafts: list[Draft]) -> int:
    ids = [d.id for d in drafts]
    DraftPhoto.objects.filter(board_id=board_id, draft_id__in=ids)._raw_delete("default")
    gone = Draft.objects.filter(board_id=board_id, id__in=ids)._raw_delete("default") or 0
    Ring(board_id).destroy(*(d.key_id for d in drafts))
    return gone
