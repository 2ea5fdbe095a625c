"""Families on real PostgreSQL for the tests of consent: one board with one school, and whatever a case needs."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from kring.domains.consent.actions.deciding import Signed, decide
from kring.domains.consent.models import Answer, Decision, Question
from kring.domains.consent.queries.gates import epochs
from kring.domains.consent.queries.standing import Place, facts_of
from kring.domains.consent.rules.standing import standing
from kring.domains.consent.terms import Channel, Purpose, Said, policy_name
from kring.domains.people import actions as people
from kring.domains.people.terms import Name, Role
from kring.domains.policy.models import Adoption, PolicyValue
from kring.domains.school import actions as schools
from kring.domains.school.terms import GroupKind
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ON = date(2026, 11, 24)
START = date(2026, 8, 1)
SIGNED = Signed("Ik bevestig deze antwoorden.", "nl")


@dataclass
class World:
    """One school with its adoption; `question` puts a text in force, `person` registers somebody."""

    board_id: UUID
    school_id: UUID
    group_id: UUID
    director: UUID
    adoption_id: UUID
    ring: Ring
    lines: dict[tuple[Purpose, Channel], UUID] = field(default_factory=dict)

    def person(self, given: str, family: str = "Kaya", **more) -> UUID:
        new = people.NewPerson(Name(given, "", family), **more)
        return people.register_persons(board_id=self.board_id, ring=self.ring, on=ON, persons=[new])[0]

    def pupil(self, given: str, *, born_on: date | None = date(2018, 5, 5), enrolled: bool = True) -> UUID:
        pupil = self.person(given, born_on=born_on, is_pupil=True)
        if enrolled:
            people.enrol(board_id=self.board_id, rows=[(pupil, self.school_id, self.group_id)], from_on=START)
        return pupil

    def care(self, pupil: UUID, guardian: UUID, *, authority: bool = True, from_on: date = START,
             to_on: date | None = None) -> None:
        people.give_care(board_id=self.board_id, at=AT, cares=[people.NewCare(
            pupil_id=pupil, guardian_id=guardian, relation="verzorger", authority=authority, from_on=from_on,
            source="administration, export of 2026-09-01", decided_by=None)])
        if to_on is not None:
            from kring.domains.people.queries import cares

            row = max(cares(board_id=self.board_id, pupil_ids=[pupil], guardian_ids=[guardian]), key=lambda c: c.id)
            people.end_care(board_id=self.board_id, care_ids=[row.id], on=to_on, by=None, at=AT, why="test")

    def question(self, purpose: Purpose, channel: Channel, *, from_on: date = START, version: int = 1,
                 same_meaning: bool = False) -> UUID:
        new = uuid7()
        line = self.lines[purpose, channel] if same_meaning else new
        Question.objects.create(
            id=new, board_id=self.board_id, school_id=self.school_id, adoption_id=self.adoption_id, purpose=purpose,
            channel=channel, version=version, line_id=line, text_nl="Mag het?", text_en="May it?", explain_nl="",
            explain_en="", from_on=from_on, lint={})
        self.lines[purpose, channel] = line
        return new

    def answer(self, pupil: UUID, decider: UUID, question: UUID, said: Said) -> None:
        """Write the pair of rows that an act of deciding writes, for tests of reading alone."""
        row = Question.objects.get(board_id=self.board_id, id=question)
        decision = Decision.objects.create(
            board_id=self.board_id, pupil_id=pupil, question_id=question, decider_id=decider, by=decider,
            decider_as="pupil" if pupil == decider else "guardian", answer=said, how="signed_in_kring",
            confirmation="Ik bevestig", signed_on=ON, language="nl", at=AT, key=uuid7(), rule="", rule_version="",
            facts="", verdict="")
        Answer.objects.create(board_id=self.board_id, pupil_id=pupil, line_id=row.line_id, decider_id=decider,
                              question_id=question, decision_id=decision.id, answer=said, decided_at=AT)

    def policy(self, channel: Channel, value: str, *, from_on: date = START, version: int = 1) -> None:
        PolicyValue.objects.create(board_id=self.board_id, school_id=self.school_id, adoption_id=self.adoption_id,
                                   name=policy_name(channel), value=value, norm="PL-08", version=version,
                                   from_on=from_on)


@dataclass
class Family:
    """Noor Kaya of group 4 with her parents Elif and Bas, who both have authority; her teacher; the office."""

    world: World
    noor: UUID
    elif_: UUID
    bas: UUID
    group_question: UUID
    website_question: UUID
    teacher: Actor
    administrator: Actor
    director: Actor

    def guardian(self, person: UUID) -> Actor:
        return Actor(self.world.board_id, person, "guardian")

    def pupil(self, person: UUID) -> Actor:
        return Actor(self.world.board_id, person, "pupil")

    def standing(self, channel: Channel = Channel.CLOSED_GROUP, *, on: date = ON, pupil: UUID | None = None):
        place = Place(self.world.school_id, Purpose.PICTURE_WITH_OTHERS, channel)
        pupil = pupil or self.noor
        return standing(facts_of(board_id=self.world.board_id, place=place, pupil_ids=[pupil], on=on)[pupil])

    def say(self, person: UUID, said: Said, *questions: UUID, at: datetime = AT, key: UUID | None = None,
            signed: Signed = SIGNED) -> list[UUID]:
        answers = dict.fromkeys(questions or (self.group_question,), said)
        actor = self.pupil(person) if person == self.noor else self.guardian(person)
        return decide(actor=actor, pupil_id=self.noor, answers=answers, signed=signed, key=key or uuid7(), at=at)

    def epoch(self) -> int:
        return epochs(board_id=self.world.board_id, pupil_ids=[self.noor])[self.noor]


def family() -> Family:
    """This function will found a school and let it ask about pictures in the group and on the website."""
    world = found()
    noor, elif_, bas = world.pupil("Noor"), world.person("Elif"), world.person("Bas", "de Wit")
    world.care(noor, elif_)
    world.care(noor, bas)
    sanne, hanneke = world.person("Sanne", "Bergsma"), world.person("Hanneke", "Blom")
    people.appoint(board_id=world.board_id, person_id=sanne, school_id=world.school_id, role=Role.TEACHER, from_on=START,
                   at=AT, by=None)
    people.assign(board_id=world.board_id, rows=[(sanne, world.group_id)], from_on=START)
    staff = lambda person, capacity: Actor(world.board_id, person, capacity, world.school_id)  # noqa: E731
    return Family(
        world, noor, elif_, bas, world.question(Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP),
        world.question(Purpose.PICTURE_WITH_OTHERS, Channel.WEBSITE), staff(sanne, "teacher"),
        staff(hanneke, "administrator"), staff(world.director, "director"))


def found() -> World:
    """This function will found a board with one school, one group and a recorded adoption."""
    board_id = schools.found_board(name="Stichting Test", at=AT)
    ring = Ring(board_id)
    school_id = schools.found_school(board_id=board_id, name="De Proef", slug="de-proef")
    year = schools.open_year(board_id=board_id, school_id=school_id, label="2026-2027", from_on=START,
                             to_on=date(2027, 8, 1))
    group = schools.make_groups(board_id=board_id, school_id=school_id, school_year_id=year,
                                groups=[schools.NewGroup("g4", "Groep 4", GroupKind.BASE, "4")])["g4"]
    director = people.register_persons(board_id=board_id, ring=ring, on=ON,
                                       persons=[people.NewPerson(Name("Ingrid", "", "Vos"))])[0]
    adoption = Adoption.objects.create(board_id=board_id, school_id=school_id, by=director, at=AT,
                                       council_minute="2026-3", council_on=START)
    return World(board_id, school_id, group, director, adoption.id, ring)
