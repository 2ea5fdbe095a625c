"""Three schools of another board with next to nothing in them: what their people see is every page's empty state.

Here belongs who is there, put in by the product's own actions. What their pages must show does not.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import translation

from kring.domains.accounts.actions import directory
from kring.domains.consent.actions import asking
from kring.domains.consent.queries.questions import ready_text
from kring.domains.consent.terms import READY_TEXTS
from kring.domains.people import actions as people
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.policy import actions as policy
from kring.domains.school import actions as schools
from kring.domains.school.terms import GroupKind
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring

# De Kiem has nobody but these two; De Stilte has one group with one child; at Het Slot pupils are old enough to decide.
STAFF = {
    "fenna": ("kiem", Role.DIRECTOR), "otto": ("kiem", Role.ADMINISTRATOR),
    "mick": ("stilte", Role.TEACHER), "jet": ("stilte", Role.TEACHER), "ties": ("stilte", Role.SUPPORT),
    "noa": ("stilte", Role.OFFICER), "vera": ("slot", Role.DIRECTOR),
}
NAMES = {"kiem": "De Kiem", "stilte": "De Stilte", "slot": "Het Slot"}
# Wout has authority over Tess and Lena has none; Ravi is seventeen, Asha is his mother.
PUPILS = {"tess": ("stilte", 9), "ravi": ("slot", 17)}
CARES = {"wout": ("tess", True), "lena": ("tess", False), "asha": ("ravi", True)}


def found(*, at: datetime) -> None:
    """This function will found the board with its three schools, and let everybody in who can come in."""
    with transaction.atomic():
        board_id = schools.found_board(name="Stichting De Stille Kant", at=at)
        places = {key: schools.found_school(board_id=board_id, name=name, slug=f"stil-{key}") for key, name in NAMES.items()}
        ids = _register(board_id, at)
        _enrol(board_id, places, ids, at)
        _work(board_id, places, ids, at)
        _ask(Actor(board_id, ids["vera"], "director", places["slot"]), at)
        for who in (*STAFF, *CARES, "ravi"):
            account = directory.open_account(username=f"{who}.stil", email="", password=None, language="nl", at=at)
            directory.give_seat(account_id=account.id, board_id=board_id, person_id=ids[who], at=at)


def _register(board_id: UUID, at: datetime) -> dict[str, UUID]:
    on, everybody = clock.today(at), (*STAFF, *CARES, *PUPILS)
    made = people.register_persons(board_id=board_id, ring=Ring(board_id), on=on, persons=[
        people.NewPerson(Name(who.capitalize(), "", "Stil"), is_pupil=who in PUPILS,
                         born_on=date(on.year - PUPILS[who][1], 1, 15) if who in PUPILS else None) for who in everybody])
    return dict(zip(everybody, made, strict=True))


def _enrol(board_id: UUID, places: dict[str, UUID], ids: dict[str, UUID], at: datetime) -> None:
    """Give each pupil a group of its own, and the adults who care for it."""
    start = clock.today(at) - timedelta(days=60)
    for pupil, (place, _age) in PUPILS.items():
        year = schools.open_year(board_id=board_id, school_id=places[place], label="dit jaar", from_on=start,
                                 to_on=start + timedelta(days=360))
        group = schools.make_groups(board_id=board_id, school_id=places[place], school_year_id=year,
                                    groups=[schools.NewGroup(place, f"Groep van {pupil.capitalize()}", GroupKind.BASE)])[place]
        people.enrol(board_id=board_id, rows=[(ids[pupil], places[place], group)], from_on=start)
        if place == "stilte":
            people.assign(board_id=board_id, rows=[(ids["mick"], group)], from_on=start)
    people.give_care(board_id=board_id, at=at, cares=[
        people.NewCare(ids[pupil], ids[who], "ouder", authority, "administratie", start, None)
        for who, (pupil, authority) in CARES.items()])


def _work(board_id: UUID, places: dict[str, UUID], ids: dict[str, UUID], at: datetime) -> None:
    scope = {"board_id": board_id, "from_on": clock.today(at) - timedelta(days=60), "at": at, "by": None}
    for who, (place, role) in STAFF.items():
        people.appoint(**scope, person_id=ids[who], school_id=places[place], role=role)
    for kind in (MandateKind.ROSTER, MandateKind.GUARDIANSHIP):
        people.give_mandate(**scope, person_id=ids["otto"], kind=kind, school_id=places["kiem"])


def _ask(vera: Actor, at: datetime) -> None:
    """Het Slot adopted its agreements and asks everything that is ready; the other two did neither."""
    policy.adopt(actor=vera, school_id=vera.school_id, council_minute="Notulen van de raad, punt 2",
                 council_on=clock.today(at) - timedelta(days=10), at=at)
    with translation.override("nl"):
        asking.adopt_questions(actor=vera, new=[asking.NewQuestion(*place, ready_text(*place)) for place in READY_TEXTS],
                               from_on=clock.today(at), key=uuid7(), at=at)
