"""The regular work of the ground itself. What a domain sweeps stands in its own `jobs`."""

from datetime import datetime, timedelta
from uuid import UUID

from kring.ground import audit, files, notices, retention
from kring.ground.jobs import EACH_HOUR, sweep


@sweep("audit.sequence")
def sequence_audit(*, board_id: UUID, at: datetime) -> None:
    """This function will give the acts of the last minute their places in the tree."""
    audit.sequence(board_id=board_id, at=at)


@sweep("files.settle", per_board=False)
def settle_files(*, at: datetime) -> None:
    """This function will remove the files that a crash left without a row."""
    files.sweep()


# Longer than all the tries of a job together, so that nothing is found that is still being tried.
TRIED_OUT = timedelta(hours=6)


@sweep("notices.find_lost", every=EACH_HOUR)
def find_lost_notices(*, board_id: UUID, at: datetime) -> None:
    """This function will put notices back in the queue whose job is gone."""
    notices.enqueue_lost(board_id=board_id, at=at, older_than=TRIED_OUT)


@sweep("retention.run", every=EACH_HOUR, per_board=False)
def run_retention(*, at: datetime) -> None:
    """This function will erase what is overdue, everywhere."""
    retention.run(at)
