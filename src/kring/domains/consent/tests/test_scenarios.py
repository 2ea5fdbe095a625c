"""The collected scenarios of photos and consent: who may not be shown where, by real answers of real families."""

import json

import pytest
from django.db import connection

from kring.domains.consent.actions.objecting import object_
from kring.domains.consent.queries import sql
from kring.domains.consent.queries.standing import Place, restricted_in_group, restricted_pupils
from kring.domains.consent.terms import Channel, Purpose, Said
from kring.domains.consent.tests.families import AT, ON, family, found
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db
CHANNELS = {"besloten_groep": Channel.CLOSED_GROUP, "besloten_school": Channel.CLOSED_SCHOOL, "nieuwsbrief": Channel.NEWSLETTER,
            "website": Channel.WEBSITE, "social_media": Channel.SOCIAL_MEDIA}
# What a family did: one answer per guardian; None is no answer. "special" says how a no came about.
FAMILIES = {"yes": (Said.YES, Said.YES), "no": (Said.YES, Said.NO), "unknown": (Said.YES, None)}
SPECIAL = {"two_parents_disagree": (Said.NO, Said.YES), "withdrawn": (Said.YES, Said.WITHDRAWN), "pupil_objects": (Said.YES, Said.YES)}


def scenarios(shared_data):
    content = json.loads((shared_data / "photos/consent-scenarios.json").read_text(encoding="utf-8"))["scenarios"]
    assert len(content) == 3
    return content


@pytest.mark.parametrize("number", range(3))
@pytest.mark.norm("OC-14.a", "OC-16.a", "PL-08.a")
def test_who_may_not_be_shown_on_a_channel_is_exactly_who_was_expected(db, shared_data, number):
    scene, noor = scenarios(shared_data)[number], family()
    world = noor.world
    questions = {name: world.question(Purpose.PICTURE_WITH_OTHERS, channel, version=2) for name, channel in CHANNELS.items()}
    pupils = {}
    for person in scene["people"]:
        pupil = pupils[person["pupil_key"]] = world.pupil(person["name"])
        for place, guardian in enumerate((world.person("Een"), world.person("Twee"))):
            world.care(pupil, guardian)
            for name, question in questions.items():
                said = said_of(person, name)[place]
                if said is not None:
                    world.answer(pupil, guardian, question, said)
        if person["special"] == "pupil_objects":
            object_(actor=noor.teacher, pupil_id=pupil, key=uuid7(), at=AT)
    for name, expected in scene["expected"].items():
        place = Place(world.school_id, Purpose.PICTURE_WITH_OTHERS, CHANNELS[name])
        restricted = restricted_pupils(board_id=world.board_id, place=place, pupil_ids=pupils.values(), on=ON)
        assert {key for key, pupil in pupils.items() if pupil in restricted} == set(expected["must_blur_or_remove"])
        in_group = restricted_in_group(board_id=world.board_id, group_id=world.group_id, on=ON,
                                       purpose=Purpose.PICTURE_WITH_OTHERS, channel=CHANNELS[name])
        assert in_group == restricted | {noor.noor}, "nobody answered for Noor"


def said_of(person, channel):
    answer = person["consent"][channel]
    return SPECIAL[person["special"]] if answer == "no" and person["special"] in SPECIAL else FAMILIES[answer]


@pytest.mark.norm("BK-11.a", "PL-08.a")
def test_together_alone_and_by_name_are_three_answers(db):
    world = found()
    pupil, guardian = world.pupil("Noor"), world.person("Elif")
    world.care(pupil, guardian)
    asked = {
        (purpose, channel): world.question(purpose, channel)
        for purpose, channel in [(Purpose.PICTURE_WITH_OTHERS, Channel.CLOSED_GROUP), (Purpose.NAME, Channel.CLOSED_GROUP),
                                 (Purpose.PICTURE_ALONE, Channel.OWN_FAMILY)]
    }
    for given in asked:
        world.answer(pupil, guardian, asked[given], Said.YES)
        open_places = {place for place in asked if not restricted_pupils(
            board_id=world.board_id, place=Place(world.school_id, *place), pupil_ids=[pupil], on=ON)}
        assert given in open_places
        assert len(open_places) == list(asked).index(given) + 1


@pytest.mark.parametrize("alias", ["a", "c", "d", "e", "f", "g", "l", "o", "q", "s", "t", "v"])
def test_the_fragment_reads_the_callers_row_whatever_its_alias(db, alias):
    """A table of the caller with every column name that the fragment itself uses."""
    noor = family()
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    other = noor.world.pupil("Sem")
    yes = sql.has_yes(pupil=f"{alias}.pupil_id", school=f"{alias}.school_id", purpose=f"{alias}.purpose",
                      channel=f"{alias}.channel", subject=f"{alias}.subject_id")
    statement = f"""SELECT {alias}.pupil_id FROM (VALUES
        (%(noor)s::uuid, %(school)s::uuid, 'picture_with_others', 'closed_group', NULL::uuid),
        (%(noor)s::uuid, %(school)s::uuid, 'picture_with_others', 'website', NULL::uuid),
        (%(other)s::uuid, %(school)s::uuid, 'picture_with_others', 'closed_group', NULL::uuid)
        ) AS {alias}(pupil_id, school_id, purpose, channel, subject_id) WHERE {yes}"""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"noor": noor.noor, "other": other, "school": noor.world.school_id,
                                   "board_id": noor.world.board_id, "on": ON})
        assert cursor.fetchall() == [(noor.noor,)]


def test_a_question_about_many_children_is_one_statement_that_reads_by_index(db):
    noor = family()
    pupils = [noor.world.pupil(f"Kind {n}") for n in range(30)]
    params = {"board_id": noor.world.board_id, "school_id": noor.world.school_id, "on": ON, "purpose": "picture_with_others",
              "channel": "closed_group", "pupil_ids": pupils}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql.RESTRICTED_SQL}", params)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Seq Scan" not in plan, plan
