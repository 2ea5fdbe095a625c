"""A small circle of people for tests that need a whole school: named cast, real rows, sessions over HTTP.

De Kring has groups 3 and 4. Noor, Sem and Ali are in group 4, Daan in group 3. Elif and Bas have authority over Noor and
live apart; Fatima over Sem; Omar over Ali; Mia over Daan. Piet cares for Noor without authority. Sanne teaches group 4,
Joris group 3; Wim is director, Ans the administration, Vera the officer. Another school of the board and another board
hold strangers.
"""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from kring.domains.accounts.actions import sessions
from kring.domains.accounts.models import Account, Seat
from kring.domains.accounts.terms import Method
from kring.domains.consent.actions.asking import NewQuestion, adopt_questions
from kring.domains.consent.actions.deciding import Signed, decide
from kring.domains.consent.queries.questions import READY_TEXTS, ready_text
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.people import actions as people
from kring.domains.people.terms import MandateKind, Name, Role
from kring.domains.policy.models import Adoption
from kring.domains.school import actions as school
from kring.domains.school.terms import GroupKind
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.sealing import Ring

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ON, THIS_YEAR = date(2026, 11, 24), date(2026, 8, 24)

IN_GROUP = (Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
NAME_IN_GROUP = (Purpose.NAME, Channel.CLOSED_GROUP)

PUPILS = {"noor": "g4", "sem": "g4", "ali": "g4", "daan": "g3"}
CARES = {"elif": ("noor", True), "bas": ("noor", True), "piet": ("noor", False), "fatima": ("sem", True),
         "omar": ("ali", True), "mia": ("daan", True)}
STAFF = {"sanne": (Role.TEACHER, "g4"), "joris": (Role.TEACHER, "g3"), "wim": (Role.DIRECTOR, None),
         "ans": (Role.ADMINISTRATOR, None), "vera": (Role.OFFICER, None)}


class Circle:
    """The school and its people; `ids` by name."""

    def __init__(self, *, at: datetime = AT, adopted: bool = True, name: str = "Stichting De Kring"):
        self.at = at
        self.board = school.found_board(name=name, at=at)
        self.school = school.found_school(board_id=self.board, name="De Kring", slug="de-kring", brin="99XA")
        year = school.open_year(board_id=self.board, school_id=self.school, label="2026-2027", from_on=THIS_YEAR,
                                to_on=date(2027, 8, 23))
        self.groups = school.make_groups(board_id=self.board, school_id=self.school, school_year_id=year, groups=[
            school.NewGroup("g3", "Groep 3", GroupKind.BASE, "3"), school.NewGroup("g4", "Groep 4", GroupKind.BASE, "4")])
        names = [*PUPILS, *CARES, *STAFF]
        made = people.register_persons(board_id=self.board, ring=Ring(self.board), on=ON, persons=[
            people.NewPerson(Name(n.capitalize(), "", "Voorbeeld"), email=f"{n}@kring.example" if n not in PUPILS else "",
                             born_on=date(2018, 3, 1) if n in PUPILS else None, is_pupil=n in PUPILS) for n in names])
        self.ids = dict(zip(names, made, strict=True))
        people.enrol(board_id=self.board, from_on=THIS_YEAR,
                     rows=[(self.ids[p], self.school, self.groups[g]) for p, g in PUPILS.items()])
        people.give_care(board_id=self.board, at=at, cares=[
            people.NewCare(self.ids[p], self.ids[g], "ouder", authority, "administration, export of 2026-09-01", THIS_YEAR, None)
            for g, (p, authority) in CARES.items()])
        for who, (role, group) in STAFF.items():
            people.appoint(board_id=self.board, person_id=self.ids[who], school_id=self.school, role=role,
                           from_on=THIS_YEAR, at=at, by=None)
            if group:
                people.assign(board_id=self.board, rows=[(self.ids[who], self.groups[group])], from_on=THIS_YEAR)
        for kind in (MandateKind.ROSTER, MandateKind.GUARDIANSHIP):
            people.give_mandate(board_id=self.board, person_id=self.ids["ans"], kind=kind, from_on=THIS_YEAR, at=at, by=None)
        if adopted:
            Adoption.objects.create(board_id=self.board, school_id=self.school, by=self.ids["wim"], at=at,
                                    council_minute="MR 2026-3", council_on=date(2026, 6, 9))

    def actor(self, who: str) -> Actor:
        """Return somebody under their one cap."""
        if who in STAFF:
            return Actor(self.board, self.ids[who], STAFF[who][0].value, self.school)
        return Actor(self.board, self.ids[who], "guardian")

    def ask(self, *places: tuple[Purpose, Channel]) -> dict[tuple[Purpose, Channel], UUID]:
        """Put the ready questions for these places in force and remember their ids."""
        wanted = places or tuple(READY_TEXTS)
        new = [NewQuestion(p, c, ready_text(p, c)) for p, c in wanted]
        made = adopt_questions(actor=self.actor("wim"), new=new, from_on=clock.today(self.at), key=uuid4(), at=self.at)
        self.questions = dict(zip(wanted, made, strict=True))
        return self.questions

    def say(self, who: str, said: Said, *places: tuple[Purpose, Channel], about: str = "", at: datetime | None = None) -> None:
        """Let a guardian answer the questions for these places about their child, signed."""
        pupil = about or CARES[who][0]
        answers = {self.questions[place]: said for place in places}
        decide(actor=self.actor(who), pupil_id=self.ids[pupil], answers=answers, key=uuid4(), at=at or self.at,
               signed=Signed("Ik bevestig dit.", "nl"))

    def everybody_says_yes(self, *places: tuple[Purpose, Channel]) -> None:
        """Let every guardian with authority say yes to these places."""
        for who, (_, authority) in CARES.items():
            if authority:
                self.say(who, Said.YES, *places)

    def signed_in(self, who: str, *, base_url: str = "") -> Client:
        """Return a browser of somebody, signed in with a second factor."""
        key = self.session_key(who)
        client = Client(HTTP_COOKIE=f"__Host-kring={key}")
        client.cookies["__Host-kring"] = key
        return client

    def session_key(self, who: str) -> str:
        """Make account, seat, second factor and session for somebody and return the cookie's value."""
        from allauth.mfa.models import Authenticator

        actor = self.actor(who)
        account, made = Account.objects.get_or_create(
            username=f"{who}.{str(self.board)[-6:]}", defaults={"created_at": self.at, "password": "!", "language": "nl"})
        if made:
            Seat.objects.create(account_id=account.id, board_id=self.board, person_id=actor.person_id, from_at=self.at)
            Authenticator.objects.create(user_id=account.id, type="totp", data={"secret": "none"})
        store = sessions.SessionStore()
        now = sessions.real_now().isoformat()
        store.update({SESSION_KEY: str(account.id), HASH_SESSION_KEY: account.get_session_auth_hash(),
                      BACKEND_SESSION_KEY: "allauth.account.auth_backends.AuthenticationBackend",
                      sessions.SINCE: now, sessions.PROOFS: [(Method.TOTP.value, now)],
                      sessions.CAP: {"board": str(self.board), "person": str(actor.person_id),
                                     "capacity": actor.capacity, "name": "De Kring",
                                     "school": str(actor.school_id) if actor.school_id else None}})
        store.create()
        return store.session_key
