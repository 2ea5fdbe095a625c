"""What consent gives somebody of their own: their decisions, a child's own noes, when they were asked. Of others, nothing."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

from kring.domains.consent.models import Asking, Objection


def decisions_of(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    """This function will give what somebody decided, oldest first."""
    statement = """
        SELECT d.id, d.pupil_id, q.purpose, q.channel, q.version, q.text_nl, q.text_en, d.answer, d.decider_as, d.how,
               d.confirmation, d.signed_on, d.at, d.rule, d.rule_version
        FROM consent_decision d JOIN consent_question q ON q.board_id = %(board_id)s AND q.id = d.question_id
        WHERE d.board_id = %(board_id)s AND d.decider_id = %(person_id)s ORDER BY d.at, d.id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "person_id": person_id})
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def objections_of(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    """This function will give the own noes of a child."""
    rows = Objection.objects.filter(board_id=board_id, pupil_id=person_id).order_by("at")
    return list(rows.values("id", "scope", "subject_id", "at", "ended_at"))


def askings_of(*, board_id: UUID, person_id: UUID) -> Iterable[dict[str, Any]]:
    """This function will give the days on which somebody was asked or reminded."""
    return list(Asking.objects.filter(board_id=board_id, person_id=person_id).order_by("on").values("on", "at"))
