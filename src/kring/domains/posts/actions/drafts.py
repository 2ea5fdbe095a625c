"""Writing a message: everything is kept as soon as it is typed or chosen, and nobody else sees it."""

import json
from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import asking
from kring.domains.media import actions as media_actions
from kring.domains.media.terms import Origin
from kring.domains.posts.models import Draft, DraftPhoto
from kring.domains.posts.queries import compose, facts
from kring.domains.posts.rules import PhotosFacts, may_have_photos, may_place_post
from kring.domains.posts.terms import Answer
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.receipts import once
from kring.ground.sealing import Ring
from kring.norms import parameter


class NoDraft(Exception):
    """There is no such draft of this writer, or it was placed already."""


def start(*, actor: Actor, group_id: UUID | None, key: UUID, at: datetime) -> UUID:
    """Start a message for a group, or for the whole school, and return its id; a repeat returns the same.

    Refuses: posts.may_place_post for this place.   Writes: Draft.
    """
    asked = facts.place_facts(actor=actor, group_id=group_id, has_content=True, on=clock.today(at))
    may_place_post(asked).require()

    def make() -> str:
        draft_id = uuid7()
        key_id = Ring(actor.board_id).new_key("thread", draft_id)
        Draft.objects.create(id=draft_id, board_id=actor.board_id, author_id=actor.person_id,
                             school_id=actor.school_id, group_id=group_id, key_id=key_id, created_at=at, touched_at=at)
        return str(draft_id)

    return UUID(once(actor, key, make))


def write(*, actor: Actor, draft_id: UUID, body: str, at: datetime) -> None:
    """Keep the words of a draft as they are now.   Raises: NoDraft."""
    draft = mine(actor=actor, draft_id=draft_id)
    content = json.dumps({"title": "", "body": body.strip()})
    sealed = Ring(actor.board_id).seal(content, key_id=draft.key_id, place=("posts_draft", "text", draft.id))
    _update(draft, text=sealed, touched_at=at)


def answer(*, actor: Actor, draft_id: UUID, answer: Answer, asked: list[UUID], at: datetime) -> None:
    """Keep the answer about who is in view, with the children whom the question named.   Raises: NoDraft."""
    _update(mine(actor=actor, draft_id=draft_id), touched_at=at, answer=answer, asked=[str(p) for p in asked])


def say_word(*, actor: Actor, draft_id: UUID, pupil_id: UUID, at: datetime) -> None:
    """Keep that what looks like this pupil's name is an ordinary word here.   Raises: NoDraft."""
    draft = mine(actor=actor, draft_id=draft_id)
    _update(draft, touched_at=at, words=sorted({*draft.words, str(pupil_id)}))


def ask_family(*, actor: Actor, draft_id: UUID, pupil_id: UUID, at: datetime) -> None:
    """Ask who decides about a child for an answer about where this message is for.

    Refuses: consent.may_ask_family.   Raises: NoDraft, also for a child whom the writer does not know.
    """
    draft = mine(actor=actor, draft_id=draft_id)
    try:
        asking.ask_family(actor=actor, place=compose.place_of(draft), pupil_id=pupil_id, at=at)
    except asking.NoSuchChild as unknown:
        raise NoDraft(str(pupil_id)) from unknown


def add_photos(*, actor: Actor, draft_id: UUID, photos: list[bytes], origin: Origin, at: datetime) -> list[UUID]:
    """Take pictures into a draft, in their order; each is worked on in the background.

    Refuses: posts.may_have_photos when there would be too many.   Raises: NoDraft.
    """
    draft = mine(actor=actor, draft_id=draft_id, lock=True)
    there = DraftPhoto.objects.filter(board_id=actor.board_id, draft_id=draft.id).count()
    may_have_photos(PhotosFacts(there + len(photos), int(parameter("upload.photos_per_post", at=clock.today(at))))).require()
    assets = [media_actions.receive(actor=actor, school_id=draft.school_id, group_id=draft.group_id, data=data,
                                    origin=origin, at=at) for data in photos]
    DraftPhoto.objects.bulk_insert([
        DraftPhoto(board_id=actor.board_id, draft_id=draft.id, asset_id=asset, place=there + n)
        for n, asset in enumerate(assets)
    ])
    _update(draft, touched_at=at, answer=Answer.OPEN, asked=[])
    return assets


def leave_out(*, actor: Actor, draft_id: UUID, asset_id: UUID, at: datetime) -> None:
    """Leave one picture out of a draft; it can be put back until the draft is placed.   Raises: NoDraft."""
    draft = mine(actor=actor, draft_id=draft_id)
    rows = DraftPhoto.objects.filter(board_id=actor.board_id, draft_id=draft.id, asset_id=asset_id)
    rows.filter(left_out_at=None).update(left_out_at=at)
    _update(draft, touched_at=at)


def put_back(*, actor: Actor, draft_id: UUID, asset_id: UUID, at: datetime) -> None:
    """Put a picture that was left out back into a draft.   Raises: NoDraft."""
    draft = mine(actor=actor, draft_id=draft_id)
    DraftPhoto.objects.filter(board_id=actor.board_id, draft_id=draft.id, asset_id=asset_id).update(left_out_at=None)
    _update(draft, touched_at=at)


def mine(*, actor: Actor, draft_id: UUID, lock: bool = False) -> Draft:
    """Return the writer's own open draft, locked when asked.   Raises: NoDraft."""
    rows = Draft.objects.filter(board_id=actor.board_id, id=draft_id, author_id=actor.person_id, post_id=None)
    draft = (rows.select_for_update() if lock else rows).first()
    if draft is None:
        raise NoDraft(str(draft_id))
    return draft


def _update(draft: Draft, **values) -> None:
    Draft.objects.filter(board_id=draft.board_id, id=draft.id).update(**values)
