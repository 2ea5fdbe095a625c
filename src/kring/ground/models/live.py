"""What an open page watches to know that it must ask again whether it may stay open."""

from django.db import models

from kring.ground.tenancy import BoardModel


class AuthorityEpoch(BoardModel):
    """A number that rises when a person's authority shrinks or one of their sessions ends."""

    person_id = models.UUIDField()
    epoch = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "person_id"], name="ground_authorityepoch_person")]
