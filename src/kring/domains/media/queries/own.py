"""What pictures hold of one person: for access to one's own data."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kring.domains.media.models import Accounted, Asset, DeviceCopy, Face, FamilyView, Publication


def made_by(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the pictures that somebody put in."""
    for row in Asset.objects.filter(board_id=board_id, by=person_id).order_by("id"):
        yield {"id": row.id, "at": row.at, "origin": row.origin, "state": row.state}


def placed_by(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return where somebody placed pictures."""
    for row in Publication.objects.filter(board_id=board_id, placed_by=person_id).order_by("id"):
        yield {"id": row.id, "at": row.placed_at, "channel": row.channel, "ended_at": row.ended_at}


def accounts_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return how placings account for a child."""
    for row in Accounted.objects.filter(board_id=board_id, pupil_id=person_id).order_by("id"):
        yield {"publication": row.publication_id, "how": row.how, "at": row.at}


def faces_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the faces that were said to be somebody's: where in which picture."""
    for row in Face.objects.filter(board_id=board_id, pupil_id=person_id).order_by("id"):
        yield {"picture": row.asset_id, "x": row.x, "y": row.y, "width": row.width, "height": row.height,
               "covered": row.state == "covered", "cut_off": row.state == "cut",
               "own_guardians_see_it": row.for_family, "said_at": row.said_at}


def family_views_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the placings in which a child is seen by its own guardians only."""
    rows = FamilyView.objects.filter(board_id=board_id, pupil_id=person_id)
    for publication_id in sorted(set(rows.values_list("publication_id", flat=True))):
        yield {"publication": publication_id}


def device_copies_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the reminders about pictures on somebody's own device."""
    for row in DeviceCopy.objects.filter(board_id=board_id, by=person_id).order_by("id"):
        yield {"at": row.at, "pictures": row.pictures, "confirmed_at": row.confirmed_at}
