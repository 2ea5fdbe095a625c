"""Reads of asking a child's family: whether it may be asked, when it was, whom, and where a yes came since."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.models import Request
from kring.domains.consent.queries import sql, standing
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules import standing as rules
from kring.domains.consent.rules.acts import FamilyFacts, may_ask_family, was_asked_lately
from kring.domains.consent.terms import Channel, Purpose
from kring.ground.actor import Actor


@dataclass(frozen=True)
class FamilyRow:
    """What somebody can do about one child's missing answer: ask now, or see since when it was asked (lately only).
    `pupil_decides`: it is the pupil who is asked."""

    may_ask: bool
    asked_on: date | None
    pupil_decides: bool


def rows(*, actor: Actor, place: Place, pupil_ids: Iterable[UUID], on: date,
         subject_id: UUID | None = None) -> dict[UUID, FamilyRow]:
    """This function will return {child: row} of those children about whom can be asked, or was asked lately; in two statements
    however many. `subject_id`: the picture at hand, to which a child may have said no."""
    found = {}
    for pupil, (facts, pupil_decides) in _read(actor, place, pupil_ids, on, subject_id).items():
        may = may_ask_family(facts).allowed
        asked = facts.asked_on if facts.works_with_pupil and was_asked_lately(asked_on=facts.asked_on, on=on) else None
        if may or asked:
            found[pupil] = FamilyRow(may_ask=may, asked_on=asked, pupil_decides=pupil_decides)
    return found


def family_facts(*, actor: Actor, place: Place, pupil_ids: Iterable[UUID], on: date,
                 subject_id: UUID | None = None) -> dict[UUID, FamilyFacts]:
    """This function will return {child: facts} for `may_ask_family`. Lock the gates first where something is decided on them."""
    return {pupil: facts for pupil, (facts, _) in _read(actor, place, pupil_ids, on, subject_id).items()}


def _read(actor: Actor, place: Place, pupil_ids: Iterable[UUID], on: date,
          subject_id: UUID | None) -> dict[UUID, tuple[FamilyFacts, bool]]:
    wanted = sorted(set(pupil_ids))
    if not wanted or not actor.is_staff:
        return {}
    known = standing.facts_of(board_id=actor.board_id, place=place, pupil_ids=wanted, on=on, subject_id=subject_id)
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN_SQL, _params(actor, place, wanted, on))
        return {
            pupil: (FamilyFacts(works_with_pupil=works, asked_on=asked_on, on=on,
                                waits=rules.standing(known[pupil]).codes == (rules.UNANSWERED.code,)),
                    known[pupil].pupil_decides)
            for pupil, works, asked_on in cursor.fetchall() if pupil in known
        }


_CHILDREN_SQL = f"""
SELECT c.id,
  %(school_id)s::uuid = %(own_school)s::uuid AND {sql.works_with(pupil="c.id")},
  (SELECT max(r.on) FROM consent_request r WHERE r.board_id = {sql.BOARD} AND r.pupil_id = c.id
     AND r.school_id = %(school_id)s::uuid AND r.purpose = %(purpose)s::text AND r.channel = %(channel)s::text)
FROM people_person c WHERE c.board_id = {sql.BOARD} AND c.id = ANY(%(pupil_ids)s::uuid[])"""


def _params(actor: Actor, place: Place, pupil_ids: list[UUID], on: date) -> dict[str, object]:
    return {"board_id": actor.board_id, "person_id": actor.person_id, "school_id": place.school_id, "on": on,
            "own_school": actor.school_id, "leads": actor.capacity == "director", "pupil_ids": pupil_ids,
            "purpose": place.purpose.value, "channel": place.channel.value}


def silent(*, board_id: UUID, place: Place, pupil_id: UUID, on: date) -> list[UUID]:
    """This function will return those who decide about a child today and have not answered for a place."""
    statement = f"""
        SELECT d.person_id FROM people_person c
        CROSS JOIN LATERAL ({sql.in_force(school="%(school_id)s::uuid", purpose="%(purpose)s::text",
                                          channel="%(channel)s::text")}) f
        CROSS JOIN LATERAL (
          SELECT c.id AS person_id WHERE c.decides_alone_on <= {sql.ON}
          UNION ALL
          SELECT g.guardian_id FROM ({sql.guardians_today(pupil="c.id")}) g
          WHERE c.decides_alone_on IS NULL OR c.decides_alone_on > {sql.ON}) d
        WHERE c.board_id = {sql.BOARD} AND c.id = %(pupil_id)s::uuid
          AND NOT EXISTS (SELECT 1 FROM consent_answer a WHERE a.board_id = {sql.BOARD} AND a.pupil_id = c.id
                          AND a.line_id = f.line_id AND a.decider_id = d.person_id)
        ORDER BY d.person_id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "pupil_id": pupil_id, "on": on, "school_id": place.school_id,
                                   "purpose": place.purpose.value, "channel": place.channel.value})
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class Answered:
    """A request after which there is a yes now: who asked, about whom, for which place."""

    request_id: UUID
    by: UUID
    pupil_id: UUID
    place: Place


def answered(*, board_id: UUID, on: date) -> list[Answered]:
    """This function will return the requests after which there is a yes and whoever asked does not know it yet."""
    return _answered(board_id, on, "r.told_at IS NULL", {})


def answered_for(*, actor: Actor, place: Place, since: datetime, on: date) -> list[UUID]:
    """This function will return the children about whom the asker asked since a moment, and who have a yes for the place now."""
    found = _answered(actor.board_id, on, "r.by = %(by)s::uuid AND r.at >= %(since)s::timestamptz AND r.school_id = "
                      "%(school_id)s::uuid AND r.purpose = %(purpose)s::text AND r.channel = %(channel)s::text",
                      {"by": actor.person_id, "since": since, "school_id": place.school_id, "purpose": place.purpose.value,
                       "channel": place.channel.value})
    return sorted({one.pupil_id for one in found})


def _answered(board_id: UUID, on: date, which: str, params: dict[str, object]) -> list[Answered]:
    yes = sql.has_yes(pupil="r.pupil_id", school="r.school_id", purpose="r.purpose", channel="r.channel")
    statement = f"""SELECT r.id, r.by, r.pupil_id, r.school_id, r.purpose, r.channel FROM consent_request r
                    WHERE r.board_id = {sql.BOARD} AND {which} AND {yes} ORDER BY r.id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "on": on} | params)
        return [Answered(row[0], row[1], row[2], Place(row[3], Purpose(row[4]), Channel(row[5]))) for row in cursor.fetchall()]


def requests_of(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """This function will give the requests that somebody made, and those about a child."""
    found = Request.objects.filter(board_id=board_id, by=person_id) | Request.objects.filter(board_id=board_id, pupil_id=person_id)
    return list(found.order_by("at").values("id", "purpose", "channel", "on", "at"))
