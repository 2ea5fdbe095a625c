"""What is being placed: pictures with their faces, and the facts for `may_place_pictures`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from kring.domains.consent.queries import gates, standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Asset, Face, Version
from kring.domains.media.rules import FaceFacts, PictureFacts, PlacingFacts
from kring.domains.media.terms import AssetState, FaceState, Origin
from kring.ground import clock, pixels
from kring.ground.actor import Actor

# In the closed environment a face that nobody points out is a child of the group with a yes; in public each face counts.
CLOSED = (Channel.CLOSED_GROUP, Channel.CLOSED_SCHOOL)


@dataclass(frozen=True)
class FaceRow:
    """One face of a picture, relative to its size."""

    id: UUID
    x: float
    y: float
    width: float
    height: float
    covered: bool
    pupil_id: UUID | None
    is_outsider: bool
    has_agreed: bool


@dataclass(frozen=True)
class PictureRow:
    """One picture while it is being written about. `is_made` is False while its newest version is still being made."""

    asset_id: UUID
    state: AssetState
    problem: str
    width: int
    height: int
    faces: tuple[FaceRow, ...]
    version_id: UUID | None
    by: UUID
    origin: Origin
    is_dim: bool
    is_made: bool

    @property
    def problem_text(self) -> str:
        """Why it could not be read and what to do, in the language of the moment; empty when it could."""
        if not self.problem:
            return ""
        refused = pixels.refusals.unreadable(self.problem)
        return gettext(refused.text).format(**refused.params)


def pictures(*, board_id: UUID, asset_ids: Iterable[UUID]) -> dict[UUID, PictureRow]:
    """Return pictures with their faces and their newest version, in three statements however many."""
    wanted = list(asset_ids)
    assets = list(Asset.objects.filter(board_id=board_id, id__in=wanted))
    newest = {v.asset_id: v for v in Version.objects.filter(board_id=board_id, asset_id__in=wanted, erased_at=None)
              .order_by("number")}
    faces: dict[UUID, list[FaceRow]] = {}
    for f in Face.objects.filter(board_id=board_id, asset_id__in=wanted).order_by("id"):
        faces.setdefault(f.asset_id, []).append(FaceRow(
            f.id, f.x, f.y, f.width, f.height, f.state == FaceState.COVERED, f.pupil_id, f.is_outsider,
            f.has_agreed))
    return {
        a.id: PictureRow(
            asset_id=a.id, state=AssetState(a.state), problem=a.problem, by=a.by, faces=tuple(faces.get(a.id, ())),
            width=newest[a.id].width if a.id in newest else 0, height=newest[a.id].height if a.id in newest else 0,
            version_id=newest[a.id].id if a.id in newest else None, origin=Origin(a.origin), is_dim=a.is_dim,
            is_made=a.id in newest and newest[a.id].made_at is not None,
        )
        for a in assets
    }


def concerned(*, board_id: UUID, school_id: UUID, group_id: UUID | None, on: date, since: date | None = None) -> list[UUID]:
    """Return the pupils whom a placing here must account for today; `since` takes in who left from that day on."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT e.pupil_id FROM people_enrolment e
               WHERE e.board_id = %s AND e.school_id = %s AND (e.group_id = %s OR %s::uuid IS NULL)
                 AND e.from_on <= %s AND (e.to_on IS NULL OR e.to_on >= %s) ORDER BY 1""",
            [board_id, school_id, group_id, group_id, on, since or on + timedelta(days=1)])
        return [row[0] for row in cursor.fetchall()]


def placing_facts(*, actor: Actor, school_id: UUID, group_id: UUID | None, asset_ids: list[UUID], channel: Channel,
                  answer: str, asked: Iterable[str], at: datetime, lock: bool = False,
                  since: datetime | None = None) -> PlacingFacts:
    """Return the facts for `may_place_pictures`; with `lock` the gates of all children concerned are held first.

    `since` is when the message was begun: who left the group after that was in it when its pictures were answered about.
    """
    on = clock.today(at)
    found = pictures(board_id=actor.board_id, asset_ids=asset_ids)
    where = {"board_id": actor.board_id, "school_id": school_id, "group_id": group_id, "on": on}
    pupils = concerned(**where, since=clock.today(since or at))
    said = {f.pupil_id for p in found.values() for f in p.faces if f.pupil_id}
    if lock:
        gates.lock_shared(board_id=actor.board_id, pupil_ids=said | set(pupils))
    place = standing.Place(school_id=school_id, purpose=Purpose.PICTURE_WITH_OTHERS, channel=channel)
    without = set(standing.restricted_pupils(board_id=actor.board_id, place=place, pupil_ids=said | set(pupils), on=on))
    objectors = objectors_to(board_id=actor.board_id, asset_ids=asset_ids)
    return PlacingFacts(
        channel=channel.value, every_face_counts=channel not in CLOSED, answer=answer, asked=tuple(asked), on=on,
        restricted=tuple(str(p) for p in pupils if p in without),
        left=tuple(str(p) for p in sorted(set(pupils) - set(concerned(**where)) - without)),
        pictures=tuple(picture_facts(found[a], without, objectors.get(a, ())) for a in asset_ids if a in found),
    )


def objectors_to(*, board_id: UUID, asset_ids: Iterable[UUID]) -> dict[UUID, list[UUID]]:
    """Return {picture: children who said no to this very picture}."""
    found: dict[UUID, list[UUID]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT o.subject_id, o.pupil_id FROM consent_objection o WHERE o.board_id = %s AND o.scope = 'picture'
               AND o.subject_id = ANY(%s) AND o.ended_at IS NULL ORDER BY o.pupil_id""", [board_id, list(asset_ids)])
        for asset_id, pupil_id in cursor.fetchall():
            found.setdefault(asset_id, []).append(pupil_id)
    return found


def picture_facts(row: PictureRow, without: set[UUID], objectors: Iterable[UUID]) -> PictureFacts:
    """Return what the rule must know of one picture."""
    return PictureFacts(
        asset=str(row.asset_id), ready=row.state is AssetState.READY, own_device=row.origin is Origin.OWN_DEVICE,
        unreadable=row.state is AssetState.UNREADABLE, objectors=tuple(map(str, objectors)), faces=tuple(
            FaceFacts(covered=f.covered, pupil=str(f.pupil_id) if f.pupil_id else None,
                      has_yes=f.pupil_id is not None and f.pupil_id not in without, is_outsider=f.is_outsider,
                      is_adult_who_agreed=f.has_agreed)
            for f in row.faces
        ))
