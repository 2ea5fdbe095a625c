"""Reads of who has not answered yet, and when they were told."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.models import Asking
from kring.domains.consent.queries import sql
from kring.domains.consent.rules.acts import WaitingFacts
from kring.ground import clock
from kring.norms import parameter


@dataclass(frozen=True)
class Waiting:
    person_id: UUID
    facts: WaitingFacts


def waiting(*, board_id: UUID, at: datetime) -> list[Waiting]:
    """This function will return everybody for whom a question waits: guardians with authority, and pupils who decide
    alone or soon will. `since` is the day of the newest question that they could answer."""
    on, hour = clock.today(at), clock.local(at).hour
    params = {"board_id": board_id, "on": on, "ahead": int(parameter("age.ask_ahead_days", at=on))}
    told = told_on(board_id=board_id)
    with connection.cursor() as cursor:
        cursor.execute(_WAITING_SQL, params)
        return [Waiting(person, WaitingFacts(since, told[person], on, hour)) for person, since in cursor.fetchall()]


def told_on(*, board_id: UUID) -> dict[UUID, tuple[date, ...]]:
    """This function will return the days on which people were asked or reminded."""
    found: dict[UUID, tuple[date, ...]] = defaultdict(tuple)
    for person_id, on in Asking.objects.filter(board_id=board_id).order_by("on").values_list("person_id", "on"):
        found[person_id] += (on,)
    return found


_DECIDERS = f"""
    SELECT g.guardian_id AS person_id, g.pupil_id, g.from_on FROM people_guardianship g
    JOIN people_person c ON c.board_id = {sql.BOARD} AND c.id = g.pupil_id
    WHERE g.board_id = {sql.BOARD} AND g.authority AND {sql.active("g")}
      AND (c.decides_alone_on IS NULL OR c.decides_alone_on > {sql.ON})
    UNION ALL
    SELECT c.id, c.id, c.decides_alone_on - %(ahead)s::int FROM people_person c
    WHERE c.board_id = {sql.BOARD} AND c.decides_alone_on - %(ahead)s::int <= {sql.ON}"""

_WAITING_SQL = f"""
SELECT d.person_id, max(greatest(f.asked_since, d.from_on, e.from_on))
FROM ({_DECIDERS}) d
JOIN people_enrolment e ON e.board_id = {sql.BOARD} AND e.pupil_id = d.pupil_id AND {sql.active("e")}
JOIN ({sql.questions_in_force(schools=f"SELECT s.id FROM school_school s WHERE s.board_id = {sql.BOARD}")}) f
  ON f.school_id = e.school_id
WHERE NOT EXISTS (SELECT 1 FROM consent_answer a WHERE a.board_id = {sql.BOARD} AND a.pupil_id = d.pupil_id
                  AND a.line_id = f.line_id AND a.decider_id = d.person_id)
GROUP BY d.person_id ORDER BY d.person_id"""
