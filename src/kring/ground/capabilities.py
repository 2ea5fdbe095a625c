"""Bearer rights as rows: a calendar address, an export link, a day pass, an invitation. Revoked by person and scope, in the
transaction of the act that ends the right; checked each time that one is used.

A token is the board's id and 256 random bits (or an invitation's code, which people type); only its hash is kept. What a
right opens is decided by the domain that issued it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.ground import live
from kring.ground.models.capabilities import Capability
from kring.ground.sealing import blind

CALENDAR, EXPORT, DAY_PASS, INVITATION, LISTENING = "calendar", "export", "day_pass", "invitation", "listening"
KINDS = frozenset({CALENDAR, EXPORT, DAY_PASS, INVITATION, LISTENING})

SECRET_BYTES = 32
# No letter or digit that is taken for another when read from paper: 12 of 29 are 58 bits.
CODE_ALPHABET, CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ2346789", 12


@dataclass(frozen=True)
class Issued:
    """A right as it is handed out, once. `token` goes to its bearer and is not kept."""

    id: UUID
    token: str


def new_code() -> str:
    """This function will make a code that people can type, in three groups of four."""
    letters = "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LETTERS))
    return "-".join(letters[start : start + 4] for start in range(0, CODE_LETTERS, 4))


def issue(*, board_id: UUID, kind: str, scope: str, person_id: UUID | None, expires_at: datetime, by: UUID | None,
          at: datetime, code: str | None = None) -> Issued:
    """This function will hand out one right. With `code` the bearer types that; without it the token is made here.

    `scope` is a kind of thing and its id ("export:<uuid>"). Raises: ValueError for an unknown kind or an end in the past.
    """
    if kind not in KINDS:
        raise ValueError(f"no right is called {kind!r}")
    if expires_at <= at:
        raise ValueError("a right that has ended already opens nothing")
    token = _plain(code) if code else board_id.hex + secrets.token_hex(SECRET_BYTES)
    row = Capability(board_id=board_id, kind=kind, scope=scope, person_id=person_id, token_hash=_hash(board_id, kind, token),
                     issued_at=at, issued_by=by, expires_at=expires_at)
    row.save(force_insert=True)
    return Issued(row.id, code or token)


def board_of(token: str) -> UUID | None:
    """This function will return the board that a token names, so that it can be entered; None for what is no token."""
    try:
        return UUID(hex=token[:32]) if len(token) == 32 + 2 * SECRET_BYTES else None
    except ValueError:
        return None


def check(*, board_id: UUID, kind: str, token: str, at: datetime) -> Capability | None:
    """This function will return the right that a token stands for, None when there is none now: unknown, of another kind,
    ended and revoked are one answer."""
    found = Capability.objects.filter(board_id=board_id, token_hash=_hash(board_id, kind, _plain(token)), kind=kind,
                                      revoked_at=None, expires_at__gt=at)
    return found.first()


def use(*, board_id: UUID, kind: str, token: str, at: datetime) -> Capability | None:
    """This function will use a right that works once, and return it; None when there is none now. Of two at a time one wins."""
    found = Capability.objects.filter(board_id=board_id, token_hash=_hash(board_id, kind, _plain(token)), kind=kind,
                                      revoked_at=None, used_at=None, expires_at__gt=at)
    if found.update(used_at=at, revoked_at=at, revoked_why="used") != 1:
        return None
    return Capability.objects.get(board_id=board_id, token_hash=_hash(board_id, kind, _plain(token)))


def revoke_for(*, board_id: UUID, person_id: UUID, by: UUID | None, why: str, at: datetime, scope: str | None = None,
               kind: str | None = None) -> int:
    """This function will revoke a person's rights (of one scope, of one kind, or all), cut their open streams, and return
    how many ended. It belongs in the transaction that ends the authority."""
    rows = Capability.objects.filter(board_id=board_id, person_id=person_id, revoked_at=None)
    if scope is not None:
        rows = rows.filter(scope=scope)
    if kind is not None:
        rows = rows.filter(kind=kind)
    ended = rows.update(revoked_at=at, revoked_by=by, revoked_why=why)
    live.authority_changed(board_id=board_id, person_ids=[person_id], at=at)
    return ended


def revoke(*, board_id: UUID, capability_id: UUID, by: UUID | None, why: str, at: datetime) -> int:
    """This function will revoke one right and return 1, or 0 when it had ended already."""
    rows = Capability.objects.filter(board_id=board_id, id=capability_id, revoked_at=None)
    return rows.update(revoked_at=at, revoked_by=by, revoked_why=why)


def erase(*, board_id: UUID, before: datetime) -> int:
    """This function will erase the rows of rights that ended before a moment."""
    ended = Capability.objects.filter(board_id=board_id, expires_at__lt=before)
    revoked = Capability.objects.filter(board_id=board_id, revoked_at__lt=before)
    return ended._raw_delete("default") + revoked._raw_delete("default")


def of_person(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """This function will return a person's rights without their tokens, for their own list and for access requests."""
    rows = Capability.objects.filter(board_id=board_id, person_id=person_id).order_by("id")
    return list(rows.values("kind", "scope", "issued_at", "expires_at", "used_at", "revoked_at", "revoked_why"))


def forget(*, board_id: UUID, person_id: UUID) -> int:
    """This function will erase every row of a person's rights."""
    return Capability.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")


def _plain(token: str) -> str:
    return token.strip() if len(token) > 32 else "".join(token.upper().split()).replace("-", "")


def _hash(board_id: UUID, kind: str, token: str) -> bytes:
    """This function will return the index of a token. It is keyed with the board's key: a stolen table gives no code back."""
    return hashlib.sha256(blind(board_id, token, purpose=f"capability {kind}")).digest()
