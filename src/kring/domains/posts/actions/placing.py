"""Placing a message and taking it back. The rules are asked again here, inside the transaction, on locked rows."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kring.domains.media import actions as media_actions
from kring.domains.media.actions.placing import Changed
from kring.domains.media.terms import Ended
from kring.domains.posts.actions.drafts import mine
from kring.domains.posts.models import Draft, Post, Recall
from kring.domains.posts.queries import compose, facts
from kring.domains.posts.rules import may_recall
from kring.domains.posts.terms import Kind, split
from kring.ground import audit, buggify, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.jobs import enqueue
from kring.ground.receipts import once
from kring.ground.sealing import Ring
from kring.norms import Verdict, parameter

TELL = "posts.tell"


__all__ = ["Changed", "NoPost", "Placed", "place", "recall"]


class NoPost(Exception):
    """There is no such message for this person."""


@dataclass(frozen=True)
class Placed:
    post_id: UUID
    release_at: datetime


def place(*, actor: Actor, draft_id: UUID, key: UUID, at: datetime) -> Placed:
    """Place a draft as a message that goes out after the undo time; a repeat returns the same message.

    Refuses: everything that `compose.verdict` joins (place, adoption, names, pictures).   Raises: NoDraft.
    Writes: Post, and a publication per picture.   Tells: the guardians of the audience, once it is out.
    """
    def make() -> dict:
        draft = mine(actor=actor, draft_id=draft_id, lock=True)
        decided = compose.decide(actor=actor, draft=draft, at=at, lock=True)
        decided.verdict.require()
        buggify.point("posts.decided")
        return _write(actor=actor, draft=draft, decided=decided, at=at)

    answer = once(actor, key, make)
    return Placed(UUID(answer["post"]), datetime.fromisoformat(answer["release_at"]))


def _write(*, actor: Actor, draft: Draft, decided: compose.Decided, at: datetime) -> dict:
    post_id, ring = uuid7(), Ring(actor.board_id)
    release_at = at + timedelta(seconds=parameter("undo.seconds", at=clock.today(at)))
    key_id = ring.new_key("thread", post_id)
    words = split(decided.words.body)
    content = json.dumps({"title": words.title, "body": words.body})
    Post.objects.create(
        id=post_id, board_id=actor.board_id, school_id=draft.school_id, group_id=draft.group_id,
        author_id=actor.person_id, author_capacity=actor.capacity, kind=Kind.STORY if decided.pictures else Kind.INFORMATION,
        key_id=key_id, text=ring.seal(content, key_id=key_id, place=("posts_post", "text", post_id)),
        placed_at=at, release_at=release_at, released_on=clock.today(release_at), decision=decided.kept(at),
    )
    if decided.pictures is not None:
        media_actions.publish(
            actor=actor, post_id=post_id, school_id=draft.school_id, group_id=draft.group_id,
            channel=compose.channel_of(draft.group_id), asset_ids=compose.photos_of(draft=draft),
            facts=decided.pictures, verdict=decided.verdicts[-1], release_at=release_at, at=at,
        )
    Draft.objects.filter(board_id=actor.board_id, id=draft.id).update(post_id=post_id, touched_at=at)
    audit.record("post.placed", actor=actor, on=("post", post_id), at=at, verdict=decided.verdict)
    enqueue(TELL, board_id=actor.board_id, post_id=post_id, schedule_at=release_at)
    return {"post": str(post_id), "release_at": release_at.isoformat()}


def recall(*, actor: Actor, post_id: UUID, at: datetime) -> UUID | None:
    """Take a message back: at the commit nobody sees it any more. Before its release its draft opens again.

    Refuses: posts.may_recall.   Raises: NoPost.   Writes: Recall.   Returns: the draft that opened, if one did.
    """
    post = Post.objects.select_for_update().filter(board_id=actor.board_id, id=post_id).first()
    if post is None:
        raise NoPost(str(post_id))
    verdict: Verdict = may_recall(facts.recall_facts(actor=actor, author_id=post.author_id, school_id=post.school_id)).require()
    is_unseen = at < post.release_at
    if Recall.objects.filter(board_id=actor.board_id, post_id=post_id).exists():
        return None
    Recall.objects.create(board_id=actor.board_id, post_id=post_id, by=actor.person_id, at=at,
                          why="undone" if is_unseen else "recalled")
    media_actions.end_of_post(actor=actor, post_id=post_id, why=Ended.RECALLED, at=at)
    audit.record("post.recalled", actor=actor, on=("post", post_id), at=at, verdict=verdict)
    if not is_unseen:
        return None
    draft = Draft.objects.filter(board_id=actor.board_id, post_id=post_id, author_id=actor.person_id).first()
    if draft:
        Draft.objects.filter(board_id=actor.board_id, id=draft.id).update(post_id=None, touched_at=at)
    return draft.id if draft else None
