"""Verdicts: what an answer holds and how answers combine."""

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.norms import Outcome, Reason, Refused, Remedy, Verdict, all_of, allow, any_of, ask, refuse

COVER = Remedy("cover", "Cover {name}", {"name": "Ali"}, loss=1)
ASK_CONSENT = Remedy("ask-consent", "Ask for consent", loss=3)
GIVEN = Reason("consent-given", "OC-14", "There is consent.")
MISSING = Reason("consent-missing", "OC-14", "There is no consent for {count} children.", {"count": 2}, (ASK_CONSENT, COVER))
OWN_NO = Reason("own-no", "OC-15", "This child does not want to be shown.")
OPEN_NORM = Reason("third-message", "OC-20", "This is the third message this week.")

reasons = st.builds(
    Reason,
    code=st.sampled_from(["a", "b", "c"]),
    norm=st.sampled_from(["OC-14", "PL-08"]),
    text=st.text(max_size=20),
    params=st.dictionaries(st.sampled_from(["n", "name"]), st.one_of(st.integers(), st.text(max_size=5)), max_size=2),
    remedies=st.lists(st.sampled_from([COVER, ASK_CONSENT]), max_size=2).map(tuple),
)
verdicts = st.one_of(
    st.builds(lambda reason, duties: allow(reason, duties=duties), reasons, st.lists(st.sampled_from("xyz"), max_size=2)),
    st.builds(lambda reason, who: ask(reason, decider=who), reasons, st.sampled_from(["director", "officer"])),
    st.builds(refuse, reasons),
)


def test_an_allowance_passes_and_a_refusal_is_raised_with_its_verdict():
    assert allow(GIVEN).require().allowed
    with pytest.raises(Refused) as caught:
        refuse(MISSING, OWN_NO).require()
    assert caught.value.verdict.codes == ("consent-missing", "own-no")
    assert caught.value.verdict.norms == ("OC-14", "OC-15")


def test_an_open_question_does_not_pass_until_a_person_decides():
    with pytest.raises(Refused) as caught:
        ask(OPEN_NORM, decider="director").require()
    assert caught.value.verdict.outcome is Outcome.ASK
    assert caught.value.verdict.deciders == ("director",)


@pytest.mark.parametrize("verdict", [allow(GIVEN), ask(OPEN_NORM, decider="director"), refuse(MISSING)])
def test_a_verdict_is_no_bool(verdict):
    with pytest.raises(TypeError, match="no bool"):
        bool(verdict)


def test_a_verdict_without_a_reason_is_none():
    for make in (allow, refuse, lambda: ask(decider="director")):
        with pytest.raises(ValueError, match="at least one reason"):
            make()


def test_only_an_open_question_names_who_decides_and_only_an_allowance_has_duties():
    with pytest.raises(ValueError, match="who decides"):
        ask(OPEN_NORM, decider="")
    with pytest.raises(ValueError, match="who decides"):
        Verdict(Outcome.REFUSE, (MISSING,), decider="director")
    with pytest.raises(ValueError, match="duties"):
        Verdict(Outcome.REFUSE, (MISSING,), duties=("log",))
    assert allow(GIVEN, duties=["log"]).duties == ("log",)


def test_verdicts_reasons_and_remedies_cannot_be_changed():
    for thing, name in ((refuse(MISSING), "outcome"), (MISSING, "text"), (COVER, "loss")):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(thing, name, None)
    with pytest.raises(TypeError):
        MISSING.params["count"] = 3
    given_away = {"count": 1}
    reason = dataclasses.replace(MISSING, params=given_away)
    given_away["count"] = 9
    assert reason.params["count"] == 1


def test_placeholders_take_words_and_numbers_only():
    assert MISSING.about(count=3).params == {"count": 3}
    assert COVER.about(name="Noor").params == {"name": "Noor"}
    with pytest.raises(TypeError, match="placeholder"):
        MISSING.about(count=[1])


def test_remedies_are_offered_once_and_least_loss_first():
    verdict = refuse(MISSING, OWN_NO.offering(COVER))
    assert verdict.remedies == (COVER, ASK_CONSENT)


def test_all_of_keeps_every_reason_of_the_strictest_outcome():
    verdict = all_of(allow(GIVEN, duties=("log",)), refuse(MISSING), ask(OPEN_NORM, decider="director"), refuse(OWN_NO))
    assert verdict.outcome is Outcome.REFUSE
    assert verdict.codes == ("consent-missing", "own-no")
    assert verdict.duties == ()


def test_all_of_adds_duties_when_all_allow():
    verdict = all_of(allow(GIVEN, duties=("log", "tell")), allow(GIVEN, duties=("tell", "cover")))
    assert (verdict.allowed, verdict.codes, verdict.duties) == (True, ("consent-given",), ("log", "tell", "cover"))


def test_all_of_two_open_questions_needs_both_people():
    verdict = all_of(ask(OPEN_NORM, decider="director"), ask(OPEN_NORM, decider="officer"), ask(OPEN_NORM, decider="director"))
    assert verdict.deciders == ("director", "officer")


def test_nothing_decides_nothing():
    for combine in (all_of, any_of):
        with pytest.raises(ValueError, match="nothing"):
            combine()


def test_any_of_takes_the_mildest():
    assert any_of(refuse(MISSING), ask(OPEN_NORM, decider="director"), allow(GIVEN)).codes == ("consent-given",)
    assert any_of(refuse(MISSING), ask(OPEN_NORM, decider="director")).outcome is Outcome.ASK


def test_any_of_refusals_shows_the_branch_that_can_still_be_mended_with_least_loss():
    dear = refuse(dataclasses.replace(MISSING, code="dear", remedies=(ASK_CONSENT,)))
    assert any_of(refuse(OWN_NO), dear, refuse(MISSING)).codes == ("consent-missing",)
    assert any_of(refuse(OWN_NO), dear).codes == ("dear",)


@given(verdicts)
def test_a_verdict_comes_back_from_json_as_it_was(verdict):
    assert Verdict.from_json(json.loads(json.dumps(verdict.to_json()))) == verdict


@given(st.lists(verdicts, min_size=1, max_size=5))
def test_all_of_is_never_milder_than_its_strictest_and_any_of_never_stricter_than_its_mildest(given_verdicts):
    outcomes = [verdict.outcome.strictness for verdict in given_verdicts]
    assert all_of(*given_verdicts).outcome.strictness == max(outcomes)
    assert any_of(*given_verdicts).outcome.strictness == min(outcomes)
    assert any_of(*given_verdicts) in given_verdicts


@given(st.lists(verdicts, min_size=1, max_size=4), verdicts)
def test_one_more_condition_never_opens_a_door(given_verdicts, more):
    before = all_of(*given_verdicts).outcome.strictness
    assert all_of(*given_verdicts, more).outcome.strictness >= before
