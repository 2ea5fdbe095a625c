"""What is done around messages: guardians are told what is new once it is out, writers that an answer came."""

from datetime import datetime
from uuid import UUID

from kring.domains.posts.actions.telling import tell, tell_answered
from kring.ground import jobs


@jobs.task("posts.tell")
def tell_audience(*, board_id: UUID, at: datetime, post_id: UUID) -> None:
    """This function will tell the audience of a message, as it is at this moment."""
    tell(board_id=board_id, post_id=post_id, at=at)


@jobs.sweep("posts.tell_answered")
def tell_writers(*, board_id: UUID, at: datetime) -> None:
    """This function will tell writers that an answer which they asked for is there."""
    tell_answered(board_id=board_id, at=at)
