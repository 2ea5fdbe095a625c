"""Yes, no, withdrawn and paper, as acts: what is written, what holds from then on, and what is not accepted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kring.domains.consent.actions import deciding
from kring.domains.consent.actions.deciding import NoSuchQuestion, NoSuchWithdrawal, NothingChosen, Signed
from kring.domains.consent.models import Answer, Decision, Wish
from kring.domains.consent.queries import aftercare
from kring.domains.consent.queries.standing import Place
from kring.domains.consent.rules.acts import may_decide
from kring.domains.consent.terms import Aftercare, Channel, How, Purpose, Said
from kring.domains.consent.tests.families import AT, ON, SIGNED, family
from kring.domains.people import actions as people
from kring.ground.ids import uuid7
from kring.ground.models import AuditLeaf, Outbox
from kring.norms import Recorded, Refused, rule_of
from kring.norms.replay import replay

pytestmark = pytest.mark.django_db
YES, NO, WITHDRAWN = Said.YES, Said.NO, Said.WITHDRAWN
GROUP, WEBSITE = Channel.CLOSED_GROUP, Channel.WEBSITE
MINUTE = timedelta(minutes=1)
UNSIGNED = Signed("", "nl")


def decisions(noor):
    return list(Decision.objects.filter(board_id=noor.world.board_id).order_by("at", "id"))


@pytest.mark.norm("PL-08.a", "OC-11.b", "PL-09.b")
def test_two_confirmed_yeses_open_exactly_the_place_that_was_asked_about(noor):
    assert not noor.standing().allowed
    noor.say(noor.elif_, YES)
    assert not noor.standing().allowed, "one of two is not enough"
    noor.say(noor.bas, YES)
    assert noor.standing().allowed
    assert not noor.standing(WEBSITE).allowed, "the website was not answered"
    assert not noor.standing(Channel.SOCIAL_MEDIA).allowed, "social media were never asked about"


@pytest.mark.norm("OC-11.b")
def test_without_the_own_confirming_act_nothing_counts_and_nothing_is_written(noor):
    with pytest.raises(Refused) as refused:
        noor.say(noor.elif_, YES, signed=UNSIGNED)
    assert refused.value.verdict.codes == ("consent.not_confirmed",)
    assert decisions(noor) == []
    noor.say(noor.elif_, YES)
    assert [d.answer for d in decisions(noor)] == ["yes"]


@pytest.mark.parametrize("name, who", [("a stranger", "stranger"), ("a parent without authority", "without"),
                                       ("the teacher", "teacher")])
def test_nobody_else_answers(noor, name, who):
    world = noor.world
    person = noor.teacher.person_id if who == "teacher" else world.person("Roel", "Tamminga")
    if who == "without":
        world.care(noor.noor, person, authority=False)
    with pytest.raises(Refused) as refused:
        noor.say(person, YES)
    assert refused.value.verdict.codes == ("consent.no_authority",)
    assert noor.say(noor.bas, YES), "a parent with authority may"


@pytest.mark.norm("PL-10.a")
def test_withdrawing_closes_at_once_counts_the_gate_up_and_asks_no_reason(noor):
    noor.say(noor.elif_, YES)
    noor.say(noor.bas, YES)
    before = noor.epoch()
    made = deciding.withdraw(actor=noor.guardian(noor.bas), pupil_id=noor.noor, purpose=Purpose.PICTURE_WITH_OTHERS,
                             channel=GROUP, signed=SIGNED, key=uuid7(), at=AT + MINUTE)
    assert not noor.standing().allowed
    assert noor.epoch() == before + 1
    assert [d.answer for d in decisions(noor)] == ["yes", "yes", "withdrawn"]
    assert made == [decisions(noor)[-1].id]
    noor.say(noor.bas, YES, at=AT + 2 * MINUTE)
    assert noor.standing().allowed, "and a new yes opens it again"


@pytest.mark.norm("PL-10.a")
@pytest.mark.parametrize("month", range(1, 13))
def test_withdrawing_is_open_all_year(noor, month):
    noor.say(noor.elif_, YES)
    at = AT.replace(year=2027, month=month, day=1, hour=3)
    assert noor.say(noor.elif_, NO, at=at)


def test_a_yes_counts_no_gate_up_and_a_no_does(noor):
    noor.say(noor.elif_, YES)
    assert noor.epoch() == 0
    noor.say(noor.bas, NO)
    assert noor.epoch() == 1


def test_a_first_no_is_no_and_an_answer_that_stands_is_not_written_twice(noor):
    noor.say(noor.elif_, NO)
    assert noor.say(noor.elif_, NO, at=AT + MINUTE) == []
    noor.say(noor.elif_, YES, at=AT + 2 * MINUTE)
    noor.say(noor.elif_, NO, at=AT + 3 * MINUTE)
    assert noor.say(noor.elif_, NO, at=AT + 4 * MINUTE) == []
    assert [d.answer for d in decisions(noor)] == ["no", "yes", "withdrawn"]


def test_a_form_that_arrives_twice_is_one_decision(noor):
    key = uuid7()
    first = noor.say(noor.elif_, YES, key=key)
    assert noor.say(noor.elif_, YES, key=key) == first
    assert len(decisions(noor)) == 1


def test_no_answer_at_all_and_a_question_of_nobody_are_not_accepted(noor):
    with pytest.raises(NothingChosen):
        deciding.decide(actor=noor.guardian(noor.elif_), pupil_id=noor.noor, answers={}, signed=SIGNED, key=uuid7(), at=AT)
    with pytest.raises(NoSuchQuestion):
        noor.say(noor.elif_, YES, uuid7())


@pytest.mark.norm("PL-08.a")
def test_a_question_of_another_meaning_starts_unanswered_and_the_old_text_takes_no_answer_any_more(noor):
    noor.say(noor.elif_, YES)
    noor.say(noor.bas, YES)
    new = noor.world.question(Purpose.PICTURE_WITH_OTHERS, GROUP, version=2, from_on=ON)
    assert noor.standing().codes == ("consent.unanswered",)
    with pytest.raises(Refused) as refused:
        noor.say(noor.elif_, NO)
    assert refused.value.verdict.codes == ("consent.text_changed",)
    noor.say(noor.elif_, YES, new)
    noor.say(noor.bas, YES, new)
    assert noor.standing().allowed


@pytest.mark.norm("PL-08.a")
def test_a_better_text_of_the_same_meaning_keeps_the_answers(noor):
    noor.say(noor.elif_, YES)
    noor.say(noor.bas, YES)
    noor.world.question(Purpose.PICTURE_WITH_OTHERS, GROUP, version=2, from_on=ON, same_meaning=True)
    assert noor.standing().allowed
    noor.say(noor.bas, NO)
    assert not noor.standing().allowed, "an answer to the version that somebody had open counts too"


def test_a_yes_at_one_school_is_no_yes_at_another(noor):
    from kring.domains.school import actions as schools

    noor.say(noor.elif_, YES)
    noor.say(noor.bas, YES)
    other = schools.found_school(board_id=noor.world.board_id, name="De Tweede", slug="de-tweede")
    elsewhere = replace(noor.world, school_id=other, lines={})
    elsewhere.question(Purpose.PICTURE_WITH_OTHERS, GROUP)
    assert not replace(noor, world=elsewhere).standing().allowed
    assert noor.standing().allowed


@pytest.mark.norm("LO-03.a", "PL-08.a")
def test_from_the_birthday_on_the_pupil_decides_and_the_parents_do_not(noor):
    birthday = ON + timedelta(days=2)
    people.Person.objects.filter(board_id=noor.world.board_id, id=noor.noor).update(decides_alone_on=birthday)
    noor.say(noor.elif_, YES)
    noor.say(noor.bas, YES)
    noor.say(noor.noor, YES)
    assert noor.standing(on=birthday - timedelta(days=1)).codes == ("consent.yes",)
    assert noor.standing(on=birthday).codes == ("consent.own_yes",)
    # 00:00 at school is 23:00 UTC the evening before.
    first_moment = AT.replace(day=birthday.day - 1, hour=23, minute=0)
    with pytest.raises(Refused) as refused:
        noor.say(noor.elif_, NO, at=first_moment)
    assert refused.value.verdict.codes == ("consent.pupil_decides",)
    assert noor.say(noor.elif_, NO, at=first_moment - timedelta(seconds=1)), "one second earlier a parent still may"
    assert noor.standing(on=birthday).allowed, "the parent's no ended with the birthday"


@pytest.mark.norm("OC-11.c")
def test_a_signed_paper_form_counts_when_the_office_registers_it(noor):
    def register(actor, **change):
        base = dict(pupil_id=noor.noor, guardian_id=noor.elif_, answers={noor.group_question: YES}, signed_on=date(2026, 9, 3),
                    paper="map toestemming 2026, nummer 12", sentence="Ik registreer dit formulier.", language="nl",
                    key=uuid7(), at=AT)
        return deciding.register_paper_form(actor=actor, **{**base, **change})

    for actor, change, code in [
        (noor.teacher, {}, "consent.not_the_office"),
        (noor.guardian(noor.elif_), {}, "consent.not_the_office"),
        (noor.administrator, {"signed_on": date(2026, 7, 1)}, "consent.wrong_paper_date"),
        (noor.administrator, {"guardian_id": noor.teacher.person_id}, "consent.no_authority"),
    ]:
        with pytest.raises(Refused) as refused:
            register(actor, **change)
        assert code in refused.value.verdict.codes
    register(noor.administrator)
    noor.say(noor.bas, YES)
    assert noor.standing().allowed
    row = decisions(noor)[0]
    assert (row.decider_id, row.by, row.how, row.signed_on) == (
        noor.elif_, noor.administrator.person_id, How.PAPER_REGISTERED, date(2026, 9, 3))
    assert b"map toestemming" not in bytes(row.paper), "where the paper is kept is sealed"


@pytest.mark.norm("PL-08.a")
def test_where_one_yes_is_enough_the_other_hears_that_something_changed_and_not_who(noor):
    noor.world.policy(GROUP, "one")
    noor.say(noor.elif_, YES)
    assert noor.standing().allowed
    told = Outbox.objects.filter(board_id=noor.world.board_id)
    assert [(t.person_id, t.template, t.link) for t in told] == [(noor.bas, "news", "/consents/")]
    noor.say(noor.bas, NO)
    assert not noor.standing().allowed, "any no wins"


def test_an_answer_to_the_words_that_somebody_had_open_is_told_to_the_other_as_well(noor):
    noor.world.policy(GROUP, "one")
    noor.world.question(Purpose.PICTURE_WITH_OTHERS, GROUP, version=2, from_on=ON, same_meaning=True)
    noor.say(noor.elif_, YES)
    assert noor.standing().allowed
    assert [t.person_id for t in Outbox.objects.filter(board_id=noor.world.board_id)] == [noor.bas]


def test_where_all_are_asked_nobody_is_told_what_another_chose(noor):
    noor.say(noor.elif_, YES)
    assert not Outbox.objects.filter(board_id=noor.world.board_id).exists()


@pytest.mark.norm("PL-10.b")
def test_who_withdrew_chooses_what_becomes_of_the_pictures_and_removing_is_final(noor):
    world = noor.world
    place = Place(world.school_id, Purpose.PICTURE_WITH_OTHERS, GROUP)
    wishes = lambda: aftercare.wishes(board_id=world.board_id, place=place, pupil_ids=[noor.noor], on=ON)  # noqa: E731
    noor.say(noor.elif_, YES)
    (decision,) = noor.say(noor.elif_, NO, at=AT + MINUTE)
    assert wishes() == {}, "nothing chosen: out of view"
    choose = lambda actor, what: deciding.choose_aftercare(  # noqa: E731
        actor=actor, decision_id=decision, aftercare=what, key=uuid7(), at=AT + 2 * MINUTE)
    with pytest.raises(NoSuchWithdrawal):
        choose(noor.guardian(noor.bas), Aftercare.COVER)
    epoch = noor.epoch()
    choose(noor.guardian(noor.elif_), Aftercare.COVER)
    assert wishes() == {noor.noor: Aftercare.COVER}
    choose(noor.guardian(noor.elif_), Aftercare.REMOVE)
    assert wishes() == {noor.noor: Aftercare.REMOVE}
    assert noor.epoch() == epoch + 2, "so that pictures are looked at again"
    with pytest.raises(Refused) as refused:
        choose(noor.guardian(noor.elif_), Aftercare.COVER)
    assert refused.value.verdict.codes == ("consent.removed_already",)
    noor.say(noor.elif_, YES, at=AT + 3 * MINUTE)
    assert wishes() == {}, "a new yes ends the wish"
    with pytest.raises(Refused) as refused:
        choose(noor.guardian(noor.elif_), Aftercare.COVER)
    assert refused.value.verdict.codes == ("consent.not_withdrawn",)
    assert Wish.objects.filter(board_id=world.board_id).count() == 2


@pytest.mark.norm("PL-10.b")
def test_withdrawing_and_choosing_can_be_one_act(noor):
    noor.say(noor.elif_, YES)
    deciding.withdraw(actor=noor.guardian(noor.elif_), pupil_id=noor.noor, purpose=Purpose.PICTURE_WITH_OTHERS, channel=GROUP,
                      signed=SIGNED, key=uuid7(), at=AT + MINUTE, aftercare=Aftercare.REMOVE)
    assert [w.aftercare for w in Wish.objects.filter(board_id=noor.world.board_id)] == ["remove"]
    with pytest.raises(NoSuchQuestion):
        deciding.withdraw(actor=noor.guardian(noor.elif_), pupil_id=noor.noor, purpose=Purpose.NAME, channel=GROUP,
                          signed=SIGNED, key=uuid7(), at=AT)


def test_a_decision_can_be_decided_again_from_what_was_kept(noor):
    noor.say(noor.elif_, YES)
    row = decisions(noor)[0]
    kept = Recorded(row.rule, row.rule_version, row.facts, row.verdict, row.at)
    assert replay(kept) == kept.verdict
    assert kept.rule == rule_of(may_decide).name
    assert kept.rule_unchanged


def test_each_act_stands_in_the_audit_once_without_who_is_named(noor):
    noor.say(noor.elif_, YES, noor.group_question, noor.website_question)
    leaves = AuditLeaf.objects.filter(board_id=noor.world.board_id, action="consent.decided")
    assert leaves.count() == 1
    assert str(noor.elif_) not in f"{leaves[0].actor}{leaves[0].object}{leaves[0].verdict}"


@pytest.mark.parametrize("statement", ["UPDATE consent_decision SET answer = 'yes' WHERE board_id = %s",
                                       "UPDATE consent_wish SET aftercare = 'cover' WHERE board_id = %s",
                                       "UPDATE consent_question SET text_nl = 'x' WHERE board_id = %s"])
def test_decisions_and_questions_cannot_be_changed(noor, statement):
    from django.db import ProgrammingError

    noor.say(noor.elif_, YES)
    with pytest.raises(ProgrammingError, match="permission denied"), connection.cursor() as cursor:
        cursor.execute(statement, [noor.world.board_id])


ACTS = st.lists(st.tuples(st.sampled_from(["elif_", "bas"]), st.sampled_from([YES, NO]),
                          st.sampled_from(["group_question", "website_question", "both"])), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(acts=ACTS)
def test_the_last_answers_are_always_the_decisions_replayed(db, acts):
    noor = family()
    for step, (who, said, what) in enumerate(acts):
        questions = (noor.group_question, noor.website_question) if what == "both" else (getattr(noor, what),)
        noor.say(getattr(noor, who), said, *questions, at=AT + step * MINUTE)
    replayed = {(d.pupil_id, d.question_id, d.decider_id): (d.answer, d.id, d.at) for d in decisions(noor)}
    kept = {(a.pupil_id, a.question_id, a.decider_id): (a.answer, a.decision_id, a.decided_at)
            for a in Answer.objects.filter(board_id=noor.world.board_id)}
    assert kept == replayed
    said = {}
    for who, answer, what in acts:
        for place in ("group_question", "website_question") if what == "both" else (what,):
            said[who, place] = answer
    for channel, place in ((GROUP, "group_question"), (WEBSITE, "website_question")):
        assert noor.standing(channel).allowed is (said.get(("elif_", place)) == said.get(("bas", place)) == YES)
