"""What people are told: one row per person and notice, written with the act that it tells of, and what became of it."""

from django.db import models

from kring.ground.tenancy import BoardModel, Ref


class Outbox(BoardModel):
    """One notice to one person: which fixed sentence, where it leads within the site, which job delivers it."""

    person_id = models.UUIDField()
    template = models.CharField(max_length=24)
    link = models.CharField(max_length=200)
    gate = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "person_id", "id"], name="ground_outbox_person"),
            models.Index(fields=["board_id", "at"], name="ground_outbox_at"),
        ]


class Delivery(BoardModel):
    """How a notice ended: sent, bounced (refused by the receiving server), or dropped before sending, and why."""

    grants = "SELECT, INSERT, DELETE"

    outbox_id = Ref("ground_outbox")
    person_id = models.UUIDField()
    outcome = models.CharField(max_length=8)
    why = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "outbox_id"], name="ground_delivery_outbox")]
        indexes = [models.Index(fields=["board_id", "person_id", "at"], name="ground_delivery_person")]
