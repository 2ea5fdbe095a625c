"""Reads of questions: what a school asks, and what one answer to one of them must be judged on."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language, gettext, override

from kring.domains.consent.models import Question
from kring.domains.consent.queries import sql
from kring.domains.consent.terms import READY_TEXTS, Channel, Purpose, Said


@dataclass(frozen=True)
class Text:
    """A question and its explanation in both languages, as stored; "{child}" stands for the first name."""

    text_nl: str
    text_en: str
    explain_nl: str
    explain_en: str

    def question(self, child: str) -> str:
        """This function will return the question in the language of the moment, about this child."""
        return (self.text_en if language() == "en" else self.text_nl).replace("{child}", child)

    def explanation(self, child: str) -> str:
        """This function will return the explanation in the language of the moment, about this child."""
        return (self.explain_en if language() == "en" else self.explain_nl).replace("{child}", child)


@dataclass(frozen=True)
class QuestionRow:
    id: UUID
    line_id: UUID
    school_id: UUID
    purpose: Purpose
    channel: Channel
    version: int
    from_on: date
    text: Text


@dataclass(frozen=True)
class Asked:
    """A question that somebody was shown: since when its line is asked (None: no longer in force, or not of this
    child's school) and what this person last said in it."""

    id: UUID
    line_id: UUID
    school_id: UUID
    purpose: Purpose
    channel: Channel
    since: date | None
    before: Said


def language() -> str:
    """This function will return the language that questions are shown in; all that is not English is Dutch."""
    return "en" if (get_language() or "nl").startswith("en") else "nl"


def in_force(*, board_id: UUID, school_id: UUID, on: date) -> list[QuestionRow]:
    """This function will return the questions that a school asks on a day."""
    statement = f"""
        SELECT f.id, f.line_id, f.school_id, f.purpose, f.channel, f.version, f.from_on, f.text_nl, f.text_en,
               f.explain_nl, f.explain_en
        FROM ({sql.questions_in_force(schools="%(school_id)s::uuid")}) f"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "school_id": school_id, "on": on})
        rows = [row_of(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: order(row.purpose, row.channel))


def row_of(id_: UUID, line_id: UUID, school_id: UUID, purpose: str, channel: str, version: int, from_on: date,
           *texts: str) -> QuestionRow:
    """This function will make a row of the columns of a question."""
    return QuestionRow(id_, line_id, school_id, Purpose(purpose), Channel(channel), version, from_on, Text(*texts))


def order(purpose: Purpose, channel: Channel) -> int:
    """This function will return where a question stands on a page: from near to far, the name after the picture."""
    return list(READY_TEXTS).index((purpose, channel)) if (purpose, channel) in READY_TEXTS else len(READY_TEXTS)


def last_versions(*, board_id: UUID, school_id: UUID) -> dict[tuple[Purpose, Channel], QuestionRow]:
    """This function will return the newest version of each question of a school, in force already or not."""
    rows = Question.objects.filter(board_id=board_id, school_id=school_id).order_by("version")
    return {
        (Purpose(q.purpose), Channel(q.channel)): row_of(
            q.id, q.line_id, q.school_id, q.purpose, q.channel, q.version, q.from_on, q.text_nl, q.text_en,
            q.explain_nl, q.explain_en)
        for q in rows
    }


def adoption_of(*, board_id: UUID, school_id: UUID) -> UUID:
    """This function will return the school's newest act of adoption, under which questions are put in force."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT a.id FROM policy_adoption a WHERE a.board_id = %s AND a.school_id = %s "
                       "ORDER BY a.id DESC LIMIT 1", [board_id, school_id])
        return cursor.fetchone()[0]


def ready_text(purpose: Purpose, channel: Channel) -> Text:
    """This function will return the text that is ready for a place, in both languages."""
    question, explain = READY_TEXTS[purpose, channel]
    with override("nl"):
        dutch = gettext(question), gettext(explain)
    return Text(dutch[0], question, dutch[1], explain)


def asked(*, board_id: UUID, pupil_id: UUID, decider_id: UUID, question_ids: Iterable[UUID], on: date) -> dict[UUID, Asked]:
    """This function will return what must be known of these questions to judge answers of one person about one child.

    An older version of the same line counts as in force: it was asked in words of the same meaning.
    """
    statement = f"""
        SELECT q.id, q.line_id, q.school_id, q.purpose, q.channel, CASE WHEN f.line_id = q.line_id AND EXISTS (
                 SELECT 1 FROM people_enrolment e WHERE e.board_id = {sql.BOARD} AND e.pupil_id = %(pupil_id)s::uuid
                   AND e.school_id = q.school_id AND {sql.active("e")}) THEN l.from_on END,
               coalesce(a.answer, 'unanswered')
        FROM consent_question q
        JOIN consent_question l ON l.board_id = {sql.BOARD} AND l.id = q.line_id
        LEFT JOIN LATERAL ({sql.in_force(school="q.school_id", purpose="q.purpose", channel="q.channel")}) f ON true
        LEFT JOIN consent_answer a ON a.board_id = {sql.BOARD} AND a.pupil_id = %(pupil_id)s::uuid
          AND a.line_id = q.line_id AND a.decider_id = %(decider_id)s::uuid
        WHERE q.board_id = {sql.BOARD} AND q.id = ANY(%(ids)s::uuid[])"""
    params = {"board_id": board_id, "pupil_id": pupil_id, "decider_id": decider_id, "ids": sorted(question_ids), "on": on}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return {
            row[0]: Asked(*row[:3], Purpose(row[3]), Channel(row[4]), row[5], Said(row[6]))
            for row in cursor.fetchall()
        }


def for_child(*, board_id: UUID, pupil_id: UUID, on: date) -> list[QuestionRow]:
    """This function will return the questions in force about a child, at the school (or schools) where it is enrolled."""
    statement = f"""
        SELECT f.id, f.line_id, f.school_id, f.purpose, f.channel, f.version, f.from_on, f.text_nl, f.text_en,
               f.explain_nl, f.explain_en
        FROM ({sql.questions_in_force(schools=sql.schools_of(pupil="%(pupil_id)s::uuid"))}) f"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "pupil_id": pupil_id, "on": on})
        rows = [row_of(*row) for row in cursor.fetchall()]
    return sorted(rows, key=lambda row: order(row.purpose, row.channel))
