"""The ready questions put in force for a test."""

from uuid import UUID

from kring.domains.consent.models import Question
from kring.domains.consent.queries.questions import ready_text
from kring.domains.consent.terms import READY_TEXTS
from kring.domains.consent.tests.families import START, World
from kring.ground.ids import uuid7


def ask_ready_questions(world: World) -> list[UUID]:
    """This function will put every ready text in force in the place of what a test school asks, in their order."""
    made = []
    for place in READY_TEXTS:
        new, text = uuid7(), ready_text(*place)
        there = Question.objects.filter(board_id=world.board_id, purpose=place[0], channel=place[1]).count()
        Question.objects.create(
            id=new, board_id=world.board_id, school_id=world.school_id, adoption_id=world.adoption_id, purpose=place[0],
            channel=place[1], version=there + 1, line_id=new, from_on=START, lint={}, **vars(text))
        made.append(new)
    return made
