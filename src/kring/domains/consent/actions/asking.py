"""Asking: questions put in force under the school's adoption, and telling people that a question waits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.consent import notices
from kring.domains.consent.actions import gates, sealing
from kring.domains.consent.models import Asking, Question
from kring.domains.consent.queries import questions, waiting
from kring.domains.consent.queries.questions import QuestionRow, Text
from kring.domains.consent.rules.acts import FIRST_TIME, AskingFacts, may_put_in_force, must_tell
from kring.domains.consent.rules.wording import WordingFacts, may_be_asked
from kring.domains.consent.terms import Channel, Purpose, can_be_asked
from kring.domains.policy import queries as policy
from kring.domains.policy.rules import must_have_adopted
from kring.ground import audit, clock
from kring.ground import notices as outbox
from kring.ground.actor import Actor, system
from kring.ground.ids import uuid7
from kring.ground.receipts import once
from kring.norms import Verdict, all_of


@dataclass(frozen=True)
class NewQuestion:
    """A text for a place. `same_meaning` keeps the answers to the version before; else everybody is asked anew."""

    purpose: Purpose
    channel: Channel
    text: Text
    same_meaning: bool = False


class NothingToAdopt(Exception):
    """No text differs from what is in force."""


def adopt_questions(*, actor: Actor, new: list[NewQuestion], from_on: date, key: UUID, at: datetime) -> list[UUID]:
    """This function will put questions of the actor's school in force from a day on, and return their ids.

    Refuses: policy.must_have_adopted, consent.may_put_in_force, consent.may_be_asked (in both languages).
    Raises: NothingToAdopt.   Writes: Question, BoardSeal.
    """
    return [UUID(made) for made in once(actor, key, lambda: _adopt(actor, new, max(from_on, clock.today(at)), at))]


def _adopt(actor: Actor, new: list[NewQuestion], from_on: date, at: datetime) -> list[str]:
    board_id, school_id = actor.board_id, actor.school_id
    gates.one_at_a_time(about=school_id)
    known = questions.last_versions(board_id=board_id, school_id=school_id)
    changed = [one for one in new if _differs(one, known.get((one.purpose, one.channel)))]
    if not changed:
        raise NothingToAdopt
    adopted = must_have_adopted(policy.in_force_facts(board_id=board_id, school_id=school_id))
    texts = [_wording(one) for one in changed]
    director = actor.capacity == "director"
    places = [may_put_in_force(AskingFacts(director, can_be_asked(one.purpose, one.channel))) for one in changed]
    all_of(adopted, *places, *texts).require()
    adoption_id = questions.adoption_of(board_id=board_id, school_id=school_id)
    rows = [
        _row(actor, one, known.get((one.purpose, one.channel)), wording, adoption_id, from_on)
        for one, wording in zip(changed, texts, strict=True)
    ]
    Question.objects.bulk_insert(rows)
    sealing.ensure(board_id=board_id, at=at)
    audit.record("consent.questions_adopted", actor=actor, on=("school", school_id), at=at, verdict=places[0], payload={
        "questions": [[row.purpose, row.channel, row.version, row.line_id == row.id] for row in rows]})
    return [str(row.id) for row in rows]


def _differs(one: NewQuestion, last: QuestionRow | None) -> bool:
    return last is None or last.text != one.text


def _wording(one: NewQuestion) -> Verdict:
    text = one.text
    return all_of(
        may_be_asked(WordingFacts(one.purpose, one.channel, "nl", text.text_nl, text.explain_nl)),
        may_be_asked(WordingFacts(one.purpose, one.channel, "en", text.text_en, text.explain_en)),
    )


def _row(actor: Actor, one: NewQuestion, last: QuestionRow | None, wording: Verdict, adoption_id: UUID,
         from_on: date) -> Question:
    new_id = uuid7()
    return Question(
        id=new_id, board_id=actor.board_id, school_id=actor.school_id, adoption_id=adoption_id, purpose=one.purpose,
        channel=one.channel, version=last.version + 1 if last else 1,
        line_id=last.line_id if last and one.same_meaning else new_id,
        text_nl=one.text.text_nl, text_en=one.text.text_en, explain_nl=one.text.explain_nl, explain_en=one.text.explain_en,
        from_on=max(from_on, last.from_on) if last else from_on, lint=wording.to_json())


def tell_waiting(*, board_id: UUID, at: datetime) -> int:
    """This function will tell everybody for whom a question waits, when it is time, and return how many.

    No answer changes by it: silence stays no.   Writes: Asking.   Tells: each of them, content-free.
    """
    on, first, again = clock.today(at), [], []
    for one in waiting.waiting(board_id=board_id, at=at):
        verdict = must_tell(one.facts)
        if verdict.allowed:
            (first if verdict.codes == (FIRST_TIME.code,) else again).append(one.person_id)
    if not first and not again:
        return 0
    Asking.objects.bulk_insert([Asking(board_id=board_id, person_id=p, on=on, at=at) for p in first + again])
    outbox.send(notices.asked(first) + notices.reminded(again), board_id=board_id, at=at)
    audit.record("consent.told_waiting", actor=system(board_id), on=("board", board_id), at=at,
                 payload={"asked": len(first), "reminded": len(again)})
    return len(first) + len(again)
