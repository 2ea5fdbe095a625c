"""The beginning: a board, its school, the first import by the administrator, and who is appointed to what."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from django.db import transaction

from kring.domains.people import actions as people
from kring.domains.people import queries as people_queries
from kring.domains.people.models import Person
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.roster.actions import applying, reading, settling
from kring.domains.roster.actions.reading import Upload
from kring.domains.roster.queries import imports
from kring.domains.school import actions as schools
from kring.domains.school.models import Group
from kring.domains.school.terms import Region
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring
from kring.ground.tenancy import board_transaction
from world import cast as world
from world import rosters, when
from world.cast import Cast, Guardian, Outsider, Pupil, Staff

# What an administration's role code never decides: the board appoints these itself.
APPOINTED = {"director": Role.DIRECTOR, "support": Role.SUPPORT, "administrator": Role.ADMINISTRATOR}
SUPPORT_CODES = ("OWA", "STA")


@dataclass
class School:
    """The school as it was made: ids by name. A teacher who is also a parent is two people to the administration."""

    board_id: UUID
    id: UUID
    groups: dict[str, UUID]
    pupils: dict[str, UUID]
    guardians: dict[str, UUID]
    staff: dict[str, UUID]

    def staff_actor(self, member: Staff, capacity: str | None = None) -> Actor:
        return Actor(self.board_id, self.staff[member.name], capacity or member.capacity, self.id)

    def guardian_actor(self, guardian: Guardian) -> Actor:
        return Actor(self.board_id, self.guardians[guardian.name], "guardian")

    def pupil_actor(self, pupil: Pupil) -> Actor:
        return Actor(self.board_id, self.pupil_id(pupil), "pupil", self.id)

    def pupil_id(self, pupil: Pupil) -> UUID:
        return self.pupils[pupil.key]


def found(*, cast: Cast, at: datetime) -> School:
    """This function will found the board and its school, take in the first export, and appoint the people around it."""
    with transaction.atomic():
        administrator = bare_school(cast=cast, at=at)
    board_id, school_id = administrator.board_id, administrator.school_id
    with board_transaction(board_id):
        take_in(actor=administrator, school_id=school_id, export=rosters.start(cast=cast, on=at.date()), at=at)
    with board_transaction(board_id):
        school = _known(cast, board_id, school_id, at)
        _appoint(school, cast, at)
    return school


def bare_school(*, cast: Cast, at: datetime) -> Actor:
    """This function will make a board and its school without anybody but the administrator, and return that person."""
    board_id = schools.found_board(name=world.BOARD, at=at)
    school_id = schools.found_school(board_id=board_id, name=world.SCHOOL, slug="hoefblad", brin=world.BRIN, region=Region.SOUTH)
    year = cast.year
    schools.open_year(board_id=board_id, school_id=school_id, label=year.name, from_on=year.start, to_on=year.end)
    schools.set_holidays(board_id=board_id, school_id=school_id,
                         holidays=[(h.name, h.start, h.end) for h in when.holidays(year=year)])
    return _administrator(cast, board_id, school_id, at)


def _administrator(cast: Cast, board_id: UUID, school_id: UUID, at: datetime) -> Actor:
    hanneke = cast.member("Hanneke Blom")
    person_id = _register(board_id, hanneke.name, hanneke.email, at)
    scope = {"board_id": board_id, "person_id": person_id, "from_on": clock.today(at), "at": at, "by": None}
    people.appoint(**scope, school_id=school_id, role=Role.ADMINISTRATOR)
    for kind in (MandateKind.ROSTER, MandateKind.GUARDIANSHIP):
        people.give_mandate(**scope, kind=kind, school_id=school_id)
    return Actor(board_id, person_id, "administrator", school_id)


def _register(board_id: UUID, name: str, email: str, at: datetime) -> UUID:
    given, surname = world.given_and_surname(name=name)
    prefix, core = world.prefix_and_core(surname=surname)
    new = people.NewPerson(Name(given, prefix, core), email=email)
    return people.register_persons(board_id=board_id, ring=Ring(board_id), persons=[new], on=clock.today(at))[0]


def take_in(*, actor: Actor, school_id: UUID, export: rosters.Export, at: datetime) -> None:
    """This function will upload an export, answer every doubt as the administrator would, and apply what was seen."""
    roster, guardians = (Upload(*one) for one in zip(export.names, (export.edexml, export.guardians), strict=True))
    import_id = reading.upload(actor=actor, school_id=school_id, roster=roster, guardians=guardians, key=uuid7(), at=at)
    ring = Ring(actor.board_id)
    while doubts := imports.snapshot(row=imports.find(actor=actor, import_id=import_id), ring=ring).difference.open_doubts:
        choices = {
            imports.doubt_name(board_id=actor.board_id, code=doubt.code):
                "support" if any(s.key in doubt.code for s in world.STAFF if s.capacity == "support") else doubt.choices[0].code
            for doubt in doubts
        }
        settling.settle(actor=actor, import_id=import_id, choices=choices, at=at)
    seen = imports.find(actor=actor, import_id=import_id).digest
    applying.apply(actor=actor, import_id=import_id, seen=seen, key=uuid7(), at=at)


def _known(cast: Cast, board_id: UUID, school_id: UUID, at: datetime) -> School:
    """Find back who got which id. A name that two kinds of people share is told apart by what they are."""
    on = clock.today(at)
    groups = {g.roster_key: g.id for g in Group.objects.filter(board_id=board_id, school_id=school_id)}
    enrolled = {e.pupil_id for e in people_queries.enrolments(board_id=board_id, school_id=school_id, on=on)}
    caring = {c.guardian_id for c in people_queries.cares(board_id=board_id, on=on)}
    ids = list(Person.objects.filter(board_id=board_id).values_list("id", flat=True))
    names = {i: n.full for i, n in people_queries.names(board_id=board_id, person_ids=ids, ring=Ring(board_id)).items()}
    by_pupil = {names[i]: i for i in enrolled}
    return School(
        board_id=board_id, id=school_id, groups=groups,
        pupils={p.key: by_pupil[p.name] for p in cast.pupils},
        guardians={names[i]: i for i in caring},
        staff={n: i for i, n in names.items() if i not in enrolled and i not in caring},
    )


def _appoint(school: School, cast: Cast, at: datetime) -> None:
    """What no export says: director and support without a group, hours, and the mandates of the board."""
    scope = {"board_id": school.board_id, "from_on": clock.today(at), "at": at, "by": None}
    for member in cast.staff:
        person_id = school.staff[member.name]
        if not member.groups and member.name != "Hanneke Blom":
            people.appoint(**scope, person_id=person_id, school_id=school.id, role=APPOINTED[member.capacity])
        hours = [(day + 1, time.fromisoformat(member.starts), time.fromisoformat(member.ends)) for day in member.days]
        people.set_hours(board_id=school.board_id, person_id=person_id, hours=hours)
    petra = school.staff["Petra Willems"]
    people.assign(board_id=school.board_id, rows=[(petra, g) for g in school.groups.values()], from_on=clock.today(at))
    _mandate(school, cast, scope)


def _mandate(school: School, cast: Cast, scope: dict) -> None:
    def give(person_id: UUID, kind: MandateKind) -> None:
        people.give_mandate(**scope, person_id=person_id, kind=kind, school_id=school.id)

    for name in world.COUNCIL["guardians"]:
        give(school.guardians[name], MandateKind.COUNCIL)
    for name in world.COUNCIL["staff"]:
        give(school.staff[name], MandateKind.COUNCIL)
    give(school.staff[world.DEPUTY], MandateKind.DEPUTY)
    give(school.staff["Ingrid Vos"], MandateKind.ROSTER)
    give(school.staff["Ingrid Vos"], MandateKind.GUARDIANSHIP)
    officer: Outsider = cast.outsider("officer")
    person_id = _register(school.board_id, officer.name, officer.email, scope["at"])
    people.appoint(**scope, person_id=person_id, school_id=school.id, role=Role.OFFICER)
    school.staff[officer.name] = person_id


def leave_waiting(*, school: School, cast: Cast, at: datetime) -> None:
    """This function will let the administrator read the export of two months later in; its doubts wait for an answer."""
    export = rosters.update(cast=cast, on=at.date())
    roster, guardians = (Upload(*one) for one in zip(export.names, (export.edexml, export.guardians), strict=True))
    with board_transaction(school.board_id):
        reading.upload(actor=school.staff_actor(cast.member("Hanneke Blom")), school_id=school.id, roster=roster,
                       guardians=guardians, key=uuid7(), at=at)


def end_of(*, school: School, name: str, at: datetime) -> None:
    """This function will let somebody's work at the school end on the day after a moment."""
    with board_transaction(school.board_id):
        people.end_appointments(board_id=school.board_id, person_id=school.staff[name], on=clock.today(at) + timedelta(days=1),
            at=at)
