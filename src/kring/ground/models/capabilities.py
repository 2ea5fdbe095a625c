"""Bearer rights: whoever shows the token may do this one thing, until it ends or is revoked."""

from django.db import models

from kring.ground.tenancy import BoardModel


class Capability(BoardModel):
    """One bearer right of one person. `scope` names what it is for, as kind of thing and id; the token itself is not kept."""

    person_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=24)
    scope = models.CharField(max_length=80)
    token_hash = models.BinaryField()
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.UUIDField(null=True)
    revoked_why = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "token_hash"], name="ground_capability_token")]
        indexes = [
            models.Index(fields=["board_id", "person_id"], name="ground_capability_person"),
            models.Index(fields=["board_id", "expires_at"], name="ground_capability_expires"),
        ]
