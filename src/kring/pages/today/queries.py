"""What waits for somebody today, read from the domains that know it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from kring.domains.people import queries as people
from kring.domains.policy import queries as policy
from kring.domains.policy.rules import must_have_adopted
from kring.domains.posts.queries import feed, waiting
from kring.domains.school import queries as school
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

NEWEST = 3


@dataclass(frozen=True)
class ChildRow:
    """A child of the person: its first name, its groups, and who teaches them."""

    id: UUID
    name: str
    groups: str
    teachers: str


@dataclass(frozen=True)
class GuardianToday:
    name: str
    children: tuple[ChildRow, ...]
    new: tuple[feed.PostRow, ...]


@dataclass(frozen=True)
class StaffToday:
    name: str
    groups: tuple[feed.OwnGroup, ...]
    may_school: bool
    adopted: bool
    drafts: tuple[waiting.DraftRow, ...]
    new: tuple[feed.PostRow, ...]


def for_guardian(*, actor: Actor, at: datetime) -> GuardianToday:
    """Return a guardian's day: the children over whom they have authority and the newest messages."""
    on, ring, board_id = clock.today(at), Ring(actor.board_id), actor.board_id
    children = people.children_of(board_id=board_id, guardian_id=actor.person_id, on=on)
    stays = people.enrolments(board_id=board_id, on=on, pupil_ids=children)
    groups = {g.id: g for g in school.groups(board_id=board_id, ids=[s.group_id for s in stays])}
    duties = people.duties(board_id=board_id, on=on, group_ids=list(groups)) if groups else []
    names = people.names(board_id=board_id, person_ids={actor.person_id, *children, *(p for p, _ in duties)}, ring=ring)
    rows = []
    for child in children:
        own = [groups[s.group_id] for s in stays if s.pupil_id == child and s.group_id in groups]
        base = [g for g in own if g.kind == "base"] or own
        taught_by = [names[p].full for p, g in duties if g in {b.id for b in base} and p in names]
        if child in names:
            rows.append(ChildRow(child, names[child].given, ", ".join(g.name for g in own),
                                 ", ".join(dict.fromkeys(taught_by))))
    rows.sort(key=lambda row: row.name.casefold())
    me = names.get(actor.person_id)
    return GuardianToday(me.given if me else "", tuple(rows), feed.feed(actor=actor, at=at).rows[:NEWEST])


def for_staff(*, actor: Actor, at: datetime) -> StaffToday:
    """Return the day of a member of staff: what they are still writing, where they can write, whether the school has
    started, what is new."""
    ring, begun = Ring(actor.board_id), waiting.sealed_drafts(actor=actor)
    me = people.names(board_id=actor.board_id, person_ids=[actor.person_id], ring=ring, beside=[d.text for d in begun])
    facts = policy.in_force_facts(board_id=actor.board_id, school_id=actor.school_id)
    found = feed.feed(actor=actor, at=at)
    return StaffToday(
        name=me[actor.person_id].given if me else "", may_school=actor.capacity == "director",
        groups=found.groups, adopted=must_have_adopted(facts).allowed,
        drafts=waiting.opened(drafts=begun, ring=ring)[:NEWEST], new=found.rows[:NEWEST],
    )
