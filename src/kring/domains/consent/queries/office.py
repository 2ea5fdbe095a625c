"""Reads for the administration: who still has to answer, and what a paper form can hold."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import deciders, questions, sql
from kring.domains.consent.queries.questions import QuestionRow
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as schools
from kring.domains.school.queries import GroupRow
from kring.ground.actor import Actor
from kring.ground.sealing import Ring


@dataclass(frozen=True)
class PaperRow:
    """A child of a group, and how many of its guardians have a question open."""

    pupil_id: UUID
    name: Name
    waits: int


@dataclass(frozen=True)
class PaperFacts:
    """What stands on an empty paper form of one child."""

    child: Name
    guardians: list[tuple[UUID, str]]
    questions: list[QuestionRow]


def groups(*, actor: Actor, chosen: str) -> tuple[list[GroupRow], GroupRow | None]:
    """This function will return the groups of the actor's school and the chosen one, or the first."""
    found = schools.groups(board_id=actor.board_id, school_id=actor.school_id)
    return found, next((g for g in found if str(g.id) == chosen), found[0] if found else None)


def children(*, board_id: UUID, group_id: UUID, on: date) -> list[PaperRow]:
    """This function will return the children of a group by name, with how many guardians have not answered everything."""
    statement = f"""
        SELECT e.pupil_id, (
          SELECT count(*) FROM ({sql.guardians_today(pupil="e.pupil_id")}) d WHERE EXISTS (
            SELECT 1 FROM ({sql.questions_in_force(schools="e.school_id")}) f WHERE NOT EXISTS (
              SELECT 1 FROM consent_answer a WHERE a.board_id = {sql.BOARD} AND a.pupil_id = e.pupil_id
                AND a.line_id = f.line_id AND a.decider_id = d.guardian_id)))
        FROM people_enrolment e
        WHERE e.board_id = {sql.BOARD} AND e.group_id = %(group_id)s::uuid AND {sql.active("e")}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "group_id": group_id, "on": on})
        waits = dict(cursor.fetchall())
    names = people.names(board_id=board_id, person_ids=waits, ring=Ring(board_id))
    rows = [PaperRow(pupil_id, name, waits[pupil_id]) for pupil_id, name in names.items()]
    return sorted(rows, key=lambda row: row.name.sort_key)


def paper_facts(*, actor: Actor, pupil_id: UUID, on: date) -> PaperFacts | None:
    """This function will return what a form about a child of the actor's school can hold, or None."""
    asked = questions.for_child(board_id=actor.board_id, pupil_id=pupil_id, on=on)
    asked = [row for row in asked if row.school_id == actor.school_id]
    if not asked:
        return None
    guardians = deciders.guardians_of(board_id=actor.board_id, pupil_id=pupil_id, on=on)
    names = people.names(board_id=actor.board_id, person_ids=[pupil_id, *guardians], ring=Ring(actor.board_id))
    return PaperFacts(names[pupil_id], [(g, names[g].full) for g in guardians if g in names], asked)
