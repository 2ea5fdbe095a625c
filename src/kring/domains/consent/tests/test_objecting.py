"""A child's own no: who may record it, what it does, and that only the child's word ends it."""

from datetime import timedelta

import pytest

from kring.domains.consent.actions.objecting import NoSuchObjection, lift_objection, object_
from kring.domains.consent.models import Objection
from kring.domains.consent.queries.standing import Place, restricted_pupils
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, ON
from kring.domains.people import actions as people
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.norms import Refused

pytestmark = pytest.mark.django_db
PICTURE = uuid7()


@pytest.fixture
def willing(noor):
    """Both parents said yes to pictures in the group."""
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    assert noor.standing().allowed
    return noor


def restricted(noor, subject=None):
    place = Place(noor.world.school_id, Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP)
    return restricted_pupils(board_id=noor.world.board_id, place=place, pupil_ids=[noor.noor], on=ON, subject_id=subject)


@pytest.mark.norm("OC-15.a")
@pytest.mark.parametrize("who", ["child", "teacher", "director"])
def test_a_childs_own_no_goes_before_both_parents_yes_until_the_child_takes_it_back(willing, who):
    actor = {"child": willing.pupil(willing.noor), "teacher": willing.teacher, "director": willing.director}[who]
    before = willing.epoch()
    objection = object_(actor=actor, pupil_id=willing.noor, key=uuid7(), at=AT)
    assert willing.standing().codes == ("consent.child_says_no",)
    assert restricted(willing) == {willing.noor}
    assert willing.epoch() == before + 1
    assert object_(actor=actor, pupil_id=willing.noor, key=uuid7(), at=AT) == objection, "one no is enough"
    lift_objection(actor=actor, objection_id=objection, key=uuid7(), at=AT + timedelta(minutes=1))
    assert willing.standing().allowed
    assert willing.epoch() == before + 1
    with pytest.raises(NoSuchObjection):
        lift_objection(actor=actor, objection_id=objection, key=uuid7(), at=AT)


@pytest.mark.norm("OC-15.a")
def test_a_no_to_one_picture_holds_for_that_picture_alone(willing):
    object_(actor=willing.pupil(willing.noor), pupil_id=willing.noor, subject_id=PICTURE, key=uuid7(), at=AT)
    assert restricted(willing) == set()
    assert restricted(willing, PICTURE) == {willing.noor}
    assert restricted(willing, uuid7()) == set()


@pytest.mark.parametrize("name", ["a parent", "another pupil", "a teacher of another group", "a teacher who left",
                                  "a director elsewhere"])
def test_nobody_else_speaks_for_a_child(willing, name):
    world = willing.world
    other = world.person("Ellen", "Doorn")
    actor = {
        "a parent": willing.guardian(willing.elif_),
        "another pupil": Actor(world.board_id, other, "pupil"),
        "a teacher of another group": Actor(world.board_id, other, "teacher", world.school_id),
        "a teacher who left": willing.teacher,
        "a director elsewhere": Actor(world.board_id, world.director, "director", uuid7()),
    }[name]
    if name == "a teacher who left":
        people.end_appointments(board_id=world.board_id, person_id=willing.teacher.person_id, on=ON, at=AT)
    with pytest.raises(Refused) as refused:
        object_(actor=actor, pupil_id=willing.noor, key=uuid7(), at=AT)
    assert refused.value.verdict.codes == ("consent.not_the_child",)
    assert Objection.objects.filter(board_id=world.board_id).count() == 0
    assert willing.standing().allowed


def test_lifting_a_no_asks_the_same_right(willing):
    objection = object_(actor=willing.teacher, pupil_id=willing.noor, key=uuid7(), at=AT)
    with pytest.raises(Refused):
        lift_objection(actor=willing.guardian(willing.elif_), objection_id=objection, key=uuid7(), at=AT)
    assert not willing.standing().allowed


def test_a_child_that_starts_tomorrow_is_not_yet_of_this_school(willing):
    world, late = willing.world, willing.world.pupil("Sem", enrolled=False)
    people.enrol(board_id=world.board_id, rows=[(late, world.school_id, world.group_id)], from_on=ON + timedelta(days=1))
    with pytest.raises(Refused):
        object_(actor=willing.teacher, pupil_id=late, key=uuid7(), at=AT)
    assert object_(actor=willing.teacher, pupil_id=late, key=uuid7(), at=AT + timedelta(days=1))
