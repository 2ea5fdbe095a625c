"""Who may be shown where: for many children in one statement, or for one child with the facts to decide on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import sql
from kring.domains.consent.rules.standing import ChildFacts
from kring.domains.consent.terms import Channel, Purpose, Said, WhoseYes


@dataclass(frozen=True)
class Place:
    """What is asked about: a school's channel for one purpose."""

    school_id: UUID
    purpose: Purpose
    channel: Channel


_SAID = sql.said_columns(pupil="c.id", line="f.line_id", school="%(school_id)s::uuid", channel="%(channel)s::text",
                         subject="%(subject_id)s::uuid")
_IN_FORCE = sql.in_force(school="%(school_id)s::uuid", purpose="%(purpose)s::text", channel="%(channel)s::text")
_FACTS_SQL = f"""
SELECT c.id, {_SAID}
FROM people_person c LEFT JOIN LATERAL ({_IN_FORCE}) f ON true
WHERE c.board_id = {sql.BOARD} AND c.id = ANY(%(pupil_ids)s::uuid[])"""


def facts_of(*, board_id: UUID, place: Place, pupil_ids: Iterable[UUID], on: date,
             subject_id: UUID | None = None) -> dict[UUID, ChildFacts]:
    """This function will return {child: facts} for `rules.standing.standing`, in one statement.

    Lock the gates first where something is decided on them.
    """
    params = _params(board_id, place, pupil_ids, on) | {"subject_id": subject_id}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS_SQL, params)
        return {row[0]: facts_from(place.purpose, place.channel, on, *row[1:]) for row in cursor.fetchall()}


def restricted_pupils(*, board_id: UUID, place: Place, pupil_ids: Iterable[UUID], on: date,
                      subject_id: UUID | None = None) -> set[UUID]:
    """This function will return those of these children who have no yes for the place on the day (`subject_id`: the
    picture at hand)."""
    params = _params(board_id, place, pupil_ids, on) | {"subject_id": subject_id}
    return _ids(sql.RESTRICTED_IN_PICTURE_SQL, params)


def restricted_in_group(*, board_id: UUID, group_id: UUID, purpose: Purpose, channel: Channel, on: date) -> set[UUID]:
    """This function will return the pupils of a group who have no yes there, unanswered ones included."""
    return _ids(sql.RESTRICTED_IN_GROUP_SQL, {
        "board_id": board_id, "group_id": group_id, "purpose": purpose.value, "channel": channel.value, "on": on,
    })


def _params(board_id: UUID, place: Place, pupil_ids: Iterable[UUID], on: date) -> dict[str, object]:
    return {"board_id": board_id, "school_id": place.school_id, "purpose": place.purpose.value,
            "channel": place.channel.value, "on": on, "pupil_ids": sorted(set(pupil_ids))}


def _ids(statement: str, params: dict[str, object]) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return {row[0] for row in cursor.fetchall()}


def facts_from(purpose: Purpose, channel: Channel, on: date, asked: bool, one: bool, guardians: list[str], own: str,
               decides_alone_on: date | None, objects: bool, protected: bool) -> ChildFacts:
    """This function will make facts of the columns that `sql.said_columns` names."""
    return ChildFacts(
        purpose=purpose, channel=channel, on=on, asked=asked, policy=WhoseYes.ONE if one else WhoseYes.EVERY,
        guardians=tuple(Said(said) for said in guardians), own=Said(own), decides_alone_on=decides_alone_on,
        objects=objects, protected=protected,
    )
