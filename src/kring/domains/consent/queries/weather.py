"""Reads for staff: how many of a group said yes where, and which children say no themselves."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import sql
from kring.domains.consent.queries.questions import Text, order
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.people import queries as people
from kring.domains.school import queries as schools
from kring.domains.school.queries import GroupRow
from kring.ground.actor import Actor


@dataclass(frozen=True)
class WeatherRow:
    """One place: `yes` of `total` children of the group have a yes there today."""

    purpose: Purpose
    channel: Channel
    text: Text
    yes: int
    total: int


@dataclass(frozen=True)
class ChildRow:
    """A child of the group, and its own general no."""

    pupil_id: UUID
    objection_id: UUID | None


def groups_of(*, actor: Actor, on: date) -> list[GroupRow]:
    """This function will return the groups whose weather a member of staff may see: those they work with; a director or
    an administrator all of the school."""
    if actor.capacity in ("director", "administrator"):
        return schools.groups(board_id=actor.board_id, school_id=actor.school_id)
    ids = people.groups_of_staff(board_id=actor.board_id, person_id=actor.person_id, on=on)
    return [g for g in schools.groups(board_id=actor.board_id, ids=ids) if g.school_id == actor.school_id]


def consent_weather(*, board_id: UUID, group_id: UUID, on: date) -> list[WeatherRow]:
    """This function will return, for each place the school asks about, how many of the group have a yes there."""
    statement = f"""
        SELECT f.purpose, f.channel, f.text_nl, f.text_en, f.explain_nl, f.explain_en,
               count(*) FILTER (WHERE {sql.has_yes(pupil="e.pupil_id", school="f.school_id", purpose="f.purpose",
                                                   channel="f.channel")}), count(*)
        FROM ({sql.questions_in_force(schools=_school_of_group())}) f
        CROSS JOIN ({_enrolled()}) e
        GROUP BY f.purpose, f.channel, f.text_nl, f.text_en, f.explain_nl, f.explain_en"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "group_id": group_id, "on": on})
        rows = [WeatherRow(Purpose(p), Channel(c), Text(*texts), yes, total) for p, c, *texts, yes, total in cursor.fetchall()]
    return sorted(rows, key=lambda row: order(row.purpose, row.channel))


def children(*, board_id: UUID, group_id: UUID, on: date) -> list[ChildRow]:
    """This function will return the children of a group with their own no, in id order."""
    statement = f"""
        SELECT e.pupil_id, o.id FROM ({_enrolled()}) e
        LEFT JOIN consent_objection o ON o.board_id = {sql.BOARD} AND o.pupil_id = e.pupil_id AND o.scope = 'general'
          AND o.ended_at IS NULL
        ORDER BY e.pupil_id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "group_id": group_id, "on": on})
        return [ChildRow(*row) for row in cursor.fetchall()]


def _school_of_group() -> str:
    return f"SELECT g.school_id FROM school_group g WHERE g.board_id = {sql.BOARD} AND g.id = %(group_id)s::uuid"


def _enrolled() -> str:
    return (f"SELECT DISTINCT n.pupil_id FROM people_enrolment n WHERE n.board_id = {sql.BOARD} "
            f"AND n.group_id = %(group_id)s::uuid AND {sql.active('n')}")
