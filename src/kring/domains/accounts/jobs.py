"""The worker's part of accounts: bringing notices to people who may still be told, at the address that the school knows."""

from datetime import datetime
from uuid import UUID

from kring.domains.accounts.queries import people_to_tell
from kring.ground import notices
from kring.ground.jobs import task


@task(notices.GATE, whole=False)
def tell(*, board_id: UUID, outbox_ids: list[UUID], at: datetime) -> None:
    """Deliver a batch of notices; who left or lost authority since is dropped."""
    notices.deliver(board_id=board_id, outbox_ids=outbox_ids, at=at,
                    decide=lambda row: people_to_tell.address_of(board_id=board_id, person_id=row.person_id, at=at))
