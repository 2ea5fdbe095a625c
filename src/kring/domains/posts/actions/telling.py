"""Telling the audience of a message once it is out. Who they are is asked at that moment, not when it was written."""

from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import asking
from kring.domains.consent.queries import families
from kring.domains.posts import notices as post_notices
from kring.domains.posts.queries import answered, facts
from kring.ground import clock, live, notices


def tell(*, board_id: UUID, post_id: UUID, at: datetime) -> int:
    """Tell the guardians of the audience and the open pages that a message is out; return how many were told.

    A message that was taken back, or erased since, tells nobody.
    """
    found = facts.out(board_id=board_id, post_id=post_id, at=at)
    if found is None:
        return 0
    notices.send(post_notices.placed(guardian_ids=found.audience), board_id=board_id, at=at)
    live.publish(board_id=board_id, topic=topic(found.school_id, found.group_id), kind="post", id=post_id)
    return len(found.audience)


def tell_answered(*, board_id: UUID, at: datetime) -> int:
    """Tell everybody who asked for an answer while writing, and got a yes, that their draft can go further; return how many.

    Found by what holds now. A no tells nobody, and neither does a yes for which no draft waits any more.
    """
    on = clock.today(at)
    found = families.answered(board_id=board_id, on=on)
    waiting = [(one, answered.draft_of(board_id=board_id, one=one, on=on)) for one in found]
    told = [post_notices.answered(writer_id=one.by, draft_id=draft) for one, draft in waiting if draft]
    notices.send(told, board_id=board_id, at=at)
    asking.note_told(board_id=board_id, request_ids=[one.request_id for one in found], at=at)
    return len(set(told))


def topic(school_id: UUID, group_id: UUID | None) -> str:
    """Return the name under which open pages hear of what is new in a group, or in the whole school."""
    return f"group:{group_id}" if group_id else f"school:{school_id}"
