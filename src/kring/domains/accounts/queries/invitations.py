"""Reads of invitations: who may be invited, who is not reached yet, what a code stands for, what waits at the desk."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection

from kring.domains.accounts.models import Claim, Door, Invitation
from kring.domains.accounts.queries.directory import seated
from kring.domains.accounts.rules.invitations import (
    ApproveFacts,
    CodeFacts,
    ConfirmFacts,
    InviteFacts,
    MailFacts,
    StopFacts,
)
from kring.domains.accounts.terms import DIRECTORY, Proof, Purpose, plain_code
from kring.domains.people import queries as people
from kring.domains.people.terms import MandateKind
from kring.ground import mail
from kring.ground.actor import Actor
from kring.ground.sealing import Ring, blind
from kring.norms import parameter

ACTIVE = "({0}.from_on <= %(on)s AND ({0}.to_on IS NULL OR {0}.to_on > %(on)s))"


def belonging(*, board_id: UUID, person_ids: list[UUID], on: date) -> dict[UUID, bool]:
    """Return {person: works here} of those who belong to the board on a day: guardians with authority over a pupil,
    staff, and pupils who decide alone. Others are left out."""
    sql = f"""
        SELECT p.id, EXISTS (SELECT 1 FROM people_appointment a WHERE a.board_id = %(board)s AND a.person_id = p.id
                              AND {ACTIVE.format("a")}) AS staff
        FROM people_person p WHERE p.board_id = %(board)s AND p.id = ANY(%(ids)s) AND (
          EXISTS (SELECT 1 FROM people_appointment a WHERE a.board_id = %(board)s AND a.person_id = p.id
                   AND {ACTIVE.format("a")})
          OR EXISTS (SELECT 1 FROM people_guardianship g WHERE g.board_id = %(board)s AND g.guardian_id = p.id
                      AND g.authority AND {ACTIVE.format("g")}
                      AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.board_id = %(board)s
                                   AND e.pupil_id = g.pupil_id AND {ACTIVE.format("e")}))
          OR (p.decides_alone_on <= %(on)s AND EXISTS (SELECT 1 FROM people_enrolment e WHERE e.board_id = %(board)s
                                                        AND e.pupil_id = p.id AND {ACTIVE.format("e")})))"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"board": board_id, "ids": list(person_ids), "on": on})
        return dict(cursor.fetchall())


def is_for_one_of_us(*, found: Invitation, on: date) -> bool:
    """Return whether a letter is for staff or for a pupil, not for a parent alone."""
    works_here = belonging(board_id=found.board_id, person_ids=[found.person_id], on=on).get(found.person_id, False)
    return works_here or not people.children_of(board_id=found.board_id, guardian_id=found.person_id, on=on)


def mandated(*, actor: Actor, on: date) -> bool:
    """Return whether somebody decides in the board's name who is added."""
    return people.member_facts(actor=actor, kind=MandateKind.ROSTER, on=on).mandated


def invite_facts(*, actor: Actor, person_ids: list[UUID], purpose: Purpose, on: date) -> dict[UUID, InviteFacts]:
    """Return the facts for `may_invite` of each person."""
    belong, seats = belonging(board_id=actor.board_id, person_ids=person_ids, on=on), seated(board_id=actor.board_id)
    may = mandated(actor=actor, on=on)
    return {i: InviteFacts(mandated=may, is_self=i == actor.person_id, belongs=i in belong, has_seat=i in seats, purpose=purpose)
            for i in person_ids}


def guardians_by_group(*, board_id: UUID, school_id: UUID, on: date) -> dict[UUID, set[UUID]]:
    """Return {group: guardians with authority over its pupils} of a school."""
    groups_of = defaultdict(set)
    for row in people.enrolments(board_id=board_id, on=on, school_id=school_id):
        groups_of[row.pupil_id].add(row.group_id)
    found: dict[UUID, set[UUID]] = defaultdict(set)
    for pupil, guardians in people.guardians_with_authority(board_id=board_id, pupil_ids=list(groups_of), on=on).items():
        for group in groups_of[pupil]:
            found[group].update(guardians)
    return dict(found)


def door(*, typed: str) -> Door | None:
    """Return where a typed code leads."""
    return Door.objects.filter(code_hash=code_hash(typed)).first()


def code_hash(typed: str) -> bytes:
    """Return the keyed hash under which a code is known."""
    return blind(DIRECTORY, plain_code(typed), purpose="invitation")


def invitation(*, board_id: UUID, invitation_id: UUID, lock: bool = False) -> Invitation | None:
    rows = Invitation.objects.filter(board_id=board_id, id=invitation_id)
    return (rows.select_for_update() if lock else rows).first()


def claim(*, board_id: UUID, invitation_id: UUID, browser: bytes) -> Claim | None:
    """Return what one browser has shown so far."""
    return Claim.objects.filter(board_id=board_id, invitation_id=invitation_id, browser=browser).first()


def code_facts(*, found: Invitation, browser: bytes, on: date, at: datetime) -> CodeFacts:
    """Return the facts for `may_use_code`."""
    lately = at - timedelta(minutes=int(parameter("signin.code_minutes", at=at)))
    others = Claim.objects.filter(board_id=found.board_id, invitation_id=found.id, proved_at__gt=lately).exclude(browser=browser)
    belongs = belonging(board_id=found.board_id, person_ids=[found.person_id], on=on)
    return CodeFacts(used=found.used_at is not None, revoked=found.revoked_at is not None, belongs=bool(belongs),
                     opens_at=found.opens_at, expires_at=found.expires_at, tries=found.tries,
                     elsewhere=others.exists(), at=at)


def mail_facts(*, found: Invitation, ring: Ring, on: date) -> tuple[MailFacts, str]:
    """Return the facts for `may_prove_by_mail`, and the address on file."""
    me, board_id = found.person_id, found.board_id
    children = [c.pupil_id for c in people.cares(board_id=board_id, guardian_ids=[me])]
    others = {c.guardian_id for c in people.cares(board_id=board_id, pupil_ids=children)} - {me} if children else set()
    known = people.contacts(board_id=board_id, person_ids=[me, *others], ring=ring)
    mine = known[me].email.strip().casefold() if me in known else ""
    shared = any(known[i].email.strip().casefold() == mine for i in others if i in known)
    is_staff = belonging(board_id=board_id, person_ids=[me], on=on).get(me, False)
    facts = MailFacts(has_address=bool(mine) and mail.is_configured(), shared=shared, is_staff=is_staff,
                      purpose=Purpose(found.purpose))
    return facts, mine


def open_invitation_of(*, board_id: UUID, person_id: UUID, purpose: Purpose, at: datetime) -> Invitation | None:
    """Return the invitation that could still be used by somebody."""
    rows = Invitation.objects.filter(board_id=board_id, person_id=person_id, purpose=purpose, used_at=None,
                                     revoked_at=None, expires_at__gt=at)
    return rows.order_by("-id").first()


def approve_facts(*, actor: Actor, found: Invitation | None) -> ApproveFacts:
    """Return the facts for `may_approve`."""
    waiting = found is not None and found.opens_at is None and found.used_at is None and found.revoked_at is None
    return ApproveFacts(is_leader=actor.capacity in ("director", "administrator"), waiting=waiting,
                        is_first=bool(found and found.issued_by == actor.person_id),
                        is_subject=bool(found and found.person_id == actor.person_id))


def confirm_facts(*, actor: Actor, row: Claim | None, person_id: UUID | None, number: str, on: date) -> ConfirmFacts:
    """Return the facts for `may_confirm`."""
    waiting = row is not None and row.proof not in (Proof.MAIL, Proof.DESK)
    return ConfirmFacts(mandated=mandated(actor=actor, on=on), is_subject=person_id == actor.person_id, waiting=waiting,
                        same_number=row is not None and row.number == "".join(number.split()))


def stop_facts(*, actor: Actor, found: Invitation | None, on: date) -> StopFacts:
    """Return the facts for `may_stop`."""
    is_open = found is not None and found.used_at is None and found.revoked_at is None
    return StopFacts(is_open=is_open, is_subject=bool(found and found.person_id == actor.person_id),
                     mandated=mandated(actor=actor, on=on))
