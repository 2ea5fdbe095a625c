"""What is kept ends in time, and what somebody gets of their own names nobody else."""

from datetime import timedelta

import pytest

from kring.domains.consent import holdings
from kring.domains.consent.actions.objecting import object_
from kring.domains.consent.models import Answer, Asking, Decision, Gate, Objection
from kring.domains.consent.queries import exports
from kring.domains.consent.terms import Said
from kring.domains.consent.tests.families import AT, ON
from kring.domains.people import actions as people
from kring.ground.ids import uuid7
from kring.ground.retention import moment_before, unheld

pytestmark = pytest.mark.django_db


@pytest.mark.norm("BK-09.a")
def test_every_table_of_consent_has_an_owner():
    from django.apps import apps

    assert unheld(m._meta.db_table for m in apps.get_app_config("consent").get_models()) == []


@pytest.mark.norm("BK-09.b")
@pytest.mark.parametrize("name, left, years, stays", [
    ("still at school, however long ago", False, 20, True),
    ("left, within the term", True, 4, True),
    ("left, after the term", True, 6, False),
])
def test_decisions_end_with_their_term_after_a_child_left(noor, name, left, years, stays):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.elif_, Said.NO)
    object_(actor=noor.teacher, pupil_id=noor.noor, key=uuid7(), at=AT)
    if left:
        people.end_enrolments(board_id=noor.world.board_id, pupil_ids=[noor.noor], on=ON)
    at = AT.replace(year=AT.year + years)
    before = moment_before(term_parameter="retention.consent.years", at=at)
    for holding in holdings.HOLDINGS:
        if holding.erase and holding.table != "consent_asking":
            holding.erase(board_id=noor.world.board_id, before=before, at=at)
    for model in (Decision, Answer, Objection, Gate):
        assert model.objects.filter(board_id=noor.world.board_id).exists() is stays


def test_askings_end_with_their_term(noor):
    from kring.domains.consent.actions.asking import tell_waiting

    tell_waiting(board_id=noor.world.board_id, at=AT)
    told = lambda: {row.person_id for row in Asking.objects.filter(board_id=noor.world.board_id)}  # noqa: E731
    holdings.erase_askings(board_id=noor.world.board_id, before=AT, at=AT)
    assert told() == {noor.elif_, noor.bas}
    holdings.forget_askings(board_id=noor.world.board_id, person_id=noor.bas, at=AT)
    assert told() == {noor.elif_}
    holdings.erase_askings(board_id=noor.world.board_id, before=AT + timedelta(seconds=1), at=AT)
    assert told() == set()


def test_what_somebody_gets_of_their_own_holds_nothing_of_another(noor):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.NO)
    object_(actor=noor.teacher, pupil_id=noor.noor, key=uuid7(), at=AT)
    scope = {"board_id": noor.world.board_id}
    assert [d["answer"] for d in exports.decisions_of(**scope, person_id=noor.elif_)] == ["yes"]
    assert str(noor.bas) not in str(exports.decisions_of(**scope, person_id=noor.elif_))
    assert list(exports.decisions_of(**scope, person_id=noor.noor)) == []
    (own_no,) = exports.objections_of(**scope, person_id=noor.noor)
    assert own_no["scope"] == "general"
    assert str(noor.teacher.person_id) not in str(own_no)
