"""The people of these tests: one board, one school, one group, and who is what on the day that the tests play."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db import connection

from kring.domains.accounts.actions import directory, factors, signin
from kring.domains.accounts.actions.sessions import real_now
from kring.domains.accounts.models import Account
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.terms import Method
from kring.domains.people import actions as people
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.school import actions as schools
from kring.domains.school.terms import GroupKind
from kring.ground import clock
from kring.ground.sealing import Ring

GOOD = "kikker tafel raam 91"
OTHER_GOOD = "ladder-mist-orgel-wol"
SPRING = date(2026, 1, 1)
PEOPLE = {
    "noor": people.NewPerson(Name("Noor", "", "Kaya"), born_on=date(2018, 2, 28), is_pupil=True),
    "yara": people.NewPerson(Name("Yara", "", "Amrani"), born_on=date(2018, 5, 1), is_pupil=True),
    "farida": people.NewPerson(Name("Farida", "", "Amrani"), email="farida@ouders.example"),
    "elif": people.NewPerson(Name("Elif", "", "Kaya"), email="kaya@ouders.example"),
    "deniz": people.NewPerson(Name("Deniz", "", "Kaya"), email="kaya@ouders.example", language="en"),
    "stef": people.NewPerson(Name("Stef", "", "Bos"), email="stef@ouders.example"),  # without authority
    "sanne": people.NewPerson(Name("Sanne", "de", "Wit"), email="sanne@hoefblad.example"),
    "ingrid": people.NewPerson(Name("Ingrid", "", "Vos"), email="ingrid@hoefblad.example"),
    "wim": people.NewPerson(Name("Wim", "", "Kool"), email="wim@hoefblad.example"),
    "tess": people.NewPerson(Name("Tess", "", "Blom"), email="tess@hoefblad.example"),  # administrator without mandate
}


@dataclass
class School:
    board_id: UUID
    school_id: UUID
    group_id: UUID
    people: dict[str, UUID]

    def __getattr__(self, name):
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None


def today() -> date:
    return clock.today(real_now())


def found(name: str = "Stichting De Waterkant") -> School:
    """A board with one school and everybody in it; the board is entered until the transaction ends."""
    at = real_now()
    board_id = schools.found_board(name=name, at=at)
    school_id = schools.found_school(board_id=board_id, name="Het Hoefblad", slug="hoefblad")
    year = schools.open_year(board_id=board_id, school_id=school_id, label="2026-2027", from_on=date(2026, 8, 1), to_on=date(2027, 8, 1))
    group_id = schools.make_groups(board_id=board_id, school_id=school_id, school_year_id=year,
                                   groups=[schools.NewGroup("g4", "Groep 4", GroupKind.BASE)])["g4"]
    ids = people.register_persons(board_id=board_id, ring=Ring(board_id), persons=list(PEOPLE.values()), on=today())
    school = School(board_id, school_id, group_id, dict(zip(PEOPLE, ids, strict=True)))
    people.enrol(board_id=board_id, rows=[(school.noor, school_id, group_id), (school.yara, school_id, group_id)], from_on=SPRING)
    for pupil, guardian, authority in (("yara", "farida", True), ("noor", "elif", True), ("noor", "deniz", True), ("yara", "stef", False)):
        care(school, pupil, guardian, authority=authority)
    for person, role in (("sanne", Role.TEACHER), ("ingrid", Role.DIRECTOR), ("wim", Role.ADMINISTRATOR), ("tess", Role.ADMINISTRATOR)):
        appoint(school, person, role)
    people.give_mandate(board_id=board_id, person_id=school.wim, kind=MandateKind.ROSTER, from_on=SPRING, at=at, by=None)
    return school


def care(school: School, pupil: str, guardian: str, *, authority: bool = True, from_on: date = SPRING) -> None:
    people.give_care(board_id=school.board_id, at=real_now(), cares=[people.NewCare(
        pupil_id=school.people[pupil], guardian_id=school.people[guardian], relation="ouder", authority=authority,
        source="administration", from_on=from_on, decided_by=None)])


def appoint(school: School, person: str, role: Role, *, from_on: date = SPRING, to_on: date | None = None) -> None:
    people.appoint(board_id=school.board_id, person_id=school.people[person], school_id=school.school_id, role=role,
                   from_on=from_on, to_on=to_on, at=real_now(), by=None)


def account(school: School, person: str, *, password: str | None = GOOD, email: str = "", app: bool = False) -> Account:
    """An account of somebody, with a seat; `app` gives it an authenticator app."""
    made = directory.open_account(username=person, email=email, password=password, language="nl", at=real_now())
    directory.give_seat(account_id=made.id, board_id=school.board_id, person_id=school.people[person], at=real_now())
    if app:
        seed = factors.new_seed()
        assert factors.add_app(account=made, seed=seed, code=code_of(seed, steps=-1), at=real_now())
        made.seed = seed
    return made


def code_of(seed: str, *, steps: int = 0) -> str:
    """The code that an app shows now, or some steps of half a minute from now."""
    import time

    from allauth.mfa.totp.internal import auth as totp

    return totp.format_hotp_value(totp.hotp_value(seed, int(time.time()) // 30 + steps))


def signed_in(client, account: Account, *, capacity: str = "", methods=(Method.PASSKEY,)):
    """Sign a test client in without the pages, in this capacity or the first one."""
    places = queries.places(account_id=account.id, at=real_now(), back=entered())
    place = next(p for p in places if capacity in ("", p.capacity))
    client.cookies["__Host-kring"] = signin.issue(account=account, place=place, methods=list(methods))
    return client


def entered() -> UUID | None:
    """The board that this transaction is in."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kring.ctx_board()")
        return cursor.fetchone()[0]


def plain(response) -> bytes:
    """A page without what is different each time it is drawn: the masked token and the key of its forms."""
    return re.sub(rb'name="(csrfmiddlewaretoken|form_key)" value="[^"]*"', b"", response.content)


def key() -> str:
    from uuid import uuid4

    return str(uuid4())


def in_days(days: float) -> datetime:
    return datetime.now(UTC) + timedelta(days=days)
