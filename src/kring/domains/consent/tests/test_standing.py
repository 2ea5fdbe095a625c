"""Whether there is a yes for a child: the cases by name, and what must always hold."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.consent.rules.standing import NOT_ASKED, UNANSWERED, ChildFacts, standing
from kring.domains.consent.terms import CHANNELS_BY_REACH, CLOSED, Channel, Purpose, Said, WhoseYes, can_be_asked
from kring.norms import Outcome
from kring.norms.replay import record, replay

YES, NO, WITHDRAWN, UNANSWERED_ = Said.YES, Said.NO, Said.WITHDRAWN, Said.UNANSWERED
ON = date(2026, 11, 24)
DAY = timedelta(days=1)
ALLOW, REFUSE = Outcome.ALLOW, Outcome.REFUSE
BASE = ChildFacts(purpose=Purpose.PICTURE_WITH_OTHERS, channel=Channel.CLOSED_GROUP, on=ON, asked=True,
                  policy=WhoseYes.EVERY, guardians=(YES, YES), own=UNANSWERED_, decides_alone_on=date(2034, 5, 5),
                  objects=False, protected=False)
ONE = replace(BASE, policy=WhoseYes.ONE)
SIXTEEN = replace(BASE, decides_alone_on=ON, guardians=(NO, UNANSWERED_), own=YES)

CASES = [
    ("both guardians said yes", BASE, ALLOW, "consent.yes"),
    ("one guardian alone said yes", replace(BASE, guardians=(YES,)), ALLOW, "consent.yes"),
    ("nobody answered", replace(BASE, guardians=(UNANSWERED_, UNANSWERED_)), REFUSE, "consent.unanswered"),
    ("one yes, one not answered", replace(BASE, guardians=(YES, UNANSWERED_)), REFUSE, "consent.unanswered"),
    ("one yes, one no", replace(BASE, guardians=(YES, NO)), REFUSE, "consent.no"),
    ("one yes, one withdrawn", replace(BASE, guardians=(YES, WITHDRAWN)), REFUSE, "consent.no"),
    ("a no before an unanswered", replace(BASE, guardians=(UNANSWERED_, NO)), REFUSE, "consent.no"),
    ("no guardian with authority", replace(BASE, guardians=()), REFUSE, "consent.nobody_decides"),
    ("never asked, whatever was said", replace(BASE, asked=False), REFUSE, "consent.not_asked"),
    ("one is enough: one yes, one not answered", replace(ONE, guardians=(YES, UNANSWERED_)), ALLOW, "consent.yes"),
    ("one is enough: one yes, one no", replace(ONE, guardians=(YES, NO)), REFUSE, "consent.no"),
    ("one is enough: nobody answered", replace(ONE, guardians=(UNANSWERED_,)), REFUSE, "consent.unanswered"),
    ("one is never enough for the website", replace(ONE, channel=Channel.WEBSITE, guardians=(YES, UNANSWERED_)), REFUSE,
     "consent.unanswered"),
    ("the child says no itself", replace(BASE, objects=True), REFUSE, "consent.child_says_no"),
    ("a child of fifteen answered no ahead", replace(BASE, own=NO), REFUSE, "consent.child_says_no"),
    ("a child of fifteen answered yes, a parent no", replace(BASE, own=YES, guardians=(YES, NO)), REFUSE, "consent.no"),
    ("protected", replace(BASE, protected=True), REFUSE, "consent.protected"),
    ("the day before the birthday the guardians decide", replace(SIXTEEN, decides_alone_on=ON + DAY), REFUSE, "consent.no"),
    ("the day before the birthday the guardians' yes counts",
     replace(SIXTEEN, decides_alone_on=ON + DAY, guardians=(YES, YES), own=UNANSWERED_), ALLOW, "consent.yes"),
    ("on the birthday the pupil's yes counts, the guardians' no does not", SIXTEEN, ALLOW, "consent.own_yes"),
    ("on the birthday the guardians' yes counts no more", replace(SIXTEEN, guardians=(YES, YES), own=UNANSWERED_), REFUSE,
     "consent.unanswered"),
    ("sixteen and withdrawn", replace(SIXTEEN, own=WITHDRAWN), REFUSE, "consent.own_no"),
    ("sixteen, a yes, but a no to this picture", replace(SIXTEEN, objects=True), REFUSE, "consent.child_says_no"),
    ("sixteen without guardians", replace(SIXTEEN, guardians=()), ALLOW, "consent.own_yes"),
    ("birth date unknown: the guardians decide", replace(BASE, decides_alone_on=None), ALLOW, "consent.yes"),
]


@pytest.mark.parametrize("name, facts, outcome, code", CASES, ids=[case[0] for case in CASES])
@pytest.mark.norm("PL-08.a", "PL-09.b", "OC-15.a", "LO-03.a")
def test_case(name, facts, outcome, code):
    verdict = standing(facts)
    assert (verdict.outcome, verdict.codes) == (outcome, (code,))


@pytest.mark.norm("PL-08.b", "OC-16.a")
def test_the_protected_part_of_the_website_is_a_channel_of_its_own():
    assert Channel.CLOSED_WEBSITE not in (Channel.WEBSITE, Channel.CLOSED_GROUP, Channel.CLOSED_SCHOOL)
    for channel in Channel:
        assert can_be_asked(Purpose.PICTURE_WITH_OTHERS, channel) is (channel is not Channel.OWN_FAMILY)


SAID = st.sampled_from(list(Said))
FACTS = st.builds(
    ChildFacts, purpose=st.sampled_from(list(Purpose)), channel=st.sampled_from(list(Channel)), on=st.just(ON),
    asked=st.booleans(), policy=st.sampled_from(list(WhoseYes)), guardians=st.lists(SAID, max_size=4).map(tuple), own=SAID,
    decides_alone_on=st.sampled_from([None, ON - DAY, ON, ON + DAY]), objects=st.booleans(), protected=st.booleans())


@given(FACTS)
def test_there_is_always_one_answer_and_a_refusal_says_what_can_be_done(facts):
    verdict = standing(facts)
    assert verdict.outcome in (ALLOW, REFUSE)
    assert len(verdict.reasons) == 1
    assert verdict.allowed or verdict.remedies


@given(FACTS, st.data())
@pytest.mark.norm("PL-10.a")
def test_withdrawing_never_opens_anything(facts, data):
    if facts.guardians:
        place = data.draw(st.integers(0, len(facts.guardians) - 1))
        answers = list(facts.guardians)
        answers[place] = data.draw(st.sampled_from([NO, WITHDRAWN]))
        assert standing(facts).allowed or not standing(replace(facts, guardians=tuple(answers))).allowed
    assert standing(facts).allowed or not standing(replace(facts, own=WITHDRAWN)).allowed
    assert not standing(replace(facts, objects=True)).allowed
    assert not standing(replace(facts, protected=True)).allowed


@given(FACTS)
@pytest.mark.norm("PL-09.b")
def test_silence_never_becomes_a_yes_however_long_it_lasts(facts):
    silent = replace(facts, guardians=tuple(UNANSWERED_ for _ in facts.guardians), own=UNANSWERED_)
    for years in range(30):
        assert not standing(replace(silent, on=ON + timedelta(days=365 * years))).allowed


@given(FACTS)
def test_a_wider_channel_is_never_easier(facts):
    for narrow, wide in zip(CHANNELS_BY_REACH, CHANNELS_BY_REACH[1:], strict=False):
        if standing(replace(facts, channel=wide)).allowed:
            assert standing(replace(facts, channel=narrow)).allowed
    assert set(CHANNELS_BY_REACH) == set(Channel)


@given(FACTS)
def test_asking_everybody_is_never_easier_than_asking_one(facts):
    if standing(replace(facts, policy=WhoseYes.EVERY)).allowed:
        assert standing(replace(facts, policy=WhoseYes.ONE)).allowed
    if facts.channel not in CLOSED:
        assert standing(replace(facts, policy=WhoseYes.ONE)) == standing(replace(facts, policy=WhoseYes.EVERY))


@given(FACTS)
@pytest.mark.norm("PL-08.a")
def test_a_matching_yes_is_served_and_nothing_that_was_not_asked_is(facts):
    assert not standing(replace(facts, asked=False)).allowed
    willing = replace(facts, asked=True, guardians=facts.guardians or (YES,), objects=False, protected=False)
    willing = replace(willing, guardians=tuple(YES for _ in willing.guardians), own=YES)
    assert standing(willing).allowed


@given(FACTS)
def test_no_sentence_tells_who_said_no_or_what_protects_a_child(facts):
    verdict = standing(facts)
    if not verdict.allowed and verdict.codes not in ((UNANSWERED.code,), (NOT_ASKED.code,)):
        plain = standing(replace(BASE, purpose=facts.purpose, guardians=(YES, NO)))
        assert [r.text for r in verdict.reasons] == [r.text for r in plain.reasons]
        assert verdict.remedies == plain.remedies


@given(FACTS)
def test_a_kept_decision_is_decided_the_same_again(facts):
    verdict = standing(facts)
    from datetime import UTC, datetime

    assert replay(record(standing, facts, verdict, datetime(2026, 11, 24, tzinfo=UTC))) == verdict
