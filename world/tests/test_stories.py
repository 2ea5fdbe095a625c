"""The stories keep the agreements of the school, whatever the moment they are told from."""

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.writing.rules import names_in
from kring.domains.writing.terms import KnownName
from kring.ground.ids import uuid7
from world import cast as people
from world import rosters, stories, when
from world.drawings.scenes import PICTURES

NOW = datetime(2026, 11, 24, 15, 10, tzinfo=when.ZONE)
CAST = people.load(year=when.school_year(on=NOW.date()))
TOLD = stories.told(at=NOW)
MOMENTS = st.datetimes(datetime(2024, 1, 1), datetime(2040, 1, 1)).map(lambda d: d.replace(tzinfo=when.ZONE))


def week_of(story):
    return story.at.date() - timedelta(days=story.at.weekday())


@given(at=MOMENTS)
def test_nothing_is_told_before_it_happened_and_everything_on_a_school_day(at):
    told = stories.told(at=at)
    assert all(story.at <= at for story in told)
    assert all(when.teaches(on=story.at.date()) for story in told if not story.waits)


def on(day: date, clock: time = time(15, 10)) -> datetime:
    return datetime.combine(day, clock, tzinfo=when.ZONE)


UNLIKELY = [on(date(2027, 1, 1)), on(date(2028, 2, 29)), on(date(2027, 7, 15)), on(date(2027, 8, 1), time(0, 0)),
            on(date(2026, 8, 20)), on(date(2026, 9, 1)), on(date(2026, 9, 15)), on(date(2026, 10, 31)),
            on(date(2026, 12, 24)), on(date(2026, 11, 23), time(7, 0)), on(date(2026, 9, 7), time(8, 0))]


@pytest.mark.parametrize("at", UNLIKELY, ids=lambda at: f"{at:%d %B %H:%M}")
def test_on_any_date_there_are_weeks_to_see(at):
    told, weeks = stories.told(at=at), when.story_weeks(at=at)
    cast = people.load(year=when.school_year(on=stories.starts(at=at).date()))
    assert len([s for s in told if not s.waits]) >= 40
    assert {s.group for s in told} == {*people.GROUPS, "sg-praktijk", stories.SCHOOL_PAGE}
    assert all(weeks[0] <= s.at.date() < weeks[-1] + timedelta(days=7) for s in told if not s.waits)
    assert all(at - timedelta(days=7) < s.at <= at for s in told if s.waits), "what waits for long is erased"
    assert max(Counter((s.group, week_of(s)) for s in told if not s.waits).values()) <= 5, "no flood"
    gone, said = stories.withdrawal(at=at), stories.own_no(at=at)
    assert stories.starts(at=at) < gone.at <= at and said.covered_at <= at
    assert [s.by for s in told if s.waits] == ["juf Sanne"], "somebody is in the middle of a message"
    noor = cast.pupil("Noor van Leeuwen")
    assert len({stories.answer(pupil=noor, guardian=g, question=stories.GROUP_PHOTOS) for g in noor.guardians}) == 2


@pytest.mark.parametrize("at", UNLIKELY, ids=lambda at: f"{at:%d %B %H:%M}")
def test_on_any_date_an_export_waits_in_which_one_pupil_is_in_doubt(at):
    cast = people.load(year=when.school_year(on=stories.starts(at=at).date()))
    later = rosters.later(cast=cast, on=at.date())
    assert [p.key for p in later.pupils if p.name == "Emir Yıldız"] == ["#017"]


@given(at=MOMENTS)
def test_what_belongs_together_stays_in_order(at):
    """The chestnuts are announced, sought, and then counted, however few weeks there are."""
    title = {s.title: s.at for s in stories.told(at=at)}
    order = ["Volgende week gaan we naar het bos", "Kastanjes zoeken in het bos", "Onze herfsttafel", "Rekenen met kastanjes"]
    moments = [title[name] for name in order if name in title]
    assert moments == sorted(moments) and len(moments) >= 1


@pytest.mark.parametrize("group", people.GROUPS)
def test_each_group_gets_one_or_two_messages_in_each_week(group):
    weeks = Counter(week_of(s) for s in TOLD if s.group == group and not s.waits)
    assert set(weeks) == set(when.story_weeks(at=NOW))
    assert set(weeks.values()) <= {1, 2}


def test_everybody_writes_in_their_own_group_on_a_working_day_in_working_hours():
    for story in TOLD:
        member = CAST.member(story.by)
        assert story.at.weekday() in member.days, story.title
        assert member.starts <= f"{story.at:%H:%M}" < member.ends, story.title
        assert story.group in (*member.groups, stories.SCHOOL_PAGE), story.title
        assert (story.group == stories.SCHOOL_PAGE) == (member.capacity == "director"), story.title


def test_no_message_names_a_pupil():
    known = tuple(KnownName(uuid7(), p.given, p.surname) for p in CAST.pupils)
    found = [(s.title, hit) for s in TOLD for hit in names_in(f"{s.title}\n{s.body}", known)]
    assert [hit.word for _, hit in found if hit.certain] == []
    assert [hit.word for _, hit in found] == ["storm"]


def test_pictures_exist_and_show_children_of_the_group_that_they_stand_in():
    pictures = {p.name: p for p in PICTURES}
    used = [(s, pictures[name]) for s in TOLD for name in s.pictures]
    assert {p.name for _, p in used} == set(pictures)
    for story, picture in used:
        if story.group != stories.SCHOOL_PAGE:
            assert all(CAST.pupil(stand.who) in CAST.group(story.group) for stand in picture.children), picture.name


def test_groep_4_knows_three_who_may_not_be_shown_once_one_yes_was_taken_back():
    willing = stories.willing_in_the_group(cast=CAST)
    assert [p.given for p in CAST.group("g4") if not willing[p.name]] == ["Ali", "Noor"]
    gone = stories.withdrawal(at=NOW)
    assert CAST.pupil(gone.pupil).group == "g4"
    assert CAST.guardian(gone.guardian) in CAST.pupil(gone.pupil).guardians


def test_a_pupil_of_sixteen_or_older_answers_alone_and_a_younger_one_does_not():
    imke, tygo = CAST.pupil("Imke Bouwman"), CAST.pupil("Tygo Noorlander")
    assert stories.deciders(pupil=imke) == ()
    assert stories.own_answer(pupil=imke, question=stories.GROUP_PHOTOS) == stories.YES
    assert stories.own_answer(pupil=imke, question=("picture_with_others", "social_media")) == stories.NO
    assert stories.deciders(pupil=tygo) == tygo.guardians
    assert set(stories.OWN) == {p.name for p in CAST.pupils if p.alone}


def test_who_decides_alone_says_no_to_a_picture_that_shows_it_and_its_own_teacher_covers_it_that_day():
    said = stories.own_no(at=NOW)
    story = next(s for s in TOLD if said.picture in s.pictures)
    assert CAST.pupil(said.pupil).alone
    assert said.pupil in {stand.who for p in PICTURES if p.name == said.picture for stand in p.children}
    assert story.at < said.at < said.covered_at <= NOW
    assert story.group in CAST.member(said.teacher).groups and said.covered_at.weekday() in CAST.member(said.teacher).days


def test_two_guardians_with_authority_disagree_about_one_child():
    noor = CAST.pupil("Noor van Leeuwen")
    said = {g.given: stories.answer(pupil=noor, guardian=g, question=stories.GROUP_PHOTOS) for g in noor.guardians}
    assert said == {"Marloes": stories.YES, "Jeroen": stories.NO}
    assert all(g.authority for g in noor.guardians)


def test_families_answer_as_families_do_most_yes_some_no_some_not_yet():
    for question in stories.QUESTIONS:
        said = Counter(stories.answer(pupil=p, guardian=g, question=question) for p in CAST.pupils for g in p.guardians)
        assert all(said[kind] > 0 for kind in (stories.YES, stories.NO, stories.SILENT)), question
    near, far = (
        sum(stories.answer(pupil=p, guardian=g, question=q) == stories.YES for p in CAST.pupils for g in p.guardians)
        for q in (stories.GROUP_PHOTOS, ("picture_with_others", "social_media")))
    assert near > 2 * far
