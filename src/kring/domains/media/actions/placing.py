"""Placing pictures, inside the transaction of the message that holds them, and ending that they stand."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from kring.domains.consent.queries import gates
from kring.domains.consent.terms import Channel
from kring.domains.media.actions import erasing, versions
from kring.domains.media.models import Accounted, Publication
from kring.domains.media.queries import placing
from kring.domains.media.queries.placing import PictureRow
from kring.domains.media.rules import PlacingFacts, may_place_pictures
from kring.domains.media.terms import Ended, How
from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.norms import Verdict, record


class Changed(Exception):
    """The faces of a picture are not those that were decided on: decide again."""


def publish(*, actor: Actor, post_id: UUID, school_id: UUID, group_id: UUID | None, channel: Channel,
            asset_ids: list[UUID], facts: PlacingFacts, verdict: Verdict, release_at: datetime, at: datetime) -> list[UUID]:
    """This function will let these pictures stand in a message and return the ids of their placings, in order.

    The caller decided on locked gates in this same transaction; here the pictures are locked and held against what was
    decided on.   Refuses: media.may_place_pictures.   Raises: Changed.
    Writes: Publication on the version with exactly the covered faces covered, cut as the picture is; Accounted for every child
    that counts; FamilyView for who is covered for the others alone.
    """
    verdict.require()
    for asset_id in sorted(asset_ids):
        erasing.lock_asset(board_id=actor.board_id, asset_id=asset_id)
    pictures = placing.pictures(board_id=actor.board_id, asset_ids=asset_ids)
    _same_as_decided(pictures, facts)
    decision = asdict(record(may_place_pictures, facts, verdict, at)) | {"at": at.isoformat()}
    placed, accounts = [], []
    for place, asset_id in enumerate(asset_ids):
        version_id = versions.want_version(
            board_id=actor.board_id, asset_id=asset_id, at=at,
            covers=[face.id for face in pictures[asset_id].faces if face.covered and not face.is_cut],
            crop=pictures[asset_id].wanted_crop)
        one = Publication(
            id=uuid7(), board_id=actor.board_id, asset_id=asset_id, version_id=version_id, channel=channel,
            school_id=school_id, group_id=group_id, post_id=post_id, place=place, placed_by=actor.person_id, placed_at=at,
            placed_on=clock.today(release_at), release_at=release_at, decision=decision)
        placed.append(one)
        accounts += _accounts(one, pictures[asset_id], facts, actor, at)
    Publication.objects.bulk_insert(placed)
    _with_epochs(actor.board_id, accounts)
    Accounted.objects.bulk_insert(accounts)
    for one in placed:
        if any(face.for_family for face in pictures[one.asset_id].faces):
            versions.for_families(board_id=actor.board_id, asset_id=one.asset_id, publication_ids=[one.id], at=at,
                                  crop=pictures[one.asset_id].wanted_crop)
    return [one.id for one in placed]


def end_of_post(*, actor: Actor, post_id: UUID, why: Ended, at: datetime) -> int:
    """This function will end that the pictures of a message stand, from this commit on; return how many. What nobody needs
    any more is erased by the sweep that settles pictures."""
    return Publication.objects.filter(board_id=actor.board_id, post_id=post_id, ended_at=None).update(
        ended_at=at, ended_by=actor.person_id, ended_why=why)


def end_publication(*, actor: Actor, publication_id: UUID, why: Ended, at: datetime) -> None:
    """This function will end that one picture stands, and erase it where it stands nowhere else. Repeating does nothing."""
    row = Publication.objects.select_for_update().filter(board_id=actor.board_id, id=publication_id, ended_at=None).first()
    if row is None:
        return
    Publication.objects.filter(board_id=actor.board_id, id=publication_id).update(
        ended_at=at, ended_by=actor.person_id, ended_why=why)
    if not Publication.objects.filter(board_id=actor.board_id, asset_id=row.asset_id, ended_at=None).exists():
        erasing.erase_asset(board_id=actor.board_id, asset_id=row.asset_id, at=at)
    audit.record("media.ended", actor=actor, on=("publication", publication_id), at=at, payload={"why": why.value})


def _same_as_decided(pictures: dict[UUID, PictureRow], facts: PlacingFacts) -> None:
    """The decision was made on faces read before the pictures were locked."""
    for decided in facts.pictures:
        row = pictures.get(UUID(decided.asset))
        there = [(f.covered, f.for_family, str(f.pupil_id) if f.pupil_id else None) for f in row.faces] if row else None
        if there != [(f.covered, f.for_family, f.pupil) for f in decided.faces]:
            raise Changed(decided.asset)


def _accounts(one: Publication, picture: PictureRow, facts: PlacingFacts, actor: Actor, at: datetime) -> list[Accounted]:
    """Every child without a yes is covered in the picture, cut out of it or said to be absent; every child that was pointed
    out counts."""
    how: dict[UUID, tuple[How, UUID | None]] = {UUID(pupil): (How.ABSENT, None) for pupil in facts.restricted}
    how |= {UUID(pupil): (How.SHOWN, None) for pupil in facts.left}
    for face in picture.faces:
        if face.pupil_id is not None:
            how[face.pupil_id] = (How.COVERED if face.covered else How.SHOWN, face.id)
    return [
        Accounted(board_id=actor.board_id, publication_id=one.id, pupil_id=pupil_id, how=said, face_id=face_id, epoch=0,
                  by=actor.person_id, at=at)
        for pupil_id, (said, face_id) in sorted(how.items())
    ]


def _with_epochs(board_id: UUID, accounts: list[Accounted]) -> None:
    epochs = gates.epochs(board_id=board_id, pupil_ids={one.pupil_id for one in accounts})
    for one in accounts:
        one.epoch = epochs[one.pupil_id]
