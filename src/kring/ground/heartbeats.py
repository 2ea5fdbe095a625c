"""When each regular work last finished well. Whoever reads it tells that something fell silent."""

from datetime import datetime

from kring.ground.models.retention import Heartbeat


def beat(*, name: str, at: datetime) -> None:
    """This function will write that a regular work finished."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


def last(*, name: str) -> datetime | None:
    """This function will return when a regular work last finished, None when it never did."""
    return Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
