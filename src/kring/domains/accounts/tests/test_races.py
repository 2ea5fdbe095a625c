"""Two at the same time, on a database that commits: of two browsers with one letter one wins."""

import re
import threading

import pytest
from django.db import connections, transaction
from django.test import Client

from kring.domains.accounts.actions import invitations
from kring.domains.accounts.models import Account, Claim, Invitation, Seat
from kring.domains.accounts.terms import Purpose
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.test_invitations import actor, choose, hold, post
from kring.ground import clock
from kring.ground.tenancy import board_transaction


def at_once(*jobs):
    """Run these side by side, each with a connection of its own, and return their answers in order."""
    answers, start = [None] * len(jobs), threading.Barrier(len(jobs))

    def run(place, job):
        start.wait()
        try:
            answers[place] = job()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    return answers


@pytest.mark.norm("OC-06.c")
def test_of_two_browsers_that_both_proved_themselves_one_makes_the_account(real_db):
    with transaction.atomic():
        school = cast.found()
        [made] = invitations.invite(actor=actor(school, "wim"), person_ids=[school.deniz], purpose=Purpose.NEW, at=clock.now())
        desk = cast.signed_in(Client(), cast.account(school, "wim", app=True))
    one, two = Client(), Client()
    assert [hold(browser, made.code).status_code for browser in (one, two)] == [302, 302]
    with board_transaction(school.board_id):
        waiting = list(Claim.objects.filter(board_id=school.board_id))
    assert [post(desk, f"/invitations/claims/{c.id}/", {"number": c.number}).status_code for c in waiting] == [302, 302]
    with board_transaction(school.board_id):
        # As if the first had been confirmed long enough ago that the second is no longer refused for it.
        Claim.objects.filter(board_id=school.board_id).update(proved_at=cast.in_days(-1))
    answers = at_once(lambda: choose(one, "eerste").status_code, lambda: choose(two, "tweede").status_code)
    assert sorted(answers) == [302, 403]
    assert Account.objects.filter(username__in=("eerste", "tweede")).count() == 1
    assert Seat.objects.filter(person_id=school.deniz).count() == 1


def test_two_parallel_agreements_of_one_way_back_make_one_day(real_db):
    with transaction.atomic():
        school = cast.found()
        cast.account(school, "sanne", app=True)
        invitations.invite(actor=actor(school, "wim"), person_ids=[school.sanne], purpose=Purpose.RECOVERY, at=clock.now())
        browsers = [cast.signed_in(Client(), cast.account(school, name, app=True)) for name in ("ingrid", "tess")]
    with board_transaction(school.board_id):
        found = Invitation.objects.get(board_id=school.board_id)
    url = f"/invitations/{found.id}/approval/"
    answers = at_once(*(lambda b=b: post(b, url).status_code for b in browsers))
    assert sorted(answers) == [302, 403]


def test_guesses_side_by_side_get_no_more_tries_than_one_after_another(real_db):
    with transaction.atomic():
        school = cast.found()
        cast.account(school, "farida", app=True)

    def guess(n):
        browser = Client(REMOTE_ADDR="192.0.2.9")
        return post(browser, "/sign-in/", {"login": "farida", "password": f"gok nummer {n}"}).status_code

    answers = at_once(*(lambda n=n: guess(n) for n in range(12)))
    assert sorted(answers) == [422] * 5 + [429] * 7


def test_a_session_that_was_ended_elsewhere_is_not_brought_back_by_a_late_page(real_db):
    from kring.domains.accounts.actions import directory
    from kring.domains.accounts.models import Session

    with transaction.atomic():
        school = cast.found()
        made = cast.account(school, "farida", app=True)
        browser = cast.signed_in(Client(), made)
    assert re.search(r"Uw account", browser.get("/account/").content.decode())
    directory.end_sessions(account_id=made.id)
    assert browser.get("/account/").status_code == 302
    assert Session.objects.filter(account_id=made.id).count() == 0
