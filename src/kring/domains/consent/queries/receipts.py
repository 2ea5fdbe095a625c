"""The receipt of somebody's own decisions about a child: what stands in it, and in which words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from kring.domains.consent.queries import sealed_pdf, seals
from kring.domains.consent.queries.questions import Text, language
from kring.domains.consent.terms import DeciderAs, How, Said
from kring.domains.people import queries as people
from kring.domains.school import queries as schools
from kring.ground.clock import local
from kring.ground.sealing import Ring
from kring.web import moments


@dataclass(frozen=True)
class DecisionRow:
    """One decision as it was made."""

    id: UUID
    question_id: UUID
    school_id: UUID
    purpose: str
    channel: str
    version: int
    text: Text
    decider_as: DeciderAs
    answer: Said
    how: How
    confirmation: str
    signed_on: str
    language: str
    at: datetime
    rule: str
    rule_version: str


def decisions_of(*, board_id: UUID, pupil_id: UUID, person_id: UUID) -> list[DecisionRow]:
    """This function will return what somebody decided about a child, oldest first."""
    statement = """
        SELECT d.id, q.id, q.school_id, q.purpose, q.channel, q.version, q.text_nl, q.text_en, q.explain_nl, q.explain_en,
               d.decider_as, d.answer, d.how, d.confirmation, d.signed_on, d.language, d.at, d.rule, d.rule_version
        FROM consent_decision d JOIN consent_question q ON q.board_id = %(board_id)s AND q.id = d.question_id
        WHERE d.board_id = %(board_id)s AND d.pupil_id = %(pupil_id)s AND d.decider_id = %(person_id)s
        ORDER BY d.at, d.id"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board_id": board_id, "pupil_id": pupil_id, "person_id": person_id})
        return [
            DecisionRow(*row[:6], Text(*row[6:10]), DeciderAs(row[10]), Said(row[11]), How(row[12]), row[13],
                        row[14].isoformat(), *row[15:])
            for row in cursor.fetchall()
        ]


def receipt(*, board_id: UUID, pupil_id: UUID, person_id: UUID, at: datetime) -> bytes | None:
    """This function will return the sealed receipt (PDF) of all that somebody decided about a child, in the language of
    the moment; None when nothing was decided. It goes to that person alone: it names no other."""
    rows = decisions_of(board_id=board_id, pupil_id=pupil_id, person_id=person_id)
    if not rows:
        return None
    names = people.names(board_id=board_id, person_ids=[pupil_id, person_id], ring=Ring(board_id))
    board, school = schools.board_name(board_id=board_id), schools.school(board_id=board_id, school_id=rows[-1].school_id)
    child, decider = names[pupil_id], names[person_id]
    exact = {
        "kind": "kring.consent.receipt", "board": {"id": str(board_id), "name": board}, "made_at": at.isoformat(),
        "school": school.name, "child": {"id": str(pupil_id), "name": child.full},
        "decider": {"id": str(person_id), "name": decider.full},
        "decisions": [_exact(row, child.given) for row in rows],
    }
    shown = {
        "title": _("Receipt of choices"), "language": language(), "board": board, "school": school.name,
        "day": _day(at), "words": {"answer": _("Answer"), "attached": _("The exact content, for machines")},
        "facts": [[_("About"), child.full], [_("Decided by"), decider.full], [_("Made on"), _moment(at)]],
        "decisions": [_shown(row, child.given) for row in rows], "closing": _closing(board),
    }
    return sealed_pdf.make(shown=shown, exact=exact, seal=seals.newest(board_id=board_id), at=at)


def _exact(row: DecisionRow, child: str) -> dict[str, Any]:
    text = row.text
    return {
        "id": str(row.id), "question": str(row.question_id), "version": row.version, "purpose": row.purpose,
        "channel": row.channel, "text": {"nl": text.text_nl, "en": text.text_en},
        "explanation": {"nl": text.explain_nl, "en": text.explain_en}, "child_called": child, "shown_in": row.language,
        "answer": row.answer.value, "as": row.decider_as.value, "how": row.how.value, "confirmed": row.confirmation,
        "signed_on": row.signed_on, "at": row.at.isoformat(), "rule": row.rule, "rule_version": row.rule_version,
    }


def _shown(row: DecisionRow, child: str) -> dict[str, str]:
    words = {Said.YES: _("yes"), Said.NO: _("no"), Said.WITHDRAWN: _("no, yes withdrawn")}
    if row.how is How.PAPER_REGISTERED:
        act = _("Signed on paper, registered by the school's administration.")
    else:
        act = _("Confirmed in Kring with: “%(sentence)s”") % {"sentence": row.confirmation}
    return {"question": row.text.question(child), "explanation": row.text.explanation(child), "answer": words[row.answer],
            "when": _moment(row.at), "act": act}


def _closing(board: str) -> list[str]:
    return [
        _("A yes holds for exactly what stands in the question. Choosing otherwise is possible on any day."),
        _("Sealed with the key of %(board)s. Whoever changes anything in it breaks the seal. The seal shows the time of the "
          "school's own clock, not of a third party.") % {"board": board},
    ]


def _moment(at: datetime) -> str:
    return f"{moments.day_and_year(at)}, {moments.clock(at)}"


def _day(at: datetime) -> dict[str, int]:
    day = local(at)
    return {"year": day.year, "month": day.month, "day": day.day}
