"""How somebody with a letter comes in: the code, a second proof, then a name and a way to sign in.

The invitation's row is locked first in every step, so that of two browsers at a time one wins.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from kring.domains.accounts import notices
from kring.domains.accounts.actions import directory, factors, throttle
from kring.domains.accounts.actions.sessions import SessionStore, real_now
from kring.domains.accounts.actions.signin import CLAIM
from kring.domains.accounts.models import Account, Claim, Invitation
from kring.domains.accounts.queries import directory as accounts
from kring.domains.accounts.queries import invitations as queries
from kring.domains.accounts.rules import invitations as rules
from kring.domains.accounts.terms import DIRECTORY, Method, Proof, Purpose, device_of
from kring.domains.people import queries as people
from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring, blind
from kring.ground.tenancy import enter
from kring.norms import Verdict, parameter


@dataclass(frozen=True)
class Held:
    """What this browser holds: an invitation, how far its claim is, and the account that it is about to make."""

    invitation: Invitation
    claim: Claim
    account_id: UUID
    mailed_to: str

    @property
    def proof(self) -> Proof | None:
        return Proof(self.claim.proof) if self.claim.proof else None


def claim(*, session: SessionStore, typed: str, net: str, at: datetime) -> Verdict:
    """This function will let this browser hold a letter's code, and ask for the second proof; it returns the verdict.

    Anything but a good code counts as a try of its place.
    """
    verdict = throttle.place_allows(place=net, at=at)
    if not verdict.allowed:
        return verdict
    door = queries.door(typed=typed)
    if door is None:
        throttle.failed(place=net, at=at)
        return rules.may_use_code(None)
    enter(door.board_id)
    token = (session.get(CLAIM) or {}).get("token") or secrets.token_hex(32)
    found = queries.invitation(board_id=door.board_id, invitation_id=door.invitation_id, lock=True)
    verdict = _usable(found, token, at)
    if not verdict.allowed:
        throttle.failed(place=net, at=at)
        return verdict
    row = queries.claim(board_id=found.board_id, invitation_id=found.id, browser=_browser(token))
    if row is None:
        row = Claim.objects.create(board_id=found.board_id, invitation_id=found.id, browser=_browser(token), at=at,
                                   number=f"{secrets.randbelow(10**4):04d}")
    session[CLAIM] = {"token": token, "board": str(found.board_id), "invitation": str(found.id), "account": str(uuid7())}
    mail_code(found=found, row=row, at=at)
    return verdict


def held(*, session: SessionStore, at: datetime, lock: bool = False) -> Held | None:
    """This function will return what this browser holds, None when it holds no code that is still good.

    Refuses: accounts.may_use_code, where the code stopped being good meanwhile.
    """
    kept = session.get(CLAIM)
    if not kept:
        return None
    board_id, invitation_id = UUID(kept["board"]), UUID(kept["invitation"])
    enter(board_id)
    found = queries.invitation(board_id=board_id, invitation_id=invitation_id, lock=lock)
    row = queries.claim(board_id=board_id, invitation_id=invitation_id, browser=_browser(kept["token"]))
    if found is None or row is None:
        return None
    _usable(found, kept["token"], at).require()
    _, address = queries.mail_facts(found=found, ring=Ring(board_id), on=clock.today(at)) if row.code_at else (None, "")
    return Held(found, row, UUID(kept["account"]), address)


def let_go(*, session: SessionStore) -> None:
    """This function will forget the code that this browser holds."""
    session.pop(CLAIM, None)


def mail_code(*, found: Invitation, row: Claim, at: datetime) -> bool:
    """This function will send a code to the address on file, where that proves anything and none is under way; return whether."""
    term = timedelta(minutes=int(parameter("signin.code_minutes", at=at)))
    if row.proof or (row.code_at and at - row.code_at < term):
        return False
    facts, address = queries.mail_facts(found=found, ring=Ring(found.board_id), on=clock.today(at))
    if not rules.may_prove_by_mail(facts).allowed:
        return False
    code = f"{secrets.randbelow(10**6):06d}"
    Claim.objects.filter(board_id=found.board_id, id=row.id).update(code_hash=_hash(row.id, code), code_at=at)
    return notices.code_by_mail(address=address, code=code, language=_language(found))


def prove(*, mine: Held, code: str, at: datetime) -> bool:
    """This function will check the code from the mail, and return whether it was right. A wrong one is a try of the invitation."""
    row, found = mine.claim, mine.invitation
    term = timedelta(minutes=int(parameter("signin.code_minutes", at=at)))
    if row.code_hash is None or row.code_at is None or at - row.code_at >= term:
        return False
    right = hmac.compare_digest(bytes(row.code_hash), _hash(row.id, "".join(code.split())))
    if right:
        _proved(row, Proof.MAIL, None, at)
    else:
        Invitation.objects.filter(board_id=found.board_id, id=found.id).update(tries=found.tries + 1)
    return right


def confirm(*, actor: Actor, claim_id: UUID, number: str, at: datetime) -> None:
    """This function will confirm at the desk that the holder of a code is who it was meant for.

    Refuses: accounts.may_confirm.   Writes: Claim.
    """
    row = Claim.objects.select_for_update().filter(board_id=actor.board_id, id=claim_id).first()
    found = queries.invitation(board_id=actor.board_id, invitation_id=row.invitation_id) if row else None
    person_id = found.person_id if found else None
    facts = queries.confirm_facts(actor=actor, row=row, person_id=person_id, number=number, on=clock.today(at))
    verdict = rules.may_confirm(facts).require()
    _proved(row, Proof.DESK, actor.person_id, at)
    audit.record("accounts.identity_confirmed", actor=actor, on=("person", person_id), at=at, verdict=verdict)


def go_by_desk(*, mine: Held) -> None:
    """This function will give up the code by mail: the claim waits at the desk from now on."""
    Claim.objects.filter(board_id=mine.claim.board_id, id=mine.claim.id, proof="").update(code_hash=None)


def begin_passkey(*, request, mine: Held, username: str) -> dict:
    """This function will return what a browser needs to make the passkey of an account that is about to be made."""
    rules.may_accept(mine.proof).require()
    return factors.begin_passkey(request=request, account=Account(id=mine.account_id, username=accounts.plain_name(username)))


def accept(*, request, mine: Held, username: str, password: str, credential: dict | None, language: str,
           at: datetime) -> tuple[Account | None, list[Method]]:
    """This function will make the account of the person whom a letter was meant for, entered by passkey or password, and
    return it with what this session has shown; no account when the passkey is none.

    Refuses: accounts.may_accept, accounts.may_be_name, accounts.may_be_password.   Writes: Account, Seat, passkey.
    """
    rules.may_accept(mine.proof).require()
    email = mine.mailed_to if mine.proof is Proof.MAIL else ""
    with transaction.atomic():
        _end_old_way_in(mine, at)
        account = directory.open_account(account_id=mine.account_id, username=username, email=email, language=language,
                                         password=None if credential else password, at=at)
        device = device_of(request.headers.get("User-Agent", "")) or username
        if credential and not factors.add_passkey(request=request, account=account, credential=credential, name=device):
            transaction.set_rollback(True)
            return None, []
    _seated(mine, account, at)
    shown = [Method.PASSKEY] if credential else [Method.PASSWORD]
    return account, [*shown, Method.MAIL] if mine.proof is Proof.MAIL else shown


def accept_into(*, mine: Held, account: Account, at: datetime) -> None:
    """This function will add what a letter opens to an account that its holder has already and is signed in to.

    Refuses: accounts.may_accept.   Writes: Seat.
    """
    rules.may_accept(mine.proof).require()
    _end_old_way_in(mine, at, but=account.id)
    _seated(mine, account, at)


def suggested_name(*, mine: Held) -> str:
    """This function will propose a sign-in name that is free."""
    found = people.names(board_id=mine.invitation.board_id, person_ids=[mine.invitation.person_id],
                         ring=Ring(mine.invitation.board_id))
    name = found.get(mine.invitation.person_id)
    return accounts.free_name(given=name.given, family=name.family) if name else ""


def _seated(mine: Held, account: Account, at: datetime) -> None:
    found = mine.invitation
    if account.id not in accounts.seats_of_person(board_id=found.board_id, person_id=found.person_id):
        directory.give_seat(account_id=account.id, board_id=found.board_id, person_id=found.person_id, at=at)
    Invitation.objects.filter(board_id=found.board_id, id=found.id).update(used_at=at)
    places = accounts.places(account_id=account.id, at=real_now(), back=found.board_id)
    capacity = next(p.capacity for p in places if p.person_id == found.person_id)
    actor = Actor(board_id=found.board_id, person_id=found.person_id, capacity=capacity, account_id=account.id)
    audit.record("accounts.invitation_used", actor=actor, on=("person", found.person_id), at=at,
                 verdict=rules.may_accept(mine.proof))


def _end_old_way_in(mine: Held, at: datetime, but: UUID | None = None) -> None:
    """The way back in is a new account: what the old one opened in other boards is not this board's to give."""
    found = mine.invitation
    if found.purpose != Purpose.RECOVERY:
        return
    for account_id in accounts.seats_of_person(board_id=found.board_id, person_id=found.person_id):
        if account_id != but:
            directory.end_seat(account_id=account_id, board_id=found.board_id, person_id=found.person_id, at=at)


def _usable(found: Invitation | None, token: str, at: datetime) -> Verdict:
    facts = queries.code_facts(found=found, browser=_browser(token), on=clock.today(at), at=at) if found else None
    return rules.may_use_code(facts)


def _proved(row: Claim, proof: Proof, by: UUID | None, at: datetime) -> None:
    Claim.objects.filter(board_id=row.board_id, id=row.id).update(proof=proof, proved_at=at, proved_by=by)


def _language(found: Invitation) -> str:
    return people.languages(board_id=found.board_id, person_ids=[found.person_id]).get(found.person_id, "nl")


def _browser(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _hash(claim_id: UUID, code: str) -> bytes:
    return blind(DIRECTORY, f"{claim_id} {code}", purpose="invitation code")

