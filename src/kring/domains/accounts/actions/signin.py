"""Signing in: a passkey, or a password and a second step; then a fresh session under one cap.

The same work is done for names that exist and names that do not: one look-up, one hash, one count.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from uuid import UUID

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import check_password, make_password

from kring.domains.accounts import notices
from kring.domains.accounts.actions import factors, throttle
from kring.domains.accounts.actions.sessions import CAP, DEVICE, PROOFS, SINCE, SessionStore, real_now
from kring.domains.accounts.models import Account
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.rules import sessions as rules
from kring.domains.accounts.rules.sessions import WearFacts
from kring.domains.accounts.terms import DIRECTORY, Method, Place, device_of
from kring.ground import audit
from kring.ground.actor import Actor
from kring.ground.sealing import blind
from kring.ground.tenancy import enter
from kring.norms import Verdict, parameter

PENDING, CLAIM = "pending", "claim"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Origin:
    """Where a request came from: its place on the network, what its browser remembers, and what it calls itself."""

    net: str
    marks: str
    agent: str


@dataclass(frozen=True)
class Tried:
    """What came of a try: the account when it was right, and the verdict that let it be tried at all."""

    account: Account | None
    verdict: Verdict


@lru_cache(maxsize=1)
def _dummy() -> str:
    """A hash that no password has, of the same cost as the real ones."""
    return make_password(secrets.token_hex(32))


def try_password(*, typed: str, password: str, origin: Origin, at: datetime) -> Tried:
    """This function will count a try, and check a password against the account of that name, or against nobody's."""
    account = queries.account_by_login(typed=typed)
    place = throttle.place_of(net=origin.net, cookie=origin.marks, account=account)
    verdict, _ = throttle.attempt(name=queries.plain_name(typed), place=place, at=at)
    if not verdict.allowed:
        return Tried(None, verdict)
    usable = account is not None and account.has_usable_password()
    right = check_password(password, account.password if usable else _dummy())
    if not (right and usable):
        throttle.failed(place=place, at=at)
        return Tried(None, verdict)
    throttle.forget(name=queries.plain_name(typed), place=place)
    return Tried(account, verdict)


def has_second_step(*, account: Account) -> bool:
    """This function will say whether something must be shown beside the password, and can be."""
    has = queries.factors(account_id=account.id)
    return bool(has.strong or has.codes or (notices.can_mail() and queries.has_own_address(account=account)))


def wait_for_second_step(*, session: SessionStore, account: Account, onward: str, at: datetime) -> None:
    """This function will remember, in a fresh session of a visitor, whose password was right; a code is mailed where
    the account has nothing else."""
    kept = session.get(CLAIM)
    session.flush()
    pending = {"account": str(account.id), "at": real_now().isoformat(), "next": onward}
    has = queries.factors(account_id=account.id)
    if not has.strong and not has.codes:
        code = f"{secrets.randbelow(10**6):06d}"
        pending["mailed"] = _mailed(account.id, code)
        notices.code_by_mail(address=account.email, code=code, language=account.language)
    session[PENDING] = pending
    if kept:
        session[CLAIM] = kept


def pending(*, session: SessionStore) -> Account | None:
    """This function will return the account whose password was right in this browser a short while ago."""
    kept, now = session.get(PENDING), real_now()
    term = timedelta(minutes=int(parameter("signin.code_minutes", at=now)))
    if not kept or now - datetime.fromisoformat(kept["at"]) > term:
        return None
    return queries.account(account_id=UUID(kept["account"]))


def try_second_step(*, session: SessionStore, account: Account, code: str, origin: Origin, at: datetime) -> tuple[Method | None, Verdict]:
    """This function will count a try and say which second factor a typed code is, None for none."""
    place = throttle.place_of(net="", cookie=origin.marks, account=account)
    # Whoever comes here knows the password: counted for the whole world, save in browsers that were here before.
    name = f"second step {account.id}"
    verdict, tries = throttle.attempt(name=name, place=place, at=at)
    if not verdict.allowed:
        return None, verdict
    method = _method_of(session, account, code, at)
    if method is not None:
        throttle.forget(name=name, place=place)
    elif tries == int(parameter("signin.tries", at=at)):
        warn(account_id=account.id, at=at)
    return method, verdict


def warn(*, account_id: UUID, at: datetime) -> None:
    """This function will tell the owner of an account, in each board, that something about the sign-in happened."""
    for place in {(p.board_id, p.person_id) for p in queries.places(account_id=account_id, at=real_now(), back=None)}:
        enter(place[0])
        notices.security(board_id=place[0], person_id=place[1], at=at)


def _method_of(session: SessionStore, account: Account, code: str, at: datetime) -> Method | None:
    mailed = (session.get(PENDING) or {}).get("mailed", "")
    if mailed and hmac.compare_digest(mailed, _mailed(account.id, "".join(code.split()))):
        return Method.MAIL
    if factors.use_app_code(account=account, code=code, at=at):
        return Method.TOTP
    return Method.RECOVERY if factors.use_recovery_code(account=account, code=code, at=at) else None


def _mailed(account_id: UUID, code: str) -> str:
    return blind(DIRECTORY, f"{account_id} {code}", purpose="sign-in code").hex()


def sign_in(*, session: SessionStore, account: Account, methods: list[Method], origin: Origin, at: datetime) -> Place | None:
    """This function will start a session of an account under a new key, and return the cap when there is but one to wear.

    Refuses: accounts.may_sign_in.
    """
    found = queries.places(account_id=account.id, at=real_now(), back=None)
    rules.may_sign_in(len(found)).require()
    kept, now = session.get(CLAIM), real_now().isoformat()
    # A new key, and nothing of the visitor's session but a letter's claim: a key that was planted opens nothing.
    session.flush()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.id), BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SINCE], session[DEVICE] = now, device_of(origin.agent)
    session[PROOFS] = [[method, now] for method in methods]
    if kept:
        session[CLAIM] = kept
    if len(found) != 1:
        return None
    session[CAP] = found[0].to_json()
    _note(found[0], account, at)
    return found[0]


def wear(*, session: SessionStore, account: Account, wanted: tuple[UUID, UUID, str, UUID | None], fresh, at: datetime) -> Place:
    """This function will let a session act in another capacity from now on, under a new key.

    Refuses: accounts.may_wear.
    """
    found = queries.places(account_id=account.id, at=real_now(), back=None)
    place = next((p for p in found if (p.board_id, p.person_id, p.capacity, p.school_id) == wanted), None)
    rules.may_wear(WearFacts(held=place is not None, is_staff=bool(place and place.is_staff), fresh=fresh)).require()
    session[CAP] = place.to_json()
    session.cycle_key()
    _note(place, account, at)
    return place


def _note(place: Place, account: Account, at: datetime) -> None:
    enter(place.board_id)
    actor = Actor(board_id=place.board_id, person_id=place.person_id, capacity=place.capacity,
                  school_id=place.school_id, account_id=account.id)
    audit.record("accounts.signed_in", actor=actor, on=("person", place.person_id), at=at)


def add_proof(*, session: SessionStore, method: Method) -> None:
    """This function will note in a session that a second factor was shown just now, under a new key."""
    session[PROOFS] = [*session.get(PROOFS, []), [method, real_now().isoformat()]]
    session.cycle_key()


def keep_signed_in(*, session: SessionStore, account: Account) -> None:
    """This function will let this session live on after its account got another password."""
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.cycle_key()


def issue(*, account: Account, place: Place, methods: list[Method], agent: str = "") -> str:
    """This function will make a session outside a request and return its key; for the demo's own page and for tests."""
    session, now = SessionStore(), real_now().isoformat()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(account.id), BACKEND
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session[SINCE], session[DEVICE], session[CAP] = now, device_of(agent), place.to_json()
    session[PROOFS] = [[method, now] for method in methods]
    session.create()
    return session.session_key
