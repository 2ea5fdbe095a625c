"""The work on pictures after an act: opening, covering, mending what may no longer be seen, erasing what nobody needs."""

from datetime import datetime
from uuid import UUID

from kring.domains.media.actions import checking, erasing, families, receiving, versions
from kring.domains.media.queries import overdue
from kring.domains.media.terms import Job
from kring.ground import jobs


@jobs.task(Job.PROCESS, whole=False)
def process(*, board_id: UUID, at: datetime, asset_id: UUID) -> None:
    """This function will open one picture that came in."""
    receiving.process(board_id=board_id, asset_id=asset_id, at=at)


@jobs.task(Job.RENDER, whole=False)
def render(*, board_id: UUID, at: datetime, version_id: UUID) -> None:
    """This function will make one version of a picture."""
    versions.render(board_id=board_id, version_id=version_id, at=at)


@jobs.task(Job.DESTROY_KEYS)
def destroy_keys(*, board_id: UUID, at: datetime, key_ids: list[UUID]) -> None:
    """This function will destroy the keys of pictures that were erased."""
    erasing.destroy_keys(board_id=board_id, key_ids=key_ids)


@jobs.sweep("media.recover")
def recover(*, board_id: UUID, at: datetime) -> None:
    """This function will mend standing pictures of children who may no longer be seen, by all or by their own guardians."""
    checking.recover_after_withdrawal(board_id=board_id, at=at)
    families.end_stale(board_id=board_id, at=at)


@jobs.sweep("media.settle")
def settle(*, board_id: UUID, at: datetime) -> None:
    """This function will erase versions and pictures that have no use any more."""
    erasing.settle(board_id=board_id, at=at)


@jobs.sweep("media.remind", every=jobs.EACH_HOUR)
def remind(*, board_id: UUID, at: datetime) -> None:
    """This function will bring back the task to remove copies from one's own device."""
    receiving.remind_of_device_copies(board_id=board_id, at=at)


@jobs.sweep("media.find_lost")
def find_lost(*, board_id: UUID, at: datetime) -> None:
    """This function will put work back in the queue whose job is gone."""
    for asset_id in overdue.unopened(board_id=board_id, at=at):
        jobs.enqueue(Job.PROCESS, board_id=board_id, only_one=True, asset_id=asset_id)
    for version_id in overdue.unmade(board_id=board_id, at=at):
        jobs.enqueue(Job.RENDER, board_id=board_id, only_one=True, version_id=version_id)
