"""Asking a child's family for an answer about the place of a picture."""

from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import asking
from kring.domains.media.actions.covering import NoFace
from kring.domains.media.queries import handling
from kring.ground.actor import Actor


def ask_about(*, actor: Actor, asset_id: UUID, pupil_id: UUID, at: datetime) -> None:
    """This function will ask who decides about a child for an answer about where this picture is for.

    Refuses: consent.may_ask_family.   Raises: NoFace when the picture or the child is not the asker's.
    """
    found = handling.handled(actor=actor, asset_id=asset_id, at=at)
    if found is None:
        raise NoFace(str(asset_id))
    try:
        asking.ask_family(actor=actor, place=handling.place_of(found), pupil_id=pupil_id, subject_id=asset_id, at=at)
    except asking.NoSuchChild as unknown:
        raise NoFace(str(pupil_id)) from unknown
