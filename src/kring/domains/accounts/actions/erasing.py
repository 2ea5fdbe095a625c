"""How what accounts keep comes to its end: with the role, with the term, or because its person asks."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from kring.domains.accounts.actions import directory
from kring.domains.accounts.models import Account, Bucket, Claim, Door, Invitation, Seat, Session
from kring.domains.accounts.queries import ending


def erase_seats(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """This function will erase the seats of people whose last role ended before a moment, and seats that ended before it."""
    gone = ending.seats_without_role(board_id=board_id, before=before, at=at)
    for seat in Seat.objects.filter(board_id=board_id, id__in=gone, ended_at=None):
        directory.end_seat(account_id=seat.account_id, board_id=board_id, person_id=seat.person_id, at=at)
    rows = Seat.objects.filter(Q(id__in=gone) | Q(ended_at__lt=before), board_id=board_id)
    return rows.delete()[0]


def forget_seats(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    """This function will erase that somebody has an account here; an account that leads nowhere else goes with it."""
    rows = Seat.objects.filter(board_id=board_id, person_id=person_id)
    for seat in rows.filter(ended_at=None):
        directory.end_seat(account_id=seat.account_id, board_id=board_id, person_id=person_id, at=at)
    accounts = list(rows.values_list("account_id", flat=True))
    gone = rows.delete()[0]
    _erase_unseated(Account.objects.filter(id__in=accounts))
    return gone


def erase_accounts(*, before: datetime, at: datetime) -> int:
    """This function will erase the accounts that have no seat any more. Those made lately may be about to get one."""
    return _erase_unseated(Account.objects.filter(created_at__lt=before))


def _erase_unseated(rows) -> int:
    gone = list(rows.exclude(id__in=Seat.objects.values("account_id")).values_list("id", flat=True))
    for account_id in gone:
        directory.close_account(account_id=account_id)
    Account.objects.filter(id__in=gone).delete()
    return len(gone)


def erase_sessions(*, before: datetime, at: datetime) -> int:
    """This function will erase sessions that ended before a moment."""
    return Session.objects.filter(expire_date__lt=before).delete()[0]


def erase_last_seen(*, before: datetime, at: datetime) -> int:
    """This function will erase when somebody was last seen, where that was before a moment; the session goes on."""
    return Session.objects.filter(seen_at__lt=before).update(seen_at=None)


def erase_buckets(*, before: datetime, at: datetime) -> int:
    """This function will erase counts of tries that no longer hold."""
    return Bucket.objects.filter(until__lt=before).delete()[0]


def erase_invitations(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """This function will erase invitations that were used, ended or expired before a moment, with their claims."""
    ended = Q(used_at__lt=before) | Q(revoked_at__lt=before) | Q(expires_at__lt=before)
    return _erase_invitations(board_id, Invitation.objects.filter(ended, board_id=board_id))


def forget_invitations(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    """This function will erase the invitations of somebody, and close the doors that they lead through."""
    rows = Invitation.objects.filter(board_id=board_id, person_id=person_id)
    Door.objects.filter(invitation_id__in=list(rows.values_list("id", flat=True))).delete()
    return _erase_invitations(board_id, rows)


def _erase_invitations(board_id: UUID, rows) -> int:
    ids = list(rows.values_list("id", flat=True))
    Claim.objects.filter(board_id=board_id, invitation_id__in=ids)._raw_delete("default")
    return Invitation.objects.filter(board_id=board_id, id__in=ids)._raw_delete("default")


def erase_doors(*, before: datetime, at: datetime) -> int:
    """This function will erase the doors of codes that expired before a moment."""
    return Door.objects.filter(expires_at__lt=before).delete()[0]
