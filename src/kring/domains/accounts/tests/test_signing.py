"""Signing in over HTTP: what opens, what does not, and that neither tells who exists."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.domains.accounts.actions import factors
from kring.domains.accounts.actions.sessions import SessionStore, real_now
from kring.domains.accounts.models import Account, Bucket, Seat, Session
from kring.domains.accounts.terms import Method
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import GOOD
from kring.domains.people.terms import Role
from kring.norms import parameter

pytestmark = pytest.mark.django_db
SIGN_IN, SECOND = "/sign-in/", "/sign-in/second-step/"


def post(client, url, data=None, **more):
    return client.post(url, {"form_key": cast.key(), **(data or {})}, **more)


def password(client, login, word=GOOD, **more):
    return post(client, SIGN_IN, {"login": login, "password": word}, **more)


def enter(client, made):
    """Password and app, as somebody does it without script."""
    assert password(client, made.username)["Location"] == SECOND
    return post(client, SECOND, {"code": cast.code_of(made.seed)})


def test_a_guardian_comes_in_with_password_and_app(client, school):
    assert enter(client, cast.account(school, "farida", app=True))["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_a_code_of_the_app_works_once(client, school):
    made = cast.account(school, "farida", app=True)
    enter(client, made)
    again = Client()
    assert enter(again, made).status_code == 422
    assert post(again, SECOND, {"code": cast.code_of(made.seed, steps=1)})["Location"] == "/"


def test_a_printed_code_works_once_in_the_second_step(client, school):
    made = cast.account(school, "farida", app=True)
    code, other = factors.new_codes(account_id=made.id, at=real_now())[:2]
    for one, status in ((code.lower().replace("-", " "), 302), (code, 422), (other, 302)):
        again = Client()
        password(again, "farida")
        assert post(again, SECOND, {"code": one}).status_code == status


@pytest.mark.parametrize("login, works", [("farida", True), ("FARIDA ", True), ("farida@ouders.example", True), ("kaya@ouders.example", False)])
def test_an_address_is_a_sign_in_name_where_one_account_has_it(client, school, login, works):
    cast.account(school, "farida", email="farida@ouders.example", app=True)
    cast.account(school, "elif", email="kaya@ouders.example", app=True)
    cast.account(school, "deniz", email="kaya@ouders.example", app=True)
    assert password(client, login).status_code == (302 if works else 422)


@pytest.mark.norm("PL-02.c")
def test_a_known_and_an_unknown_name_get_the_same_page_and_the_same_work(client, school, monkeypatch):
    cast.account(school, "farida")
    cast.account(school, "elif", password=None)
    hashes, verify = [], Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda self, *a: (hashes.append(1), verify(self, *a))[1])
    seen = set()
    for login in ("farida", "nobody", "elif", "sanne@hoefblad.example"):
        hashes.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = password(Client(), login, "een heel ander woord")
        page = cast.plain(answer).replace(f'value="{login}"'.encode(), b"")
        seen.add((answer.status_code, page, tuple(sorted(answer.headers)), len(hashes), len(queries)))
    assert len(seen) == 1
    assert {(row[0], row[3]) for row in seen} == {(422, 1)}


@pytest.mark.norm("PL-02.c")
def test_after_five_wrong_tries_a_name_waits_where_it_was_tried_and_nowhere_else(school):
    made = cast.account(school, "farida", app=True)
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    answers = [password(guesser, "farida", f"fout woord nummer {n}").status_code for n in range(7)]
    assert answers == [422] * 5 + [429] * 2
    assert password(guesser, "farida").status_code == 429, "also the right one"
    assert password(guesser, "farida")["Retry-After"]
    assert enter(Client(REMOTE_ADDR="192.0.2.8"), made)["Location"] == "/"


@pytest.mark.norm("PL-02.c")
def test_a_place_that_tries_many_names_waits_and_a_known_browser_there_does_not(school):
    made = cast.account(school, "farida", app=True)
    home = Client(REMOTE_ADDR="192.0.2.7")
    enter(home, made)
    post(home, "/sign-out/")
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    limit = int(parameter("signin.place_tries", at=cast.today()))
    answers = [password(guesser, f"naam{n}", "zomaar een gok").status_code for n in range(limit + 3)]
    assert answers == [422] * limit + [429] * 3
    assert password(Client(REMOTE_ADDR="192.0.2.7"), "farida").status_code == 429
    assert password(home, "farida")["Location"] == SECOND


def test_guesses_are_counted_before_the_hash_and_fifty_thousand_bring_nothing_in(school, monkeypatch):
    """All but the first few never reach a hash; so the cost of guessing is ours to bear, and small."""
    cast.account(school, "farida", app=True)
    hashes, verify = [], Argon2PasswordHasher.verify
    monkeypatch.setattr(Argon2PasswordHasher, "verify", lambda self, *a: (hashes.append(1), verify(self, *a))[1])
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    assert {password(guesser, "farida", f"gok {n}").status_code for n in range(40)} == {422, 429}
    assert len(hashes) == int(parameter("signin.tries", at=cast.today()))
    assert Session.objects.filter(account_id__isnull=False).count() == 0


def test_wrong_codes_in_the_second_step_are_counted_for_the_account_and_warn_its_owner_once(client, school):
    made = cast.account(school, "farida", app=True)
    for net in ("192.0.2.1", "192.0.2.2", "192.0.2.3"):
        guesser = Client(REMOTE_ADDR=net)
        password(guesser, "farida")
        for _ in range(3):
            last = post(guesser, SECOND, {"code": "000000"})
    assert last.status_code == 429
    with connection.cursor() as cursor:
        cursor.execute("SELECT template, person_id FROM ground_outbox WHERE board_id = %s", [school.board_id])
        assert cursor.fetchall() == [("security", school.farida)]
    assert Account.objects.get(id=made.id).is_active


@pytest.mark.parametrize("wanted, lands", [
    ("/consent/", "/consent/"), ("//evil.example/", "/"), ("https://evil.example/", "/"), ("/\\evil.example", "/"),
    ("javascript:alert(1)", "/"), ("consent/", "/"), ("/\t/evil.example", "/"), ("http:/evil.example", "/"),
])
def test_only_a_page_of_this_site_is_gone_on_to(client, school, wanted, lands):
    made = cast.account(school, "farida", app=True)
    post(client, SIGN_IN, {"login": "farida", "password": GOOD, "next": wanted})
    assert post(client, SECOND, {"code": cast.code_of(made.seed)})["Location"] == lands


def test_a_planted_session_opens_nothing(client, school):
    planted = SessionStore()
    planted["visitor"] = "planted"
    planted.create()
    client.cookies["__Host-kring"] = planted.session_key
    enter(client, cast.account(school, "farida", app=True))
    mine = client.cookies["__Host-kring"].value
    assert mine != planted.session_key
    assert not Session.objects.filter(session_key=SessionStore.stored(planted.session_key)).exists()
    assert "visitor" not in SessionStore(mine).load()


def test_the_key_in_the_cookie_is_not_what_the_table_holds(client, school):
    enter(client, cast.account(school, "farida", app=True))
    mine = client.cookies["__Host-kring"].value
    thief = Client()
    thief.cookies["__Host-kring"] = Session.objects.exclude(account_id=None).get().session_key
    assert client.get("/account/").status_code == 200
    assert thief.get("/account/").status_code == 302
    assert Session.objects.filter(session_key=mine).count() == 0


def test_cookies_are_bound_to_this_host_and_hidden_from_scripts(client, school):
    enter(client, cast.account(school, "farida", app=True))
    for name in ("__Host-kring", "__Host-kring-device", "__Host-kring-csrf"):
        cookie = client.cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["path"], cookie["domain"], cookie["samesite"]) == (True, True, "/", "", "Lax")


@pytest.mark.parametrize("url", [SIGN_IN, SECOND, "/sign-out/", "/sign-in/passkey/", "/sign-in/passkey/options/", "/account/caps/",
                                 "/account/devices/", "/account/password/", "/account/recovery-codes/", "/invitation/",
                                 "/invitation/account/", "/invitations/letters/"])
def test_no_form_is_taken_without_its_token(school, url):
    strict = Client(enforce_csrf_checks=True)
    cast.signed_in(strict, cast.account(school, "wim", app=True))
    before = (Account.objects.count(), Seat.objects.count(), Session.objects.count(), Bucket.objects.count())
    assert strict.post(url, {"login": "wim", "password": GOOD}).status_code == 403
    assert (Account.objects.count(), Seat.objects.count(), Session.objects.count(), Bucket.objects.count()) == before


def test_signing_out_ends_the_session_and_clears_what_the_browser_kept(client, school):
    enter(client, cast.account(school, "farida", app=True))
    old = client.cookies["__Host-kring"].value
    assert client.get("/sign-out/").status_code == 200
    assert client.get("/account/").status_code == 200, "looking at the question does nothing"
    answer = post(client, "/sign-out/")
    assert '"storage"' in answer["Clear-Site-Data"]
    client.cookies["__Host-kring"] = old
    assert client.get("/account/").status_code == 302


@pytest.mark.norm("PL-02.a")
def test_staff_with_a_password_alone_reach_nothing_but_setting_up_a_second_factor(client, school):
    cast.account(school, "sanne")
    assert password(client, "sanne")["Location"] == "/"
    for url in ("/design/", "/places/", "/invitations/", "/agreements/"):
        answer = client.get(url)
        assert answer.status_code in (200, 302) and (url == "/design/" or answer["Location"].startswith(SIGN_IN)), url
    assert client.get(SIGN_IN)["Location"] == "/account/second-factor/"
    page = client.get("/account/authenticator/")
    seed = page.context["seed"]
    assert post(client, "/account/authenticator/", {"code": cast.code_of(seed)})["Location"] == "/account/"
    assert client.get("/places/").status_code == 200, "and with one they do"


@pytest.mark.norm("PL-02.a")
@pytest.mark.parametrize("methods, status", [((Method.PASSWORD,), 302), ((Method.PASSWORD, Method.MAIL), 302),
                                             ((Method.DEMO,), 302), ((Method.PASSWORD, Method.TOTP), 200), ((Method.PASSKEY,), 200)])
def test_a_session_of_staff_counts_by_what_it_showed(client, school, methods, status):
    cast.signed_in(client, cast.account(school, "sanne", app=True), methods=methods)
    assert client.get("/places/").status_code == status


@pytest.mark.norm("BK-08.a")
@pytest.mark.parametrize("days_left, works", [(None, True), (1, True), (0, False)])
def test_staff_sign_in_while_their_appointment_lasts(client, school, days_left, works):
    school.people["gast"] = school.stef
    to_on = None if days_left is None else cast.today() + timedelta(days=days_left)
    cast.appoint(school, "gast", Role.TEACHER, to_on=to_on)
    cast_end(school)
    made = cast.account(school, "gast", app=True)
    assert enter(client, made).status_code == (302 if works else 403)
    assert Session.objects.filter(account_id=made.id).exists() is works


def cast_end(school):
    """Stef's care of Yara ends, so that only the appointment is left."""
    from kring.domains.people import actions, queries

    rows = queries.cares(board_id=school.board_id, guardian_ids=[school.stef])
    actions.end_care(board_id=school.board_id, care_ids=[r.id for r in rows], on=cast.today(), by=None, at=real_now(), why="")


def test_every_page_of_one_s_own_account_costs_few_statements(client, school):
    made = cast.account(school, "sanne", app=True)
    cast.care(school, "yara", "sanne")
    cast.signed_in(client, made, capacity="teacher")
    for _ in range(5):
        cast.signed_in(Client(), made, capacity="teacher")
    counted = {}
    for url in ("/account/", "/account/caps/", "/account/second-factor/", "/account/proof/", "/account/password/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        counted[url] = len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    assert max(counted.values()) <= 12, counted
