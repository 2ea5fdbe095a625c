"""What is done once a message is out: its guardians are told that there is something new."""

from datetime import datetime
from uuid import UUID

from kring.domains.posts.actions.telling import tell
from kring.ground import jobs


@jobs.task("posts.tell")
def tell_audience(*, board_id: UUID, at: datetime, post_id: UUID) -> None:
    """This function will tell the audience of a message, as it is at this moment."""
    tell(board_id=board_id, post_id=post_id, at=at)
