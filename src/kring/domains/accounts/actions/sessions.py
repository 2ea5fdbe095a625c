"""The session store: Django's, on our table, opened by one statement that brings session, account, cap and context."""

import json
from dataclasses import dataclass
from datetime import datetime, timezone
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare

from kring.domains.accounts.models import Account, Session
from kring.ground import clock
from kring.ground.actor import Actor


@dataclass(frozen=True)
class Cap:
    """A capacity that somebody may act in today, and the school that it is for (None: all of the board)."""

    capacity: str
    school_id: UUID | None


@dataclass(frozen=True)
class Opened:
    """What the session statement found."""

    account: Account
    actor: Actor | None
    caps: tuple[Cap, ...]
    boards: int
    has_second_factor: bool


class SessionStore(DatabaseSessionStore):
    """A session whose row also says whose it is, so that a list of devices and ending them all need no decoding."""

    opened: Opened | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.account_id = data.get(SESSION_KEY)
        chosen = data.get("cap") or {}
        row.board_id, row.person_id = chosen.get("board"), chosen.get("person")
        row.capacity, row.school_id = chosen.get("capacity", ""), chosen.get("school")
        row.device = data.get("device", "")[:80]
        created = data.get("since")
        row.created_at = datetime.fromisoformat(created) if created else None
        row.seen_at = row.created_at
        return row

    def open(self) -> Opened | None:
        """Read session, account and caps and enter the board, all in one statement, inside the current transaction."""
        if not self.session_key:
            return None
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM kring.open_session(%s, %s)", [self.session_key, datetime.now(timezone.utc)])
            names = [column[0] for column in cursor.description]
            found = cursor.fetchone()
        if found is None:
            self._session_key, self._session_cache = None, {}
            return None
        row = dict(zip(names, found, strict=True))
        clock.use_shift(row["clock_seconds"] or 0)
        self._session_cache = self.decode(row["session_data"])
        self.opened = self._opened(row) if row["account_id"] else None
        return self.opened

    def _opened(self, row: dict) -> Opened | None:
        account = Account(id=row["account_id"], username=row["username"], email=row["email"], password=row["password"],
                          language=row["language"], is_active=True, created_at=row["account_at"])
        account._state.adding, account._state.db = False, "default"
        kept = self._session_cache.get(HASH_SESSION_KEY, "")
        if not constant_time_compare(kept, account.get_session_auth_hash()):
            self._session_cache = {}
            return None
        found = row["caps"] if isinstance(row["caps"], list) else json.loads(row["caps"] or "[]")
        caps = tuple(Cap(c["capacity"], UUID(c["school_id"]) if c["school_id"] else None) for c in found)
        actor = None
        worn = Cap(row["capacity"] or "", row["school_id"])
        if worn not in caps and caps:
            worn = caps[0]
        if row["board_id"] and worn in caps:
            actor = Actor(board_id=row["board_id"], person_id=row["person_id"], capacity=worn.capacity,
                          school_id=worn.school_id, account_id=account.id)
        return Opened(account=account, actor=actor, caps=caps, boards=row["boards"],
                      has_second_factor=row["has_second_factor"])
