"""Which encrypted files exist. A file in the folder without a row here is never served, and is swept."""

from django.db import models

from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel


class StoredFile(BoardModel):
    """One encrypted file. `sealed_key` is the file's own key, sealed under `key_id`: destroying that key erases the file."""

    grants = "SELECT, INSERT, DELETE"

    key_id = models.UUIDField()
    sealed_key = SealedField()
    name = models.CharField(max_length=64)
    size = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "name"], name="ground_storedfile_name")]
