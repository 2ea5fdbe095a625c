"""Who sees a child in a picture in which others do not: the sets of children that get a version, and whether each still may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from kring.domains.consent.queries import standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import FamilyView, Publication
from kring.domains.media.queries.sql import BOARD, family_yes
from kring.domains.media.rules import OwnFacts, may_see_own
from kring.domains.people import queries as people
from kring.ground import clock


@dataclass(frozen=True)
class Stale:
    """A child whose own guardians still have a version, though it may no longer be seen in it."""

    asset_id: UUID
    pupil_id: UUID


def place_of(school_id: UUID) -> standing.Place:
    """Return the place for which a child needs a yes to be seen by its own guardians."""
    return standing.Place(school_id=school_id, purpose=Purpose.PICTURE_ALONE, channel=Channel.OWN_FAMILY)


def may_be_sent(*, board_id: UUID, school_id: UUID, pupil_ids: Iterable[UUID], on: date,
                asset_id: UUID | None = None) -> set[UUID]:
    """Return those of these children who have a yes for being seen by their own guardians; in one statement, none for nobody."""
    wanted = set(pupil_ids)
    if not wanted:
        return set()
    return wanted - standing.restricted_pupils(board_id=board_id, place=place_of(school_id), pupil_ids=wanted, on=on,
                                               subject_id=asset_id)


def sets_of_children(*, board_id: UUID, pupil_ids: Iterable[UUID], on: date) -> list[frozenset[UUID]]:
    """Return which of these children have a guardian in common today: each set that is all that one guardian has of them."""
    own: dict[UUID, set[UUID]] = {}
    for pupil, guardians in people.guardians_with_authority(board_id=board_id, pupil_ids=sorted(set(pupil_ids)), on=on).items():
        for guardian in guardians:
            own.setdefault(guardian, set()).add(pupil)
    return sorted({frozenset(pupils) for pupils in own.values()}, key=sorted)


def views_in(*, board_id: UUID) -> ArraySubquery:
    """Return a column for a statement of placings: its versions for own guardians, a pair of version and child each."""
    rows = FamilyView.objects.filter(board_id=board_id, publication_id=OuterRef("id")).order_by("version_id", "pupil_id")
    return ArraySubquery(rows.values(pair=JSONObject(version="version_id", pupil="pupil_id")))


def by_version(pairs: Iterable[dict[str, str]]) -> dict[UUID, set[UUID]]:
    """Return {version: children} of what `views_in` found."""
    found: dict[UUID, set[UUID]] = {}
    for pair in pairs:
        found.setdefault(UUID(pair["version"]), set()).add(UUID(pair["pupil"]))
    return found


def seen_by(*, row: Publication, views: dict[UUID, set[UUID]], children: Iterable[UUID],
            at: datetime) -> tuple[UUID | None, frozenset[UUID]]:
    """Return (version, children who are seen in it) for a guardian of these children; (None, nobody) when it is the one for all.

    By the rule, child by child; the statement for bytes reads it another way, and a test holds the two together.
    """
    named, own = set().union(*views.values()), set(children)
    yes = may_be_sent(board_id=row.board_id, school_id=row.school_id, pupil_ids=named, on=clock.today(at), asset_id=row.asset_id)
    may = {pupil for pupil in named if may_see_own(OwnFacts(is_own=pupil in own, has_yes=pupil in yes)).allowed}
    mine = [(version, pupils) for version, pupils in views.items() if pupils <= may]
    version, pupils = min(mine, key=lambda one: (-len(one[1]), one[0]), default=(None, set()))
    return version, frozenset(pupils)


def stale(*, board_id: UUID, at: datetime) -> list[Stale]:
    """Return what is kept for own guardians although there is no yes for it any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT DISTINCT p.asset_id, f.pupil_id FROM media_familyview f
                JOIN media_publication p ON p.board_id = {BOARD} AND p.id = f.publication_id
                WHERE f.board_id = {BOARD} AND p.ended_at IS NULL
                  AND NOT {family_yes(pupil="f.pupil_id", publication="p")}
                ORDER BY p.asset_id, f.pupil_id""", {"board": board_id, "on": clock.today(at)})
        return [Stale(*row) for row in cursor.fetchall()]
