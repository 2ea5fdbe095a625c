"""The session store: Django's, on our table, opened by one statement that brings session, account, cap and context.

The cookie's key is stored as a hash: who reads the table can ride on no session.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.db import connection
from django.utils.crypto import constant_time_compare

from kring.domains.accounts.models import Account, Session
from kring.domains.accounts.rules import sessions as rules
from kring.domains.accounts.rules.sessions import FreshFacts, SessionFacts
from kring.domains.accounts.terms import SECOND_FACTORS, SEEN_EVERY, STAFF, Method, span_of
from kring.ground import clock
from kring.ground.actor import Actor
from kring.norms import Verdict, parameter

CAP, PROOFS, SINCE, DEVICE = "cap", "proofs", "since", "device"
OPEN = "SELECT * FROM kring.open_session(%s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Cap:
    """A capacity that somebody may act in today, and the school that it is for (None: all of the board)."""

    capacity: str
    school_id: UUID | None


@dataclass(frozen=True)
class Opened:
    """What the session statement found. `wearer` is who would act; `actor` the same once the session proved enough."""

    account: Account
    wearer: Actor | None
    caps: tuple[Cap, ...]
    boards: int
    has_second_factor: bool
    verdict: Verdict
    place: str
    proofs: tuple[tuple[str, datetime], ...]

    @property
    def actor(self) -> Actor | None:
        return self.wearer if self.verdict.allowed else None

    @property
    def has_choice(self) -> bool:
        return self.boards > 1 or len(self.caps) > 1


def real_now() -> datetime:
    """This function will return the real moment. Sessions end by it, also where a demo has moved the school's clock."""
    return datetime.now(UTC)


class SessionStore(DatabaseSessionStore):
    """A session whose row also says whose it is, so that a list of devices and ending them all need no decoding."""

    opened: Opened | None = None

    @classmethod
    def get_model_class(cls):
        return Session

    @staticmethod
    def stored(key: str) -> str:
        """This function will return the form in which a key is kept."""
        return hashlib.sha256(key.encode()).hexdigest()[:40]

    def create_model_instance(self, data):
        now, chosen = real_now(), data.get(CAP) or {}
        since = datetime.fromisoformat(data[SINCE]) if SINCE in data else None
        return Session(
            session_key=self.stored(self._get_or_create_session_key()), session_data=self.encode(data),
            expire_date=self._ends_at(data, since or now, now), account_id=data.get(SESSION_KEY),
            board_id=chosen.get("board"), person_id=chosen.get("person"), capacity=chosen.get("capacity", ""),
            school_id=chosen.get("school"), device=data.get(DEVICE, "")[:80], created_at=since, seen_at=now,
        )

    def _ends_at(self, data, since: datetime, now: datetime) -> datetime:
        """This function will say when the row ends; a visitor's (a pending sign-in, a code from a letter) with an invitation."""
        if SESSION_KEY not in data:
            return now + timedelta(days=int(parameter("invitation.days", at=now)))
        return span_of((data.get(CAP) or {}).get("capacity", ""), on=now).ends_at(since=since, seen=now)

    def get_expiry_age(self, **kwargs):
        """This function will return how long the browser keeps the cookie; the row may end sooner."""
        now, data = real_now(), self._session
        if SESSION_KEY not in data:
            return int(parameter("invitation.days", at=now)) * 86_400
        span = span_of((data.get(CAP) or {}).get("capacity", ""), on=now)
        return max(0, int((datetime.fromisoformat(data[SINCE]) + span.most - now).total_seconds()))

    def exists(self, session_key):
        return Session.objects.filter(session_key=self.stored(session_key)).exists()

    def delete(self, session_key=None):
        key = session_key or self.session_key
        if key:
            Session.objects.filter(session_key=self.stored(key)).delete()

    def load(self):
        """This function will read the session outside a request; inside one, `open` has done so already."""
        row = Session.objects.filter(session_key=self.stored(self.session_key), expire_date__gt=real_now()).first()
        if row is None:
            self._session_key = None
            return {}
        return self.decode(row.session_data)

    def open(self) -> Opened | None:
        """This function will read session, account and caps and enter the board, all in one statement, inside the
        current transaction."""
        row = self._found() if self.session_key else None
        if row is None:
            if self.session_key:
                self._session_key, self._session_cache = None, {}
            if settings.KRING_CLOCK_MAY_SHIFT:
                clock.load()  # the statement did not bring it along; elsewhere there is nothing to bring
            return None
        clock.use_shift(row["clock_seconds"] or 0)
        self._session_cache = self.decode(row["session_data"])
        self.opened = self._opened(row) if row["account_id"] else None
        return self.opened

    def _found(self) -> dict | None:
        now = real_now()
        staff, family = span_of("", on=now), span_of("guardian", on=now)
        values = [self.stored(self.session_key), now, SEEN_EVERY, staff.idle, staff.most, family.idle, family.most]
        with connection.cursor() as cursor:
            cursor.execute(OPEN, values)
            names = [column[0] for column in cursor.description]
            found = cursor.fetchone()
        return dict(zip(names, found, strict=True)) if found else None

    def _opened(self, row: dict) -> Opened | None:
        account = Account(id=row["account_id"], username=row["username"], email=row["email"], password=row["password"],
                          language=row["language"], created_at=row["account_at"], key_id=row["key_id"])
        account._state.adding, account._state.db = False, "default"
        kept = self._session_cache.get(HASH_SESSION_KEY, "")
        if not constant_time_compare(kept, account.get_session_auth_hash()):
            self._session_cache = {}
            return None
        found = row["caps"] if isinstance(row["caps"], list) else json.loads(row["caps"] or "[]")
        caps = tuple(Cap(c["capacity"], UUID(c["school_id"]) if c["school_id"] else None) for c in found)
        proofs = tuple((m, datetime.fromisoformat(at)) for m, at in self._session_cache.get(PROOFS, ()))
        wearer = _wearer(row, caps, account.id)
        return Opened(account=account, wearer=wearer, caps=caps, boards=row["boards"], place=_place(self._session_cache),
                      has_second_factor=row["has_second_factor"], proofs=proofs,
                      verdict=rules.may_act(session_facts(wearer, proofs, row["has_second_factor"])))


def _place(data: dict) -> str:
    return (data.get(CAP) or {}).get("name") or ""


def _wearer(row: dict, caps: tuple[Cap, ...], account_id: UUID) -> Actor | None:
    """The cap that was chosen, as long as it holds today; unchosen only where there is nothing to choose."""
    worn = Cap(row["capacity"] or "", row["school_id"])
    if not worn.capacity and row["boards"] == 1 and len(caps) == 1:
        worn = caps[0]
    if not row["board_id"] or worn not in caps:
        return None
    return Actor(board_id=row["board_id"], person_id=row["person_id"], capacity=worn.capacity,
                 school_id=worn.school_id, account_id=account_id)


def session_facts(wearer: Actor | None, proofs: tuple[tuple[str, datetime], ...], has_second_factor: bool) -> SessionFacts:
    """This function will gather the facts for `may_act`. A demo's sign-in counts in a demo alone."""
    methods = frozenset(Method(m) for m, _ in proofs if m != Method.DEMO or settings.KRING_BIRTH == "demo")
    return SessionFacts(is_staff=bool(wearer and wearer.capacity in STAFF), methods=methods,
                        has_second_factor=has_second_factor)


def fresh_facts(opened: Opened) -> FreshFacts:
    """This function will say when this session last showed more than a password."""
    strong = [at for method, at in opened.proofs if method in SECOND_FACTORS]
    demo = settings.KRING_BIRTH == "demo" and any(method == Method.DEMO for method, _ in opened.proofs)
    return FreshFacts(proved_at=max(strong, default=None), at=real_now(), demo=demo)
