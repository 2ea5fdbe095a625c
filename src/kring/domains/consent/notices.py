"""What is told about consent: fixed sentences without a child, a place or an answer. Each leads to one's own page."""

from collections.abc import Iterable
from uuid import UUID

from kring.ground.notices import Notice

PAGE = "/consents/"


def asked(person_ids: Iterable[UUID]) -> list[Notice]:
    """This function will tell people that a question waits."""
    return [Notice(person_id, "question", PAGE) for person_id in person_ids]


def reminded(person_ids: Iterable[UUID]) -> list[Notice]:
    """This function will tell people that a question still waits."""
    return [Notice(person_id, "reminder", PAGE) for person_id in person_ids]


def changed(person_ids: Iterable[UUID]) -> list[Notice]:
    """This function will tell people that what holds for their child may be another now: not what, not by whom."""
    return [Notice(person_id, "news", PAGE) for person_id in person_ids]
