"""A version of its own for each family: who is covered for everybody is seen by the own guardians, while there is a yes for it."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.domains.consent.actions import deciding
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.media.actions import checking, covering, cutting, erasing, families
from kring.domains.media.models import Face, FamilyView, Publication, Rendition, Version
from kring.domains.media.queries import accountability, explaining, family_views
from kring.domains.media.queries.placing import pictures
from kring.domains.media.rules import FaceFacts, OwnFacts, PictureFacts, PlacingFacts, may_place_pictures, may_see_own
from kring.domains.media.terms import Size, VersionKind
from kring.domains.media.tests.cast import (
    AT,
    LATER,
    LEFT,
    ON,
    RIGHT,
    SIGNED,
    SOON,
    Album,
    likeness,
    small_picture,
)
from kring.domains.media.tests.test_cutting import NOOR, wide_picture
from kring.domains.media.tests.test_views import now_is
from kring.domains.people import actions as people
from kring.domains.people.queries import cares
from kring.ground import clock
from kring.ground.pixels import Box
from kring.norms import Outcome, Refused

pytestmark = pytest.mark.django_db
HOME = (Purpose.PICTURE_ALONE, Channel.OWN_FAMILY)
BETWEEN = Box(0.40, 0.70, 0.15, 0.25)
ORIGINAL = small_picture()


@pytest.fixture
def album():
    """Sem has a yes for the group. Noor's parents say no to it and Ali's father nothing; at home all three may be seen."""
    made = Album()
    made.questions = made.questions | made.ask(HOME)
    made.family_says("sem")
    made.family_says("noor", Said.NO)
    for parent, child in (("elif", "noor"), ("bas", "noor"), ("omar", "ali"), ("fatima", "sem")):
        made.say(parent, Said.YES, HOME, about=child)
    yield made
    clock.use_shift(0)


@pytest.fixture
def taken(album):
    """A picture with Noor left, Ali right and Sem between them, who may be seen."""
    asset = album.take()
    faces = {"noor": album.draw(asset, LEFT), "ali": album.draw(asset, RIGHT), "sem": album.draw(asset, BETWEEN)}
    for pupil in ("noor", "ali"):
        album.cover(asset, faces[pupil], pupil)
    return asset, faces


@pytest.fixture
def placed(album, taken):
    """It stands, and Noor's and Ali's families have versions of their own."""
    asset, faces = taken
    for pupil in ("noor", "ali"):
        mark(album, asset, faces[pupil])
    return album.place(asset, answer="yes")[0]


def mark(album, asset, face, *, who="sanne", at=AT):
    families.show_to_family(actor=album.actor(who), asset_id=asset, face_id=face, at=at)


def open_for(album, who, publication, *, at=SOON, size=Size.FULL):
    """Of the two places where a child is covered, those that somebody sees as they were; None without a picture."""
    data = album.sees(who, publication, at=at, size=size)
    boxes = {"noor": LEFT, "ali": RIGHT}
    return None if data is None else {pupil for pupil, box in boxes.items() if likeness(data, ORIGINAL, box) > 0.8}


def take_back(album, who, child, *, at=LATER):
    deciding.withdraw(actor=album.actor(who), pupil_id=album.ids[child], purpose=Purpose.PICTURE_ALONE,
                      channel=Channel.OWN_FAMILY, signed=SIGNED, key=uuid4(), at=at)


def kinds(album):
    return sorted(Version.objects.filter(board_id=album.board, erased_at=None).values_list("kind", flat=True))


# Who sees what


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("size", list(Size))
def test_each_family_sees_its_own_child_and_no_other_and_everybody_else_sees_neither(album, placed, size):
    seen = {who: open_for(album, who, placed, size=size) for who in ("elif", "bas", "omar", "fatima", "sanne", "wim")}
    assert seen == {"elif": {"noor"}, "bas": {"noor"}, "omar": {"ali"}, "fatima": set(), "sanne": set(), "wim": set()}


@pytest.mark.norm("OC-05.a", "OC-14.e")
def test_who_cares_for_a_child_without_authority_sees_nothing_and_the_estranged_parent_is_no_longer_told_apart(album, placed):
    """Piet cares for Noor without authority; Elif loses hers. Bas has it and sees Noor as before."""
    assert open_for(album, "piet", placed) is None
    (care,) = cares(board_id=album.board, guardian_ids=[album.ids["elif"]])
    people.end_care(board_id=album.board, care_ids=[care.id], on=ON, by=None, at=AT, why="court")
    assert open_for(album, "elif", placed) is None
    assert open_for(album, "bas", placed) == {"noor"}


@pytest.mark.norm("PL-08.a", "OC-14.e")
def test_without_a_yes_for_the_own_family_nobody_can_be_marked_and_with_it_they_can(album, taken):
    asset, faces = taken
    take_back(album, "bas", "noor", at=AT)
    with pytest.raises(Refused) as refused:
        mark(album, asset, faces["noor"])
    assert refused.value.verdict.codes == ("media.no_family_yes",)
    mark(album, asset, faces["ali"])
    assert {f.id for f in Face.objects.filter(board_id=album.board, for_family=True)} == {faces["ali"]}


def test_only_a_covered_child_can_be_marked(album, taken):
    asset, faces = taken
    nobody = album.draw(asset, Box(0.8, 0.8, 0.1, 0.1))
    album.cover(asset, nobody)
    for face in (faces["sem"], nobody, uuid4()):
        with pytest.raises(covering.NoFace):
            mark(album, asset, face)


@pytest.mark.parametrize("who", ["joris", "wim", "elif"])
def test_who_does_not_work_on_the_picture_marks_nobody(album, taken, who):
    asset, faces = taken
    with pytest.raises(Refused) as refused:
        mark(album, asset, faces["noor"], who=who)
    assert refused.value.verdict.codes == ("media.not_your_picture",)


def test_the_yes_is_asked_about_again_when_the_message_is_placed(album, taken):
    asset, faces = taken
    mark(album, asset, faces["ali"])
    take_back(album, "omar", "ali", at=AT)
    facts = album.facts(asset, answer="yes")
    verdict = may_place_pictures(facts)
    assert (verdict.outcome, verdict.codes) == (Outcome.REFUSE, ("media.no_family_yes",))
    assert [remedy.code for remedy in verdict.remedies] == ["cover-face", "leave-out"]
    families.keep_from_family(actor=album.actor("sanne"), asset_id=asset, face_id=faces["ali"], at=AT)
    (there,) = album.place(asset, answer="yes")
    assert open_for(album, "omar", there) == set()


@pytest.mark.norm("PL-10.a")
def test_once_the_yes_is_taken_back_the_own_family_sees_the_child_covered_at_once_and_the_version_is_erased(album, placed):
    take_back(album, "omar", "ali")
    assert open_for(album, "omar", placed, at=LATER) == set()
    assert open_for(album, "elif", placed, at=LATER) == {"noor"}
    assert families.end_stale(board_id=album.board, at=LATER) == 1
    erasing.settle(board_id=album.board, at=LATER)
    album.work(at=LATER)
    assert kinds(album) == ["covered", "family"]
    assert not any(likeness(file, ORIGINAL, RIGHT) > 0.8 for file in album.stored())
    album.say("omar", Said.YES, HOME, about="ali", at=LATER)
    assert open_for(album, "omar", placed, at=LATER) == set(), "what was erased does not come back"


@pytest.mark.norm("OC-15.a")
@pytest.mark.parametrize("to_this_picture", [True, False])
def test_a_childs_own_no_goes_before_the_yes_of_its_parents_at_home_too(album, placed, to_this_picture):
    asset = Publication.objects.get(id=placed).asset_id
    album.object("noor", picture=asset if to_this_picture else None)
    assert open_for(album, "elif", placed, at=LATER) == set()
    assert open_for(album, "omar", placed, at=LATER) == {"ali"}


# What is kept, and how it stays in line


def test_storage_grows_with_what_differs(album, taken):
    """One version for all, one for each family that sees more; nothing of the whole picture is left once it is out."""
    asset, faces = taken
    mark(album, asset, faces["noor"])
    (there,) = album.place(asset, answer="yes")
    erasing.settle(board_id=album.board, at=SOON)
    album.work(at=SOON)
    assert kinds(album) == ["covered", "family"]
    assert Rendition.objects.filter(board_id=album.board).count() == 2 * len(Size)
    assert (open_for(album, "elif", there), open_for(album, "omar", there)) == ({"noor"}, set())


def test_until_its_version_is_made_a_family_sees_the_one_for_all(album, placed):
    Version.objects.filter(board_id=album.board, kind=VersionKind.FAMILY).update(made_at=None)
    assert open_for(album, "elif", placed) == set()


def test_nothing_that_a_version_is_made_from_is_erased_before_it_is_made(album, placed):
    own = Version.objects.filter(board_id=album.board, kind=VersionKind.FAMILY)
    asset = own[0].asset_id
    Rendition.objects.filter(board_id=album.board, version_id__in=own.values("id")).delete()
    own.update(made_at=None, master_id=None)
    album.draw(asset, Box(0.8, 0.05, 0.05, 0.05), at=AT)
    erasing.settle(board_id=album.board, at=LATER)
    assert "original" in kinds(album) or Version.objects.filter(board_id=album.board, covers=[], erased_at=None).exists()


@pytest.mark.norm("PL-10.a")
def test_who_withdraws_later_is_covered_in_the_versions_of_families_too(album, taken):
    """Sem stood in view with a yes. Fatima takes it back; Noor's family sees Noor and no Sem."""
    asset, faces = taken
    covering.point_out(actor=album.actor("sanne"), asset_id=asset, face_id=faces["sem"], pupil_id=album.ids["sem"], at=AT)
    mark(album, asset, faces["noor"])
    (there,) = album.place(asset, answer="yes")
    erasing.settle(board_id=album.board, at=SOON)
    album.withdraw("sem", "fatima")
    assert album.sees("elif", there, at=LATER) is None
    assert checking.recover_after_withdrawal(board_id=album.board, at=LATER) == 1
    assert album.sees("elif", there, at=LATER) is None, "its pixels are not made yet"
    album.work(at=LATER)
    for who, opened in (("elif", {"noor"}), ("omar", set())):
        seen = album.sees(who, there, at=LATER)
        assert likeness(seen, ORIGINAL, BETWEEN) < 0.5, who
        assert open_for(album, who, there, at=LATER) == opened
    erasing.settle(board_id=album.board, at=LATER)
    album.work(at=LATER)
    assert all(likeness(file, ORIGINAL, BETWEEN) < 0.5 for file in album.stored())


def test_two_children_of_one_guardian_are_both_seen_by_it_and_each_by_who_has_only_that_one(album, taken):
    """Omar gets authority over Noor as well: he sees both, Elif and Bas see Noor only."""
    people.give_care(board_id=album.board, at=AT, cares=[
        people.NewCare(album.ids["noor"], album.ids["omar"], "voogd", True, "court", ON, None)])
    album.say("omar", Said.YES, HOME, about="noor")
    asset, faces = taken
    for pupil in ("noor", "ali"):
        mark(album, asset, faces[pupil])
    (there,) = album.place(asset, answer="yes")
    assert {who: open_for(album, who, there) for who in ("omar", "elif", "fatima")} == {
        "omar": {"noor", "ali"}, "elif": {"noor"}, "fatima": set()}
    take_back(album, "omar", "ali")
    assert open_for(album, "omar", there, at=LATER) == {"noor"}, "the largest set that still may be seen"


def test_who_gets_a_second_child_later_sees_one_of_them_and_nothing_waits_for_what_cannot_be_made(album, placed):
    """No version with both uncovered is left when Omar gets authority over Noor too. Sem is covered after that."""
    erasing.settle(board_id=album.board, at=SOON)
    people.give_care(board_id=album.board, at=LATER, cares=[
        people.NewCare(album.ids["noor"], album.ids["omar"], "voogd", True, "court", ON, None)])
    album.say("omar", Said.YES, HOME, about="noor", at=LATER)
    asset = Publication.objects.get(id=placed).asset_id
    sem = Face.objects.get(board_id=album.board, asset_id=asset, state="open")
    covering.cover_face(actor=album.actor("sanne"), asset_id=asset, face_id=sem.id, pupil_id=album.ids["sem"], at=LATER)
    album.work(at=LATER)
    erasing.settle(board_id=album.board, at=LATER)
    album.work(at=LATER)
    assert not Version.objects.filter(board_id=album.board, made_at=None, erased_at=None).exists()
    assert all(likeness(file, ORIGINAL, BETWEEN) < 0.5 for file in album.stored())
    assert len(open_for(album, "omar", placed, at=LATER)) == 1
    assert open_for(album, "elif", placed, at=LATER) == {"noor"}


def test_taking_the_mark_back_and_covering_anew_work_in_a_picture_that_is_out_and_marking_does_not(album, taken, placed):
    asset, faces = taken
    families.keep_from_family(actor=album.actor("sanne"), asset_id=asset, face_id=faces["noor"], at=SOON)
    album.work(at=SOON)
    assert open_for(album, "elif", placed) == set()
    with pytest.raises(Refused) as refused:
        mark(album, asset, faces["noor"], at=SOON)
    assert refused.value.verdict.codes == ("media.stands_already",)
    album.cover(asset, faces["ali"], "ali", at=SOON)
    assert open_for(album, "omar", placed) == set()
    assert not FamilyView.objects.filter(board_id=album.board).exists()


def test_a_message_taken_back_and_placed_again_keeps_its_marks_and_makes_no_version_twice(album, taken, placed):
    from kring.domains.media.actions.placing import end_of_post
    from kring.domains.media.terms import Ended

    asset, _faces = taken
    end_of_post(actor=album.actor("sanne"), post_id=Publication.objects.get(id=placed).post_id, why=Ended.RECALLED, at=AT)
    before = Version.objects.filter(board_id=album.board).count()
    (again,) = album.place(asset, answer="yes")
    assert open_for(album, "elif", again) == {"noor"}
    assert Version.objects.filter(board_id=album.board).count() == before


def test_a_cut_takes_the_mark_away(album):
    asset = album.take(data=wide_picture())
    face = album.draw(asset, NOOR)
    album.cover(asset, face, "noor")
    mark(album, asset, face)
    cutting.cut_face(actor=album.actor("sanne"), asset_id=asset, face_id=face, pupil_id=album.ids["noor"], at=AT)
    assert not Face.objects.filter(board_id=album.board, for_family=True).exists()


def test_what_the_teacher_works_with_stays_the_version_for_all(album, placed):
    asset = Publication.objects.get(id=placed).asset_id
    seen = pictures(board_id=album.board, asset_ids=[asset])[asset]
    assert seen.version_id == album.version_of(placed)


def test_serving_asks_no_statement_more(album, placed):
    for who in ("elif", "sanne"):
        with CaptureQueriesContext(connection) as asked:
            assert album.sees(who, placed)
        assert len([one for one in asked if "media_publication" in one["sql"]]) == 1, who


# Explained and counted


@pytest.mark.norm("OC-14.e")
def test_the_rule_and_the_statement_for_bytes_name_the_same_version(album, placed):
    row = Publication.objects.annotate(views=family_views.views_in(board_id=album.board)).get(id=placed)
    by_rule = {}
    for who, children in (("elif", ["noor"]), ("omar", ["ali"]), ("fatima", ["sem"])):
        version, pupils = family_views.seen_by(row=row, views=family_views.by_version(row.views), at=SOON,
                                               children=[album.ids[c] for c in children])
        by_rule[who] = {name for name in ("noor", "ali") if album.ids[name] in pupils}
        assert (version is None) is (not pupils)
    assert by_rule == {who: open_for(album, who, placed) for who in by_rule}


def test_why_says_to_the_family_that_it_sees_more_and_to_the_teacher_of_how_many(album, placed):
    def why(who):
        return explaining.explain(actor=album.actor(who), publication_id=placed, at=SOON)

    (noor,) = why("elif").own
    assert (noor.is_seen, why("elif").covered, why("fatima").covered) == (True, 1, 2)
    assert not any(child.is_seen for child in why("fatima").own)
    assert why("sanne").sent == 2


@pytest.mark.norm("OC-14.e")
def test_a_picture_with_versions_for_families_rests_on_an_answer_and_none_is_without(album, placed):
    def counted():
        found = accountability.accountability_counts(board_id=album.board, at=LATER)
        return found.with_consent, found.resting_on_an_answer, found.without, found.being_checked

    assert counted() == (0, 1, 0, 0)
    take_back(album, "omar", "ali")
    assert counted() == (0, 1, 0, 0)


# The pages


def panel(album, asset, face, who="sanne"):
    return album.signed_in(who).get(f"/media/a/{asset}/faces/?face={face}").content.decode()


def says(album, asset, face, what):
    return album.signed_in("sanne").post(f"/media/a/{asset}/faces/", {"do": what, "face": face})


@pytest.mark.norm("OC-14.e")
def test_a_tap_gives_each_family_its_own_version_and_another_takes_it_away(album, taken):
    asset, faces = taken
    now_is(AT)
    assert "Elk gezin een eigen versie" in panel(album, asset, faces["noor"])
    assert says(album, asset, faces["noor"], "family").status_code == 303
    text = panel(album, asset, faces["noor"])
    assert "Alleen de eigen ouders zien Noor." in text and "Elk gezin een eigen versie" not in text
    assert says(album, asset, faces["noor"], "keep").status_code == 303
    text = panel(album, asset, faces["noor"])
    assert "Noor is hier afgedekt." in text and "Alleen de eigen ouders zien Noor." not in text


@pytest.mark.norm("OC-14.e")
def test_without_a_yes_it_is_not_offered_and_sent_all_the_same_it_is_refused_in_a_sentence(album, taken):
    asset, faces = taken
    now_is(AT)
    take_back(album, "elif", "noor", at=AT)
    assert "Elk gezin een eigen versie" not in panel(album, asset, faces["noor"])
    assert "Elk gezin een eigen versie" in panel(album, asset, faces["ali"])
    refused = says(album, asset, faces["noor"], "family")
    assert refused.status_code == 403 and "Er is geen ja om een foto van dit kind naar de eigen ouders te sturen." in refused.content.decode()


def test_the_page_of_why_tells_the_own_family_and_nobody_else(album, placed):
    now_is(SOON)
    own = album.signed_in("elif").get(f"/media/why/{placed}/").content.decode()
    assert "U ziet Noor op deze foto, omdat u gezag hebt. Voor alle anderen is Noor afgedekt." in own
    other = album.signed_in("fatima").get(f"/media/why/{placed}/").content.decode()
    assert "Noor" not in other and "eigen versie" not in other
    assert "De ouders van 2 kinderen hebben een eigen versie" in album.signed_in("sanne").get(f"/media/why/{placed}/").content.decode()


# The rules alone


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("is_own, has_yes, code", [
    (True, True, "media.may_see_own"), (True, False, "media.no_family_yes"), (False, True, "media.not_your_child")])
def test_a_child_that_is_covered_is_seen_by_its_own_guardians_with_a_yes(is_own, has_yes, code):
    verdict = may_see_own(OwnFacts(is_own=is_own, has_yes=has_yes))
    assert (verdict.allowed, verdict.codes) == (is_own and has_yes, (code,))


def placing_of(*faces: FaceFacts) -> PlacingFacts:
    return PlacingFacts(channel="closed_group", every_face_counts=False, restricted=("noor",), asked=("noor",), answer="yes",
                        on=ON, pictures=(PictureFacts(asset="one", ready=True, faces=faces),))


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("has_family_yes, offered", [(True, ["cover-face", "own-version", "leave-out"]),
                                                     (False, ["cover-face", "leave-out"])])
def test_an_own_version_is_offered_only_where_the_rule_would_allow_it(has_family_yes, offered):
    noor = FaceFacts(covered=False, pupil="noor", has_yes=False, is_outsider=False, has_family_yes=has_family_yes)
    verdict = may_place_pictures(placing_of(noor))
    assert [remedy.code for remedy in verdict.remedies] == offered
    marked = FaceFacts(covered=True, pupil="noor", has_yes=False, is_outsider=False, for_family=True, has_family_yes=has_family_yes)
    assert may_place_pictures(placing_of(marked)).allowed is has_family_yes
