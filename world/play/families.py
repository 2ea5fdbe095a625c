"""What families do at the start: the school adopts its agreements and asks, guardians answer, people come in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation

from kring.domains.accounts.actions import directory, invitations
from kring.domains.accounts.terms import Purpose as InvitePurpose
from kring.domains.consent.actions import asking, deciding
from kring.domains.consent.actions.asking import NewQuestion
from kring.domains.consent.actions.deciding import Signed
from kring.domains.consent.queries import questions
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.policy import actions as policy
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.tenancy import board_transaction
from world import signin, stories
from world.cast import Cast, Guardian, Pupil
from world.play.school import School

SENTENCE = "Ik bevestig deze keuzes voor mijn kind."
OWN_SENTENCE = "Ik bevestig deze keuzes voor mijzelf."
# Of every twenty guardians one did not come in yet; their letter lies at home.
STAYS_OUT = 20


def answer_questions(*, school: School, cast: Cast, at: datetime) -> None:
    """This function will adopt the agreements with the council's minute, put the questions, and let guardians answer."""
    director = school.staff_actor(cast.member("Ingrid Vos"))
    with board_transaction(school.board_id):
        policy.adopt(actor=director, school_id=school.id, council_minute="Notulen MR, punt 4: afspraken oudercommunicatie",
                     council_on=clock.today(at) - timedelta(days=10), at=at)
        new = [NewQuestion(Purpose(p), Channel(c), questions.ready_text(Purpose(p), Channel(c))) for p, c in stories.QUESTIONS]
        with translation.override("nl"):
            asking.adopt_questions(actor=director, new=new, from_on=clock.today(at), key=uuid7(), at=at)
        rows = questions.in_force(board_id=school.board_id, school_id=school.id, on=clock.today(at))
    ids = {(row.purpose.value, row.channel.value): row.id for row in rows}
    for number, pupil in enumerate(cast.pupils):
        with board_transaction(school.board_id):
            for guardian in stories.deciders(pupil=pupil):
                said = {ids[q]: Said(stories.answer(pupil=pupil, guardian=guardian, question=q)) for q in stories.QUESTIONS}
                _answer(school, pupil, school.guardian_actor(guardian), said, at + timedelta(minutes=3 * number))
            if pupil.alone:
                said = {ids[q]: Said(stories.own_answer(pupil=pupil, question=q)) for q in stories.QUESTIONS}
                _answer(school, pupil, school.pupil_actor(pupil), said, at + timedelta(minutes=3 * number))


def _answer(school: School, pupil: Pupil, actor: Actor, said: dict[UUID, Said], at: datetime) -> None:
    answers = {question: one for question, one in said.items() if one is not Said.UNANSWERED}
    if answers:
        deciding.decide(actor=actor, pupil_id=school.pupil_id(pupil), answers=answers,
                        signed=Signed(OWN_SENTENCE if pupil.alone else SENTENCE, "nl"), key=uuid7(), at=at)


def open_accounts(*, school: School, cast: Cast, at: datetime) -> None:
    """This function will let staff and most guardians come in, and pupils who decide alone."""
    with board_transaction(school.board_id):
        for guardian in _come(cast):
            person_id, also = school.guardians[guardian.name], school.staff.get(guardian.name)
            _come_in(school, guardian.name, guardian.email, guardian.language, [person_id, *([also] if also else [])], at)
        for name, person_id in school.staff.items():
            if name not in school.guardians:
                _come_in(school, name, "", "nl", [person_id], at)
        for pupil in (one for one in cast.pupils if one.alone):
            _come_in(school, pupil.name, "", "nl", [school.pupil_id(pupil)], at)


def leave_letters(*, school: School, cast: Cast, at: datetime) -> None:
    """This function will let the administrator make letters for who did not come in yet, with a code that works once."""
    came = {guardian.name for guardian in _come(cast)}
    waiting = [school.guardians[g.name] for g in _with_authority(cast) if g.name not in came]
    with board_transaction(school.board_id):
        invitations.invite(actor=school.staff_actor(cast.member("Hanneke Blom")), person_ids=waiting,
                           purpose=InvitePurpose.NEW, at=at)


def _with_authority(cast: Cast) -> list[Guardian]:
    found = {g.name for pupil in cast.pupils for g in stories.with_authority(pupil=pupil)}
    return [guardian for guardian in cast.guardians if guardian.name in found]


def _come(cast: Cast) -> list[Guardian]:
    stays_out = set(cast.guardians[STAYS_OUT - 1::STAYS_OUT])
    return [guardian for guardian in _with_authority(cast) if guardian.email and guardian not in stays_out]


def _come_in(school: School, name: str, email: str, language: str, person_ids: list, at: datetime) -> None:
    account = directory.open_account(username=signin.username(name=name), email=email, password=None,
                                     language=language if language in ("nl", "en") else "nl", at=at)
    for person_id in person_ids:
        directory.give_seat(account_id=account.id, board_id=school.board_id, person_id=person_id, at=at)
