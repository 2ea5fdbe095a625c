"""What the desk of invitations shows: groups with how many are not in yet, one group's people, what waits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.domains.accounts.queries import invitations as queries
from kring.domains.accounts.queries.directory import seated
from kring.domains.accounts.queries.invitations import Unreached, WaitingClaim, WaitingRecovery
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
class Reached:
    person_id: UUID
    name: Name


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
    scope, ring, on = {"board_id": actor.board_id}, Ring(actor.board_id), clock.today(at)
    members, inside = _members(actor, at), seated(**scope)
    names = {str(g.id): g.name for g in schools.groups(**scope, school_id=actor.school_id) if g.kind is GroupKind.BASE}
    keys = [key for key in [*names, STAFF] if key in members]
    shown = chosen if chosen in keys else next((k for k in keys if members[k] - inside), keys[0] if keys else "")
    here = members.get(shown, set())
    there = people.names(**scope, person_ids=here & inside, ring=ring)
    everybody = set().union(*members.values())
    return DeskPage(
        groups=[GroupRow(k, names.get(k, ""), len(members[k] - inside), len(members[k]), k == shown) for k in keys],
        unreached=queries.unreached(**scope, person_ids=here, ring=ring, at=at),
        reached=sorted((Reached(i, name) for i, name in there.items()), key=lambda row: row.name.sort_key),
        claims=queries.waiting_claims(**scope, ring=ring, at=at),
        recoveries=queries.waiting_recoveries(actor=actor, ring=ring, at=at),
        missing=len(everybody - inside), all=len(everybody), mandated=queries.mandated(actor=actor, on=on),
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
