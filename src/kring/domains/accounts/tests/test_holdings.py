"""How what accounts keep comes to its end, and what somebody may read of it."""

from datetime import timedelta

import pytest
from django.db import connection, transaction

from kring.domains.accounts.actions import invitations, signin
from kring.domains.accounts.actions.sessions import real_now
from kring.domains.accounts.holdings import HOLDINGS
from kring.domains.accounts.models import Account, Bucket, Claim, Door, Invitation, Seat, Session
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.terms import DIRECTORY, Method, Purpose
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.test_invitations import actor, hold
from kring.domains.accounts.tests.test_signing import password
from kring.domains.people import actions as people
from kring.ground import clock, retention
from kring.ground.sealing import KeyGone, Ring
from kring.ground.tenancy import board_transaction

DAY = timedelta(days=1)


def of(table, data=""):
    return next(h for h in HOLDINGS if h.table == table and data in h.data)


@pytest.mark.django_db
def test_each_table_of_accounts_is_held():
    from django.apps import apps

    tables = {m._meta.db_table for m in apps.get_app_config("accounts").get_models()}
    assert tables == {h.table for h in HOLDINGS}


def test_with_the_clock_past_each_term_everything_of_accounts_is_gone_and_what_lives_stays(real_db, client):
    with transaction.atomic():
        school = cast.found()
        gone, stays = cast.account(school, "sanne", app=True), cast.account(school, "farida", app=True)
        for made in (gone, stays):
            cast.signed_in(client, made)
        [letter] = invitations.invite(actor=actor(school, "wim"), person_ids=[school.deniz], purpose=Purpose.NEW, at=clock.now())
        people.end_appointments(board_id=school.board_id, person_id=school.sanne, on=cast.today(), at=real_now())
    hold(client, letter.code)
    password(client, "niemand", "zomaar een gok")
    months = real_now() + 100 * DAY
    with board_transaction(school.board_id):
        assert Claim.objects.filter(board_id=school.board_id).count() == 1
    runs = retention.run(months)
    assert not [r.problem for r in runs if r.table.startswith("accounts_") and r.problem]
    with board_transaction(school.board_id):
        left = [m.objects.filter(board_id=school.board_id).count() for m in (Invitation, Claim)]
    assert left == [0, 0]
    assert [m.objects.count() for m in (Door, Bucket, Session)] == [0, 0, 0]
    assert list(Seat.objects.values_list("account_id", flat=True)) == [stays.id]
    assert list(Account.objects.values_list("id", flat=True)) == [stays.id]
    assert queries.factors(account_id=stays.id).strong == 1


def test_within_the_term_nothing_goes(real_db):
    with transaction.atomic():
        school = cast.found()
        cast.account(school, "sanne", app=True)
        invitations.invite(actor=actor(school, "wim"), person_ids=[school.deniz], purpose=Purpose.NEW, at=clock.now())
        people.end_appointments(board_id=school.board_id, person_id=school.sanne, on=cast.today(), at=real_now())
    retention.run(real_now() + 27 * DAY)
    assert (Seat.objects.count(), Account.objects.count(), Door.objects.count()) == (1, 1, 1)


@pytest.mark.django_db
@pytest.mark.parametrize("days, kept", [(6, True), (8, False)])
def test_last_seen_is_forgotten_after_a_week_and_the_session_goes_on(client, school, days, kept):
    made = cast.account(school, "farida", app=True)
    cast.signed_in(client, made)
    Session.objects.filter(account_id=made.id).update(seen_at=real_now() - days * DAY)
    of("accounts_session", "last seen").erase(before=real_now() - 7 * DAY, at=real_now())
    assert (Session.objects.get(account_id=made.id).seen_at is not None) is kept
    assert client.get("/account/").status_code == 200


def test_an_account_that_is_erased_takes_its_key_along(real_db):
    with transaction.atomic():
        school = cast.found()
        made = cast.account(school, "farida", app=True)
        key = Account.objects.get(id=made.id).key_id
    assert Ring(DIRECTORY).key(key)
    with board_transaction(school.board_id):
        assert of("accounts_seat").forget(board_id=school.board_id, person_id=school.farida, at=real_now()) == 1
    with pytest.raises(KeyGone):
        Ring(DIRECTORY).key(key)
    assert (Account.objects.count(), Seat.objects.count(), Session.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_forgetting_somebody_in_one_board_keeps_their_account_in_another(school):
    from kring.domains.accounts.actions import directory
    from kring.ground.tenancy import enter

    made = cast.account(school, "farida", app=True)
    other = cast.found("Stichting Het Anker")
    directory.give_seat(account_id=made.id, board_id=other.board_id, person_id=other.farida, at=real_now())
    enter(school.board_id)
    of("accounts_seat").forget(board_id=school.board_id, person_id=school.farida, at=real_now())
    assert Account.objects.get(id=made.id).is_active
    assert list(Seat.objects.values_list("board_id", flat=True)) == [other.board_id]


@pytest.mark.django_db
def test_somebody_reads_what_is_kept_of_them_and_no_secret(client, school):
    made = cast.account(school, "farida", email="farida@ouders.example", app=True)
    cast.signed_in(client, made)
    scope = {"board_id": school.board_id, "person_id": school.farida}
    told = [row for h in HOLDINGS if h.export for row in h.export(**({"person_id": school.farida} if h.system else scope))]
    text = str(told)
    assert "farida@ouders.example" in text and "farida" in text
    assert "argon2" not in text and made.seed not in text
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM accounts_session")
        assert not [part for row in cursor.fetchall() for part in row if part in text]


@pytest.mark.django_db
def test_nobody_else_is_in_what_somebody_reads(school):
    cast.account(school, "farida"), cast.account(school, "elif")
    signin.issue(account=Account.objects.get(username="elif"), methods=[Method.PASSKEY],
                 place=queries.places(account_id=Account.objects.get(username="elif").id, at=real_now(), back=school.board_id)[0])
    told = [row for h in HOLDINGS if h.export for row in
            h.export(**({"person_id": school.farida} if h.system else {"board_id": school.board_id, "person_id": school.farida}))]
    assert "elif" not in str(told)
    assert [row for row in told if "username" in row][0]["username"] == "farida"
