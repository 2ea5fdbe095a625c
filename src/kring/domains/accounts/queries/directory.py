"""Reads of the login directory: accounts by sign-in name, where an account may act, its devices and its second factors."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Q

from kring.domains.accounts.models import Account, Seat, Session
from kring.domains.accounts.terms import USERNAME, Place


@dataclass(frozen=True)
class Device:
    """One signed-in device in the list of its owner."""

    id: str
    name: str
    capacity: str
    since: datetime
    seen_at: datetime
    here: bool


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    created_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class Factors:
    """What an account has besides a password. `codes` is how many printed recovery codes are left."""

    passkeys: tuple[Passkey, ...]
    totp_since: datetime | None
    codes: int

    @property
    def strong(self) -> int:
        return len(self.passkeys) + (self.totp_since is not None)


def plain_name(typed: str) -> str:
    """Return a sign-in name as it is kept."""
    return typed.strip().casefold()


def account_by_login(*, typed: str) -> Account | None:
    """Return the account that a sign-in name stands for: a name, or an address that one account alone has."""
    name = plain_name(typed)
    # One statement, whether or not there is such an account.
    found = list(Account.objects.filter(Q(username=name) | (Q(email=name) & ~Q(email="")), is_active=True)[:3])
    named = [one for one in found if one.username == name] or (found if len(found) == 1 else [])
    return named[0] if named else None


def account(*, account_id: UUID) -> Account | None:
    """Return an account that is in use."""
    return Account.objects.filter(id=account_id, is_active=True).first()


def has_own_address(*, account: Account) -> bool:
    """Return whether an account has an e-mail address that no other account has."""
    return bool(account.email) and Account.objects.filter(email=account.email, is_active=True).count() == 1


def name_is_taken(*, name: str) -> bool:
    return Account.objects.filter(username=plain_name(name)).exists()


def names_in_use(*, names: list[str]) -> set[str]:
    """Return which of these sign-in names somebody has who may sign in."""
    return set(Account.objects.filter(username__in=names, is_active=True).values_list("username", flat=True))


def free_name(*, given: str, family: str) -> str:
    """Return a sign-in name after somebody's own that nobody has yet; empty when nothing of it can be typed."""
    plain = unicodedata.normalize("NFKD", f"{given}.{family}").encode("ascii", "ignore").decode().casefold()
    name = re.sub(r"[^a-z0-9.]+", "", plain).strip(".")[:50]
    if not USERNAME.fullmatch(name):
        return ""
    taken = set(Account.objects.filter(username__startswith=name).values_list("username", flat=True))
    return next(one for one in chain([name], (f"{name}{n}" for n in count(2))) if one not in taken)


def places(*, account_id: UUID, at: datetime, back: UUID | None) -> list[Place]:
    """Return every capacity in which an account may act today, in all its boards; `back` is the board to end up in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT board_id, board, person_id, capacity, school_id, school FROM kring.places(%s, %s, %s)",
                       [account_id, at, back])
        return [Place(*row) for row in cursor.fetchall()]


def devices(*, account_id: UUID, here: str, at: datetime) -> list[Device]:
    """Return the devices on which an account is signed in, this one first; `here` is the key of this session as kept."""
    rows = Session.objects.filter(account_id=account_id, expire_date__gt=at).order_by("-seen_at")
    found = [Device(s.session_key, s.device, s.capacity, s.created_at, s.seen_at or s.created_at, s.session_key == here) for s in rows]
    return sorted(found, key=lambda device: not device.here)


def factors(*, account_id: UUID) -> Factors:
    """Return the second factors of an account."""
    rows = list(Authenticator.objects.filter(user_id=account_id).order_by("id"))
    kinds = Authenticator.Type
    passkeys = tuple(Passkey(a.id, a.data["name"], a.created_at, a.last_used_at) for a in rows if a.type == kinds.WEBAUTHN)
    totp = next((a.created_at for a in rows if a.type == kinds.TOTP), None)
    codes = next((len(a.data["left"]) for a in rows if a.type == kinds.RECOVERY_CODES), 0)
    return Factors(passkeys, totp, codes)


def seats_of_person(*, board_id: UUID, person_id: UUID) -> list[UUID]:
    """Return the accounts that are a person of a board today."""
    rows = Seat.objects.filter(board_id=board_id, person_id=person_id, ended_at=None)
    return list(rows.values_list("account_id", flat=True))


def seated(*, board_id: UUID) -> set[UUID]:
    """Return every person of a board who has an account."""
    return set(Seat.objects.filter(board_id=board_id, ended_at=None).values_list("person_id", flat=True))
