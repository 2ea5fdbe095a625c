"""What people are told about pictures: that a task waits, and nothing of what it is."""

from collections.abc import Iterable
from uuid import UUID

from kring.ground.notices import Notice

TASK = "task"
DEVICES = "/media/devices/"


def device_copies_left(person_ids: Iterable[UUID]) -> list[Notice]:
    """This function will tell people that copies on their own device are still to be removed."""
    return [Notice(person_id=person_id, template=TASK, link=DEVICES) for person_id in person_ids]
