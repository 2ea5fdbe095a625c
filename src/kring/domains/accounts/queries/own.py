"""What accounts keep of one person, for their own access to it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from kring.domains.accounts.models import Account, Invitation, Seat, Session
from kring.domains.accounts.queries import directory


def seats_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return since when somebody has an account here, and until when."""
    yield from Seat.objects.filter(board_id=board_id, person_id=person_id).values("from_at", "ended_at")


def accounts_of(*, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the accounts of somebody, without what nobody may read: no hash, no secret."""
    for row in Account.objects.filter(id__in=_accounts(person_id)):
        has = directory.factors(account_id=row.id)
        yield {"username": row.username, "email": row.email, "language": row.language, "created_at": row.created_at,
               "passkeys": [key.name for key in has.passkeys], "authenticator_app_since": has.totp_since,
               "recovery_codes_left": has.codes}


def sessions_of(*, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return where somebody is signed in."""
    rows = Session.objects.filter(account_id__in=_accounts(person_id)).order_by("created_at")
    yield from rows.values("device", "capacity", "created_at", "seen_at", "expire_date")


def invitations_of(*, board_id: UUID, person_id: UUID) -> Iterator[dict[str, Any]]:
    """Return the codes that were made for somebody."""
    rows = Invitation.objects.filter(board_id=board_id, person_id=person_id).order_by("id")
    yield from rows.values("purpose", "issued_at", "opens_at", "expires_at", "used_at", "revoked_at", "revoked_why")


def _accounts(person_id: UUID) -> list[UUID]:
    return list(Seat.objects.filter(person_id=person_id).values_list("account_id", flat=True))
