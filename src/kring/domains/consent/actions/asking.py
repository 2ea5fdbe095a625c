"""Asking: questions put in force under the school's adoption, and telling people that a question waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from kring.domains.consent import notices
from kring.domains.consent.actions import gates, sealing
from kring.domains.consent.models import Asking, Question, Request
from kring.domains.consent.queries import families, questions, waiting
from kring.domains.consent.queries.questions import QuestionRow, Text
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules.acts import FIRST_TIME, AskingFacts, may_ask_family, may_put_in_force, must_tell
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


class NoSuchChild(Exception):
    """The child is not one that the asker can know of."""


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


def ask_family(*, actor: Actor, place: Place, pupil_id: UUID, at: datetime, subject_id: UUID | None = None) -> None:
    """This function will ask those who decide about a child, and did not answer, for an answer about one place. `subject_id`: the
    picture at hand, to which the child itself may have said no.

    Nobody hears who they are. What they are told counts among their reminders.
    Refuses: consent.may_ask_family.   Raises: NoSuchChild.   Writes: Request, Asking.   Tells: each of them, content-free.
    """
    on = clock.today(at)
    about = {"actor": actor, "place": place, "pupil_ids": [pupil_id], "on": on, "subject_id": subject_id}
    if not families.family_facts(**about):
        raise NoSuchChild(str(pupil_id))
    # The child's gate: no second tap and no answer comes between the decision and the row.
    gates.lock(board_id=actor.board_id, pupil_id=pupil_id)
    facts = families.family_facts(**about)[pupil_id]
    verdict = may_ask_family(facts).require()
    Request.objects.create(board_id=actor.board_id, pupil_id=pupil_id, school_id=place.school_id, purpose=place.purpose,
                           channel=place.channel, by=actor.person_id, on=on, at=at)
    people = families.silent(board_id=actor.board_id, place=place, pupil_id=pupil_id, on=on)
    Asking.objects.bulk_create([Asking(board_id=actor.board_id, person_id=person, on=on, at=at) for person in people],
                               ignore_conflicts=True)
    outbox.send(notices.asked(people), board_id=actor.board_id, at=at)
    audit.record("consent.family_asked", actor=actor, on=("person", pupil_id), at=at, verdict=verdict,
                 payload={"purpose": place.purpose, "channel": place.channel})


def note_told(*, board_id: UUID, request_ids: Iterable[UUID], at: datetime) -> None:
    """This function will note that whoever asked heard that there is a yes now.   Writes: Request."""
    Request.objects.filter(board_id=board_id, id__in=list(request_ids), told_at=None).update(told_at=at)
