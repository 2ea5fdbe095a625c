"""Stories that are worth telling by name: moments and tricks at which a picture could slip through."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from kring.domains.consent.terms import Channel
from kring.domains.media.actions import covering
from kring.domains.media.queries.serving import rendition_for
from kring.domains.media.terms import Size
from kring.norms import Refused
from tests.oracle.machine import Twin

GROUP = Channel.CLOSED_GROUP


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
    return rendition_for(actor=twin.actor(who), publication_id=picture.publication, size=Size.SCREEN, at=twin.at) is not None


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
    assert not [who for who in ("bep", "cor", "an", "wim") if gets(twin, who, picture) and twin.leaks()[picture.publication]]


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
