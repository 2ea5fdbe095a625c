"""Reads of people: names, who is in which group, who cares for whom, who works where. Each statement names its board.

Names come out of `names()`, opened with one statement for all keys; everything else is ids and dates.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from kring.domains.people.models import Appointment, Enrolment, Guardianship, Mandate, Person, Protection
from kring.domains.people.rules import DecidesOnMembers
from kring.domains.people.terms import MandateKind, Name, Role
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

# SQL for the statements of others; each table reference names its board. Placeholders: %(board)s %(person)s %(on)s, for
# staff %(role)s %(school)s too.
BOARD, PERSON, ON = "%(board)s::uuid", "%(person)s::uuid", "%(on)s::date"


def active_sql(alias: str) -> str:
    """Return a boolean: the period of this row holds the day."""
    return f"({alias}.from_on <= {ON} AND ({alias}.to_on IS NULL OR {alias}.to_on > {ON}))"


# (group_id, school_id, from_on, to_on) of each stay of the children over whom the person has authority today and who are
# at school today: what was placed in that group in that time is for this guardian, this year's and last year's.
GUARDIAN_SEATS_SQL = f"""
  SELECT DISTINCT e.group_id, e.school_id, e.from_on, e.to_on
  FROM people_guardianship g
  JOIN people_enrolment e ON e.board_id = {BOARD} AND e.pupil_id = g.pupil_id
  WHERE g.board_id = {BOARD} AND g.guardian_id = {PERSON} AND g.authority AND {active_sql("g")}
    AND EXISTS (SELECT 1 FROM people_enrolment n
                WHERE n.board_id = {BOARD} AND n.pupil_id = g.pupil_id AND {active_sql("n")})"""


def is_own_child_sql(pupil: str) -> str:
    """Return a boolean: %(person)s is a guardian with authority of this child today."""
    return f"""EXISTS (SELECT 1 FROM people_guardianship o WHERE o.board_id = {BOARD} AND o.pupil_id = {pupil}
    AND o.guardian_id = {PERSON} AND o.authority AND {active_sql("o")})"""


# The same columns for staff: the groups that somebody works with while appointed; a director has all of the school.
STAFF_SEATS_SQL = f"""
  SELECT DISTINCT s.id AS group_id, s.school_id, '-infinity'::date AS from_on, NULL::date AS to_on
  FROM people_appointment a
  JOIN school_group s ON s.board_id = {BOARD} AND s.school_id = a.school_id
  WHERE a.board_id = {BOARD} AND a.person_id = {PERSON} AND {active_sql("a")} AND a.role = %(role)s::text
    AND a.school_id = %(school)s::uuid
    AND (a.role = 'director' OR EXISTS (
      SELECT 1 FROM people_groupduty d
      WHERE d.board_id = {BOARD} AND d.person_id = {PERSON} AND d.group_id = s.id AND {active_sql("d")}))"""


def seats_sql(*, is_guardian: bool) -> str:
    """Return the subselect of what this kind of reader may see: groups, and the days on which it was placed."""
    return GUARDIAN_SEATS_SQL if is_guardian else STAFF_SEATS_SQL


ACTIVE = "({0}.from_on <= %(on)s AND ({0}.to_on IS NULL OR {0}.to_on > %(on)s))"


@dataclass(frozen=True)
class Enrolled:
    pupil_id: UUID
    group_id: UUID
    school_id: UUID
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Care:
    """One guardianship as it stands."""

    id: UUID
    pupil_id: UUID
    guardian_id: UUID
    relation: str
    authority: bool
    from_on: date
    to_on: date | None
    source: str


@dataclass(frozen=True)
class Contact:
    email: str
    phone: str


def _on(rows, on: date):
    return rows.filter(Q(to_on=None) | Q(to_on__gt=on), from_on__lte=on)


def names(*, board_id: UUID, person_ids: Iterable[UUID], ring: Ring, beside: Iterable[bytes | None] = ()) -> dict[UUID, Name]:
    """Return the names of these people; somebody whose key was destroyed is left out. Sealed values that a page opens
    `beside` them get their keys by the same statement."""
    found = Person.objects.filter(board_id=board_id, id__in=list(person_ids), name__isnull=False).values_list("id", "name")
    rows = [(person_id, bytes(blob)) for person_id, blob in found]
    ring.load(*(blob for _, blob in rows), *beside)
    return {i: open_name(ring, i, blob) for i, blob in rows if ring.holds(blob)}


def erased(*, board_id: UUID) -> list[UUID]:
    """Return the people of whom nothing is left but an id that something else still names."""
    return list(Person.objects.filter(board_id=board_id, name=None).values_list("id", flat=True))


# Who has an end to everything that binds them to a school, with the day of the last of these ends.
_LEFT_SQL = """
SELECT p.id, max(t.to_on) FROM people_person p JOIN (
  SELECT e.pupil_id AS person_id, e.to_on FROM people_enrolment e WHERE e.board_id = %(board)s
  UNION ALL SELECT g.guardian_id, g.to_on FROM people_guardianship g WHERE g.board_id = %(board)s
  UNION ALL SELECT a.person_id, a.to_on FROM people_appointment a WHERE a.board_id = %(board)s
) t ON t.person_id = p.id
WHERE p.board_id = %(board)s AND p.name IS NOT NULL
GROUP BY p.id HAVING bool_and(coalesce(t.to_on <= %(before)s::date, false))"""

# Of whom nothing is left but an id, while nothing of people points at it.
_BARE_SQL = """
SELECT p.id FROM people_person p WHERE p.board_id = %(board)s AND p.name IS NULL
  AND NOT EXISTS (SELECT 1 FROM people_enrolment e WHERE e.board_id = %(board)s AND e.pupil_id = p.id)
  AND NOT EXISTS (SELECT 1 FROM people_guardianship g
                  WHERE g.board_id = %(board)s AND (g.guardian_id = p.id OR g.pupil_id = p.id))
  AND NOT EXISTS (SELECT 1 FROM people_appointment a WHERE a.board_id = %(board)s AND a.person_id = p.id)"""


def left_before(*, board_id: UUID, before: datetime) -> list[tuple[UUID, date]]:
    """Return the people who left before a moment, each with the day on which the last that bound them ended."""
    with connection.cursor() as cursor:
        cursor.execute(_LEFT_SQL, {"board": board_id, "before": before})
        return cursor.fetchall()


def bare(*, board_id: UUID) -> set[UUID]:
    """Return the people of whom nothing is left but an id that nothing of people points at."""
    with connection.cursor() as cursor:
        cursor.execute(_BARE_SQL, {"board": board_id})
        return {row[0] for row in cursor.fetchall()}


def open_name(ring: Ring, person_id: UUID, blob: bytes) -> Name:
    """Return a name from its sealed column."""
    stored = json.loads(ring.open(blob, place=("people_person", "name", person_id)))
    return Name(given=stored["given"], prefix=stored["prefix"], family=stored["family"])


def contacts(*, board_id: UUID, person_ids: Iterable[UUID], ring: Ring) -> dict[UUID, Contact]:
    """Return what is known of how to reach these people."""
    found = Person.objects.filter(board_id=board_id, id__in=list(person_ids), contact__isnull=False)
    rows = [(i, bytes(blob)) for i, blob in found.values_list("id", "contact")]
    ring.load(*(blob for _, blob in rows))
    opened = {i: json.loads(ring.open(b, place=("people_person", "contact", i))) for i, b in rows if ring.holds(b)}
    return {i: Contact(c.get("email", ""), c.get("phone", "")) for i, c in opened.items()}


def languages(*, board_id: UUID, person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the language in which each person is addressed."""
    return dict(Person.objects.filter(board_id=board_id, id__in=list(person_ids)).values_list("id", "language"))


def births(*, board_id: UUID, person_ids: Iterable[UUID], ring: Ring) -> dict[UUID, date]:
    """Return birth dates where they are known."""
    found = Person.objects.filter(board_id=board_id, id__in=list(person_ids), birth__isnull=False)
    rows = [(i, bytes(blob)) for i, blob in found.values_list("id", "birth")]
    ring.load(*(blob for _, blob in rows))
    return {i: date.fromisoformat(ring.open(b, place=("people_person", "birth", i))) for i, b in rows if ring.holds(b)}


def enrolments(*, board_id: UUID, on: date | None = None, group_ids: list[UUID] | None = None,
               pupil_ids: list[UUID] | None = None, school_id: UUID | None = None) -> list[Enrolled]:
    """Return enrolments, on a day when one is given, of these groups or pupils."""
    rows = Enrolment.objects.filter(board_id=board_id)
    if on is not None:
        rows = _on(rows, on)
    if group_ids is not None:
        rows = rows.filter(group_id__in=group_ids)
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=pupil_ids)
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    return [Enrolled(e.pupil_id, e.group_id, e.school_id, e.from_on, e.to_on) for e in rows.order_by("id")]


def pupils_of_group(*, board_id: UUID, group_id: UUID, on: date) -> list[UUID]:
    """Return the pupils of a group on a day, in id order."""
    return sorted(e.pupil_id for e in enrolments(board_id=board_id, on=on, group_ids=[group_id]))


def cares(*, board_id: UUID, on: date | None = None, pupil_ids: list[UUID] | None = None,
          guardian_ids: list[UUID] | None = None) -> list[Care]:
    """Return guardianships, with and without authority, on a day when one is given."""
    rows = Guardianship.objects.filter(board_id=board_id)
    if on is not None:
        rows = _on(rows, on)
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=pupil_ids)
    if guardian_ids is not None:
        rows = rows.filter(guardian_id__in=guardian_ids)
    return [
        Care(g.id, g.pupil_id, g.guardian_id, g.relation, g.authority, g.from_on, g.to_on, g.source)
        for g in rows.order_by("id")
    ]


def children_of(*, board_id: UUID, guardian_id: UUID, on: date) -> list[UUID]:
    """Return the pupils over whom somebody has authority on a day; the rule of OC-05 in one line."""
    return [c.pupil_id for c in cares(board_id=board_id, on=on, guardian_ids=[guardian_id]) if c.authority]


def guardians_with_authority(*, board_id: UUID, pupil_ids: list[UUID], on: date) -> dict[UUID, list[UUID]]:
    """Return {pupil: guardians with authority on that day}."""
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for care in cares(board_id=board_id, on=on, pupil_ids=pupil_ids):
        if care.authority:
            found[care.pupil_id].append(care.guardian_id)
    return dict(found)


def protected(*, board_id: UUID, on: date, pupil_ids: list[UUID] | None = None) -> set[UUID]:
    """Return the pupils whose whereabouts are protected on a day."""
    rows = _on(Protection.objects.filter(board_id=board_id), on)
    if pupil_ids is not None:
        rows = rows.filter(pupil_id__in=pupil_ids)
    return set(rows.values_list("pupil_id", flat=True))


def roles(*, board_id: UUID, person_id: UUID, on: date) -> list[tuple[Role, UUID]]:
    """Return (role, school) of each appointment that somebody holds on a day."""
    rows = _on(Appointment.objects.filter(board_id=board_id, person_id=person_id), on)
    return [(Role(a.role), a.school_id) for a in rows]


def staff(*, board_id: UUID, school_id: UUID, on: date) -> list[tuple[UUID, Role]]:
    """Return (person, role) of everybody who works at a school on a day."""
    rows = _on(Appointment.objects.filter(board_id=board_id, school_id=school_id), on)
    return [(a.person_id, Role(a.role)) for a in rows.order_by("id")]


def duties(*, board_id: UUID, on: date, person_id: UUID | None = None,
           group_ids: list[UUID] | None = None) -> list[tuple[UUID, UUID]]:
    """Return (person, group) of the staff that works with groups on a day and is appointed on it."""
    sql = f"""
        SELECT d.person_id, d.group_id FROM people_groupduty d
        WHERE d.board_id = %(board)s AND {ACTIVE.format("d")}
          AND (%(person)s::uuid IS NULL OR d.person_id = %(person)s)
          AND (%(groups)s::uuid[] IS NULL OR d.group_id = ANY(%(groups)s))
          AND EXISTS (SELECT 1 FROM people_appointment a WHERE a.board_id = %(board)s AND a.person_id = d.person_id
                      AND {ACTIVE.format("a")})
        ORDER BY d.id"""
    with connection.cursor() as cursor:
        cursor.execute(sql, {"board": board_id, "on": on, "person": person_id, "groups": group_ids})
        return cursor.fetchall()


def groups_of_staff(*, board_id: UUID, person_id: UUID, on: date) -> list[UUID]:
    """Return the groups that a member of staff works with on a day."""
    return [group for _, group in duties(board_id=board_id, on=on, person_id=person_id)]


def mandates(*, board_id: UUID, person_id: UUID, on: date, school_id: UUID | None) -> set[MandateKind]:
    """Return the mandates that somebody holds on a day for a school: those for that school, and those for all of the board."""
    rows = _on(Mandate.objects.filter(board_id=board_id, person_id=person_id), on)
    rows = rows.filter(Q(school_id=None) | Q(school_id=school_id))
    return {MandateKind(m.kind) for m in rows}


def member_facts(*, actor: Actor, kind: MandateKind, on: date) -> DecidesOnMembers:
    """Return the facts for `may_decide_on_members`: does the actor hold this mandate on this day?"""
    held = set()
    if actor.person_id:
        held = mandates(board_id=actor.board_id, person_id=actor.person_id, on=on, school_id=actor.school_id)
    return DecidesOnMembers(mandated=kind in held and actor.is_staff, on=on)


def by_roster_key(*, board_id: UUID) -> dict[bytes, UUID]:
    """Return {blind roster key: person} of everybody who came from the administration."""
    rows = Person.objects.filter(board_id=board_id, roster_key__isnull=False).values_list("roster_key", "id")
    return {bytes(key): person_id for key, person_id in rows}


def of_person(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """Return what is kept of somebody as a person, for access to one's own data."""
    ring = Ring(board_id)
    name = names(board_id=board_id, person_ids=[person_id], ring=ring).get(person_id)
    contact = contacts(board_id=board_id, person_ids=[person_id], ring=ring).get(person_id)
    born = births(board_id=board_id, person_ids=[person_id], ring=ring).get(person_id)
    return [{"name": name.full if name else "", "email": contact.email if contact else "",
             "phone": contact.phone if contact else "", "born_on": born,
             "language": languages(board_id=board_id, person_ids=[person_id]).get(person_id, "")}]


def enrolments_of(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """Return in which groups a pupil was, and when."""
    return [vars(e) for e in enrolments(board_id=board_id, pupil_ids=[person_id])]


def cares_of(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """Return for whom somebody cares. Of a pupil's guardians nothing: each of them sees only their own."""
    return [vars(c) for c in cares(board_id=board_id, guardian_ids=[person_id])]


def appointments_of(*, board_id: UUID, person_id: UUID) -> list[dict]:
    """Return the appointments that somebody had."""
    rows = Appointment.objects.filter(board_id=board_id, person_id=person_id).order_by("id")
    return [{"role": a.role, "school_id": a.school_id, "from_on": a.from_on, "to_on": a.to_on} for a in rows]
