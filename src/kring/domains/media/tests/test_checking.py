"""After a yes is gone: first out of sight for everybody, then covered, cleared by who knows the children, or gone for good."""

from datetime import timedelta

import pytest
from django.db import transaction

from kring.domains.consent.actions.deciding import choose_aftercare
from kring.domains.consent.terms import Aftercare, Said
from kring.domains.media import jobs as media_jobs
from kring.domains.media.actions import checking, covering, erasing
from kring.domains.media.models import Accounted, Asset, Face, Publication, Rendition, Version
from kring.domains.media.queries import accountability, batches, handling
from kring.domains.media.queries import checking as reads
from kring.domains.media.terms import Ended, How, Size
from kring.domains.media.tests.cast import AT, LATER, LEFT, RIGHT, SOON, Album, likeness, small_picture
from kring.ground import audit
from kring.ground.ids import uuid7
from kring.ground.models.files import StoredFile
from kring.ground.sealing import KeyGone, Ring
from kring.norms import Refused

pytestmark = pytest.mark.django_db
EVEN_LATER = LATER + timedelta(minutes=5)
SIX = {"elif", "bas", "fatima", "omar", "sanne", "wim"}


@pytest.fixture
def album():
    made = Album()
    made.all_say_yes()
    return made


def two_faces(album, seed=1):
    """A picture with two faces, on which Daan of group 3 was pointed out and shown; the other is a child of the group."""
    asset = album.take(seed=seed)
    left, right = album.draw(asset, LEFT), album.draw(asset, RIGHT)
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=left, pupil_id=album.ids["daan"], at=AT)
    return asset, left, right


def sweep(album, at=LATER):
    """What the worker does each minute, and the jobs that follow from it."""
    media_jobs.recover(board_id=album.board, at=at)
    album.work(at=at)
    media_jobs.settle(board_id=album.board, at=at)
    album.work(at=at)


def refusal(act):
    with pytest.raises(Refused) as found, transaction.atomic():
        act()
    return found.value.verdict


# Pointed out: comes back covered without anybody looking


@pytest.mark.norm("PL-10.b")
def test_a_child_that_was_pointed_out_comes_back_covered(album):
    asset, left, _ = two_faces(album)
    (placed,) = album.place(asset, answer="yes")
    assert album.seen_by(placed) == SIX
    album.withdraw("daan", "mia")
    assert album.seen_by(placed, at=LATER) == set(), "gone at the commit"
    assert handling.preview_for(actor=album.actor("sanne"), asset_id=asset, size=Size.THUMB, at=LATER) is None
    sweep(album)
    seen = album.sees("fatima", placed, at=LATER)
    assert likeness(small_picture(), seen, LEFT) < 0.2 and likeness(small_picture(), seen, RIGHT) > 0.8
    row = Accounted.objects.get(board_id=album.board, publication_id=placed, pupil_id=album.ids["daan"])
    assert (row.how, row.face_id) == (How.COVERED, left)
    assert [a["action"] for a in audit.acts_on(board_id=album.board, on=("publication", placed))] == ["media.recovered"]


@pytest.mark.norm("PL-10.b")
def test_nothing_that_is_stored_shows_the_child_any_more_and_the_old_key_is_gone(album):
    asset, *_ = two_faces(album)
    (placed,) = album.place(asset, answer="yes")
    old = Version.objects.get(board_id=album.board, id=album.version_of(placed))
    assert any(likeness(small_picture(), bytes_, LEFT) > 0.8 for bytes_ in album.stored())
    album.withdraw("daan", "mia")
    sweep(album)
    assert len(album.stored()) == 4
    assert not [bytes_ for bytes_ in album.stored() if likeness(small_picture(), bytes_, LEFT) >= 0.2]
    old.refresh_from_db()
    assert abs(old.erased_at - LATER) < timedelta(minutes=1)
    with pytest.raises(KeyGone):
        Ring(album.board).key(old.key_id)


@pytest.mark.norm("PL-10.b")
def test_who_wants_it_removed_gets_it_removed_with_files_and_keys(album):
    asset, *_ = two_faces(album)
    (placed,) = album.place(asset, answer="yes")
    keys = list(Version.objects.filter(board_id=album.board).values_list("key_id", flat=True))
    album.withdraw("daan", "mia", aftercare=Aftercare.REMOVE)
    sweep(album)
    assert album.stored() == [] and not StoredFile.objects.filter(board_id=album.board).exists()
    assert not Rendition.objects.filter(board_id=album.board).exists() and not Face.objects.filter(board_id=album.board).exists()
    row = Publication.objects.get(board_id=album.board, id=placed)
    assert (row.ended_at, row.ended_why) == (LATER, Ended.WITHDRAWN)
    for key in keys:
        with pytest.raises(KeyGone):
            Ring(album.board).key(key)


def test_the_wish_may_come_after_the_withdrawal(album):
    asset, *_ = two_faces(album)
    (placed,) = album.place(asset, answer="yes")
    (decision,) = album.withdraw("daan", "mia")
    choose_aftercare(actor=album.actor("mia"), decision_id=decision, aftercare=Aftercare.REMOVE, key=uuid7(), at=LATER)
    sweep(album)
    assert Publication.objects.get(board_id=album.board, id=placed).ended_why == Ended.WITHDRAWN


def test_a_picture_of_one_child_alone_always_goes(album):
    asset = album.take()
    face = album.draw(asset, LEFT)
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=face, pupil_id=album.ids["daan"], at=AT)
    (placed,) = album.place(asset, answer="yes")
    album.withdraw("daan", "mia", aftercare=Aftercare.COVER)
    sweep(album)
    assert Publication.objects.get(board_id=album.board, id=placed).ended_why == Ended.WITHDRAWN
    assert album.stored() == []


def test_an_objection_a_birthday_and_a_lost_authority_are_mended_alike(album):
    from kring.domains.people.models import Person

    asset, *_ = two_faces(album)
    (placed,) = album.place(asset, answer="yes")
    Person.objects.filter(board_id=album.board, id=album.ids["daan"]).update(decides_alone_on=AT.date())
    sweep(album)
    assert album.sees("fatima", placed, at=LATER)
    assert Accounted.objects.get(board_id=album.board, publication_id=placed, pupil_id=album.ids["daan"]).how == How.COVERED


def test_sweeping_again_changes_nothing(album):
    asset, *_ = two_faces(album)
    album.place(asset, answer="yes")
    sweep(album)
    assert Version.objects.filter(board_id=album.board).count() == 1, "nothing to mend"
    album.withdraw("daan", "mia")
    sweep(album)
    versions = Version.objects.filter(board_id=album.board).count()
    sweep(album, at=EVEN_LATER)
    assert Version.objects.filter(board_id=album.board).count() == versions == 2


# Never pointed out: nobody sees it until somebody looked


@pytest.fixture
def strip(album):
    """Two pictures in which nobody was pointed out; then Noor's yes goes."""
    placed = [album.place(album.take(seed=seed), asked=())[0] for seed in (1, 2)]
    album.withdraw("noor", "elif")
    return placed


def test_pictures_of_her_group_wait_for_who_works_with_it(album, strip):
    (batch,) = batches.waiting(actor=album.actor("sanne"), at=LATER)
    assert ([name.given for name in batch.names], batch.group, len(batch.pictures)) == (["Noor"], "Groep 4", 2)
    assert [batches.count(actor=album.actor(who), at=LATER) for who in ("sanne", "wim", "joris", "elif")] == [2, 2, 0, 0]
    for who, may in {"sanne": True, "wim": True, "joris": False, "elif": False}.items():
        asset = Publication.objects.get(board_id=album.board, id=strip[0]).asset_id
        assert bool(handling.preview_for(actor=album.actor(who), asset_id=asset, size=Size.THUMB, at=LATER)) == may


def test_who_works_on_it_sees_it_only_before_it_is_out_or_while_it_waits(album):
    asset = album.take()
    def preview(at):
        return handling.preview_for(actor=album.actor("sanne"), asset_id=asset, size=Size.THUMB, at=at) is not None
    assert preview(AT)
    album.place(asset, asked=())
    assert (preview(AT), preview(SOON)) == (True, False)
    album.withdraw("noor", "elif")
    assert preview(LATER)


def test_one_answer_clears_the_whole_strip(album, strip):
    assert checking.clear(actor=album.actor("sanne"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER) == 2
    assert [album.seen_by(one, at=LATER) for one in strip] == [SIX, SIX]
    for one in strip:
        row = Accounted.objects.get(board_id=album.board, publication_id=one)
        assert (row.pupil_id, row.how, row.by, row.at, row.epoch) == (album.ids["noor"], How.ABSENT, album.ids["sanne"], LATER, 1)
    assert batches.waiting(actor=album.actor("sanne"), at=LATER) == []
    assert checking.clear(actor=album.actor("sanne"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER) == 0, "a second tap"


def test_who_may_not_clear_and_who_may(album, strip):
    verdict = refusal(lambda: checking.clear(actor=album.actor("joris"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER))
    assert verdict.codes == ("media.not_your_picture",)
    assert album.seen_by(strip[0], at=LATER) == set()
    assert checking.clear(actor=album.actor("wim"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER) == 2


def test_a_child_that_lost_its_yes_meanwhile_must_be_asked_about_too(album, strip):
    album.withdraw("sem", "fatima")
    verdict = refusal(lambda: checking.clear(actor=album.actor("sanne"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER))
    assert verdict.codes == ("media.not_asked_about",)
    both = [album.ids["noor"], album.ids["sem"]]
    assert checking.clear(actor=album.actor("sanne"), publication_ids=strip, asked=both, at=LATER) == 2


@pytest.mark.norm("PL-10.b")
def test_the_child_is_pointed_out_in_one_of_them_and_it_comes_back_covered(album, strip):
    first, second = strip
    asset = Publication.objects.get(board_id=album.board, id=first).asset_id
    face, _ = album.draw(asset, LEFT, at=LATER), album.draw(asset, RIGHT, at=LATER)
    gone = checking.cover_child(actor=album.actor("sanne"), asset_id=asset, face_id=face, pupil_id=album.ids["noor"], at=LATER)
    assert (gone, album.seen_by(first, at=LATER)) == (False, set()), "not yet made, so not yet seen"
    album.work(at=LATER)
    seen = album.sees("fatima", first, at=LATER)
    assert likeness(small_picture(1), seen, LEFT) < 0.2 and likeness(small_picture(1), seen, RIGHT) > 0.8
    assert album.sees("fatima", second, at=LATER) is None
    assert not [b for b in album.stored() if likeness(small_picture(1), b, LEFT) > 0.8 and likeness(small_picture(1), b, RIGHT) > 0.8]


def test_pointed_out_where_it_must_go_the_picture_goes(album, strip):
    (decision,) = album.withdraw("noor", "bas")
    choose_aftercare(actor=album.actor("bas"), decision_id=decision, aftercare=Aftercare.REMOVE, key=uuid7(), at=LATER)
    asset = Publication.objects.get(board_id=album.board, id=strip[0]).asset_id
    face, _ = album.draw(asset, LEFT, at=LATER), album.draw(asset, RIGHT, at=LATER)
    assert checking.cover_child(actor=album.actor("sanne"), asset_id=asset, face_id=face, pupil_id=album.ids["noor"], at=LATER)
    album.work()
    assert Asset.objects.get(board_id=album.board, id=asset).erased_at == LATER
    assert len(album.stored()) == 4, "the other picture's"


def test_a_picture_can_be_left_out_by_who_works_with_it_only(album, strip):
    assert refusal(lambda: checking.leave_out(actor=album.actor("joris"), publication_id=strip[0], at=LATER)).codes == (
        "media.not_your_picture",)
    checking.leave_out(actor=album.actor("sanne"), publication_id=strip[0], at=LATER)
    album.work()
    assert Publication.objects.get(board_id=album.board, id=strip[0]).ended_why == Ended.LEFT_OUT
    assert len(album.stored()) == 4


def test_those_that_mend_themselves_do_not_wait_for_anybody(album):
    asset, *_ = two_faces(album)
    album.place(asset, answer="yes")
    album.withdraw("daan", "mia")
    assert batches.count(actor=album.actor("sanne"), at=LATER) == 0
    assert len(reads.stale(board_id=album.board, at=LATER)) == 1


def test_a_covering_teacher_may_cover_more_but_not_show_again_once_it_is_out(album):
    asset = album.take()
    face = album.draw(asset)
    album.cover(asset, face)
    covering.uncover(actor=album.actor("sanne"), asset_id=asset, face_id=face, at=AT)
    album.cover(asset, face)
    album.place(asset, answer="yes", asked=())
    assert refusal(lambda: covering.uncover(actor=album.actor("sanne"), asset_id=asset, face_id=face, at=LATER)).codes == (
        "media.stands_already",)
    more = album.draw(asset, RIGHT, at=LATER)
    album.cover(asset, more, at=LATER)
    assert refusal(lambda: covering.cover_face(actor=album.actor("joris"), asset_id=asset, face_id=face, at=LATER)).codes == (
        "media.not_your_picture",)


# Nothing without a use stays


def test_once_it_is_out_the_uncovered_picture_is_erased(album):
    asset = album.take()
    album.cover(asset, album.draw(asset))
    album.place(asset, answer="yes", asked=())
    assert len(album.stored()) == 8
    media_jobs.settle(board_id=album.board, at=AT)
    assert len(album.stored()) == 8, "it may still be taken back"
    media_jobs.settle(board_id=album.board, at=SOON)
    assert len(album.stored()) == 4
    assert not [bytes_ for bytes_ in album.stored() if likeness(small_picture(), bytes_, LEFT) >= 0.2]


def test_taken_back_before_it_is_out_it_stays_for_the_draft_and_after_that_it_goes(album):
    from kring.domains.media import actions

    early, late = album.place(album.take(), asked=())[0], album.place(album.take(seed=2), asked=())[0]
    for placed, at in ((early, AT), (late, LATER)):
        post = Publication.objects.get(board_id=album.board, id=placed).post_id
        actions.end_of_post(actor=album.actor("sanne"), post_id=post, why=Ended.RECALLED, at=at)
    media_jobs.settle(board_id=album.board, at=LATER)
    assert len(album.stored()) == 4
    kept = Asset.objects.get(board_id=album.board, erased_at=None)
    assert kept.id == Publication.objects.get(board_id=album.board, id=early).asset_id


def test_pictures_end_with_their_year_and_those_never_placed_with_the_drafts(album):
    from datetime import UTC, datetime

    album.place(album.take(), asked=())
    album.take(seed=2)
    def run(before):
        return (erasing.erase_placed(board_id=album.board, before=before, at=before),
                erasing.erase_unplaced(board_id=album.board, before=before, at=before))
    assert run(AT) == (0, 0)
    assert run(AT + timedelta(days=1)) == (0, 1)
    assert run(datetime(2027, 8, 22, tzinfo=UTC)) == (0, 0)
    assert run(datetime(2027, 8, 23, tzinfo=UTC)) == (1, 0)
    assert not Asset.objects.filter(board_id=album.board).exists() and not Publication.objects.filter(board_id=album.board).exists()
    assert album.stored() == []


def test_work_whose_job_is_gone_is_put_back(album):
    from django.db import connection

    asset = album.take(opened=False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE 'media.%%'")
    assert album.work() == []
    media_jobs.find_lost(board_id=album.board, at=LATER)
    assert album.work() == [], "it may still be under way"
    media_jobs.find_lost(board_id=album.board, at=AT + timedelta(hours=7))
    assert album.work()[0] == "media.process"
    assert Asset.objects.get(board_id=album.board, id=asset).state == "ready"


# Accounting for it


def counts(album, at=LATER):
    found = accountability.accountability_counts(board_id=album.board, at=at)
    return found.with_consent, found.resting_on_an_answer, found.without, found.being_checked


def test_the_counts_say_on_what_each_picture_rests_and_none_rests_on_nothing(album):
    asset, *_ = two_faces(album)
    album.place(asset, answer="yes")
    album.place(album.take(seed=2), asked=())
    assert counts(album) == (2, 0, 0, 0)
    album.withdraw("noor", "elif")
    assert counts(album) == (0, 0, 0, 2)
    waiting = [one.publication_id for one in reads.withheld(actor=album.actor("sanne"), at=LATER)]
    checking.clear(actor=album.actor("sanne"), publication_ids=waiting, asked=[album.ids["noor"]], at=LATER)
    assert counts(album) == (0, 2, 0, 0)


def test_the_counts_would_show_a_mistake_in_serving(album, monkeypatch):
    """A planted fault: serving that lets everything through. The count by another way shows it."""
    album.place(album.take(), asked=())
    album.withdraw("noor", "elif")
    assert counts(album) == (0, 0, 0, 1)
    monkeypatch.setattr(accountability, "servable", lambda p: "true")
    assert counts(album) == (0, 0, 1, 0)


def test_a_new_yes_makes_it_rest_on_consent_again(album, strip):
    checking.clear(actor=album.actor("sanne"), publication_ids=strip, asked=[album.ids["noor"]], at=LATER)
    album.family_says("noor", Said.YES, by="elif", at=LATER)
    assert counts(album) == (2, 0, 0, 0)
