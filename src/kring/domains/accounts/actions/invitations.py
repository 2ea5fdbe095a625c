"""The writers of invitations: codes on paper for people whom the board adds, the way back in, and ending a code."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from kring.domains.accounts import notices
from kring.domains.accounts.actions import directory
from kring.domains.accounts.models import Door, Invitation
from kring.domains.accounts.queries import directory as accounts
from kring.domains.accounts.queries import invitations as queries
from kring.domains.accounts.rules import invitations as rules
from kring.domains.accounts.terms import Purpose
from kring.ground import audit, capabilities, clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.norms import all_of, parameter


@dataclass(frozen=True)
class Letter:
    """A code as it goes on paper, once. It is kept nowhere."""

    person_id: UUID
    code: str
    opens_at: datetime | None
    expires_at: datetime
    is_staff: bool = False
    is_return: bool = False


def invite(*, actor: Actor, person_ids: list[UUID], purpose: Purpose, at: datetime) -> list[Letter]:
    """This function will make a code for each of these people; the codes they had stop working.

    Refuses: accounts.may_invite.   Writes: Invitation, Door.   Tells: those who come back in, that somebody asked for it.
    """
    on = clock.today(at)
    facts = queries.invite_facts(actor=actor, person_ids=person_ids, purpose=purpose, on=on)
    verdict = all_of(*(rules.may_invite(one) for one in facts.values())).require()
    _end_open(actor=actor, person_ids=person_ids, why="newer", at=at)
    works_here = queries.belonging(board_id=actor.board_id, person_ids=person_ids, on=on)
    expires_at = at + timedelta(days=int(parameter("invitation.days", at=at)))
    letters = []
    for person_id in person_ids:
        is_return, is_staff = purpose is Purpose.RECOVERY, works_here[person_id]
        opens_at = None if is_return and is_staff else at
        letters.append(Letter(person_id, capabilities.new_code(), opens_at, expires_at, is_staff, is_return))
    _write(actor, letters, purpose, at)
    if purpose is Purpose.RECOVERY:
        _warn(actor, letters, at)
    audit.record(f"accounts.invited_{purpose}", actor=actor, on=_on(actor, person_ids), at=at, verdict=verdict,
                 payload={"people": [str(i) for i in person_ids]})
    return letters


def _on(actor: Actor, person_ids: list[UUID]) -> tuple[str, UUID]:
    return ("person", person_ids[0]) if len(person_ids) == 1 else ("board", actor.board_id)


def _write(actor: Actor, letters: list[Letter], purpose: Purpose, at: datetime) -> None:
    rows = [Invitation(id=uuid7(), board_id=actor.board_id, person_id=letter.person_id, purpose=purpose,
                       issued_by=actor.person_id, issued_at=at, opens_at=letter.opens_at, expires_at=letter.expires_at)
            for letter in letters]
    Invitation.objects.bulk_insert(rows)
    Door.objects.bulk_create([
        Door(code_hash=queries.code_hash(letter.code), board_id=actor.board_id, invitation_id=row.id, expires_at=row.expires_at)
        for letter, row in zip(letters, rows, strict=True)
    ])


def _warn(actor: Actor, letters: list[Letter], at: datetime) -> None:
    """Guardians stood at the desk: what they lost ends now. Staff keep their sessions, to stop what they did not ask for."""
    for letter in letters:
        for account_id in accounts.seats_of_person(board_id=actor.board_id, person_id=letter.person_id):
            notices.security(board_id=actor.board_id, person_id=letter.person_id, at=at)
            if letter.opens_at is not None:
                directory.end_sessions(account_id=account_id)


def approve(*, actor: Actor, invitation_id: UUID, at: datetime) -> datetime:
    """This function will agree, as the second person, that a colleague comes back in, and return from when the code works.

    Refuses: accounts.may_approve.
    """
    found = queries.invitation(board_id=actor.board_id, invitation_id=invitation_id, lock=True)
    verdict = rules.may_approve(queries.approve_facts(actor=actor, found=found)).require()
    opens_at = at + timedelta(hours=int(parameter("recovery.staff.delay_hours", at=at)))
    expires_at = opens_at + timedelta(days=int(parameter("invitation.days", at=at)))
    rows = Invitation.objects.filter(board_id=actor.board_id, id=invitation_id)
    rows.update(opens_at=opens_at, expires_at=expires_at, approved_by=actor.person_id)
    Door.objects.filter(invitation_id=invitation_id).update(expires_at=expires_at)
    audit.record("accounts.recovery_approved", actor=actor, on=("person", found.person_id), at=at, verdict=verdict)
    return opens_at


def stop(*, actor: Actor, invitation_id: UUID, at: datetime) -> None:
    """This function will end a code: by whoever it was made for, or by somebody with the mandate.

    Refuses: accounts.may_stop.
    """
    found = queries.invitation(board_id=actor.board_id, invitation_id=invitation_id, lock=True)
    verdict = rules.may_stop(queries.stop_facts(actor=actor, found=found, on=clock.today(at))).require()
    _end_open(actor=actor, person_ids=[found.person_id], why="stopped", at=at)
    audit.record("accounts.invitation_stopped", actor=actor, on=("person", found.person_id), at=at, verdict=verdict)


def _end_open(*, actor: Actor, person_ids: list[UUID], why: str, at: datetime) -> None:
    rows = Invitation.objects.filter(board_id=actor.board_id, person_id__in=person_ids, used_at=None, revoked_at=None)
    ids = list(rows.values_list("id", flat=True))
    # The doors stay until they expire: who types an ended code is told so.
    Invitation.objects.filter(board_id=actor.board_id, id__in=ids).update(
        revoked_at=at, revoked_by=actor.person_id, revoked_why=why)
