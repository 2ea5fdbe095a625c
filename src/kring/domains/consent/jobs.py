"""The regular work of consent: telling people that a question waits."""

from datetime import datetime
from uuid import UUID

from kring.domains.consent.actions import asking
from kring.ground.jobs import EACH_HOUR, sweep


@sweep("consent.tell_waiting", every=EACH_HOUR)
def tell_waiting(*, board_id: UUID, at: datetime) -> None:
    """This function will tell everybody for whom a question waits, once a day at most."""
    asking.tell_waiting(board_id=board_id, at=at)
