"""What people are told about messages: that something new is there, and nothing of what it is."""

from collections.abc import Iterable
from uuid import UUID

from kring.ground.notices import Notice

NEW = "news"
ANSWERED = "news"


def placed(*, guardian_ids: Iterable[UUID]) -> list[Notice]:
    """Return a notice for each guardian of the audience."""
    return [Notice(person_id=g, template=NEW, link="/messages/") for g in guardian_ids]


def answered(*, writer_id: UUID, draft_id: UUID) -> Notice:
    """Return a notice for who asked for an answer while writing, and can place more of it now."""
    return Notice(person_id=writer_id, template=ANSWERED, link=f"/drafts/{draft_id}/")
