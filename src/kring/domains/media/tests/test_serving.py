"""Each request is decided afresh: by one statement for bytes, by another for a page, by a rule for the explanation. One meaning."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kring.domains.consent.terms import Said
from kring.domains.media.actions import covering
from kring.domains.media.models import Accounted, Publication
from kring.domains.media.queries import explaining, serving
from kring.domains.media.queries import sql as media_sql
from kring.domains.media.rules import may_serve
from kring.domains.media.terms import How, Size
from kring.domains.media.tests.cast import AT, GROUP, LATER, SOON, Album
from kring.domains.people import actions as people
from kring.ground import clock
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
CLOSED = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def album():
    made = Album()
    made.all_say_yes()
    return made


@pytest.fixture
def placed(album):
    return album.place(album.take())[0]


@pytest.mark.norm("PL-11.b")
def test_a_picture_is_for_the_group_of_then_and_for_who_works_with_it(album, placed):
    assert album.seen_by(placed) == {"elif", "bas", "fatima", "omar", "sanne", "wim"}


def test_before_it_is_out_only_its_maker_sees_it(album, placed):
    assert album.seen_by(placed, at=AT) == {"sanne"}


def test_a_lost_authority_closes_it_on_the_day(album, placed):
    from kring.domains.people.queries import cares

    (care,) = cares(board_id=album.board, guardian_ids=[album.ids["fatima"]])
    tomorrow = AT.date() + timedelta(days=1)
    people.end_care(board_id=album.board, care_ids=[care.id], on=tomorrow, by=None, at=AT, why="court")
    assert album.sees("fatima", placed)
    assert album.sees("fatima", placed, at=AT + timedelta(days=1)) is None
    # And Sem then has nobody who decides, so there is no yes for him either: it is withheld from everybody.
    assert album.sees("omar", placed, at=AT + timedelta(days=1)) is None


def test_a_teacher_who_left_and_a_child_that_left_see_nothing(album, placed):
    tomorrow = AT.date() + timedelta(days=1)
    people.end_duties(board_id=album.board, rows=[(album.ids["sanne"], album.groups["g4"])], on=tomorrow)
    assert album.sees("sanne", placed) and album.sees("sanne", placed, at=AT + timedelta(days=1)) is None
    people.end_enrolments(board_id=album.board, pupil_ids=[album.ids["ali"]], on=tomorrow)
    assert album.sees("omar", placed) and album.sees("omar", placed, at=AT + timedelta(days=1)) is None
    assert album.sees("fatima", placed, at=AT + timedelta(days=1))


def test_a_child_that_moves_to_another_group_keeps_the_pictures_of_then(album, placed):
    tomorrow = AT.date() + timedelta(days=1)
    people.end_enrolments(board_id=album.board, pupil_ids=[album.ids["ali"]], on=tomorrow)
    people.enrol(board_id=album.board, rows=[(album.ids["ali"], album.school, album.groups["g3"])], from_on=tomorrow)
    assert album.sees("omar", placed, at=AT + timedelta(days=1))
    later = album.place(album.take(seed=2), at=AT + timedelta(days=1))[0]
    assert album.sees("omar", later, at=AT + timedelta(days=2)) is None


@pytest.mark.norm("PL-10.a", "PL-08.a")
def test_a_withdrawal_closes_it_for_everybody_from_its_commit_on(album, placed):
    assert len(album.seen_by(placed, at=LATER)) == 6
    album.withdraw("noor", "elif")
    for size in Size:
        assert [who for who in ("elif", "bas", "fatima", "omar", "sanne", "wim") if album.sees(who, placed, at=LATER, size=size)] == []


def test_a_new_yes_opens_it_again(album, placed):
    album.withdraw("noor", "elif")
    assert album.seen_by(placed, at=LATER) == set()
    album.family_says("noor", Said.YES, by="elif", at=LATER)
    assert len(album.seen_by(placed, at=LATER)) == 6


@pytest.mark.norm("OC-15.a")
def test_a_childs_own_no_closes_it_and_to_this_picture_only_this_one(album, placed):
    other = album.place(album.take(seed=2))[0]
    asset = Publication.objects.get(board_id=album.board, id=placed).asset_id
    album.object("sem", picture=asset, at=SOON)
    assert (album.sees("omar", placed), album.sees("omar", other) is not None) == (None, True)
    album.object("ali", at=SOON)
    assert album.sees("omar", other) is None


def test_a_child_who_was_known_to_be_absent_closes_nothing(album):
    album.family_says("noor", Said.NO)
    placed = album.place(album.take(), asked=("noor",))[0]
    album.object("noor")
    assert len(album.seen_by(placed, at=LATER)) == 6


def test_the_birthday_of_sixteen_closes_it_until_the_pupil_says_yes(album, placed):
    from kring.domains.people.models import Person

    Person.objects.filter(board_id=album.board, id=album.ids["sem"]).update(decides_alone_on=date(2026, 11, 25))
    local_midnight = AT.replace(hour=23)  # 00:00 in Amsterdam
    assert album.sees("omar", placed, at=local_midnight - timedelta(seconds=1))
    assert album.sees("omar", placed, at=local_midnight) is None


def test_a_protected_child_closes_it(album, placed):
    people.protect(board_id=album.board, pupil_ids=[album.ids["ali"]], from_on=AT.date(), by=None, at=AT)
    assert album.seen_by(placed) == set()


def test_a_picture_for_the_whole_school_counts_the_whole_school():
    from kring.domains.consent.terms import Channel

    album = Album(channels=(Channel.CLOSED_SCHOOL,))
    album.all_say_yes("noor", "sem", "ali", channel=Channel.CLOSED_SCHOOL)
    asset = album.take(who="wim", group=None)
    placed = album.place(asset, who="wim", group=None, channel=Channel.CLOSED_SCHOOL, asked=("daan",))[0]
    assert album.seen_by(placed) == {"elif", "bas", "fatima", "omar", "mia", "sanne", "joris", "wim"}
    row = Accounted.objects.get(board_id=album.board, publication_id=placed)
    assert (row.pupil_id, row.how) == (album.ids["daan"], How.ABSENT)


def test_the_other_board_sees_nothing(album, placed):
    from kring.ground.tenancy import enter

    stranger = Album(name="Een ander bestuur")
    enter(stranger.board)
    for who in ("sanne", "wim", "elif"):
        crossed = replace(album.actor(who), board_id=stranger.board)
        assert serving.rendition_for(actor=crossed, publication_id=placed, size=Size.THUMB, at=SOON) is None
        assert serving.rendition_for(actor=stranger.actor(who), publication_id=placed, size=Size.THUMB, at=SOON) is None


def test_one_statement_decides_and_one_brings_the_key(album, placed):
    with CaptureQueriesContext(connection) as ran:
        found = serving.rendition_for(actor=album.actor("elif"), publication_id=placed, size=Size.SCREEN, at=SOON)
        assert found.part(0, found.length)
    assert len(ran) == 1
    assert "media_rendition" in ran[0]["sql"]


WHO = ("elif", "bas", "piet", "fatima", "omar", "mia", "sanne", "joris", "wim", "ans")
PUPILS = ("noor", "sem", "ali", "daan")
hows = st.sampled_from((None, How.SHOWN, How.COVERED, How.ABSENT))
worlds = st.fixed_dictionaries({
    "said": st.fixed_dictionaries({pupil: st.sampled_from((None, Said.YES, Said.NO)) for pupil in PUPILS}),
    "how": st.fixed_dictionaries(dict.fromkeys(PUPILS, hows)),
    "objects": st.sampled_from((None, "general", "picture")), "objector": st.sampled_from(PUPILS),
    "protected": st.sampled_from((None, *PUPILS)), "ended": st.booleans(), "to_school": st.booleans(),
    "seconds": st.sampled_from((0, 29, 30, 3600)), "left": st.sampled_from((None, *PUPILS)),
})


# Most worlds withhold the picture; in these two everybody of the audience is shown it.
ALL_SHOWN = {"said": dict.fromkeys(PUPILS, Said.YES), "how": dict.fromkeys(PUPILS), "objects": None, "objector": "noor",
             "protected": None, "ended": False, "to_school": False, "seconds": 30, "left": None}


def arranged(album, version, asset, world):
    """One placing as the world says, with whatever families said after it."""
    for pupil, said in world["said"].items():
        if said:
            album.family_says(pupil, said, at=AT)
    if world["objects"]:
        album.object(world["objector"], picture=asset if world["objects"] == "picture" else None, at=AT)
    if world["protected"]:
        people.protect(board_id=album.board, pupil_ids=[album.ids[world["protected"]]], from_on=AT.date(), by=None, at=AT)
    if world["left"]:
        people.end_enrolments(board_id=album.board, pupil_ids=[album.ids[world["left"]]], on=AT.date())
    row = Publication.objects.create(
        board_id=album.board, asset_id=asset, version_id=version, channel=GROUP, school_id=album.school,
        group_id=None if world["to_school"] else album.groups["g4"], post_id=uuid7(), place=0, placed_by=album.ids["sanne"],
        placed_at=AT - timedelta(days=1), placed_on=AT.date() - timedelta(days=1), release_at=AT + timedelta(seconds=30),
        decision={}, ended_at=AT if world["ended"] else None)
    for pupil, how in world["how"].items():
        if how:
            Accounted.objects.create(board_id=album.board, publication_id=row.id, pupil_id=album.ids[pupil], how=how, epoch=0, at=AT)
    return row


@pytest.mark.norm("PL-08.a")
def test_statement_for_bytes_statement_for_pages_and_rule_agree(album_without_answers):
    """Generated families: what the rule says for each viewer is what bytes and pages do."""
    album, asset, version = album_without_answers
    seen = {"shown": 0, "withheld": 0}

    @given(world=worlds)
    @example(world=ALL_SHOWN)
    @example(world=ALL_SHOWN | {"to_school": True})
    @CLOSED
    def agree(world):
        from django.db import transaction

        with transaction.atomic():
            row = arranged(album, version, asset, world)
            at = AT + timedelta(seconds=world["seconds"])
            shown_on_page = page_state(album, row, at)
            for who in WHO:
                facts = explaining.serve_facts(actor=album.actor(who), row=row, at=at)
                assert may_serve(facts).allowed == bool(album.sees(who, row.id, at=at)), who
                if may_serve(facts).allowed or may_serve(facts).codes == ("media.withheld",):
                    assert may_serve(facts).allowed == (shown_on_page == "shown"), who
                    seen["shown" if may_serve(facts).allowed else "withheld"] += 1
            transaction.set_rollback(True)

    agree()
    assert min(seen.values()) > 10, "both outcomes must have been tried"


@pytest.fixture
def album_without_answers():
    made = Album()
    asset = made.take()
    version = covering.Version.objects.get(board_id=made.board, asset_id=asset).id
    return made, asset, version


def page_state(album, row, at):
    """What the feed's own statement says of the picture."""
    statement = f"""WITH {media_sql.restricted_of(posts="SELECT %(post)s::uuid")}
      SELECT ({media_sql.pictures_of(post="%(post)s::uuid", is_guardian=False)})"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"board": album.board, "post": row.post_id, "on": clock.today(at), "at": at})
        (found,) = cursor.fetchone()
    if not found:
        return "ended"
    import json

    found = json.loads(found) if isinstance(found, str) else found
    return found[0]["state"]
