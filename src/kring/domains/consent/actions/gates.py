"""The gate of a child: every act that can take a yes away holds it FOR UPDATE until commit."""

import hashlib
from uuid import UUID

from django.db import connection

from kring.ground.ids import uuid7


def lock(*, board_id: UUID, pupil_id: UUID) -> int:
    """This function will lock the child's gate, making it when nobody decided before, and return its epoch.

    Waits for every placing under way that looked at this child.
    """
    with connection.cursor() as cursor:
        if (found := _locked(cursor, board_id, pupil_id)) is None:
            cursor.execute("INSERT INTO consent_gate (id, board_id, pupil_id, epoch) VALUES (%s, %s, %s, 0) "
                           "ON CONFLICT (board_id, pupil_id) DO NOTHING", [uuid7(), board_id, pupil_id])
            found = _locked(cursor, board_id, pupil_id)
    assert found is not None, "a gate is never deleted while its child is known"
    return found


def _locked(cursor, board_id: UUID, pupil_id: UUID) -> int | None:
    cursor.execute("SELECT g.epoch FROM consent_gate g WHERE g.board_id = %s AND g.pupil_id = %s FOR UPDATE",
                   [board_id, pupil_id])
    row = cursor.fetchone()
    return row[0] if row else None


def count_up(*, board_id: UUID, pupil_id: UUID) -> None:
    """This function will make every placing that was decided before stale."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consent_gate SET epoch = epoch + 1 WHERE board_id = %s AND pupil_id = %s",
                       [board_id, pupil_id])


def one_at_a_time(*, about: UUID) -> None:
    """This function will make acts about the same school or board wait for each other until commit."""
    number = int.from_bytes(hashlib.sha256(b"consent" + about.bytes).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])
