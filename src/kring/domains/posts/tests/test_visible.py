"""What the feed's statement shows is what the rule allows: one meaning, two readings, on generated schools."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.domains.people import actions as people
from kring.domains.people.terms import Name, Role
from kring.domains.posts.models import Post, Recall
from kring.domains.posts.queries import facts, feed
from kring.domains.posts.rules import may_read
from kring.domains.school import actions as school
from kring.domains.school.terms import GroupKind
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ON, YESTERDAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 23), date(2026, 11, 25)
LAST_YEAR, THIS_YEAR = date(2025, 9, 1), date(2026, 8, 24)
pytestmark = pytest.mark.django_db


class Circle:
    """A school with groups 3 and 4, pupil Noor, guardian Elif, teacher Sanne and director Wim."""

    def __init__(self):
        self.board = school.found_board(name="Stichting Test", at=AT)
        self.ring = Ring(self.board)
        self.school = school.found_school(board_id=self.board, name="De Kring", slug="de-kring")
        self.other_school = school.found_school(board_id=self.board, name="De Andere", slug="de-andere")
        year = school.open_year(board_id=self.board, school_id=self.school, label="2026-2027", from_on=THIS_YEAR,
                                to_on=date(2027, 8, 1))
        groups = school.make_groups(board_id=self.board, school_id=self.school, school_year_id=year, groups=[
            school.NewGroup("g3", "Groep 3", GroupKind.BASE), school.NewGroup("g4", "Groep 4", GroupKind.BASE)])
        self.g3, self.g4 = groups["g3"], groups["g4"]
        self.noor, self.elif_, self.sanne, self.wim = people.register_persons(
            board_id=self.board, ring=self.ring, on=ON,
            persons=[people.NewPerson(Name(n, "", "Test")) for n in ("Noor", "Elif", "Sanne", "Wim")])

    def actor(self, person, capacity):
        return Actor(self.board, person, capacity, None if capacity == "guardian" else self.school)

    def post(self, group, **change):
        post_id = uuid7()
        key_id = self.ring.new_key("thread", post_id)
        text = self.ring.seal(json.dumps({"title": "Bos", "body": ""}), key_id=key_id, place=("posts_post", "text", post_id))
        values = dict(released_on=YESTERDAY, release_at=AT - timedelta(hours=1), author_id=self.sanne) | change
        return Post.objects.create(id=post_id, board_id=self.board, school_id=self.school, group_id=group, kind="story",
                                   author_capacity="teacher", key_id=key_id, text=text, placed_at=AT, decision=[], **values)


def may(circle, actor, post):
    return may_read(facts.read_facts(actor=actor, post=post, at=AT)).allowed


DAYS = st.sampled_from([LAST_YEAR, THIS_YEAR, YESTERDAY, ON, TOMORROW])
ENDS = st.one_of(st.none(), DAYS)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
@pytest.mark.norm("OC-05.a")
def test_the_feed_shows_exactly_what_the_rule_allows(data):
    with transaction.atomic():
        circle = Circle()
        for group in data.draw(st.lists(st.sampled_from([circle.g3, circle.g4]), max_size=2, unique=True)):
            people.enrol(board_id=circle.board, rows=[(circle.noor, circle.school, group)], from_on=data.draw(DAYS))
            if end := data.draw(ENDS):
                people.end_enrolments(board_id=circle.board, pupil_ids=[circle.noor], on=end, group_ids=[group])
        people.give_care(board_id=circle.board, at=AT, cares=[people.NewCare(
            circle.noor, circle.elif_, "moeder", data.draw(st.booleans()), "test", data.draw(DAYS), None)])
        if end := data.draw(ENDS):
            care = facts.people.cares(board_id=circle.board, pupil_ids=[circle.noor])[0]
            people.end_care(board_id=circle.board, care_ids=[care.id], on=end, by=None, at=AT, why="test")
        for person, role in ((circle.sanne, Role.TEACHER), (circle.wim, Role.DIRECTOR)):
            people.appoint(board_id=circle.board, person_id=person, at=AT, by=None, role=role, from_on=data.draw(DAYS),
                           to_on=data.draw(ENDS), school_id=data.draw(st.sampled_from([circle.school, circle.other_school])))
        people.assign(board_id=circle.board, rows=[(circle.sanne, data.draw(st.sampled_from([circle.g3, circle.g4])))],
                      from_on=data.draw(DAYS))
        posts = [circle.post(data.draw(st.sampled_from([circle.g3, circle.g4, None])), released_on=data.draw(DAYS),
                             release_at=data.draw(st.sampled_from([AT, AT + timedelta(seconds=1)]))) for _ in range(4)]
        if data.draw(st.booleans()):
            Recall.objects.create(board_id=circle.board, post_id=posts[0].id, by=circle.sanne, at=AT, why="recalled")
        for person, capacity in ((circle.elif_, "guardian"), (circle.sanne, "teacher"), (circle.wim, "director")):
            actor = circle.actor(person, capacity)
            if capacity != "guardian" and not any(
                    str(r) == capacity and s == circle.school
                    for r, s in facts.people.roles(board_id=circle.board, person_id=person, on=ON)):
                continue  # nobody wears a cap that does not stand today: the session gives none
            shown = {row.id for row in feed.feed(actor=actor, at=AT).rows}
            assert shown == {p.id for p in posts if may(circle, actor, p)}
            assert all((feed.one(actor=actor, at=AT, post_id=p.id) is not None) == (p.id in shown) for p in posts)
        transaction.set_rollback(True)


@pytest.mark.norm("OC-05.a")
def test_authority_that_ended_yesterday_opens_nothing_and_stood_it_opens_all():
    circle = Circle()
    people.enrol(board_id=circle.board, rows=[(circle.noor, circle.school, circle.g4)], from_on=THIS_YEAR)
    people.give_care(board_id=circle.board, at=AT, cares=[people.NewCare(
        circle.noor, circle.elif_, "moeder", True, "test", THIS_YEAR, None)])
    post, elif_ = circle.post(circle.g4), circle.actor(circle.elif_, "guardian")
    assert [r.id for r in feed.feed(actor=elif_, at=AT).rows] == [post.id]
    assert facts.out(board_id=circle.board, post_id=post.id, at=AT).audience == (circle.elif_,)
    care = facts.people.cares(board_id=circle.board, pupil_ids=[circle.noor])[0]
    people.end_care(board_id=circle.board, care_ids=[care.id], on=ON, by=None, at=AT, why="roster")
    assert feed.feed(actor=elif_, at=AT).rows == ()
    assert facts.out(board_id=circle.board, post_id=post.id, at=AT).audience == ()


@pytest.mark.parametrize("posts", [1, 20])
def test_the_feed_costs_two_statements_however_many_messages(posts):
    circle = Circle()
    people.enrol(board_id=circle.board, rows=[(circle.noor, circle.school, circle.g4)], from_on=THIS_YEAR)
    people.give_care(board_id=circle.board, at=AT, cares=[people.NewCare(
        circle.noor, circle.elif_, "moeder", True, "test", THIS_YEAR, None)])
    for _ in range(posts):
        circle.post(circle.g4)
    feed.feed(actor=circle.actor(circle.elif_, "guardian"), at=AT)
    from django.db import connections

    with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["keys"]) as keys:
        found = feed.feed(actor=circle.actor(circle.elif_, "guardian"), at=AT)
    assert (len(found.rows), len(main), len(keys)) == (posts, 1, 1)
