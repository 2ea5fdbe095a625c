"""Asking a child's family for an answer: about whom, by whom, how often, who hears it, and what nobody learns by it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.domains.consent.actions.asking import NoSuchChild, ask_family
from kring.domains.consent.models import Asking, Objection, Request
from kring.domains.consent.queries import families
from kring.domains.consent.queries.families import FamilyRow
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules.acts import FamilyFacts, may_ask_family
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, ON
from kring.domains.people import actions as people
from kring.domains.people.terms import Role
from kring.ground import mail
from kring.ground.actor import Actor
from kring.ground.models import Outbox
from kring.ground.models.audit import AuditLeaf
from kring.norms import Refused

DAY = timedelta(days=1)
FREE = FamilyFacts(works_with_pupil=True, waits=True, asked_on=None, on=ON)


@pytest.mark.parametrize("name, facts, code", [
    ("nobody said no and a yes is missing", FREE, "consent.may_ask_family"),
    ("somebody said no, or there is a yes", replace(FREE, waits=False), "consent.nothing_to_ask"),
    ("it was asked six days ago", replace(FREE, asked_on=ON - 6 * DAY), "consent.asked_lately"),
    ("it was asked a week ago", replace(FREE, asked_on=ON - 7 * DAY), "consent.may_ask_family"),
    ("somebody who does not work with the child", replace(FREE, works_with_pupil=False), "consent.not_your_child"),
])
def test_when_a_family_may_be_asked(name, facts, code):
    verdict = may_ask_family(facts)
    assert verdict.codes == (code,) and verdict.allowed is (code == "consent.may_ask_family")
    assert verdict.allowed or verdict.remedies


def place(noor, channel=Channel.CLOSED_GROUP):
    return Place(noor.world.school_id, Purpose.PICTURE_WITH_OTHERS, channel)


def row(noor, actor=None, on=ON):
    found = families.rows(actor=actor or noor.teacher, place=place(noor), pupil_ids=[noor.noor], on=on)
    return found.get(noor.noor)


def ask(noor, actor=None, at=AT, channel=Channel.CLOSED_GROUP):
    ask_family(actor=actor or noor.teacher, place=place(noor, channel), pupil_id=noor.noor, at=at)


def told(noor):
    return [(r.person_id, r.template, r.link) for r in Outbox.objects.filter(board_id=noor.world.board_id).order_by("person_id")]


@pytest.mark.django_db
@pytest.mark.norm("PL-09.a")
def test_who_has_not_answered_hears_that_a_question_waits_and_nothing_of_what_it_is(noor):
    ask(noor)
    assert told(noor) == [(person, "question", "/consents/") for person in sorted((noor.elif_, noor.bas))]
    for language in ("nl", "en"):
        subject, body = mail.text_of("question", language=language)
        assert not any(word in subject + body for word in ("Noor", "Kaya", "Groep", "foto", "photo", "De Proef"))
    made = Request.objects.get(board_id=noor.world.board_id)
    assert (made.pupil_id, made.by, made.channel, made.on) == (noor.noor, noor.teacher.person_id, "closed_group", ON)
    leaf = AuditLeaf.objects.get(board_id=noor.world.board_id, action="consent.family_asked")
    assert "consent.may_ask_family" in leaf.verdict
    assert set(Asking.objects.filter(board_id=noor.world.board_id).values_list("person_id", flat=True)) == {noor.elif_, noor.bas}


@pytest.mark.django_db
def test_what_the_teacher_sees_is_the_same_whether_one_or_both_did_not_answer(noor):
    both = row(noor)
    noor.say(noor.elif_, Said.YES)
    one = row(noor)
    assert both == one == FamilyRow(may_ask=True, asked_on=None, pupil_decides=False)
    ask(noor)
    assert told(noor) == [(noor.bas, "question", "/consents/")], "who said yes is left in peace"
    assert row(noor) == FamilyRow(may_ask=False, asked_on=ON, pupil_decides=False)
    noor.say(noor.bas, Said.NO)
    assert row(noor) == FamilyRow(may_ask=False, asked_on=ON, pupil_decides=False), "that a no came is not told by it"


def no_of_one_parent(noor):
    noor.say(noor.bas, Said.NO)


def withdrawn(noor):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.elif_, Said.NO)


def own_no(noor):
    Objection.objects.create(board_id=noor.world.board_id, pupil_id=noor.noor, by=noor.noor, at=AT, scope="general")


def yes_of_both(noor):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)


@pytest.mark.django_db
@pytest.mark.parametrize("answer", [no_of_one_parent, withdrawn, own_no, yes_of_both])
def test_after_a_no_a_withdrawal_a_childs_own_no_or_a_yes_nobody_is_asked(noor, answer):
    assert row(noor).may_ask
    answer(noor)
    assert row(noor) is None
    with pytest.raises(Refused) as refused:
        ask(noor)
    assert refused.value.verdict.codes == ("consent.nothing_to_ask",)
    assert not told(noor) and not Request.objects.filter(board_id=noor.world.board_id).exists()


@pytest.mark.django_db
def test_a_second_tap_within_a_week_asks_nobody_and_another_place_is_its_own(noor):
    ask(noor)
    for when in (AT, AT + 6 * DAY):
        with pytest.raises(Refused) as refused:
            ask(noor, at=when)
        assert refused.value.verdict.codes == ("consent.asked_lately",)
    assert len(told(noor)) == 2
    ask(noor, channel=Channel.WEBSITE)
    ask(noor, at=AT + 7 * DAY)
    assert Request.objects.filter(board_id=noor.world.board_id).count() == 3


@pytest.mark.django_db
def test_from_sixteen_the_pupil_is_asked_and_the_parents_are_not(noor):
    people.Person.objects.filter(board_id=noor.world.board_id, id=noor.noor).update(decides_alone_on=date(2026, 9, 1))
    assert row(noor).pupil_decides
    ask(noor)
    assert told(noor) == [(noor.noor, "question", "/consents/")]


@pytest.mark.django_db
def test_only_who_works_with_the_child_asks(noor):
    world = noor.world
    other = world.person("Joris", "Vermeer")
    people.appoint(board_id=world.board_id, person_id=other, school_id=world.school_id, role=Role.TEACHER, from_on=ON, at=AT,
                   by=None)
    joris = Actor(world.board_id, other, "teacher", world.school_id)
    assert row(noor, joris) is None and row(noor, noor.administrator) is None and row(noor, noor.director).may_ask
    with pytest.raises(Refused) as refused:
        ask(noor, joris)
    assert refused.value.verdict.codes == ("consent.not_your_child",)
    with pytest.raises(NoSuchChild):
        ask(noor, noor.guardian(noor.elif_))
    assert not told(noor)


@pytest.mark.django_db
def test_about_many_children_as_many_statements_as_about_one(noor):
    more = [noor.world.pupil(f"Kind {n}") for n in range(9)]
    for pupil in more:
        noor.world.care(pupil, noor.elif_)
    counted = []
    for wanted in ([noor.noor], [noor.noor, *more]):
        with CaptureQueriesContext(connection) as seen:
            found = families.rows(actor=noor.teacher, place=place(noor), pupil_ids=wanted, on=ON)
        assert len(found) == len(wanted)
        counted.append(len(seen))
    assert counted == [2, 2]
