"""The cast holds the situations that the rest of the product is shown and tested with."""

import re
from collections import Counter
from datetime import date

import pytest

from kring.norms import parameter
from world import cast as people
from world import when

YEAR = when.school_year(on=date(2026, 11, 24))
CAST = people.load(year=YEAR)


def test_the_school_has_187_pupils_in_eight_groups_and_17_staff():
    assert len(CAST.pupils) == 187
    assert len(people.GROUPS) == 8 and {p.group for p in CAST.pupils if p.group} == set(people.GROUPS)
    assert all(p.group or p.composites for p in CAST.pupils)
    assert {c for p in CAST.pupils for c in p.composites} == set(people.COMPOSITES)
    assert len(CAST.staff) == 17


def test_groep_4_has_28_children_of_26_families():
    children = CAST.group("g4")
    assert len(children) == 28
    assert len({p.guardians for p in children}) == 26


def test_keys_are_unique_and_everybody_stands_in_the_right_year():
    assert len({p.key for p in CAST.pupils}) == len(CAST.pupils)
    for pupil in CAST.pupils:
        turns_from, turns_until = date(YEAR.start.year, 10, 1), date(YEAR.end.year, 10, 1)
        birthday = pupil.born.replace(year=pupil.born.year + pupil.year + 4, day=min(pupil.born.day, 28))
        assert turns_from <= birthday < turns_until, pupil.name


def test_in_the_practice_group_one_is_old_enough_to_decide_alone_all_year_and_one_is_not():
    age = int(parameter("age.decides_alone", at=YEAR.start))
    imke, tygo = CAST.pupil("Imke Bouwman"), CAST.pupil("Tygo Noorlander")
    assert set(CAST.group("sg-praktijk")) == {imke, tygo}
    assert (imke.alone, tygo.alone) == (True, False)
    assert imke.born.replace(year=imke.born.year + age) <= YEAR.start
    assert tygo.born.replace(year=tygo.born.year + age) >= YEAR.end
    assert [p.name for p in CAST.pupils if p.alone] == [imke.name]


def test_twins_share_a_birthday():
    assert CAST.pupil("Bente Hendriks").born == CAST.pupil("Pim Hendriks").born


def test_one_address_is_shared_by_two_guardians_and_all_others_are_their_own():
    shared = [a for a, n in Counter(g.email for g in CAST.guardians if g.email).items() if n > 1]
    assert shared == ["hendriks@ouders.example"]
    assert all(re.fullmatch(r"[a-z.\-]+@ouders\.example", g.email) for g in CAST.guardians if g.email)


def test_two_children_in_one_group_may_have_the_same_given_name():
    assert [p.surname for p in CAST.group("g3") if p.given == "Noah"] == ["Bos", "Peters", "Maas"]
    with pytest.raises(LookupError, match="3 people"):
        CAST.pupil("Noah", group="g3")


@pytest.mark.parametrize(("name", "authority", "relation"), [
    ("Jeroen van Leeuwen", True, "vader"),
    ("Dennis Koolen", False, "vader"),
    ("Jordy Snel", False, "stiefouder"),
    ("Gerda Hoekman", True, "voogd"),
])
def test_authority_follows_from_no_name_and_no_relation(name, authority, relation):
    guardian = CAST.guardian(name)
    assert (guardian.authority, guardian.relation) == (authority, relation)


def test_a_teacher_is_also_a_parent():
    naima = CAST.guardian("Naima El Idrissi")
    assert CAST.children_of(naima)[0].name == "Safiya Bennani"
    assert CAST.member("juf Naima").name == naima.name
    assert CAST.member("juf Naima").email != naima.email


def test_a_protected_address_is_known_of_one_child():
    assert [p.name for p in CAST.pupils if p.protected] == ["Lana Prins"]


def test_the_people_around_the_school_are_there():
    for name in people.COUNCIL["guardians"]:
        assert CAST.guardian(name).authority
    for name in (*people.COUNCIL["staff"], people.EX_TEACHER, people.DEPUTY):
        assert CAST.member(name)
    assert {o.part for o in CAST.outsiders} == {"officer", "counsellor", "supervisor", "stranger"}
    assert {s.capacity for s in CAST.staff} == {"teacher", "support", "director", "administrator"}


def test_the_same_year_gives_the_same_people():
    people.load.cache_clear()
    assert people.load(year=YEAR) == CAST
