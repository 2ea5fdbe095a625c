"""Reads of who decides about a child on a day."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import sql
from kring.domains.consent.terms import DeciderAs
from kring.ground.actor import PUPIL, Actor


@dataclass(frozen=True)
class Decider:
    """One person before one child: as what, and with which right that day."""

    person_id: UUID
    decider_as: DeciderAs
    has_authority: bool
    is_the_pupil: bool
    decides_alone_on: date | None


def decider_of(*, board_id: UUID, pupil_id: UUID, person_id: UUID, decider_as: DeciderAs, on: date) -> Decider:
    """This function will return what a person may say about a child; for a stranger that is nothing."""
    statement = f"""
        SELECT p.decides_alone_on, %(person_id)s::uuid IN ({sql.guardians_today(pupil="p.id")})
        FROM people_person p WHERE p.board_id = {sql.BOARD} AND p.id = %(pupil_id)s::uuid"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "pupil_id": pupil_id, "person_id": person_id, "on": on})
        alone_on, has_authority = cursor.fetchone() or (None, False)
    return Decider(person_id, decider_as, has_authority, person_id == pupil_id, alone_on)


def capacity_of(actor: Actor) -> DeciderAs:
    """This function will return as what somebody answers under their cap."""
    return DeciderAs.PUPIL if actor.capacity == PUPIL else DeciderAs.GUARDIAN


def guardians_of(*, board_id: UUID, pupil_id: UUID, on: date) -> list[UUID]:
    """This function will return the guardians with authority over a child that day."""
    with connection.cursor() as cursor:
        cursor.execute(sql.guardians_today(pupil="%(pupil_id)s::uuid") + " ORDER BY 1",
                       {"board_id": board_id, "pupil_id": pupil_id, "on": on})
        return [row[0] for row in cursor.fetchall()]


def works_with(*, actor: Actor, pupil_id: UUID, on: date) -> bool:
    """This function will say whether the actor works with a group of this child that day, or leads its school."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql.works_with(pupil='%(pupil_id)s::uuid')}", {
            "board_id": actor.board_id, "pupil_id": pupil_id, "person_id": actor.person_id, "on": on,
            "own_school": actor.school_id, "leads": actor.capacity == "director"})
        return bool(actor.is_staff and cursor.fetchone()[0])


def key_of(*, board_id: UUID, person_id: UUID) -> UUID:
    """This function will return the id of the key under which content about a person is sealed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT p.key_id FROM people_person p WHERE p.board_id = %s AND p.id = %s", [board_id, person_id])
        return cursor.fetchone()[0]
