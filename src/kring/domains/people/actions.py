"""The writers of people. Many at once, so that a whole school is a handful of statements.

These record what was decided; whether it may be decided is asked by the act that calls them (roster, accounts, pages)
in the same transaction, and the audit leaf is that act's.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from kring.domains.people import queries
from kring.domains.people.models import (
    Appointment,
    Enrolment,
    GroupDuty,
    Guardianship,
    Mandate,
    Person,
    Protection,
    WorkingHours,
)
from kring.domains.people.terms import MandateKind, Name, Role
from kring.ground import audit, live
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring, blind
from kring.norms import parameter


@dataclass(frozen=True)
class NewPerson:
    """Somebody to register. `roster_key` is the administration's own number, kept as a blind index only."""

    name: Name
    email: str = ""
    phone: str = ""
    born_on: date | None = None
    roster_key: str = ""
    language: str = "nl"
    is_pupil: bool = False


@dataclass(frozen=True)
class NewCare:
    pupil_id: UUID
    guardian_id: UUID
    relation: str
    authority: bool
    source: str
    from_on: date
    decided_by: UUID | None
    checked_on: date | None = None


def decides_alone_on(*, born_on: date, at: date) -> date:
    """Return the day on which a pupil decides alone: the birthday, 1 March for a leap-day child."""
    years = int(parameter("age.decides_alone", at=at))
    try:
        return born_on.replace(year=born_on.year + years)
    except ValueError:
        return date(born_on.year + years, 3, 1)


def register_persons(*, board_id: UUID, ring: Ring, persons: list[NewPerson], on: date) -> list[UUID]:
    """Register people, each under a key of their own, and return their ids in the same order."""
    ids = [uuid7() for _ in persons]
    keys = ring.new_keys("subject", ids)
    rows = []
    for person_id, key_id, new in zip(ids, keys, persons, strict=True):
        rows.append(Person(
            id=person_id, board_id=board_id, key_id=key_id, language=new.language,
            name=_sealed_name(ring, person_id, key_id, new.name),
            contact=_sealed_contact(ring, person_id, key_id, new.email, new.phone),
            birth=_sealed_birth(ring, person_id, key_id, new.born_on),
            roster_key=roster_index(board_id=board_id, key=new.roster_key) if new.roster_key else None,
            decides_alone_on=decides_alone_on(born_on=new.born_on, at=on) if new.is_pupil and new.born_on else None,
        ))
    Person.objects.bulk_insert(rows)
    return ids


def roster_index(*, board_id: UUID, key: str) -> bytes:
    """Return the blind index of an administration's number."""
    return blind(board_id, key, purpose="roster")


def _sealed_name(ring: Ring, person_id: UUID, key_id: UUID, name: Name) -> bytes:
    content = json.dumps({"given": name.given, "prefix": name.prefix, "family": name.family})
    return ring.seal(content, key_id=key_id, place=("people_person", "name", person_id))


def _sealed_contact(ring: Ring, person_id: UUID, key_id: UUID, email: str, phone: str) -> bytes | None:
    if not email and not phone:
        return None
    content = json.dumps({"email": email, "phone": phone})
    return ring.seal(content, key_id=key_id, place=("people_person", "contact", person_id))


def _sealed_birth(ring: Ring, person_id: UUID, key_id: UUID, born_on: date | None) -> bytes | None:
    if born_on is None:
        return None
    return ring.seal(born_on.isoformat(), key_id=key_id, place=("people_person", "birth", person_id))


def rename(*, board_id: UUID, ring: Ring, person_id: UUID, name: Name) -> None:
    """Give somebody another name; key, consent and history stay."""
    person = Person.objects.get(board_id=board_id, id=person_id)
    sealed = _sealed_name(ring, person_id, person.key_id, name)
    Person.objects.filter(board_id=board_id, id=person_id).update(name=sealed)


def change_contact(*, board_id: UUID, ring: Ring, person_id: UUID, email: str, phone: str) -> None:
    """Replace how somebody is reached."""
    person = Person.objects.get(board_id=board_id, id=person_id)
    sealed = _sealed_contact(ring, person_id, person.key_id, email, phone)
    Person.objects.filter(board_id=board_id, id=person_id).update(contact=sealed)


def enrol(*, board_id: UUID, rows: list[tuple[UUID, UUID, UUID]], from_on: date) -> None:
    """Put pupils in groups from a day on; each row is (pupil, school, group)."""
    Enrolment.objects.bulk_insert([
        Enrolment(board_id=board_id, pupil_id=p, school_id=s, group_id=g, from_on=from_on) for p, s, g in rows
    ])


def _ending_after(rows, on: date):
    """Return what still runs after a day: an end that is set already may come nearer, and is never pushed back here."""
    return rows.filter(Q(to_on=None) | Q(to_on__gt=on))


def end_enrolments(*, board_id: UUID, pupil_ids: list[UUID], on: date, group_ids: list[UUID] | None = None) -> None:
    """End the running enrolments of pupils, in these groups when given; the rows stay."""
    rows = _ending_after(Enrolment.objects.filter(board_id=board_id, pupil_id__in=pupil_ids), on)
    if group_ids is not None:
        rows = rows.filter(group_id__in=group_ids)
    rows.update(to_on=on)


def give_care(*, board_id: UUID, cares: list[NewCare], at: datetime) -> None:
    """Record guardianships, each with its source and who decided."""
    Guardianship.objects.bulk_insert([
        Guardianship(board_id=board_id, pupil_id=c.pupil_id, guardian_id=c.guardian_id, relation=c.relation,
                     authority=c.authority, source=c.source, from_on=c.from_on, checked_on=c.checked_on,
                     decided_by=c.decided_by, decided_at=at)
        for c in cares
    ])


def end_care(*, board_id: UUID, care_ids: list[UUID], on: date, by: UUID | None, at: datetime, why: str) -> None:
    """End guardianships from a day on. Applies at the next request: every read asks for authority on the day.

    Tells: the open pages of these guardians, which are cut and ask anew.
    """
    rows = _ending_after(Guardianship.objects.filter(board_id=board_id, id__in=care_ids), on)
    guardians = list(rows.values_list("guardian_id", flat=True))
    rows.update(to_on=on, ended_by=by, ended_at=at, ended_why=why)
    live.authority_changed(board_id=board_id, person_ids=guardians, at=at)


def appoint(*, board_id: UUID, person_id: UUID, school_id: UUID, role: Role, from_on: date, at: datetime,
            by: UUID | None, to_on: date | None = None) -> UUID:
    """Appoint somebody to a role at a school; return the appointment's id."""
    return Appointment.objects.create(board_id=board_id, person_id=person_id, school_id=school_id, role=role,
                                      from_on=from_on, to_on=to_on, decided_by=by, decided_at=at).id


def end_appointments(*, board_id: UUID, person_id: UUID, on: date, at: datetime, school_id: UUID | None = None) -> None:
    """End somebody's running appointments and group duties from a day on.   Tells: that person's open pages."""
    rows = _ending_after(Appointment.objects.filter(board_id=board_id, person_id=person_id), on)
    if school_id is not None:
        rows = rows.filter(school_id=school_id)
    rows.update(to_on=on)
    _ending_after(GroupDuty.objects.filter(board_id=board_id, person_id=person_id), on).update(to_on=on)
    live.authority_changed(board_id=board_id, person_ids=[person_id], at=at)


def assign(*, board_id: UUID, rows: list[tuple[UUID, UUID]], from_on: date) -> None:
    """Let staff work with groups from a day on; each row is (person, group)."""
    GroupDuty.objects.bulk_insert(
        [GroupDuty(board_id=board_id, person_id=p, group_id=g, from_on=from_on) for p, g in rows]
    )


def end_duties(*, board_id: UUID, rows: list[tuple[UUID, UUID]], on: date) -> None:
    """End that staff works with groups; each row is (person, group)."""
    for person_id, group_id in rows:
        rows_of_one = GroupDuty.objects.filter(board_id=board_id, person_id=person_id, group_id=group_id)
        _ending_after(rows_of_one, on).update(to_on=on)


def set_hours(*, board_id: UUID, person_id: UUID, hours: list[tuple[int, time, time]]) -> None:
    """Replace somebody's working hours; each row is (weekday 1–7, from, to)."""
    WorkingHours.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")
    WorkingHours.objects.bulk_insert([
        WorkingHours(board_id=board_id, person_id=person_id, weekday=d, from_time=f, to_time=t) for d, f, t in hours
    ])


def give_mandate(*, board_id: UUID, person_id: UUID, kind: MandateKind, from_on: date, at: datetime,
                 by: UUID | None, school_id: UUID | None = None, to_on: date | None = None) -> None:
    """Give somebody a dated mandate of the board."""
    Mandate.objects.create(board_id=board_id, person_id=person_id, school_id=school_id, kind=kind, from_on=from_on,
                           to_on=to_on, decided_by=by, decided_at=at)


def protect(*, board_id: UUID, pupil_ids: list[UUID], from_on: date, by: UUID | None, at: datetime) -> None:
    """Protect the whereabouts of pupils from a day on."""
    Protection.objects.bulk_insert(
        [Protection(board_id=board_id, pupil_id=p, from_on=from_on, by=by, at=at) for p in pupil_ids]
    )


def end_protection(*, board_id: UUID, pupil_id: UUID, on: date) -> None:
    """End the protection of a pupil from a day on."""
    Protection.objects.filter(board_id=board_id, pupil_id=pupil_id, to_on=None).update(to_on=on)


def erase_persons(*, board_id: UUID, before: datetime, at: datetime) -> int:
    """Erase who left before a moment: key and content at once, the bare row once nothing longer kept points at it. What
    they held besides ends on the day they left, so that its own term runs from there. Returns how many were erased."""
    left = queries.left_before(board_id=board_id, before=before)
    for person_id, on in left:
        _end_what_they_held(board_id, person_id, on)
        forget_person(board_id=board_id, person_id=person_id, at=at)
    _erase_bare(board_id)
    return len(left)


def _end_what_they_held(board_id: UUID, person_id: UUID, on: date) -> None:
    WorkingHours.objects.filter(board_id=board_id, person_id=person_id)._raw_delete("default")
    _ending_after(Mandate.objects.filter(board_id=board_id, person_id=person_id), on).update(to_on=on)
    _ending_after(Protection.objects.filter(board_id=board_id, pupil_id=person_id), on).update(to_on=on)


def _erase_bare(board_id: UUID) -> None:
    """Erase the rows of which nothing is left but an id, with the key of their pseudonym in the log."""
    bare = queries.bare(board_id=board_id)
    for person_id in sorted(bare - audit.owners_of_payloads(board_id=board_id, owner_ids=bare)):
        if _row_goes(board_id, person_id):
            audit.erase_subject(board_id=board_id, subject_id=person_id)
            live.forget(board_id=board_id, person_id=person_id)


def _row_goes(board_id: UUID, person_id: UUID) -> bool:
    """Return whether the row could go; where something that must be kept longer still points at it, it stays, bare."""
    try:
        with transaction.atomic():
            Person.objects.filter(board_id=board_id, id=person_id)._raw_delete("default")
    except IntegrityError:
        return False
    return True


def forget_person(*, board_id: UUID, person_id: UUID, at: datetime) -> int:
    """Erase somebody's name, contact data and birth date, and destroy the key that sealed them."""
    rows = Person.objects.filter(board_id=board_id, id=person_id)
    person = rows.first()
    if person is None:
        return 0
    rows.update(name=None, contact=None, birth=None, roster_key=None, decides_alone_on=None)
    _row_goes(board_id, person_id)
    transaction.on_commit(lambda: Ring(board_id).destroy(person.key_id))
    return 1


def erase_ended(*, model: type, board_id: UUID, before: datetime) -> int:
    """Erase the rows of a dated table that ended before a moment; return how many went."""
    return model.objects.filter(board_id=board_id, to_on__lte=before.date())._raw_delete("default")
