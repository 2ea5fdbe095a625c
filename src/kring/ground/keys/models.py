"""The key store, a database of its own: whoever holds a backup of the data holds no key.

Root key (a file outside both databases) → board key → object key. Wrapped keys only; none lies here in the clear.
"""

from django.db import models


class BoardKey(models.Model):
    """The key of one board, wrapped under the root key of its epoch."""

    board_id = models.UUIDField(primary_key=True)
    epoch = models.PositiveSmallIntegerField()
    wrapped = models.BinaryField()


class ObjectKey(models.Model):
    """The key of one subject, thread or asset, wrapped under its board's key. Erasing deletes this row."""

    id = models.UUIDField(primary_key=True)
    board_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    owner_id = models.UUIDField()
    wrapped = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["board_id", "owner_id"], name="keys_objectkey_owner")]


class KeyRouter:
    """Keys live in the database 'keys', everything else in 'default'."""

    def db_for_read(self, model, **hints):
        return "keys" if model._meta.app_label == "keys" else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db, app_label, **hints):
        return (db == "keys") == (app_label == "keys")
