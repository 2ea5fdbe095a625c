"""What the desk of invitations shows: groups with how many are not in yet, one group's people, what waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kring.domains.accounts.models import Invitation
from kring.domains.accounts.queries import invitations as queries
from kring.domains.accounts.queries.directory import seated
from kring.domains.people import queries as people
from kring.domains.people.terms import Name
from kring.domains.school import queries as schools
from kring.domains.school.terms import GroupKind
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

STAFF = "staff"


@dataclass(frozen=True)
class GroupRow:
    key: str
    name: str
    missing: int
    all: int
    current: bool


@dataclass(frozen=True)
class Unreached:
    """Somebody who should be in and is not; `letter` says how far the last letter is: '', 'sent' or 'late'."""

    person_id: UUID
    name: Name
    letter: str
    until: datetime | None


@dataclass(frozen=True)
class Reached:
    person_id: UUID
    name: Name


@dataclass(frozen=True)
class WaitingClaim:
    """Somebody who holds a code and waits for the desk."""

    claim_id: UUID
    name: Name
    at: datetime


@dataclass(frozen=True)
class WaitingRecovery:
    """A colleague's way back in, which a second person has to agree to."""

    invitation_id: UUID
    name: Name
    issued_at: datetime
    mine: bool


@dataclass(frozen=True)
class DeskPage:
    groups: list[GroupRow]
    unreached: list[Unreached]
    reached: list[Reached]
    claims: list[WaitingClaim]
    recoveries: list[WaitingRecovery]
    missing: int
    all: int
    mandated: bool


def desk(*, actor: Actor, chosen: str, at: datetime) -> DeskPage:
    """Return the desk with one group open: the chosen one, else the first in which somebody is missing."""
    members, inside = _members(actor, at), seated(board_id=actor.board_id)
    groups, shown = _groups(actor, members, inside, chosen)
    here, everybody = members.get(shown, set()), set().union(*members.values())
    sent, claims = _open_letters(actor, here), _claims(actor, at)
    names = people.names(board_id=actor.board_id, ring=Ring(actor.board_id),
                         person_ids={*here, *(i.person_id for i in sent), *(person for _, _, person in claims)})
    return DeskPage(
        groups=groups, unreached=_unreached(here - inside, sent, names, at),
        reached=sorted((Reached(i, names[i]) for i in here & inside if i in names), key=lambda row: row.name.sort_key),
        claims=[WaitingClaim(claim, names[person], since) for claim, since, person in claims if person in names],
        recoveries=[WaitingRecovery(i.id, names[i.person_id], i.issued_at, i.issued_by == actor.person_id) for i in sent
                    if i.opens_at is None and i.expires_at > at and i.person_id in names],
        missing=len(everybody - inside), all=len(everybody), mandated=queries.mandated(actor=actor, on=clock.today(at)),
    )


def offered(*, actor: Actor, at: datetime) -> set[UUID]:
    """Return everybody for whom this desk may make a letter at all: guardians and staff of the school."""
    return set().union(*_members(actor, at).values())


def as_id(text: str) -> UUID:
    return UUID(text)


def _members(actor: Actor, at: datetime) -> dict[str, set[UUID]]:
    """Return {group, or "staff": people who belong in it}."""
    on = clock.today(at)
    found = {str(group): guardians for group, guardians in
             queries.guardians_by_group(board_id=actor.board_id, school_id=actor.school_id, on=on).items()}
    found[STAFF] = {person for person, _ in people.staff(board_id=actor.board_id, school_id=actor.school_id, on=on)}
    return found


def _groups(actor: Actor, members: dict[str, set[UUID]], inside: set[UUID], chosen: str) -> tuple[list[GroupRow], str]:
    rows = schools.groups(board_id=actor.board_id, school_id=actor.school_id)
    names = {str(group.id): group.name for group in rows if group.kind is GroupKind.BASE}
    keys = [key for key in [*names, STAFF] if key in members]
    shown = chosen if chosen in keys else next((key for key in keys if members[key] - inside), keys[0])
    return [GroupRow(key, names.get(key, ""), len(members[key] - inside), len(members[key]), key == shown) for key in keys], shown


def _open_letters(actor: Actor, here: set[UUID]) -> list[Invitation]:
    """Return the letters that were neither used nor ended: of this group, and those that wait for a second person."""
    rows = Invitation.objects.filter(Q(person_id__in=here) | Q(opens_at=None), board_id=actor.board_id, used_at=None,
                                     revoked_at=None)
    return list(rows.order_by("id"))


def _unreached(missing: set[UUID], sent: list[Invitation], names: dict[UUID, Name], at: datetime) -> list[Unreached]:
    last = {row.person_id: row.expires_at for row in sent}
    found = [Unreached(i, names[i], "" if i not in last else "sent" if last[i] > at else "late", last.get(i))
             for i in missing if i in names]
    return sorted(found, key=lambda row: row.name.sort_key)


def _claims(actor: Actor, at: datetime) -> list[tuple[UUID, datetime, UUID]]:
    """Return (claim, since when, for whom) of who holds a code and waits for the desk, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute("""SELECT c.id, c.at, i.person_id FROM accounts_claim c
                          JOIN accounts_invitation i ON i.board_id = %(board)s AND i.id = c.invitation_id
                          WHERE c.board_id = %(board)s AND c.proof = '' AND c.code_hash IS NULL AND i.used_at IS NULL
                            AND i.revoked_at IS NULL AND i.expires_at > %(at)s ORDER BY c.id""",
                       {"board": actor.board_id, "at": at})
        return cursor.fetchall()
