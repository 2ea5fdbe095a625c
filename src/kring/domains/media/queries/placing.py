"""What is being placed: pictures with their faces, and the facts for `may_place_pictures`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext

from kring.domains.consent.queries import families, gates, standing
from kring.domains.consent.terms import Channel, Purpose
from kring.domains.media.models import Asset, Face, Version
from kring.domains.media.queries import family_views
from kring.domains.media.rules import FaceFacts, PictureFacts, PlacingFacts
from kring.domains.media.terms import AWAY_STATES, AssetState, FaceState, Origin, VersionKind
from kring.ground import clock, pixels
from kring.ground.actor import Actor
from kring.ground.pixels import Box, cuts
from kring.norms import parameter

# In the closed environment a face that nobody points out is a child of the group with a yes; in public each face counts.
CLOSED = (Channel.CLOSED_GROUP, Channel.CLOSED_SCHOOL)


@dataclass(frozen=True)
class FaceRow:
    """One face of a picture, relative to the size of the whole. `covered`: nobody is recognisable by it, since it is covered or
    (`is_cut`) not in what is kept of the picture."""

    id: UUID
    x: float
    y: float
    width: float
    height: float
    covered: bool
    pupil_id: UUID | None
    is_outsider: bool
    has_agreed: bool
    is_cut: bool
    for_family: bool

    @property
    def box(self) -> Box:
        return Box(self.x, self.y, self.width, self.height)


@dataclass(frozen=True)
class PictureRow:
    """One picture while it is being written about. `is_made` is False while its newest version is still being made.

    `width` and `height` are those of the newest version that can be seen (`seen_version_id`), `crop` is what is kept of the
    picture in it;
    `wanted_crop` is what is kept in the newest. `whole` is the size of the picture before it was cut.
    """

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
    whole: tuple[int, int]
    crop: Box | None
    seen_version_id: UUID | None
    wanted_crop: Box | None

    @property
    def problem_text(self) -> str:
        """Why it could not be read and what to do, in the language of the moment; empty when it could."""
        if not self.problem:
            return ""
        refused = pixels.refusals.unreadable(self.problem)
        return gettext(refused.text).format(**refused.params)


@dataclass(frozen=True)
class Known:
    """Of the children in a message's pictures: who has no yes there, who may be asked, who may be sent to the own family."""

    without: set[UUID]
    askable: set[UUID]
    sendable: set[UUID]


def pictures(*, board_id: UUID, asset_ids: Iterable[UUID]) -> dict[UUID, PictureRow]:
    """Return pictures with their faces and their newest version, in three statements however many."""
    wanted = list(asset_ids)
    assets = list(Asset.objects.filter(board_id=board_id, id__in=wanted))
    versions: dict[UUID, list[Version]] = {}
    for_all = Version.objects.filter(board_id=board_id, asset_id__in=wanted).exclude(kind=VersionKind.FAMILY)
    for version in for_all.order_by("number"):
        versions.setdefault(version.asset_id, []).append(version)
    faces: dict[UUID, list[FaceRow]] = {}
    for f in Face.objects.filter(board_id=board_id, asset_id__in=wanted).order_by("id"):
        faces.setdefault(f.asset_id, []).append(FaceRow(
            f.id, f.x, f.y, f.width, f.height, f.state in AWAY_STATES, f.pupil_id, f.is_outsider,
            f.has_agreed, f.state == FaceState.CUT, f.for_family))
    return {a.id: _picture(a, versions.get(a.id, []), tuple(faces.get(a.id, ()))) for a in assets}


def _picture(asset: Asset, versions: list[Version], faces: tuple[FaceRow, ...]) -> PictureRow:
    there = [version for version in versions if version.erased_at is None]
    newest = there[-1] if there else None
    seen = next((version for version in reversed(there) if version.made_at is not None), newest)
    whole = next((version for version in versions if version.crop is None), None)
    return PictureRow(
        asset_id=asset.id, state=AssetState(asset.state), problem=asset.problem, by=asset.by, faces=faces,
        width=seen.width if seen else 0, height=seen.height if seen else 0, origin=Origin(asset.origin), is_dim=asset.is_dim,
        version_id=newest.id if newest else None, is_made=newest is not None and newest.made_at is not None,
        whole=(whole.width, whole.height) if whole else (0, 0), crop=crop_of(seen),
        seen_version_id=seen.id if seen else None, wanted_crop=crop_of(newest))


def crop_of(version: Version | None) -> Box | None:
    """Return what is kept of the picture in a version; None for the whole of it."""
    return Box(*version.crop) if version is not None and version.crop else None


def kept_without(picture: PictureRow, away: Iterable[FaceRow], *, on: date) -> Box | None:
    """Return what is kept of a picture when these faces are cut off as well; None where too little would be left."""
    off = {face.id: face.box for face in away}
    least = cuts.Least(part=float(parameter("crop.least_percent", at=on)) / 100, side=int(parameter("crop.least_side", at=on)))
    others = [face.box for face in picture.faces if face.id not in off and not face.is_cut]
    return cuts.best(away=off.values(), others=others, size=picture.whole, least=least, within=picture.wanted_crop)


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
    known = _known(actor, place, found.values(), without, on)
    return PlacingFacts(
        channel=channel.value, every_face_counts=channel not in CLOSED, answer=answer, asked=tuple(asked), on=on,
        restricted=tuple(str(p) for p in pupils if p in without),
        left=tuple(str(p) for p in sorted(set(pupils) - set(concerned(**where)) - without)),
        pictures=tuple(picture_facts(found[a], known, objectors.get(a, ()), on=on) for a in asset_ids if a in found),
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


def _known(actor: Actor, place: standing.Place, found: Iterable[PictureRow], without: set[UUID], on: date) -> Known:
    faces = [face for row in found for face in row.faces if face.pupil_id]
    open_ones = {face.pupil_id for face in faces if face.pupil_id in without and not face.covered}
    asked = families.rows(actor=actor, place=place, pupil_ids=open_ones, on=on)
    for_family = {face.pupil_id for face in faces if face.for_family}
    return Known(without=without, askable={pupil for pupil, row in asked.items() if row.may_ask},
                 sendable=family_views.may_be_sent(board_id=actor.board_id, school_id=place.school_id,
                                                   pupil_ids=open_ones | for_family, on=on))


def picture_facts(row: PictureRow, known: Known, objectors: Iterable[UUID], *, on: date) -> PictureFacts:
    """Return what the rule must know of one picture."""
    noes = set(objectors)
    open_ones = [f for f in row.faces if not f.covered and (f.pupil_id in known.without if f.pupil_id else f.is_outsider)]
    return PictureFacts(
        asset=str(row.asset_id), ready=row.state is AssetState.READY, own_device=row.origin is Origin.OWN_DEVICE,
        unreadable=row.state is AssetState.UNREADABLE, objectors=tuple(map(str, sorted(noes))),
        can_be_cut=_can_be_cut(row, open_ones, on), faces=tuple(_face_facts(face, known, noes) for face in row.faces))


def _face_facts(face: FaceRow, known: Known, noes: set[UUID]) -> FaceFacts:
    pupil = face.pupil_id
    return FaceFacts(
        covered=face.covered, pupil=str(pupil) if pupil else None, has_yes=pupil is not None and pupil not in known.without,
        is_outsider=face.is_outsider, is_adult_who_agreed=face.has_agreed, for_family=face.for_family,
        can_be_asked=pupil in known.askable and not face.covered and pupil not in noes,
        has_family_yes=pupil in known.sendable and pupil not in noes)


def _can_be_cut(row: PictureRow, away: list[FaceRow], on: date) -> bool:
    """Whether enough is left without these faces, and somebody of the others still is in it."""
    kept = kept_without(row, away, on=on) if away else None
    others = [face.box for face in row.faces if face not in away and not face.is_cut]
    return kept is not None and (not others or any(cuts.holds(kept, box) for box in others))
