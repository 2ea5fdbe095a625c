"""Answers: yes, no and withdrawn, each confirmed by an act of the one who decides, or registered from signed paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent import notices
from kring.domains.consent.actions import gates, sealing
from kring.domains.consent.models import Decision, Wish
from kring.domains.consent.queries import aftercare as aftercare_reads
from kring.domains.consent.queries import questions, standing
from kring.domains.consent.queries.deciders import Decider, capacity_of, decider_of, guardians_of
from kring.domains.consent.queries.questions import Asked
from kring.domains.consent.rules.acts import DecidingFacts, may_choose_aftercare, may_decide
from kring.domains.consent.rules.standing import SAID_NO
from kring.domains.consent.terms import CLOSED, Aftercare, Channel, DeciderAs, How, Purpose, Said
from kring.ground import audit, buggify, clock
from kring.ground import notices as outbox
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.receipts import once
from kring.norms import Verdict, record


class NothingChosen(Exception):
    """A form without one answer."""


class NoSuchQuestion(Exception):
    """The question is not one of this board."""


class NoSuchWithdrawal(Exception):
    """The decision is not one of this person."""


@dataclass(frozen=True)
class Signed:
    """The confirming act: the sentence that was confirmed (empty: nothing was), in which language, how and when."""

    sentence: str
    language: str
    how: How = How.SIGNED_IN_KRING
    signed_on: date | None = None
    paper: str = ""


@dataclass(frozen=True)
class _Judged:
    asked: Asked
    said: Said
    facts: DecidingFacts
    verdict: Verdict

    @property
    def changes(self) -> bool:
        return self.said is not self.asked.before and not (self.said in SAID_NO and self.asked.before in SAID_NO)


def decide(*, actor: Actor, pupil_id: UUID, answers: Mapping[UUID, Said], signed: Signed, key: UUID, at: datetime) -> list[UUID]:
    """This function will record a parent's or pupil's own answers {question: YES or NO} and return the decisions made.

    An answer that stands already makes no new decision; a no after a yes is a withdrawal, gone at commit.
    Refuses: consent.may_decide.   Raises: NothingChosen, NoSuchQuestion.
    Writes: Decision, Answer, Gate.   Tells: the others, content-free, where one yes is enough.
    """
    decider_as = capacity_of(actor)
    return _once(actor, key, lambda: _decide(actor, pupil_id, actor.person_id, decider_as, answers, signed, key, at))


def register_paper_form(*, actor: Actor, pupil_id: UUID, guardian_id: UUID, answers: Mapping[UUID, Said], signed_on: date,
                        paper: str, sentence: str, language: str, key: UUID, at: datetime) -> list[UUID]:
    """This function will register the answers on a form that a guardian signed; `paper` says where the form is kept.

    Refuses: consent.may_decide.   Raises: NothingChosen, NoSuchQuestion.   Writes, Tells: as decide.
    """
    signed = Signed(sentence, language, How.PAPER_REGISTERED, signed_on, paper)
    return _once(actor, key,
                 lambda: _decide(actor, pupil_id, guardian_id, DeciderAs.GUARDIAN, answers, signed, key, at))


def withdraw(*, actor: Actor, pupil_id: UUID, purpose: Purpose, channel: Channel, signed: Signed, key: UUID, at: datetime,
             aftercare: Aftercare | None = None) -> list[UUID]:
    """This function will answer no to the question in force for a place, and say what becomes of pictures there.

    Refuses, Writes, Tells: as decide.   Raises: NoSuchQuestion when nobody asks about the place.
    """
    on = clock.today(at)

    def act() -> list[str]:
        rows = questions.for_child(board_id=actor.board_id, pupil_id=pupil_id, on=on)
        found = [row.id for row in rows if (row.purpose, row.channel) == (purpose, channel)]
        if not found:
            raise NoSuchQuestion
        made = _decide(actor, pupil_id, actor.person_id, capacity_of(actor), dict.fromkeys(found, Said.NO), signed, key, at)
        for decision_id in made if aftercare else ():
            _wish(actor, UUID(decision_id), aftercare, at)
        return made

    return _once(actor, key, act)


def choose_aftercare(*, actor: Actor, decision_id: UUID, aftercare: Aftercare, key: UUID, at: datetime) -> None:
    """This function will record what the one who withdrew wants: cover the child, or remove the pictures.

    Refuses: consent.may_choose_aftercare.   Raises: NoSuchWithdrawal.   Writes: Wish, Gate.
    """
    _once(actor, key, lambda: _wish(actor, decision_id, aftercare, at) or [])


def _once(actor: Actor, key: UUID, act) -> list[UUID]:
    return [UUID(made) for made in once(actor, key, act)]


def _decide(actor: Actor, pupil_id: UUID, person_id: UUID, decider_as: DeciderAs, answers: Mapping[UUID, Said],
            signed: Signed, key: UUID, at: datetime) -> list[str]:
    if not answers:
        raise NothingChosen
    board_id, on = actor.board_id, clock.today(at)
    gates.lock(board_id=board_id, pupil_id=pupil_id)
    decider = decider_of(board_id=board_id, pupil_id=pupil_id, person_id=person_id, decider_as=decider_as, on=on)
    judged = _judge(actor, pupil_id, decider, answers, signed, on)
    buggify.point("consent.before_decision")
    changed = [one for one in judged if one.changes]
    if not changed:
        return []
    sealing.ensure(board_id=board_id, at=at)
    made = _write(actor, pupil_id, decider, changed, signed, key, at)
    if any(row.answer in SAID_NO for row in made):
        gates.count_up(board_id=board_id, pupil_id=pupil_id)
    audit.record("consent.decided", actor=actor, on=("person", pupil_id), at=at, verdict=changed[0].verdict, payload={
        "answers": [[one.asked.purpose, one.asked.channel, row.answer] for one, row in zip(changed, made, strict=True)],
        "how": signed.how})
    _tell_others(board_id, pupil_id, decider, changed, on, at)
    return [str(row.id) for row in made]


def _judge(actor: Actor, pupil_id: UUID, decider: Decider, answers: Mapping[UUID, Said], signed: Signed,
           on: date) -> list[_Judged]:
    asked = questions.asked(board_id=actor.board_id, pupil_id=pupil_id, decider_id=decider.person_id,
                            question_ids=answers, on=on)
    if asked.keys() != answers.keys():
        raise NoSuchQuestion
    judged = []
    for question_id, said in answers.items():
        facts = DecidingFacts(
            decider_as=decider.decider_as, has_authority=decider.has_authority, is_the_pupil=decider.is_the_pupil, on=on,
            decides_alone_on=decider.decides_alone_on, in_force_from=asked[question_id].since, how=signed.how,
            confirmed=bool(signed.sentence), entered_by_administrator=actor.capacity == "administrator",
            signed_on=signed.signed_on or on)
        judged.append(_Judged(asked[question_id], said, facts, may_decide(facts).require()))
    return judged


def _write(actor: Actor, pupil_id: UUID, decider: Decider, changed: list[_Judged], signed: Signed, key: UUID,
           at: datetime) -> list[Decision]:
    rows = []
    for one in changed:
        kept = record(may_decide, one.facts, one.verdict, at)
        withdrawn = one.said is Said.NO and one.asked.before is Said.YES
        row = Decision(
            board_id=actor.board_id, pupil_id=pupil_id, question_id=one.asked.id, decider_id=decider.person_id,
            decider_as=decider.decider_as, answer=Said.WITHDRAWN if withdrawn else one.said, how=signed.how,
            by=actor.person_id, confirmation=signed.sentence, signed_on=one.facts.signed_on, language=signed.language,
            at=at, key=key, rule=kept.rule, rule_version=kept.version, facts=kept.facts_json, verdict=kept.verdict_json)
        if signed.paper:
            row.paper = sealing.seal_for(board_id=actor.board_id, person_id=pupil_id, content=signed.paper,
                                         place=("consent_decision", "paper", row.id))
        rows.append(row)
    Decision.objects.bulk_insert(rows)
    _keep_last(rows, [one.asked.line_id for one in changed])
    return rows


def _keep_last(rows: list[Decision], lines: list[UUID]) -> None:
    """Bring the look-up of last answers in line with the decisions, in the same transaction."""
    values = [
        v for row, line_id in zip(rows, lines, strict=True)
        for v in (uuid7(), row.board_id, row.pupil_id, line_id, row.decider_id, row.question_id, row.id, row.answer, row.at)
    ]
    places = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s, %s)"] * len(rows))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consent_answer (id, board_id, pupil_id, line_id, decider_id, question_id, decision_id, answer, "
            f"decided_at) VALUES {places} ON CONFLICT (board_id, pupil_id, line_id, decider_id) DO UPDATE SET "
            "question_id = excluded.question_id, decision_id = excluded.decision_id, answer = excluded.answer, "
            "decided_at = excluded.decided_at", values)


def _tell_others(board_id: UUID, pupil_id: UUID, decider: Decider, changed: list[_Judged], on: date, at: datetime) -> None:
    """Where the council let one yes be enough, the others hear that something changed: not what, not who."""
    for one in changed:
        if one.asked.channel not in CLOSED:
            continue
        place = standing.Place(one.asked.school_id, one.asked.purpose, one.asked.channel)
        facts = standing.facts_of(board_id=board_id, place=place, pupil_ids=[pupil_id], on=on)[pupil_id]
        if facts.one_is_enough and not facts.pupil_decides:
            others = [g for g in guardians_of(board_id=board_id, pupil_id=pupil_id, on=on) if g != decider.person_id]
            outbox.send(notices.changed(others), board_id=board_id, at=at)
            return


def _wish(actor: Actor, decision_id: UUID, aftercare: Aftercare, at: datetime) -> None:
    found = aftercare_reads.facts_of(board_id=actor.board_id, decision_id=decision_id, person_id=actor.person_id)
    if found is None:
        raise NoSuchWithdrawal
    _, pupil_id, question_id = found
    gates.lock(board_id=actor.board_id, pupil_id=pupil_id)
    facts, _, _ = aftercare_reads.facts_of(board_id=actor.board_id, decision_id=decision_id, person_id=actor.person_id)
    verdict = may_choose_aftercare(facts).require()
    Wish.objects.create(board_id=actor.board_id, decision_id=decision_id, pupil_id=pupil_id, question_id=question_id,
                        aftercare=aftercare, by=actor.person_id, at=at)
    gates.count_up(board_id=actor.board_id, pupil_id=pupil_id)
    audit.record("consent.aftercare", actor=actor, on=("person", pupil_id), at=at, verdict=verdict,
                 payload={"decision": str(decision_id), "aftercare": aftercare})
