"""The audit tree: who did what, in an order that nobody can change unseen, with content that can still be erased.

An act inserts a leaf, unsequenced, in its own transaction. The sequencer gives leaves their places (entries) and closes
each batch with a signed checkpoint. The app role may insert into these tables and read them, and nothing else; only
payloads and the keys of pseudonyms can be deleted.
"""

from django.db import models

from kring.ground.sealing import SealedField
from kring.ground.tenancy import BoardModel, Ref


class AuditSubject(BoardModel):
    """The key that makes a person's pseudonym and seals payloads about them. Destroyed, the leaves lead to nobody."""

    grants = "SELECT, INSERT, DELETE"

    subject_id = models.UUIDField()
    key_id = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "subject_id"], name="ground_auditsubject_subject")]


class AuditLeaf(BoardModel):
    """One act. `actor`, `object` and `subject` (whom it concerns) are pseudonyms; `verdict` says rule, outcome and norms; nothing here is content."""

    grants = "SELECT, INSERT"

    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    capacity = models.CharField(max_length=16)
    actor = models.CharField(max_length=64, blank=True)
    object_type = models.CharField(max_length=40)
    object = models.CharField(max_length=64)
    subject = models.CharField(max_length=64, blank=True)
    verdict = models.TextField(blank=True)
    commit = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["board_id", "object", "id"], name="ground_auditleaf_object"),
            models.Index(fields=["board_id", "subject", "id"], name="ground_auditleaf_subject"),
            models.Index(fields=["board_id", "actor", "id"], name="ground_auditleaf_actor"),
            models.Index(fields=["board_id", "action", "id"], name="ground_auditleaf_action"),
        ]


class AuditPayload(BoardModel):
    """What an act was about, sealed with the salt of its commitment under the key of the person whom it concerns."""

    grants = "SELECT, INSERT, DELETE"

    leaf_id = Ref("ground_auditleaf")
    owner_id = models.UUIDField()
    sealed = SealedField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "leaf_id"], name="ground_auditpayload_leaf")]
        indexes = [models.Index(fields=["board_id", "owner_id"], name="ground_auditpayload_owner")]


class AuditEntry(BoardModel):
    """The place of a leaf in the tree."""

    grants = "SELECT, INSERT"

    seq = models.BigIntegerField()
    leaf_id = Ref("ground_auditleaf")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["board_id", "seq"], name="ground_auditentry_seq"),
            models.UniqueConstraint(fields=["board_id", "leaf_id"], name="ground_auditentry_leaf"),
        ]


class AuditCheckpoint(BoardModel):
    """The tree at one size: its root, the leaf hashes of the batch that led there, and the installation's signature."""

    grants = "SELECT, INSERT"

    size = models.BigIntegerField()
    root = models.BinaryField()
    peaks = models.BinaryField()
    hashes = models.BinaryField()
    newest_leaf = models.UUIDField()
    at = models.DateTimeField()
    signature = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["board_id", "size"], name="ground_auditcheckpoint_size")]
