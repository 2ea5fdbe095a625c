"""What accounts decide, case by case: base facts, one difference, outcome and reason."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kring.domains.accounts.rules import invitations, passwords, sessions
from kring.domains.accounts.terms import Method, Proof, Purpose
from kring.norms import Outcome

AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
ALLOW, REFUSE = Outcome.ALLOW, Outcome.REFUSE


def said(verdict):
    return verdict.outcome, verdict.reasons[0].code.removeprefix("accounts.")


PARENT = sessions.SessionFacts(is_staff=False, methods=frozenset({Method.PASSWORD, Method.MAIL}), has_second_factor=False)
TEACHER = sessions.SessionFacts(is_staff=True, methods=frozenset({Method.PASSKEY}), has_second_factor=True)


@pytest.mark.norm("PL-02.a")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("teacher with a passkey", TEACHER, ALLOW, "proved"),
    ("teacher with an app", replace(TEACHER, methods=frozenset({Method.PASSWORD, Method.TOTP})), ALLOW, "proved"),
    ("teacher with a printed code", replace(TEACHER, methods=frozenset({Method.PASSWORD, Method.RECOVERY})), ALLOW, "proved"),
    ("teacher with a password alone", replace(TEACHER, methods=frozenset({Method.PASSWORD})), REFUSE, "second_factor_not_used"),
    ("teacher with a code by mail", replace(TEACHER, methods=frozenset({Method.PASSWORD, Method.MAIL})), REFUSE, "second_factor_not_used"),
    ("teacher who has no second factor", replace(TEACHER, has_second_factor=False), REFUSE, "second_factor_missing"),
    ("parent with a code by mail", PARENT, ALLOW, "proved"),
    ("parent with a passkey", replace(PARENT, methods=frozenset({Method.PASSKEY})), ALLOW, "proved"),
    ("parent with a password alone", replace(PARENT, methods=frozenset({Method.PASSWORD})), REFUSE, "second_factor_missing"),
    ("demo", replace(TEACHER, methods=frozenset({Method.DEMO}), has_second_factor=False), ALLOW, "proved"),
])
def test_may_act(name, facts, outcome, code):
    assert said(sessions.may_act(facts)) == (outcome, code)


@given(st.frozensets(st.sampled_from(Method)), st.booleans())
def test_what_is_enough_for_staff_is_enough_for_parents(methods, has):
    if sessions.may_act(sessions.SessionFacts(True, methods, has)).allowed:
        assert sessions.may_act(sessions.SessionFacts(False, methods, has)).allowed


FRESH = sessions.FreshFacts(proved_at=AT - timedelta(minutes=9), at=AT)


@pytest.mark.norm("PL-02.a")
@pytest.mark.parametrize("name, facts, outcome", [
    ("nine minutes ago", FRESH, ALLOW),
    ("ten minutes ago", replace(FRESH, proved_at=AT - timedelta(minutes=10)), REFUSE),
    ("never", replace(FRESH, proved_at=None), REFUSE),
    ("in a demo", replace(FRESH, proved_at=None, demo=True), ALLOW),
])
def test_is_fresh(name, facts, outcome):
    assert sessions.is_fresh(facts).outcome is outcome


WEAR = sessions.WearFacts(held=True, is_staff=True, fresh=FRESH)
STALE = replace(FRESH, proved_at=AT - timedelta(minutes=30))


@pytest.mark.norm("BK-08.a")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("a school's cap, proved just now", WEAR, ALLOW, "has_cap"),
    ("a school's cap, proved half an hour ago", replace(WEAR, fresh=STALE), REFUSE, "not_fresh"),
    ("a parent's cap, proved half an hour ago", replace(WEAR, is_staff=False, fresh=STALE), ALLOW, "has_cap"),
    ("a cap that ended", replace(WEAR, held=False), REFUSE, "no_cap"),
])
def test_may_wear(name, facts, outcome, code):
    assert said(sessions.may_wear(facts)) == (outcome, code)


@pytest.mark.norm("BK-08.a")
@pytest.mark.parametrize("roles, outcome", [(1, ALLOW), (2, ALLOW), (0, REFUSE)])
def test_may_sign_in(roles, outcome):
    assert sessions.may_sign_in(roles).outcome is outcome


@pytest.mark.parametrize("name, facts, outcome", [
    ("something to show, shown just now", sessions.ChangeFacts(True, FRESH), ALLOW),
    ("something to show, shown long ago", sessions.ChangeFacts(True, STALE), REFUSE),
    ("nothing to show yet", sessions.ChangeFacts(False, replace(FRESH, proved_at=None)), ALLOW),
])
def test_may_change_sign_in(name, facts, outcome):
    assert sessions.may_change_sign_in(facts).outcome is outcome


REMOVE = sessions.RemoveFacts(others=1, has_password=True, is_staff=True)


@pytest.mark.norm("PL-02.a")
@pytest.mark.parametrize("name, facts, outcome", [
    ("one of two", REMOVE, ALLOW),
    ("the last, staff", replace(REMOVE, others=0), REFUSE),
    ("the last, parent with a password", replace(REMOVE, others=0, is_staff=False), ALLOW),
    ("the last, parent without", replace(REMOVE, others=0, is_staff=False, has_password=False), REFUSE),
])
def test_may_remove_factor(name, facts, outcome):
    assert sessions.may_remove_factor(facts).outcome is outcome


TRY = passwords.TryFacts(here=1, place=1, on=AT)


@pytest.mark.norm("PL-02.c")
@pytest.mark.parametrize("name, facts, outcome", [
    ("the first", TRY, ALLOW),
    ("the fifth of this name from here", replace(TRY, here=5), ALLOW),
    ("the sixth of this name from here", replace(TRY, here=6), REFUSE),
    ("the sixtieth of any name from here", replace(TRY, place=60), ALLOW),
    ("the sixty-first of any name from here", replace(TRY, place=61), REFUSE),
])
def test_may_try(name, facts, outcome):
    assert passwords.may_try(facts).outcome is outcome


CHOSEN = passwords.PasswordFacts(length=12, known=False, about_owner=False, on=AT)


@pytest.mark.norm("PL-02.b")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("twelve signs, known nowhere", CHOSEN, ALLOW, "good_password"),
    ("eleven signs", replace(CHOSEN, length=11), REFUSE, "password_short"),
    ("known from a leak", replace(CHOSEN, known=True), REFUSE, "password_known"),
    ("like one's own name", replace(CHOSEN, about_owner=True), REFUSE, "password_about_you"),
])
def test_may_be_password(name, facts, outcome, code):
    assert said(passwords.may_be_password(facts)) == (outcome, code)


def test_a_password_that_is_known_and_about_oneself_hears_both():
    assert len(passwords.may_be_password(replace(CHOSEN, known=True, about_owner=True)).reasons) == 2


@pytest.mark.parametrize("name, taken, outcome", [
    ("farida.amrani", False, ALLOW), ("farida.amrani", True, REFUSE), ("f", False, REFUSE), ("farida@x.nl", False, REFUSE),
    ("Farida", False, REFUSE), ("..", False, REFUSE),
])
def test_may_be_name(name, taken, outcome):
    assert passwords.may_be_name(passwords.NameFacts(name, taken)).outcome is outcome


INVITE = invitations.InviteFacts(mandated=True, is_self=False, belongs=True, has_seat=False, purpose=Purpose.NEW)
BACK = replace(INVITE, has_seat=True, purpose=Purpose.RECOVERY)


@pytest.mark.norm("OC-06.b")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("somebody mandated, a parent who is not in", INVITE, ALLOW, "may_invite"),
    ("without a mandate", replace(INVITE, mandated=False), REFUSE, "people.not_mandated"),
    ("oneself", replace(INVITE, is_self=True), REFUSE, "not_yourself"),
    ("somebody who does not belong here", replace(INVITE, belongs=False), REFUSE, "nobody_here"),
    ("somebody who is in", replace(INVITE, has_seat=True), REFUSE, "in_already"),
    ("back in for somebody who was", BACK, ALLOW, "may_invite"),
    ("back in for somebody who never was", replace(BACK, has_seat=False), REFUSE, "not_in_yet"),
])
def test_may_invite(name, facts, outcome, code):
    assert said(invitations.may_invite(facts)) == (outcome, code)


APPROVE = invitations.ApproveFacts(is_leader=True, is_first=False, is_subject=False, waiting=True)


@pytest.mark.norm("OC-06.b")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("the director, second", APPROVE, ALLOW, "may_approve"),
    ("a teacher", replace(APPROVE, is_leader=False), REFUSE, "people.not_mandated"),
    ("the same person again", replace(APPROVE, is_first=True), REFUSE, "same_person"),
    ("the colleague oneself", replace(APPROVE, is_subject=True), REFUSE, "not_yourself"),
    ("agreed already", replace(APPROVE, waiting=False), REFUSE, "not_waiting"),
])
def test_may_approve(name, facts, outcome, code):
    assert said(invitations.may_approve(facts)) == (outcome, code)


STOP = invitations.StopFacts(is_open=True, is_subject=False, mandated=True)


@pytest.mark.norm("OC-06.c")
@pytest.mark.parametrize("name, facts, outcome", [
    ("mandated", STOP, ALLOW),
    ("for whom it was made", replace(STOP, mandated=False, is_subject=True), ALLOW),
    ("anybody else", replace(STOP, mandated=False), REFUSE),
    ("used already", replace(STOP, is_open=False), REFUSE),
])
def test_may_stop(name, facts, outcome):
    assert invitations.may_stop(facts).outcome is outcome


CODE = invitations.CodeFacts(used=False, revoked=False, belongs=True, opens_at=AT, expires_at=AT + timedelta(days=14), tries=0,
                             elsewhere=False, at=AT)


@pytest.mark.norm("OC-06.c", "OC-32.a")
@pytest.mark.parametrize("name, facts, outcome, code", [
    ("in time", CODE, ALLOW, "code_holds"),
    ("unknown", None, REFUSE, "code_unknown"),
    ("used", replace(CODE, used=True), REFUSE, "code_used"),
    ("a newer one was made", replace(CODE, revoked=True), REFUSE, "code_ended"),
    ("its person left", replace(CODE, belongs=False), REFUSE, "code_ended"),
    ("the last moment", replace(CODE, at=AT + timedelta(days=14, microseconds=-1)), ALLOW, "code_holds"),
    ("after fourteen days", replace(CODE, at=AT + timedelta(days=14)), REFUSE, "code_late"),
    ("the fourth wrong one was the last", replace(CODE, tries=4), ALLOW, "code_holds"),
    ("five wrong ones", replace(CODE, tries=5), REFUSE, "code_locked"),
    ("before a second person agreed", replace(CODE, opens_at=None), REFUSE, "code_early"),
    ("within the day that a colleague waits", replace(CODE, opens_at=AT + timedelta(hours=24)), REFUSE, "code_early"),
    ("held by another browser", replace(CODE, elsewhere=True), REFUSE, "code_elsewhere"),
])
def test_may_use_code(name, facts, outcome, code):
    assert said(invitations.may_use_code(facts)) == (outcome, code)


MAIL = invitations.MailFacts(has_address=True, shared=False, is_staff=False, purpose=Purpose.NEW)


@pytest.mark.parametrize("name, facts, outcome", [
    ("an address of one's own", MAIL, ALLOW),
    ("an address that another guardian of the child has too", replace(MAIL, shared=True), REFUSE),
    ("no address", replace(MAIL, has_address=False), REFUSE),
    ("a new colleague", replace(MAIL, is_staff=True), ALLOW),
    ("a colleague who comes back", replace(MAIL, is_staff=True, purpose=Purpose.RECOVERY), REFUSE),
    ("a parent who comes back", replace(MAIL, purpose=Purpose.RECOVERY), ALLOW),
])
def test_may_prove_by_mail(name, facts, outcome):
    assert invitations.may_prove_by_mail(facts).outcome is outcome


CONFIRM = invitations.ConfirmFacts(mandated=True, is_subject=False, waiting=True, same_number=True)


@pytest.mark.parametrize("name, facts, outcome, code", [
    ("the number is the same", CONFIRM, ALLOW, "may_confirm"),
    ("another number", replace(CONFIRM, same_number=False), REFUSE, "wrong_number"),
    ("without a mandate", replace(CONFIRM, mandated=False), REFUSE, "people.not_mandated"),
    ("oneself", replace(CONFIRM, is_subject=True), REFUSE, "not_yourself"),
    ("confirmed already", replace(CONFIRM, waiting=False), REFUSE, "not_waiting"),
])
def test_may_confirm(name, facts, outcome, code):
    assert said(invitations.may_confirm(facts)) == (outcome, code)


@pytest.mark.parametrize("proof, outcome", [(Proof.MAIL, ALLOW), (Proof.DESK, ALLOW), (None, REFUSE)])
def test_may_accept(proof, outcome):
    assert invitations.may_accept(proof).outcome is outcome


@given(st.sampled_from([None, *Proof]))
def test_no_letter_alone_opens_anything(proof):
    assert invitations.may_accept(proof).allowed is (proof is not None)
