"""The answers to forms that were sent, so that a repeated tap gives the same answer and no second row."""

from django.db import models

from kring.ground.tenancy import BoardModel


class Receipt(BoardModel):
    """One form, sent by one actor. `key` is the hidden UUID of the form; `answer` holds ids and addresses, no content."""

    actor_id = models.UUIDField()
    key = models.UUIDField()
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "actor_id", "key"], name="ground_receipt_once")]
        indexes = [models.Index(fields=["board_id", "at"], name="ground_receipt_at")]
