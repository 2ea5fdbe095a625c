"""Reads of the board's signing keys."""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from kring.domains.consent.models import BoardSeal
from kring.ground.sealing import Place, Ring


@dataclass(frozen=True)
class Seal:
    """A signing key, opened, and its certificate (both DER)."""

    certificate: bytes
    private_key: bytes


def place_of(row_id: UUID) -> Place:
    """This function will return where a private key is sealed for."""
    return ("consent_boardseal", "private_key", row_id)


def newest_until(*, board_id: UUID) -> datetime:
    """This function will return until when the newest key of a board holds; long ago when there is none."""
    rows = BoardSeal.objects.filter(board_id=board_id).order_by("-until").values_list("until", flat=True)
    return rows.first() or datetime.min.replace(tzinfo=UTC)


def newest(*, board_id: UUID) -> Seal:
    """This function will return the board's newest key. Raises: LookupError before the first decision."""
    row = BoardSeal.objects.filter(board_id=board_id).order_by("-until").first()
    if row is None:
        raise LookupError("the board has no signing key yet")
    return Seal(bytes(row.certificate), Ring(board_id).open_bytes(row.private_key, place=place_of(row.id)))


def certificates(*, board_id: UUID) -> list[bytes]:
    """This function will return the certificates of all keys that the board ever signed with."""
    return [bytes(c) for c in BoardSeal.objects.filter(board_id=board_id).order_by("id").values_list("certificate", flat=True)]
