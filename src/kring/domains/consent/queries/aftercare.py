"""Reads of what becomes of pictures after a yes was withdrawn."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.models import Wish
from kring.domains.consent.queries import sql
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules.acts import AftercareFacts
from kring.domains.consent.terms import Aftercare


def wishes(*, board_id: UUID, place: Place, pupil_ids: Iterable[UUID], on: date) -> dict[UUID, Aftercare]:
    """This function will return {child: wish} of those who withdrew for a place and chose; who did not choose stays out
    of view. Where two withdrew and differ, remove goes before cover."""
    statement = f"""
        SELECT a.pupil_id, bool_or(w.aftercare = 'remove')
        FROM ({sql.in_force(school="%(school_id)s::uuid", purpose="%(purpose)s::text", channel="%(channel)s::text")}) f
        JOIN consent_answer a ON a.board_id = {sql.BOARD} AND a.line_id = f.line_id AND a.answer = 'withdrawn'
          AND a.pupil_id = ANY(%(pupil_ids)s::uuid[])
        JOIN LATERAL (SELECT w.aftercare FROM consent_wish w WHERE w.board_id = {sql.BOARD}
                      AND w.decision_id = a.decision_id ORDER BY w.id DESC LIMIT 1) w ON true
        GROUP BY a.pupil_id"""
    params = {"board_id": board_id, "school_id": place.school_id, "purpose": place.purpose.value, "on": on,
              "channel": place.channel.value, "pupil_ids": sorted(set(pupil_ids))}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return {pupil: Aftercare.REMOVE if remove else Aftercare.COVER for pupil, remove in cursor.fetchall()}


def facts_of(*, board_id: UUID, decision_id: UUID, person_id: UUID) -> tuple[AftercareFacts, UUID, UUID] | None:
    """This function will return (facts, child, question) of somebody's own decision, or None when it is not theirs."""
    statement = """
        SELECT d.pupil_id, d.question_id, coalesce(a.answer = 'withdrawn', false),
               EXISTS (SELECT 1 FROM consent_wish w WHERE w.board_id = %(board_id)s AND w.decision_id = d.id
                       AND w.aftercare = 'remove')
        FROM consent_decision d
        LEFT JOIN consent_answer a ON a.board_id = %(board_id)s AND a.decision_id = d.id AND a.pupil_id = d.pupil_id
        WHERE d.board_id = %(board_id)s AND d.id = %(decision_id)s AND d.decider_id = %(person_id)s"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "decision_id": decision_id, "person_id": person_id})
        row = cursor.fetchone()
    return (AftercareFacts(withdrawn=row[2], removed=row[3]), row[0], row[1]) if row else None


def chosen(*, board_id: UUID, decision_ids: Iterable[UUID]) -> dict[UUID, Aftercare]:
    """This function will return {decision: wish} of those after which something was chosen; the last choice holds."""
    rows = Wish.objects.filter(board_id=board_id, decision_id__in=list(decision_ids)).order_by("id")
    return {decision: Aftercare(wish) for decision, wish in rows.values_list("decision_id", "aftercare")}
