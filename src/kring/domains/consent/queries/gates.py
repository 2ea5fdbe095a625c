"""Reads of gates. A child that nobody ever decided about has no row yet: its epoch is 0."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def lock_shared(*, board_id: UUID, pupil_ids: Iterable[UUID]) -> dict[UUID, int]:
    """This function will lock the gates of these children FOR SHARE, in id order, and return {child: epoch}.

    Until the transaction ends no yes about them can be withdrawn. A missing row needs no lock: the first decision about
    a child makes it, and before that there is no yes to lose.
    """
    return _epochs(board_id, pupil_ids, "FOR SHARE")


def epochs(*, board_id: UUID, pupil_ids: Iterable[UUID]) -> dict[UUID, int]:
    """This function will return {child: epoch} as it is now, without a lock."""
    return _epochs(board_id, pupil_ids, "")


def _epochs(board_id: UUID, pupil_ids: Iterable[UUID], lock: str) -> dict[UUID, int]:
    wanted = sorted(set(pupil_ids))
    found = dict.fromkeys(wanted, 0)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.pupil_id, g.epoch FROM consent_gate g WHERE g.board_id = %s AND g.pupil_id = ANY(%s) "
            f"ORDER BY g.pupil_id {lock}", [board_id, wanted])
        found.update(cursor.fetchall())
    return found
