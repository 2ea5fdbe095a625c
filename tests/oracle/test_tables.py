"""Role × action × group: who begins, places, reads and takes back a message where; each cell held against the oracle."""

from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from django.db import transaction

from kring.domains.people import actions as people
from kring.domains.people.terms import Name, Role
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.queries import feed
from kring.ground.actor import Actor
from kring.ground.sealing import Ring
from kring.norms import Refused
from tests.oracle.machine import BEGIN, START, School, Twin
from tests.oracle.oracle import Period, Work

# name: (role, group, whether the work ended today)
MORE_STAFF = {"sam": ("support", "g3", False), "ans": ("administrator", None, False), "vera": ("officer", None, False),
              "gijs": ("teacher", None, False), "otto": ("teacher", "g3", True)}
CAPS = {"sanne": "teacher", "joris": "teacher", "wim": "director", **{who: role for who, (role, *_) in MORE_STAFF.items()},
        "an": "guardian", "ap": "guardian", "dora": "guardian", "piet": "guardian", "bep": "guardian", "ada": "pupil"}
PLACES = ("g3", "g4", None)
WRITERS = {"g3": "sanne", "g4": "joris", None: "wim"}
SENT, OUT = BEGIN + timedelta(minutes=1), BEGIN + timedelta(minutes=5)


class Table(Twin):
    """The school with more kinds of staff, Piet who cares for Ada without authority, Bep whose authority ended today, and
    a message in each place."""

    def __init__(self, school: School):
        super().__init__(school)
        self.ids = dict(school.ids)
        made = people.register_persons(board_id=self.board, ring=Ring(self.board), on=START,
                                       persons=[people.NewPerson(Name(n.capitalize(), "", "Proef")) for n in MORE_STAFF])
        self.ids |= zip(MORE_STAFF, made, strict=True)
        for who, (role, group, ended) in MORE_STAFF.items():
            self.employ(who, role, group, ended)
        self.begin_care("ada", "piet", authority=False, on=START)
        self.end_care("bo", "bep", on=self.today)
        self.posts = {place: self.post(WRITERS[place], place) for place in PLACES}

    def employ(self, who: str, role: str, group: str | None, ended: bool) -> None:
        people.appoint(board_id=self.board, person_id=self.ids[who], school_id=self.school.school, role=Role(role),
                       from_on=START, at=BEGIN, by=None)
        self.world.works.append(Work(who, role, Period(START)))
        if group:
            people.assign(board_id=self.board, rows=[(self.ids[who], self.groups[group])], from_on=START)
            self.world.works.append(Work(who, role, Period(START), group))
        if ended:
            self.end_duty(who, on=self.today)

    def actor(self, who: str) -> Actor:
        is_staff = CAPS[who] not in ("guardian", "pupil")
        return Actor(self.board, self.ids[who], CAPS[who], self.school.school if is_staff else None)

    def post(self, who: str, group: str | None):
        draft = drafts.start(actor=self.actor(who), group_id=self.groups[group] if group else None, key=uuid4(), at=SENT)
        drafts.write(actor=self.actor(who), draft_id=draft, body="Morgen is er gym.", at=SENT)
        return placing.place(actor=self.actor(who), draft_id=draft, key=uuid4(), at=SENT)

    def may(self, act) -> bool:
        """Whether an act is allowed, undone at once."""
        with transaction.atomic():
            try:
                act()
            except Refused:
                return False
            finally:
                transaction.set_rollback(True)
        return True


@pytest.fixture(scope="module")
def table(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic(), transaction.atomic(using="keys"):
        yield Table(School())
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


CELLS = list(product(CAPS, PLACES))


@pytest.mark.parametrize(("who", "place"), CELLS)
def test_who_begins_and_places_where(table, who, place):
    wanted = table.world.on(SENT).may_place(who, place)
    assert table.may(lambda: table.post(who, place)) is wanted


@pytest.mark.norm("OC-05.a")
@pytest.mark.parametrize(("who", "place"), CELLS)
def test_who_reads_where(table, who, place):
    for at in (SENT, OUT):
        post = table.posts[place]
        wanted = table.world.on(at).may_read(who, CAPS[who], place, post.release_at, by=WRITERS[place])
        rows = {row.id for row in feed.feed(actor=table.actor(who), at=at).rows}
        assert (post.post_id in rows) is wanted, at
        assert (feed.one(actor=table.actor(who), at=at, post_id=post.post_id) is not None) is wanted, at


@pytest.mark.parametrize(("who", "place"), CELLS)
def test_who_takes_back_where(table, who, place):
    wanted = table.world.on(OUT).may_take_back(who, WRITERS[place])
    assert table.may(lambda: placing.recall(actor=table.actor(who), post_id=table.posts[place].post_id, at=OUT)) is wanted


def test_the_table_has_both_answers_in_each_place(table):
    """A build that refuses everything, or allows everything, is not what the cells above agree with."""
    for place in PLACES:
        now = table.world.on(OUT)
        assert {now.may_place(who, place) for who in CAPS} == {True, False}
        assert {now.may_read(who, CAPS[who], place, table.posts[place].release_at) for who in CAPS} == {True, False}
