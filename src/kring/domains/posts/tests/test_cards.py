"""Cards that are kept in memory: never a picture that is withheld now, never words whose key is gone, no form of another."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import translation

from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.models import Post
from kring.domains.posts.queries.feed import PostRow
from kring.domains.posts.queries.pictures import PhotoRow
from kring.domains.posts.terms import Words
from kring.domains.posts.views.parts import card_of
from kring.ground import clock
from kring.ground.ids import uuid7
from kring.ground.sealing import Ring
from tests.circle import AT, Circle

TREE, BENCH = PhotoRow(uuid7(), 4, 3, True), PhotoRow(uuid7(), 4, 3, True)
ROW = PostRow(id=uuid7(), group_id=uuid7(), group="Groep 4", author="Sanne", author_capacity="teacher", kind="story",
              words=Words("Bos", "Kastanjes."), at=AT, is_held=False, may_recall=False, photos=(TREE, BENCH))


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.mark.norm("PL-08.a")
def test_a_kept_card_never_shows_a_picture_that_is_withheld_now():
    before = card_of(ROW, True)
    assert str(TREE.id) in before and str(BENCH.id) in before
    after = card_of(replace(ROW, photos=(TREE, replace(BENCH, shown=False))), True)
    assert str(TREE.id) in after and str(BENCH.id) not in after
    assert "1 foto wordt gecontroleerd" in after
    gone = card_of(replace(ROW, photos=(TREE,)), True)
    assert str(BENCH.id) not in gone and "gecontroleerd" not in gone
    assert card_of(ROW, True) == before, "shown again once everybody says yes again"


@pytest.mark.parametrize("change, said", [
    ({"author": ""}, "Sanne"), ({"words": Words("Bos", "Eikels.")}, "Kastanjes."), ({"group": "Groep 5"}, "Groep 4"),
])
def test_a_kept_card_says_what_is_so_now(change, said):
    assert said in card_of(ROW, False)
    assert said not in card_of(replace(ROW, **change), False)


@pytest.fixture
def circle():
    return Circle(at=clock.now() - timedelta(days=1))


def placed(circle, *, at):
    actor = circle.actor("sanne")
    draft_id = drafts.start(actor=actor, group_id=circle.groups["g4"], key=uuid4(), at=at)
    drafts.write(actor=actor, draft_id=draft_id, body="Bos. We zochten walnoten.", at=at)
    return placing.place(actor=actor, draft_id=draft_id, key=uuid4(), at=at).post_id


@pytest.mark.django_db
def test_two_parents_read_the_same_card_and_a_third_of_another_group_reads_none(circle):
    placed(circle, at=circle.at)
    before = len(card_of)
    pages = {who: circle.signed_in(who).get("/messages/").content.decode() for who in ("elif", "fatima", "mia")}
    assert {who: "walnoten" in page for who, page in pages.items()} == {"elif": True, "fatima": True, "mia": False}
    assert len(card_of) == before + 1


@pytest.mark.django_db
def test_words_whose_key_was_destroyed_are_not_shown_though_their_card_is_kept(circle):
    post_id, elif_ = placed(circle, at=circle.at), circle.signed_in("elif")
    assert "walnoten" in elif_.get("/messages/").content.decode()
    Ring(circle.board).destroy(Post.objects.get(board_id=circle.board, id=post_id).key_id)
    assert "walnoten" not in elif_.get("/messages/").content.decode()


@pytest.mark.django_db
def test_the_card_with_a_form_is_made_for_its_writer_alone(circle):
    placed(circle, at=clock.now())
    before = len(card_of)
    assert "Haal terug" in circle.signed_in("sanne").get("/messages/").content.decode()
    assert len(card_of) == before
