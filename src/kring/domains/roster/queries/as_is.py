"""One school as Kring knows it on a day: the facts that files are compared with. The number of statements is fixed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from uuid import UUID

from kring.domains.people import queries as people
from kring.domains.people.terms import Name, Role
from kring.domains.roster.models import Listing
from kring.domains.roster.terms.kinds import PersonKind
from kring.domains.roster.terms.known import AsIs, KnownCare, KnownGroup, KnownGuardian, KnownPupil, KnownStaff
from kring.domains.school import queries as schools
from kring.domains.school.queries import GroupRow
from kring.domains.school.terms import GroupKind
from kring.ground.sealing import Ring, blind

NOBODY = people.Contact("", "")


def listing_key(*, board_id: UUID, school_id: UUID, kind: PersonKind, key: str) -> bytes:
    """Return the index of an administration's key: the same key at another school is another one."""
    return blind(board_id, f"{school_id}:{kind.value}:{key}", purpose="roster listing")


def persons_by_key(*, board_id: UUID, school_id: UUID, kind: PersonKind, keys: Iterable[str]) -> dict[str, UUID]:
    """Return {key: person} for the keys of an administration that Kring knows, also of people who left."""
    rows = Listing.objects.filter(board_id=board_id, school_id=school_id, kind=kind).values_list("key", "person_id")
    known = {bytes(key): person_id for key, person_id in rows}
    indexes = {key: listing_key(board_id=board_id, school_id=school_id, kind=kind, key=key) for key in keys}
    return {key: known[index] for key, index in indexes.items() if index in known}


def as_is(
    *, board_id: UUID, school_id: UUID, pupil_keys: Iterable[str], staff_keys: Iterable[str], on: date, ring: Ring
) -> AsIs:
    """Return what Kring knows of a school. The keys are those of the files: Kring keeps keys unreadable, so it can only
    be asked for them."""
    school = schools.school(board_id=board_id, school_id=school_id)
    if school is None:
        raise LookupError("the board has no such school")
    groups, year = _groups(board_id, school_id)
    listed = _listed(board_id, school_id, on)
    pupils, names = _pupils(board_id, school_id, listed[PersonKind.PUPIL], groups, on, ring)
    cares = [
        care
        for care in people.cares(board_id=board_id, pupil_ids=[pupil.id for pupil in pupils])
        if care.to_on is None or care.to_on > on
    ]
    guardian_ids = sorted({care.guardian_id for care in cares})
    appointed = people.staff(board_id=board_id, school_id=school_id, on=on)
    staff_ids = sorted({person_id for person_id, _role in appointed} | set(listed[PersonKind.STAFF]))
    contacts = people.contacts(board_id=board_id, person_ids=[*guardian_ids, *staff_ids], ring=ring)
    names |= people.names(board_id=board_id, person_ids=[*guardian_ids, *staff_ids], ring=ring)
    scope = {"board_id": board_id, "school_id": school_id}
    return AsIs(
        on=on,
        school_name=school.name,
        brin=school.brin,
        branch=school.branch,
        school_year=year,
        groups=tuple(groups.values()),
        pupils=tuple(pupils),
        guardians=tuple(_guardian(one, names[one], contacts.get(one, NOBODY)) for one in guardian_ids if one in names),
        cares=tuple(
            KnownCare(id=care.id, pupil_id=care.pupil_id, guardian_id=care.guardian_id, authority=care.authority)
            for care in _newest(cares)
            if care.guardian_id in names
        ),
        staff=tuple(_staff(board_id, staff_ids, names, contacts, appointed, set(listed[PersonKind.STAFF]), on)),
        pupil_keys=persons_by_key(**scope, kind=PersonKind.PUPIL, keys=pupil_keys),
        staff_keys=persons_by_key(**scope, kind=PersonKind.STAFF, keys=staff_keys),
    )


def _groups(board_id: UUID, school_id: UUID) -> tuple[dict[UUID, KnownGroup], str]:
    """Return the groups that are open, and the newest school year that has groups."""
    labels = {year.id: year.label for year in schools.years(board_id=board_id, school_id=school_id)}
    rows: list[GroupRow] = schools.groups(board_id=board_id, school_id=school_id)
    groups = {
        row.id: KnownGroup(
            id=row.id,
            key=row.roster_key,
            name=row.name,
            composite=row.kind is GroupKind.COMPOSITE,
            school_year=labels.get(row.school_year_id, ""),
        )
        for row in rows
    }
    return groups, max((group.school_year for group in groups.values()), default="")


def _listed(board_id: UUID, school_id: UUID, on: date) -> dict[PersonKind, dict[UUID, date | None]]:
    """Return {person: day of leaving} of those whom the administration lists at a school on a day or after it."""
    found: dict[PersonKind, dict[UUID, date | None]] = {kind: {} for kind in PersonKind}
    rows = Listing.objects.filter(board_id=board_id, school_id=school_id).order_by("id")
    for kind, person_id, to_on in rows.values_list("kind", "person_id", "to_on"):
        if to_on is None or to_on > on:
            found[PersonKind(kind)][person_id] = to_on
    return found


def _pupils(
    board_id: UUID,
    school_id: UUID,
    listed: dict[UUID, date | None],
    groups: dict[UUID, KnownGroup],
    on: date,
    ring: Ring,
) -> tuple[list[KnownPupil], dict[UUID, Name]]:
    """Return the pupils of a school: in a group now or later, or listed without one."""
    rows = people.enrolments(board_id=board_id, school_id=school_id)
    running = [row for row in rows if row.to_on is None or row.to_on > on]
    ids = sorted({row.pupil_id for row in running} | set(listed))
    names = people.names(board_id=board_id, person_ids=ids, ring=ring)
    births = people.births(board_id=board_id, person_ids=ids, ring=ring)
    protected = people.protected(board_id=board_id, on=on, pupil_ids=ids)
    of_pupil = defaultdict(list)
    for row in running:
        of_pupil[row.pupil_id].append(row)
    pupils = []
    for one in ids:
        if one not in names:
            continue
        ends = [row.to_on for row in of_pupil[one]] or [listed[one]]
        leaves_on = None if None in ends else max(end for end in ends if end)
        there = frozenset(
            row.group_id for row in of_pupil[one] if row.group_id in groups and row.to_on in (None, leaves_on)
        )
        pupils.append(
            KnownPupil(
                id=one,
                name=names[one],
                birth_on=births.get(one),
                group_ids=there,
                leaves_on=leaves_on,
                protected=one in protected,
            )
        )
    return pupils, names


def _newest(cares: list[people.Care]) -> list[people.Care]:
    """Of two rows of one guardian and one pupil (authority that changes from a day on) the later one holds."""
    found: dict[tuple[UUID, UUID], people.Care] = {}
    for care in sorted(cares, key=lambda care: (care.from_on, care.id)):
        found[care.pupil_id, care.guardian_id] = care
    return list(found.values())


def _guardian(person_id: UUID, name: Name, contact: people.Contact) -> KnownGuardian:
    return KnownGuardian(id=person_id, name=name, email=contact.email, phone=contact.phone)


def _staff(
    board_id: UUID,
    staff_ids: list[UUID],
    names: dict[UUID, Name],
    contacts: dict[UUID, people.Contact],
    appointed: list[tuple[UUID, Role]],
    listed: set[UUID],
    on: date,
) -> list[KnownStaff]:
    groups = defaultdict(set)
    for person_id, group_id in people.duties(board_id=board_id, on=on):
        groups[person_id].add(group_id)
    working = {person_id for person_id, _role in appointed}
    return [
        KnownStaff(
            id=one,
            name=names[one],
            email=contacts.get(one, NOBODY).email,
            phone=contacts.get(one, NOBODY).phone,
            appointed=one in working,
            listed=one in listed,
            group_ids=frozenset(groups[one]),
        )
        for one in staff_ids
        if one in names
    ]
