"""Placing and taking back a message: named cast, one act, then rows, audit and who hears of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from kring.domains.people import actions as people
from kring.domains.posts.actions import drafts, placing, telling
from kring.domains.posts.models import Draft, Post, Recall
from kring.domains.posts.queries import feed
from kring.domains.posts.rules import PhotosFacts, may_have_photos
from kring.ground import audit
from kring.ground.actor import Actor
from kring.ground.models.outbox import Outbox
from kring.norms import Refused
from tests.circle import AT, THIS_YEAR, Circle

pytestmark = pytest.mark.django_db
SOON = AT + timedelta(seconds=31)


@pytest.fixture
def circle():
    return Circle()


def written(circle, *, who="sanne", group="g4", body="Kastanjes. We zochten ze in het bos.", key=None):
    actor = circle.actor(who)
    draft_id = drafts.start(actor=actor, group_id=circle.groups[group] if group else None, key=key or uuid4(), at=AT)
    drafts.write(actor=actor, draft_id=draft_id, body=body, at=AT)
    return draft_id


def refusal(act):
    with pytest.raises(Refused) as found, transaction.atomic():
        act()
    return found.value.verdict


@pytest.mark.norm("BK-05.b")
def test_a_placed_message_is_seen_after_half_a_minute_by_the_guardians_of_the_group(circle):
    draft = written(circle)
    placed = placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=AT)
    assert placed.release_at == AT + timedelta(seconds=30)
    for who, sees in {"elif": True, "bas": True, "piet": False, "mia": False, "fatima": True}.items():
        assert feed.feed(actor=circle.actor(who), at=AT).rows == ()
        assert [r.id for r in feed.feed(actor=circle.actor(who), at=SOON).rows] == [placed.post_id] * sees
    (row,) = feed.feed(actor=circle.actor("elif"), at=SOON).rows
    assert (row.words.title, row.author, row.group) == ("Kastanjes", "Sanne Voorbeeld", "Groep 4")
    assert [a["action"] for a in audit.acts_on(board_id=circle.board, on=("post", placed.post_id))] == ["post.placed"]


@pytest.mark.parametrize("group, told", [("g3", 1), ("g4", 4), (None, 5)])
def test_telling_costs_four_statements_however_many_hear_of_it(circle, group, told):
    post_id = placing.place(actor=circle.actor("wim"), draft_id=written(circle, who="wim", group=group), key=uuid4(), at=AT).post_id
    assert telling.tell(board_id=circle.board, post_id=post_id, at=AT) == 0, "still held"
    with CaptureQueriesContext(connection) as ran:
        assert telling.tell(board_id=circle.board, post_id=post_id, at=SOON) == told
    assert len(ran) == 4, [q["sql"][:80] for q in ran.captured_queries]
    assert Outbox.objects.filter(board_id=circle.board, template="news").count() == told


@pytest.mark.parametrize("who, group, code", [
    ("joris", "g4", "posts.not_your_group"), ("sanne", None, "posts.only_director"), ("elif", "g4", "posts.not_staff"),
    ("ans", "g4", "posts.not_your_group"),
])
def test_who_may_not_place_here_cannot_even_start(circle, who, group, code):
    verdict = refusal(lambda: written(circle, who=who, group=group))
    assert [r.code for r in verdict.reasons] == [code]
    assert Draft.objects.filter(board_id=circle.board).count() == 0


@pytest.mark.parametrize("who, group", [("sanne", "g4"), ("wim", "g4"), ("wim", None), ("joris", "g3")])
def test_who_may_place_here_can(circle, who, group):
    draft = written(circle, who=who, group=group)
    placing.place(actor=circle.actor(who), draft_id=draft, key=uuid4(), at=AT)
    assert Post.objects.filter(board_id=circle.board).count() == 1


def test_nothing_is_placed_before_the_school_adopted_its_agreements():
    circle = Circle(adopted=False)
    draft = written(circle)
    verdict = refusal(lambda: placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=AT))
    assert [r.code for r in verdict.reasons] == ["policy.not_adopted"]


@pytest.mark.norm("OC-11.a")
def test_a_name_without_a_yes_stops_the_message_and_without_the_name_it_goes(circle):
    draft = written(circle, body="Sem vond de grootste kastanje.")
    verdict = refusal(lambda: placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=AT))
    assert [r.code for r in verdict.reasons] == ["writing.name_without_yes"]
    assert [r.code for r in verdict.remedies] == ["leave-name-out"]
    drafts.write(actor=circle.actor("sanne"), draft_id=draft, body="Iemand vond de grootste kastanje.", at=AT)
    placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=AT)


def test_two_taps_are_one_message(circle):
    draft, key = written(circle), uuid4()
    first = placing.place(actor=circle.actor("sanne"), draft_id=draft, key=key, at=AT)
    again = placing.place(actor=circle.actor("sanne"), draft_id=draft, key=key, at=AT + timedelta(seconds=2))
    assert first == again
    assert Post.objects.filter(board_id=circle.board).count() == 1


@pytest.mark.norm("BK-05.b")
def test_taken_back_within_the_half_minute_nobody_saw_it_and_the_draft_is_open_again(circle):
    draft = written(circle)
    placed = placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=AT)
    opened = placing.recall(actor=circle.actor("sanne"), post_id=placed.post_id, at=AT + timedelta(seconds=20))
    assert opened == draft
    assert feed.feed(actor=circle.actor("elif"), at=SOON).rows == ()
    assert Recall.objects.get(board_id=circle.board).why == "undone"
    again = placing.place(actor=circle.actor("sanne"), draft_id=draft, key=uuid4(), at=SOON)
    assert [r.id for r in feed.feed(actor=circle.actor("elif"), at=SOON + timedelta(seconds=31)).rows] == [again.post_id]


@pytest.mark.parametrize("who, may", [("sanne", True), ("wim", True), ("joris", False), ("elif", False)])
def test_who_may_take_back(circle, who, may):
    placed = placing.place(actor=circle.actor("sanne"), draft_id=written(circle), key=uuid4(), at=AT)
    def take_back():
        return placing.recall(actor=circle.actor(who), post_id=placed.post_id, at=SOON)
    if may:
        assert take_back() is None
        assert feed.feed(actor=circle.actor("elif"), at=SOON).rows == ()
    else:
        assert [r.code for r in refusal(take_back).reasons] == ["posts.not_yours"]
        assert len(feed.feed(actor=circle.actor("elif"), at=SOON).rows) == 1


@pytest.mark.parametrize("photos, allowed", [(30, True), (31, False)])
def test_a_message_holds_so_many_photos_and_no_more(photos, allowed):
    verdict = may_have_photos(PhotosFacts(photos=photos, most=30))
    assert verdict.allowed is allowed
    assert [r.code for r in verdict.remedies] == ([] if allowed else ["fewer"])


def test_who_teaches_and_has_a_child_here_takes_back_as_a_teacher_and_not_as_a_parent(circle):
    people.give_care(board_id=circle.board, at=AT, cares=[people.NewCare(
        circle.ids["noor"], circle.ids["sanne"], "moeder", True, "test", THIS_YEAR, None)])
    post_id = placing.place(actor=circle.actor("sanne"), draft_id=written(circle), key=uuid4(), at=AT).post_id
    as_parent = Actor(circle.board, circle.ids["sanne"], "guardian")
    for actor, may in ((circle.actor("sanne"), True), (circle.actor("wim"), True), (as_parent, False)):
        assert feed.one(actor=actor, at=SOON, post_id=post_id).may_recall is may, actor.capacity
    assert refusal(lambda: placing.recall(actor=as_parent, post_id=post_id, at=SOON)).codes == ("posts.not_yours",)
