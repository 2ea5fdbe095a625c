"""Stories that are worth telling by name: moments and tricks at which a picture could slip through."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction

from kring.domains.consent.terms import Channel
from kring.domains.media.actions import covering, cutting
from kring.domains.media.models import Version
from kring.ground.actor import Actor
from kring.norms import Refused
from tests.oracle.machine import Twin

GROUP, OWN = Channel.CLOSED_GROUP, Channel.OWN_FAMILY
EVE = datetime(2026, 11, 24, 22, 59, 59, tzinfo=UTC)  # one second before the 25th at school, on which Ilse becomes sixteen


@pytest.fixture
def twin(school):
    with transaction.atomic(), transaction.atomic(using="keys"):
        yield Twin(school)
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="keys")


def place(twin, *children, who="sanne", group="g3"):
    twin.write(who, group, list(children))
    (one,) = twin.writing
    twin.look(one)
    twin.send(one)
    twin.pass_time(timedelta(minutes=1))
    twin.check()
    return twin.pictures[-1]


def gets(twin, who, picture) -> bool:
    return twin.served(picture, who) is not None


@pytest.mark.norm("PL-10.a")
def test_a_child_that_moves_on_the_day_of_the_picture_is_still_in_it(twin):
    picture = place(twin, "ada", "bo")
    assert gets(twin, "bep", picture)
    twin.move("ada", "g4", on=twin.today)
    twin.check()
    twin.answer("ap", "ada", GROUP, "no")
    twin.check()
    assert not gets(twin, "bep", picture)


@pytest.mark.norm("PL-10.a", "OC-14.d")
def test_a_child_that_moves_between_the_answer_and_the_placing_is_still_in_the_picture(twin):
    twin.write("sanne", "g3", ["ada", "bo"])
    (one,) = twin.writing
    twin.look(one)
    twin.move("ada", "g4", on=twin.today + timedelta(days=1))
    twin.pass_time(timedelta(days=2))
    twin.send(one)
    twin.pass_time(timedelta(minutes=1))
    picture = twin.pictures[-1]
    twin.check()
    assert gets(twin, "bep", picture)
    twin.answer("ap", "ada", GROUP, "no")
    twin.check()
    assert not gets(twin, "bep", picture)


@pytest.mark.norm("OC-14.d")
def test_a_child_without_a_yes_that_left_while_the_message_was_written_is_asked_about(twin):
    twin.write("sanne", "g3", ["ada", "bo"])
    (one,) = twin.writing
    twin.look(one)
    twin.move("ada", "g4", on=twin.today + timedelta(days=1))
    twin.answer("ap", "ada", GROUP, "no")
    twin.pass_time(timedelta(days=2))
    twin.send(one)
    assert one in twin.writing and "ada" in twin.named(one)
    twin.look(one)
    twin.send(one)
    assert twin.pictures[-1].placed.cleared["ada"] == "covered"
    twin.check()


@pytest.mark.norm("OC-14.d", "PL-10.a")
@pytest.mark.parametrize("when", [timedelta(0), timedelta(seconds=10), timedelta(minutes=5)])
@pytest.mark.parametrize("trick", ["uncover", "point out", "say agreed"])
def test_a_face_that_was_covered_for_a_placing_is_never_shown_in_it_by_a_tap(twin, when, trick):
    twin.write("sanne", "g3", ["cas", "bo", "ada"])
    (one,) = twin.writing
    twin.look(one)
    assert one.seen == {"cas": True}
    twin.send(one)
    picture = twin.pictures[-1]
    if when:
        twin.work()
    twin.pass_time(when)
    try:
        with transaction.atomic():
            tap(twin, picture, trick)
            covering.cover_face(actor=twin.actor("sanne"), asset_id=picture.asset, face_id=picture.faces["bo"], at=twin.at)
    except Refused:
        pass
    twin.make_wanted()
    twin.pass_time(timedelta(minutes=10))
    assert not [who for who in ("bep", "cor", "an", "wim") if twin.leaks(picture, who)]


def tap(twin, picture, trick):
    common = {"actor": twin.actor("sanne"), "asset_id": picture.asset, "face_id": picture.faces["cas"], "at": twin.at}
    if trick == "uncover":
        covering.uncover(**common)
    elif trick == "point out":
        covering.point_out(pupil_id=twin.ids["bo"], **common)
    else:
        covering.say_agreed(**common)


@pytest.mark.norm("BK-05.a", "OC-05.a")
def test_a_message_written_before_midnight_and_out_after_it_is_for_the_group_of_the_new_day(twin):
    twin.at = datetime(2026, 11, 23, 22, 59, 45, tzinfo=UTC)  # 23:59:45 at school
    twin.move("ada", "g4", on=twin.today + timedelta(days=1))
    twin.move("dirk", "g3", on=twin.today + timedelta(days=1))
    twin.write("sanne", "g3", ["bo"])
    (one,) = twin.writing
    twin.look(one)
    twin.send(one)
    twin.pass_time(timedelta(minutes=1))
    picture = twin.pictures[-1]
    assert gets(twin, "bep", picture), "Bo stays"
    assert gets(twin, "dora", picture), "Dirk came today, and the message came out today"
    assert not gets(twin, "ap", picture), "Ada left before it was out"
    twin.check()


@pytest.mark.norm("OC-15.a")
def test_a_child_that_says_no_to_one_picture_is_gone_from_that_one_and_stays_in_another(twin):
    one, other = place(twin, "ada", "bo"), place(twin, "ada", "bo")
    twin.child_says_no("ada", one)
    twin.pass_time(timedelta(seconds=1))
    twin.check()
    assert not gets(twin, "bep", one) and gets(twin, "bep", other)
    twin.child_takes_no_back(twin.world.own_noes[0])
    twin.check()
    assert gets(twin, "bep", one)


def test_who_leaves_today_after_all_does_not_stay_until_tomorrow(twin):
    picture = place(twin, "ada", "bo")
    assert gets(twin, "sanne", picture)
    twin.end_duty("sanne", on=twin.today + timedelta(days=1))
    twin.check()
    assert gets(twin, "sanne", picture), "until then she works here"
    twin.end_duty("sanne", on=twin.today)
    twin.check()
    assert not gets(twin, "sanne", picture)


# ── a child that its own guardians see and others do not ────────────────────────────────


def write(twin, *children, for_family, who="sanne", group="g3"):
    twin.write(who, group, list(children))
    (one,) = twin.writing
    twin.look(one)
    twin.cover_for_others(one, set(for_family))
    return one


def place_for(twin, for_family, *children, **where):
    """A picture that is out, with these children covered for all but their own guardians."""
    twin.send(write(twin, *children, for_family=for_family, **where))
    twin.work()
    twin.pass_time(timedelta(minutes=1))
    twin.check()
    return twin.pictures[-1]


def sees(twin, picture, **wanted):
    """Each of these people sees these faces of a picture (None: gets nothing), and all others what the oracle says."""
    twin.pass_time(timedelta(seconds=1))
    twin.check()
    assert {who: twin.served(picture, who) for who in wanted} == wanted


def family_versions(twin):
    return Version.objects.filter(board_id=twin.board, kind="family", erased_at=None).count()


@pytest.mark.norm("OC-14.e")
def test_own_guardians_see_their_child_and_nobody_else_does(twin):
    picture = place_for(twin, {"ada"}, "ada", "bo")
    sees(twin, picture, an={"ada", "bo"}, ap={"ada", "bo"}, bep={"bo"}, cor={"bo"}, sanne={"bo"}, wim={"bo"}, dora=None)


@pytest.mark.norm("OC-14.e", "OC-05.a")
def test_who_loses_authority_sees_the_child_until_that_day_and_not_on_it(twin):
    twin.begin_care("bo", "ap", authority=True, on=twin.today)
    twin.answer("ap", "bo", GROUP, "yes")
    picture = place_for(twin, {"ada"}, "ada", "bo")
    twin.end_care("ada", "ap", on=date(2026, 11, 25))
    twin.at = EVE - timedelta(seconds=1)
    sees(twin, picture, ap={"ada", "bo"}, an={"ada", "bo"})
    sees(twin, picture, ap={"bo"}, an={"ada", "bo"})


@pytest.mark.norm("OC-14.e", "OC-05.a")
def test_who_cares_for_a_child_without_authority_sees_it_covered_and_with_authority_sees_it(twin):
    twin.begin_care("ada", "bep", authority=False, on=twin.today)
    picture = place_for(twin, {"ada"}, "ada", "bo")
    sees(twin, picture, bep={"bo"}, an={"ada", "bo"})
    twin.policy(OWN, "one")
    twin.begin_care("ada", "bep", authority=True, on=twin.today)
    sees(twin, picture, bep={"ada", "bo"})


@pytest.mark.norm("OC-14.e")
def test_a_guardian_who_works_here_sees_the_own_child_at_home_and_not_at_work(twin):
    twin.policy(OWN, "one")
    twin.begin_care("ada", "sanne", authority=True, on=twin.today)
    picture = place_for(twin, {"ada"}, "ada", "bo")
    at_home = Actor(twin.board, twin.ids["sanne"], "guardian")
    assert twin.served(picture, "sanne", actor=at_home) == {"ada", "bo"}
    sees(twin, picture, sanne={"bo"})


@pytest.mark.norm("OC-14.e", "PL-08.a")
@pytest.mark.parametrize("ahead", [None, "yes", "no"])
def test_from_the_sixteenth_birthday_only_the_pupil_lets_its_guardians_see_it(twin, ahead):
    picture = place_for(twin, {"ilse"}, "ilse", "fien", who="joris", group="g4")
    sees(twin, picture, ina={"ilse", "fien"}, fred={"fien"})
    if ahead:
        twin.answer("ilse", "ilse", OWN, ahead)
    twin.at = EVE - timedelta(seconds=1)
    sees(twin, picture, ina={"fien"} if ahead == "no" else {"ilse", "fien"})
    sees(twin, picture, ina={"ilse", "fien"} if ahead == "yes" else {"fien"}, fred={"fien"})
    twin.answer("ina", "ilse", OWN, "yes")
    sees(twin, picture, ina={"ilse", "fien"} if ahead == "yes" else {"fien"})
    twin.answer("ilse", "ilse", OWN, "yes")
    sees(twin, picture, ina={"ilse", "fien"}, fred={"fien"})


@pytest.mark.norm("OC-14.e", "PL-08.a")
def test_one_yes_is_enough_for_the_own_family_by_the_councils_consent_and_while_nobody_says_no(twin):
    twin.begin_care("ada", "bep", authority=True, on=twin.today)
    twin.write("sanne", "g3", ["ada", "bo"])
    (one,) = twin.writing
    twin.look(one)
    twin.mark(one, "ada", "sanne")
    assert "ada" not in one.marked, "Bep is silent"
    twin.policy(OWN, "one")
    twin.mark(one, "ada", "sanne")
    assert "ada" in one.marked
    twin.send(one)
    twin.make_wanted()
    twin.pass_time(timedelta(minutes=1))
    picture = twin.pictures[-1]
    sees(twin, picture, an={"ada", "bo"}, bep={"ada", "bo"}, cor={"bo"})
    twin.policy(OWN, "every")
    sees(twin, picture, an={"bo"}, bep={"bo"})
    twin.policy(OWN, "one")
    sees(twin, picture, an={"ada", "bo"}, bep={"ada", "bo"})
    twin.answer("bep", "ada", OWN, "no")
    sees(twin, picture, an={"bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e", "OC-15.a")
def test_a_child_that_says_no_to_a_picture_is_covered_for_its_own_guardians_too_and_seen_in_another(twin):
    one, other = place_for(twin, {"ada"}, "ada", "bo"), place_for(twin, {"ada"}, "ada", "bo")
    twin.child_says_no("ada", one)
    sees(twin, one, an={"bo"}, ap={"bo"}, bep={"bo"})
    sees(twin, other, an={"ada", "bo"}, ap={"ada", "bo"}, bep={"bo"})
    twin.child_takes_no_back(twin.world.own_noes[0])
    sees(twin, one, an={"ada", "bo"}, bep={"bo"})
    twin.child_says_no("ada", None)
    sees(twin, one, an={"bo"})
    sees(twin, other, an={"bo"})


@pytest.mark.norm("OC-14.e", "PL-10.a")
def test_a_protected_child_is_covered_for_its_own_guardians_too(twin):
    picture = place_for(twin, {"ada"}, "ada", "bo")
    twin.protect("ada", on=twin.today + timedelta(days=1))
    sees(twin, picture, an={"ada", "bo"})
    twin.pass_time(timedelta(days=1))
    sees(twin, picture, an={"bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e", "PL-10.a")
@pytest.mark.parametrize("swept", [False, True], ids=["before the sweep", "after the sweep"])
def test_a_yes_for_the_family_that_is_withdrawn_comes_back_before_the_sweep_and_not_after_it(twin, swept):
    picture = place_for(twin, {"ada"}, "ada", "bo")
    assert family_versions(twin) == 1
    twin.answer("ap", "ada", OWN, "no")
    sees(twin, picture, an={"bo"}, ap={"bo"}, bep={"bo"})
    if swept:
        twin.work()
        sees(twin, picture, an={"bo"}, ap={"bo"}, bep={"bo"})
    assert family_versions(twin) == (0 if swept else 1)
    twin.answer("ap", "ada", OWN, "yes")
    back = {"bo"} if swept else {"ada", "bo"}
    sees(twin, picture, an=back, ap=back, bep={"bo"})
    twin.work()
    sees(twin, picture, an=back, ap=back, bep={"bo"})


@pytest.mark.norm("OC-14.e", "PL-10.a")
def test_who_withdraws_afterwards_takes_the_picture_from_families_too_and_comes_back_covered_for_them(twin):
    picture = place_for(twin, {"ada"}, "ada", "bo", "cas")
    sees(twin, picture, an={"ada", "bo"}, bep={"bo"})
    twin.answer("bep", "bo", GROUP, "no")
    sees(twin, picture, an=None, ap=None, bep=None, cor=None, sanne=None)
    twin.look_again("sanne")
    twin.make_wanted()
    sees(twin, picture, an={"ada"}, ap={"ada"}, bep=set(), cor=set(), sanne=set())
    twin.work()
    sees(twin, picture, an={"ada"}, ap={"ada"}, bep=set(), cor=set(), sanne=set())


@pytest.mark.norm("OC-14.e", "PL-10.a")
def test_a_child_from_elsewhere_that_withdraws_is_covered_by_the_sweep_in_the_families_versions_too(twin):
    twin.answer("ina", "ilse", GROUP, "yes")
    picture = place_for(twin, {"ada"}, "ada", "ilse", "bo")
    sees(twin, picture, an={"ada", "ilse", "bo"}, bep={"ilse", "bo"})
    twin.answer("ina", "ilse", GROUP, "no")
    sees(twin, picture, an=None, bep=None)
    twin.work()
    sees(twin, picture, an={"ada", "bo"}, ap={"ada", "bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e")
def test_siblings_are_seen_together_by_who_has_both_and_apart_by_who_has_one(twin):
    picture = place_for(twin, {"ada", "dirk"}, "ada", "dirk", "bo", who="wim", group=None)
    sees(twin, picture, an={"ada", "dirk", "bo"}, ap={"ada", "bo"}, dora={"dirk", "bo"}, bep={"bo"}, wim={"bo"})
    twin.answer("dora", "dirk", OWN, "no")
    sees(twin, picture, an={"ada", "bo"}, ap={"ada", "bo"}, dora={"bo"}, bep={"bo"})
    twin.work()
    sees(twin, picture, an={"ada", "bo"}, ap={"ada", "bo"}, dora={"bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e")
def test_of_siblings_with_one_guardian_who_may_not_be_seen_any_more_is_covered(twin):
    for pupil, other in (("ada", "ap"), ("dirk", "dora")):
        twin.end_care(pupil, other, on=twin.today)
    picture = place_for(twin, {"ada", "dirk"}, "ada", "dirk", "bo", who="wim", group=None)
    sees(twin, picture, an={"ada", "dirk", "bo"}, ap=None, bep={"bo"})
    twin.answer("an", "dirk", OWN, "no")
    twin.check()
    assert twin.served(picture, "an") <= {"ada", "bo"}
    twin.work()
    sees(twin, picture, an={"ada", "bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e")
def test_who_comes_to_care_for_both_of_two_children_later_sees_no_more_than_was_made(twin):
    twin.policy(OWN, "one")
    picture = place_for(twin, {"ada", "bo"}, "ada", "bo", "fien", who="wim", group=None)
    twin.begin_care("ada", "bep", authority=True, on=twin.today)
    twin.pass_time(timedelta(seconds=1))
    twin.check()
    assert twin.served(picture, "bep") in ({"ada", "fien"}, {"bo", "fien"})
    twin.begin_care("ada", "fred", authority=True, on=twin.today)
    sees(twin, picture, fred={"ada", "fien"})


@pytest.mark.norm("OC-14.e")
def test_a_child_is_let_be_seen_only_with_a_yes_by_who_works_on_the_picture_and_while_it_is_covered(twin):
    twin.answer("an", "ada", OWN, "no")
    one = write(twin, "ada", "bo", for_family={"ada"})
    assert one.marked == set() and twin.counted["marking refused"] == 1, "no yes"
    twin.answer("an", "ada", OWN, "yes")
    for other in ("joris", "bep", "an"):
        twin.mark(one, "ada", other)
    twin.mark(one, "bo", "sanne")
    assert one.marked == set() and twin.counted["marking no face"] == 1, "only what is covered"
    twin.mark(one, "ada", "sanne")
    assert one.marked == {"ada"}


@pytest.mark.norm("OC-14.e")
def test_a_picture_is_not_placed_when_the_yes_is_gone_by_then_and_is_when_it_came_back(twin):
    one = write(twin, "ada", "bo", for_family={"ada"})
    twin.answer("ap", "ada", OWN, "no")
    twin.send(one)
    assert one in twin.writing and twin.counted["placing no"] == 1
    twin.work()
    twin.answer("ap", "ada", OWN, "yes")
    twin.send(one)
    assert one not in twin.writing
    twin.work()
    twin.pass_time(timedelta(minutes=1))
    sees(twin, twin.pictures[-1], an={"ada", "bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e")
def test_a_picture_goes_for_all_alike_when_the_mark_is_taken_back_before_it_is_placed(twin):
    one = write(twin, "ada", "bo", for_family={"ada"})
    twin.answer("ap", "ada", OWN, "no")
    twin.mark_no_more(one, "ada")
    twin.send(one)
    twin.work()
    twin.pass_time(timedelta(minutes=1))
    sees(twin, twin.pictures[-1], an={"bo"}, ap={"bo"}, bep={"bo"})


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("how", ["cover", "uncover", "point out", "cut"])
def test_what_is_said_of_a_face_anew_takes_the_mark_away(twin, how):
    one = write(twin, "ada", "bo", for_family={"ada"})
    common = {"actor": twin.actor("sanne"), "asset_id": one.picture.asset, "at": twin.at}
    if how == "uncover":
        covering.uncover(face_id=one.picture.faces["ada"], **common)
    elif how == "point out":
        twin.tap(one, "ada", covered=False)
    elif how == "cut":
        Version.objects.filter(board_id=twin.board, asset_id=one.picture.asset).update(width=1200, height=900)
        cutting.cut_face(face_id=one.picture.faces["ada"], pupil_id=twin.ids["ada"], **common)
        cutting.show_whole(**common)
    twin.tap(one, "ada", covered=True)
    twin.send(one)
    twin.work()
    twin.pass_time(timedelta(minutes=1))
    picture = twin.pictures[-1]
    sees(twin, picture, an={"bo"}, ap={"bo"}, bep={"bo"})
    assert family_versions(twin) == 0


@pytest.mark.norm("OC-14.e")
@pytest.mark.parametrize("how", ["keep", "cover again"])
def test_a_picture_that_is_out_can_show_a_family_less_and_never_more(twin, how):
    picture = place_for(twin, {"ada"}, "ada", "bo", "cas")
    twin.try_to_mark(picture, "cas", "sanne")
    sees(twin, picture, an={"ada", "bo"}, cor={"bo"})
    (twin.keep if how == "keep" else twin.cover_one_more)(picture, "ada")
    sees(twin, picture, an={"bo"}, ap={"bo"}, cor={"bo"})
    twin.try_to_mark(picture, "ada", "sanne")
    twin.work()
    sees(twin, picture, an={"bo"}, ap={"bo"})
    assert family_versions(twin) == 0


@pytest.mark.norm("OC-14.e", "PL-10.b")
def test_a_set_of_children_that_no_kept_version_shows_keeps_nothing_from_being_erased(twin):
    """Bep comes to care for Ada too after the whole picture was erased: no version can be made any more that shows both."""
    twin.policy(OWN, "one")
    picture = place_for(twin, {"ada", "bo"}, "ada", "bo", "fien", who="wim", group=None)
    twin.work()
    twin.begin_care("ada", "bep", authority=True, on=twin.today)
    twin.answer("fred", "fien", Channel.CLOSED_SCHOOL, "no")
    sees(twin, picture, an=None, bep=None)
    twin.look_again("wim")
    twin.work()
    sees(twin, picture, an={"ada"}, ap={"ada"}, fred=set())
    rows = Version.objects.filter(board_id=twin.board, asset_id=picture.asset, erased_at=None)
    assert [v.number for v in rows if str(picture.faces["fien"]) not in v.covers] == [], "Fien is uncovered in no version any more"
