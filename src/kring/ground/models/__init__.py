"""Tables of the ground, which know no domain. One file per service."""

from kring.ground.models.audit import AuditCheckpoint, AuditEntry, AuditLeaf, AuditPayload, AuditSubject
from kring.ground.models.capabilities import Capability
from kring.ground.models.core import Birth, BoardEntry, ClockShift
from kring.ground.models.files import StoredFile
from kring.ground.models.live import AuthorityEpoch
from kring.ground.models.outbox import Delivery, Outbox
from kring.ground.models.receipts import Receipt
from kring.ground.models.retention import Heartbeat, RetentionRun, SystemRun

__all__ = [
    "AuditCheckpoint", "AuditEntry", "AuditLeaf", "AuditPayload", "AuditSubject", "AuthorityEpoch", "Birth",
    "BoardEntry", "Capability", "ClockShift", "Delivery", "Heartbeat", "Outbox", "Receipt", "RetentionRun",
    "StoredFile", "SystemRun",
]
