"""Which seats lead to nothing any more."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.ground import clock


def seats_without_role(*, board_id: UUID, before: datetime, at: datetime) -> list[UUID]:
    """Return the seats of people who have no role today and had none on any day since a moment."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT s.id FROM accounts_seat s WHERE s.board_id = %(board)s AND s.from_at < %(before)s AND NOT EXISTS (
              SELECT 1 FROM people_appointment a WHERE a.board_id = %(board)s AND a.person_id = s.person_id
                AND (a.to_on IS NULL OR a.to_on > %(since)s))
            AND NOT EXISTS (
              SELECT 1 FROM people_guardianship g WHERE g.board_id = %(board)s AND g.guardian_id = s.person_id
                AND (g.to_on IS NULL OR g.to_on > %(since)s))
            AND NOT EXISTS (
              SELECT 1 FROM people_enrolment e WHERE e.board_id = %(board)s AND e.pupil_id = s.person_id
                AND (e.to_on IS NULL OR e.to_on > %(since)s))""",
            {"board": board_id, "before": before, "since": clock.today(before)})
        return [row[0] for row in cursor.fetchall()]
