"""The oracle stands alone, and says by itself what the norms say in figures and examples."""

import ast
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.oracle.oracle import (
    ALONE,
    CLOSED,
    COVERED,
    TOGETHER,
    Care,
    Open,
    OwnNo,
    Period,
    Placing,
    Question,
    Said,
    Stay,
    World,
    birthday,
)

TERMS = date(2026, 8, 24)
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
CHANNELS = {"besloten_groep": "closed_group", "besloten_school": "closed_school", "nieuwsbrief": "newsletter",
            "website": "website", "social_media": "social_media"}


def test_the_oracle_imports_nothing_but_the_standard_library():
    tree = ast.parse((Path(__file__).parent / "oracle.py").read_text(encoding="utf-8"))
    names = [a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names]
    names += [n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)]
    assert names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
    called = {n.func.id for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    assert not called & {"__import__", "exec", "eval", "open"}


def scenario_cases(shared):
    return json.loads((shared / "photos/consent-scenarios.json").read_text(encoding="utf-8"))["scenarios"]


@pytest.mark.parametrize("number", range(3))
def test_the_oracle_names_the_children_that_each_given_scenario_names(shared_data, number):
    scenario = scenario_cases(shared_data)[number]
    for dutch, channel in CHANNELS.items():
        world = World(groups=["g3"], questions=[Question("q", TOGETHER, channel, TERMS)])
        for person in scenario["people"]:
            pupil = person["pupil_key"]
            world.stays.append(Stay(pupil, "g3", Period(TERMS)))
            world.cares += [Care(pupil, f"{pupil}-{n}", True, Period(TERMS)) for n in (1, 2)]
            world.said += [Said(pupil, f"{pupil}-{n}", "q", answer, AT) for n, answer in answers_of(person, dutch)]
            if person["special"] == "pupil_objects":
                world.own_noes.append(OwnNo(pupil, AT))
        assert world.on(AT).restricted("g3", TOGETHER, channel) == set(scenario["expected"][dutch]["must_blur_or_remove"])


def answers_of(person, dutch):
    """The answers of both guardians that a person of a scenario stands for."""
    said = person["consent"][dutch]
    if person["special"] == "two_parents_disagree":
        return [(1, "yes"), (2, "no")]
    if person["special"] == "pupil_objects":
        return [(1, "yes"), (2, "yes")]
    if person["special"] == "withdrawn" and said == "no":
        return [(1, "yes"), (2, "yes"), (1, "withdrawn")]
    return [] if said == "unknown" else [(1, said), (2, said)]


@pytest.mark.parametrize(("born", "day"), [
    (date(2010, 11, 24), date(2026, 11, 24)), (date(2008, 2, 29), date(2024, 2, 29)), (date(2012, 2, 29), date(2028, 2, 29)),
])
def test_sixteen_is_reached_on_the_day(born, day):
    assert birthday(born, 16) == day


def test_a_child_of_the_leap_day_has_its_birthday_on_the_first_of_march():
    assert birthday(date(2012, 2, 29), 15) == date(2027, 3, 1)


def test_one_yes_can_be_enough_where_nobody_from_outside_looks_and_nowhere_else():
    for channel in CHANNELS.values():
        world = World(questions=[Question("q", TOGETHER, channel, TERMS)], one_is_enough={channel})
        world.cares = [Care("noor", who, True, Period(TERMS)) for who in ("elif", "bas")]
        world.said = [Said("noor", "elif", "q", "yes", AT)]
        assert world.on(AT).standing("noor", TOGETHER, channel).is_yes is (channel in CLOSED)
        world.said.append(Said("noor", "bas", "q", "no", AT))
        assert not world.on(AT).standing("noor", TOGETHER, channel).is_yes


def test_of_two_children_in_one_picture_each_family_sees_its_own_and_who_has_both_sees_both():
    world = World(groups=["g3"], questions=[Question("own", ALONE, "own_family", TERMS)])
    families = {"noor": ["elif", "bas"], "sem": ["fatima", "elif"]}
    for pupil, guardians in families.items():
        world.stays.append(Stay(pupil, "g3", Period(TERMS)))
        world.cares += [Care(pupil, who, True, Period(TERMS)) for who in guardians]
        world.said += [Said(pupil, who, "own", "yes", AT) for who in guardians]
    placing = Placing("p", "g3", "sanne", AT, frozenset(families), cleared=dict.fromkeys(families, COVERED), marked=set(families))
    placing.made = world.on(AT).for_each_family(placing)
    assert placing.made == {frozenset({"noor"}), frozenset({"sem"}), frozenset({"noor", "sem"})}

    def own(who):
        return world.on(AT).open_faces(placing, person=who, cap="guardian")

    assert own("bas") == Open(frozenset(), frozenset({"noor"}), 1)
    assert own("elif") == Open(frozenset(), frozenset({"noor", "sem"}), 2)
    world.said.append(Said("sem", "fatima", "own", "withdrawn", AT))
    assert own("elif") == own("bas") and own("fatima") == Open(frozenset(), frozenset(), 0)
    placing.marked = {"sem"}
    assert world.on(AT).covered_further(placing) == {frozenset({"sem"})}


def test_what_is_open_to_somebody_is_all_that_others_see_and_none_but_own_ones_besides():
    wanted = Open(frozenset({"bo"}), frozenset({"noor", "sem"}), 1)
    assert wanted.is_what({"bo", "noor"}) and wanted.is_what({"bo", "noor", "sem"})
    assert not any(wanted.is_what(faces) for faces in ({"bo"}, {"noor", "sem"}, {"bo", "noor", "ali"}))
