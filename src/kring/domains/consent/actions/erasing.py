"""The end of what consent keeps: about a child that left, once nothing was decided about it for as long as is kept."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.models import Answer, Asking, Decision, Gate, Objection, Request, Wish
from kring.ground.clock import today


def erase_decisions(*, board_id: UUID, before: datetime) -> int:
    """This function will erase decisions, with their answers and wishes, about children that left; how many decisions."""
    pupils = _left(board_id, before)
    for model in (Wish, Answer):
        model.objects.filter(board_id=board_id, pupil_id__in=pupils)._raw_delete("default")
    return Decision.objects.filter(board_id=board_id, pupil_id__in=pupils)._raw_delete("default")


def erase_objections(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the own noes, and the gates, of children that left; how many noes."""
    pupils = _left(board_id, before)
    Gate.objects.filter(board_id=board_id, pupil_id__in=pupils)._raw_delete("default")
    return Objection.objects.filter(board_id=board_id, pupil_id__in=pupils)._raw_delete("default")


def erase_askings(*, board_id: UUID, before: datetime) -> int:
    """This function will erase that people were asked or reminded before a moment."""
    return Asking.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")


def erase_requests(*, board_id: UUID, before: datetime) -> int:
    """This function will erase that families were asked for an answer before a moment."""
    return Request.objects.filter(board_id=board_id, at__lt=before)._raw_delete("default")


def forget_askings(*, board_id: UUID, person_id: UUID) -> int:
    """This function will erase that somebody was asked or reminded."""
    return Asking.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")


def _left(board_id: UUID, before: datetime) -> list[UUID]:
    """The children with a gate who are enrolled nowhere since that day, and about whom nothing was said since."""
    statement = """
        SELECT g.pupil_id FROM consent_gate g
        WHERE g.board_id = %(board_id)s
          AND NOT EXISTS (SELECT 1 FROM people_enrolment e WHERE e.board_id = %(board_id)s AND e.pupil_id = g.pupil_id
                          AND (e.to_on IS NULL OR e.to_on > %(day)s))
          AND NOT EXISTS (SELECT 1 FROM consent_decision d WHERE d.board_id = %(board_id)s AND d.pupil_id = g.pupil_id
                          AND d.at >= %(before)s)
          AND NOT EXISTS (SELECT 1 FROM consent_objection o WHERE o.board_id = %(board_id)s AND o.pupil_id = g.pupil_id
                          AND (o.at >= %(before)s OR o.ended_at >= %(before)s))"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "before": before, "day": today(before)})
        return [row[0] for row in cursor.fetchall()]
