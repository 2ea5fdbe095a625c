"""Counts for the page that accounts: what is shown now, and on what it rests.

Worked out another way than serving does: child by child in Python by the rule of consent, over what the statement for bytes
lets through. A mistake in the one shows as a number in the other.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import standing
from kring.domains.consent.rules import standing as consent_rules
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Accounted, DeviceCopy, Publication
from kring.domains.media.queries import family_views, placing
from kring.domains.media.queries.explaining import concerned
from kring.domains.media.queries.sql import AT, BOARD, family_yes, servable
from kring.domains.media.terms import How
from kring.ground import clock

AWAY = (How.COVERED, How.ABSENT)


@dataclass(frozen=True)
class Counts:
    """Pictures that stand now. `without` must be 0: shown with a child for whom there is neither a yes nor an answer."""

    with_consent: int
    resting_on_an_answer: int
    without: int
    being_checked: int


def accountability_counts(*, board_id: UUID, at: datetime) -> Counts:
    """Return how many pictures are shown now because every child has a yes, how many because somebody looked and covered
    or missed the others, how many for neither reason, and how many are shown to nobody."""
    served, sent, consent, answer, neither, checked = _served(board_id, at), _sent(board_id, at), 0, 0, 0, 0
    for row in Publication.objects.filter(board_id=board_id, ended_at=None, release_at__lte=at).order_by("id"):
        if row.id not in served:
            checked += 1
            continue
        without, how = _without_a_yes(row, at)
        if _has_no_yes(row, sent.get(row.id, set()), family_views.place_of(row.school_id), at):
            neither += 1
        elif not without:
            consent += 1
        elif all(how.get(pupil) in AWAY for pupil in without):
            answer += 1
        else:
            neither += 1
    return Counts(consent, answer, neither, checked)


def open_device_copies(*, board_id: UUID, school_id: UUID) -> int:
    """Return how many reminders about copies on own devices are open in a school: how many, not whose."""
    return DeviceCopy.objects.filter(board_id=board_id, school_id=school_id, confirmed_at=None).count()


def own_device_copies(*, board_id: UUID, person_id: UUID) -> list[tuple[datetime, int]]:
    """Return (when, how many pictures) of one's own open reminders, oldest first."""
    rows = DeviceCopy.objects.filter(board_id=board_id, by=person_id, confirmed_at=None).order_by("at")
    return list(rows.values_list("at", "pictures"))


def _without_a_yes(row: Publication, at: datetime) -> tuple[set[UUID], dict[UUID, str]]:
    how = dict(Accounted.objects.filter(board_id=row.board_id, publication_id=row.id).values_list("pupil_id", "how"))
    objectors = placing.objectors_to(board_id=row.board_id, asset_ids=[row.asset_id]).get(row.asset_id, [])
    counted = concerned(row=row) | {pupil for pupil, said in how.items() if said == How.SHOWN} | set(objectors)
    place = standing.Place(row.school_id, Purpose.PICTURE_WITH_OTHERS, Channel(row.channel))
    return _has_no_yes(row, counted, place, at), how


def _has_no_yes(row: Publication, pupils: set[UUID], place: standing.Place, at: datetime) -> set[UUID]:
    if not pupils:
        return set()
    known = standing.facts_of(board_id=row.board_id, place=place, pupil_ids=pupils, on=clock.today(at), subject_id=row.asset_id)
    return {pupil for pupil, facts in known.items() if not consent_rules.standing(facts).allowed}


def _sent(board_id: UUID, at: datetime) -> dict[UUID, set[UUID]]:
    """{placing: children} who are seen by own guardians only, in a version that is served to a guardian of all of them."""
    found: dict[UUID, set[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT f.publication_id, array_agg(f.pupil_id) FROM media_familyview f
                JOIN media_publication p ON p.board_id = {BOARD} AND p.id = f.publication_id
                JOIN media_version v ON v.board_id = {BOARD} AND v.id = f.version_id
                WHERE f.board_id = {BOARD} AND p.ended_at IS NULL AND v.made_at IS NOT NULL
                GROUP BY f.publication_id, f.version_id
                HAVING bool_and({family_yes(pupil="f.pupil_id", publication="p")})""", {"board": board_id, "on": clock.today(at)})
        for publication_id, pupils in cursor.fetchall():
            found.setdefault(publication_id, set()).update(pupils)
    return found


def _served(board_id: UUID, at: datetime) -> set[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT p.id FROM media_publication p JOIN media_version v ON v.board_id = {BOARD} AND v.id = p.version_id
                WHERE p.board_id = {BOARD} AND p.ended_at IS NULL AND p.release_at <= {AT} AND v.made_at IS NOT NULL
                  AND {servable("p")}""", {"board": board_id, "on": clock.today(at), "at": at})
        return {row[0] for row in cursor.fetchall()}
