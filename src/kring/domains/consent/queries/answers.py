"""Reads for one's own page: what is asked about a child, what one said, and what holds. Nothing about anybody else."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from kring.domains.consent.queries import sql
from kring.domains.consent.queries.questions import Text, order
from kring.domains.consent.queries.standing import facts_from
from kring.domains.consent.rules.standing import SAID_NO, UNANSWERED, standing
from kring.domains.consent.terms import Channel, DeciderAs, Purpose, Said, State
from kring.norms import Verdict


@dataclass(frozen=True)
class Child:
    """A child that somebody may answer about, and how many questions wait for them."""

    pupil_id: UUID
    open: int
    decides_alone_on: date | None

    def decides_alone(self, on: date) -> bool:
        """This function will say whether the parents decide no more."""
        return self.decides_alone_on is not None and on >= self.decides_alone_on


@dataclass(frozen=True)
class AnswerRow:
    """One question on one's own page. `decision_id` is one's own last decision, `reach` how many children's parents see it."""

    question_id: UUID
    purpose: Purpose
    channel: Channel
    text: Text
    mine: Said
    mine_at: datetime | None
    decision_id: UUID | None
    state: State
    reach: int


def children_of(*, board_id: UUID, person_id: UUID, decider_as: DeciderAs, on: date) -> list[Child]:
    """This function will return the children that somebody may answer about that day, the oldest child first.

    A pupil is its own child. A guardian keeps a child that decides alone in the list, without questions that wait.
    """
    mine = "c.id = %(person_id)s::uuid"
    if decider_as is DeciderAs.GUARDIAN:
        mine = f"c.id IN ({_pupils_of_guardian()})"
    statement = f"""
        SELECT c.id, (
          SELECT count(*) FROM ({sql.questions_in_force(schools=sql.schools_of(pupil="c.id"))}) f
          WHERE NOT EXISTS (SELECT 1 FROM consent_answer a WHERE a.board_id = {sql.BOARD} AND a.pupil_id = c.id
                            AND a.line_id = f.line_id AND a.decider_id = %(person_id)s::uuid)
            AND (c.decides_alone_on IS NULL OR c.decides_alone_on > {sql.ON}) = %(as_guardian)s::boolean), c.decides_alone_on
        FROM people_person c WHERE c.board_id = {sql.BOARD} AND {mine}
        ORDER BY c.decides_alone_on NULLS LAST, c.id"""
    params = {"board_id": board_id, "person_id": person_id, "on": on, "as_guardian": decider_as is DeciderAs.GUARDIAN}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [Child(*row) for row in cursor.fetchall()]


def rows_for(*, board_id: UUID, pupil_id: UUID, person_id: UUID, on: date) -> list[AnswerRow]:
    """This function will return the questions in force about a child with one's own answers and what holds."""
    statement = f"""
        SELECT f.id, f.purpose, f.channel, f.text_nl, f.text_en, f.explain_nl, f.explain_en,
               m.answer, m.decided_at, m.decision_id, {_reach()},
               {sql.said_columns(pupil="%(pupil_id)s::uuid", line="f.line_id", school="f.school_id", channel="f.channel")}
        FROM ({sql.questions_in_force(schools=sql.schools_of(pupil="%(pupil_id)s::uuid"))}) f
        LEFT JOIN consent_answer m ON m.board_id = {sql.BOARD} AND m.pupil_id = %(pupil_id)s::uuid
          AND m.line_id = f.line_id AND m.decider_id = %(person_id)s::uuid"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "pupil_id": pupil_id, "person_id": person_id, "on": on})
        rows = [_row(on, *row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: order(row.purpose, row.channel))


def _row(on: date, question_id: UUID, purpose: str, channel: str, text_nl: str, text_en: str, explain_nl: str,
         explain_en: str, mine: str | None, mine_at: datetime | None, decision_id: UUID | None, reach: int,
         *said) -> AnswerRow:
    facts = facts_from(Purpose(purpose), Channel(channel), on, *said)
    own = Said(mine or "unanswered")
    return AnswerRow(question_id, facts.purpose, facts.channel, Text(text_nl, text_en, explain_nl, explain_en), own,
                     mine_at, decision_id, _state(own, standing(facts)), reach)


def _state(mine: Said, verdict: Verdict) -> State:
    """What somebody is told: their own answer and what holds, never who or what stands against it."""
    if mine in SAID_NO:
        return State.NO
    if mine is Said.UNANSWERED:
        return State.OPEN_BUT_YES if verdict.allowed else State.OPEN
    if verdict.allowed:
        return State.YES
    return State.WAITS if verdict.codes == (UNANSWERED.code,) else State.YES_BUT_NO


def _reach() -> str:
    """How many children's parents see what stands in the group or the school; 0 elsewhere."""
    return f"""(
        SELECT count(DISTINCT e.pupil_id) FROM people_enrolment e
        WHERE e.board_id = {sql.BOARD} AND {sql.active("e")} AND f.channel IN ('closed_group', 'closed_school')
          AND e.school_id = f.school_id AND (f.channel = 'closed_school' OR e.group_id IN (
            SELECT o.group_id FROM people_enrolment o JOIN school_group g ON g.board_id = {sql.BOARD} AND g.id = o.group_id
            WHERE o.board_id = {sql.BOARD} AND o.pupil_id = %(pupil_id)s::uuid AND g.kind = 'base' AND {sql.active("o")})))"""


def _pupils_of_guardian() -> str:
    return (f"SELECT k.pupil_id FROM people_guardianship k WHERE k.board_id = {sql.BOARD} "
            f"AND k.guardian_id = %(person_id)s::uuid AND k.authority AND {sql.active('k')}")
