"""A message in which a family sees its own child and others do not: the feed, the message and the photo say so to that family."""

import pytest

from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.media.actions import covering, families
from kring.domains.media.models import Publication
from kring.domains.media.terms import Origin
from kring.domains.media.tests.cast import AT, LEFT, SOON, Album, small_picture
from kring.domains.media.tests.test_views import now_is
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.queries import feed
from kring.domains.posts.terms import Answer
from kring.ground import clock
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
HOME = (Purpose.PICTURE_ALONE, Channel.OWN_FAMILY)
IN_THE_FEED, BELOW_THE_PHOTO = "Op 1 foto ziet u uw eigen kind.", "U ziet hier uw eigen kind. Anderen zien het afgedekt."


@pytest.fixture
def album():
    """Sanne placed two pictures in group 4. In the first Noor is covered for all but her own parents."""
    made = Album()
    made.questions = made.questions | made.ask(HOME)
    made.all_say_yes("sem", "ali", "daan")
    made.family_says("noor", Said.NO, by="bas")
    for parent in ("elif", "bas"):
        made.say(parent, Said.YES, HOME, about="noor")
    sanne = made.actor("sanne")
    draft = drafts.start(actor=sanne, group_id=made.groups["g4"], key=uuid7(), at=AT)
    assets = drafts.add_photos(actor=sanne, draft_id=draft, origin=Origin.SCHOOL_DEVICE, at=AT,
                               photos=[small_picture(1), small_picture(2)])
    made.work()
    made.cover(assets[0], made.draw(assets[0], LEFT), "noor")
    (face,) = covering.Face.objects.filter(board_id=made.board, asset_id=assets[0], state="covered")
    families.show_to_family(actor=sanne, asset_id=assets[0], face_id=face.id, at=AT)
    drafts.answer(actor=sanne, draft_id=draft, answer=Answer.YES, asked=[made.ids["noor"]], at=AT)
    made.post = placing.place(actor=sanne, draft_id=draft, key=uuid7(), at=AT).post_id
    made.work()
    now_is(SOON)
    yield made
    clock.use_shift(0)


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("who, told", [("elif", True), ("bas", True), ("fatima", False), ("sanne", False)])
def test_the_own_family_is_told_that_others_do_not_see_their_child_and_nobody_else_is(album, who, told):
    client = album.signed_in(who)
    first = Publication.objects.get(board_id=album.board, place=0)
    assert (IN_THE_FEED in client.get("/messages/").content.decode()) is told
    assert (client.get(f"/messages/{album.post}/").content.decode().count(BELOW_THE_PHOTO) == 1) is told
    assert (BELOW_THE_PHOTO in client.get(f"/messages/{album.post}/photos/{first.id}/").content.decode()) is told


def test_each_photo_says_whether_it_is_the_readers_own_version(album):
    def own(who):
        (row,) = feed.feed(actor=album.actor(who), at=SOON).rows
        return [photo.own for photo in row.photos], row.own

    assert own("elif") == ([True, False], 1)
    assert own("omar") == own("sanne") == ([False, False], 0)


def test_once_the_yes_is_taken_back_the_family_is_told_nothing_more(album):
    album.say("elif", Said.NO, HOME, about="noor", at=SOON)
    assert IN_THE_FEED not in album.signed_in("elif").get("/messages/").content.decode()
