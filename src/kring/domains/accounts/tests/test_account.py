"""One's own account: caps, devices, second factors, password; and that every end is felt at the next request."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kring.domains.accounts.actions.sessions import SessionStore, real_now
from kring.domains.accounts.models import Account, Session
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.terms import Method, span_of
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import GOOD, OTHER_GOOD
from kring.domains.accounts.tests.test_signing import enter, post
from kring.domains.people import actions as people
from kring.domains.people import queries as people_queries
from kring.domains.people.terms import Role
from kring.ground import clock

pytestmark = pytest.mark.django_db


def acts(client) -> bool:
    """Whether a session may open a page that needs a person."""
    return client.get("/places/").status_code == 200


def age(client, *, since: timedelta = timedelta(0), seen: timedelta = timedelta(0), proofs: timedelta = timedelta(0)) -> None:
    """Make a session older than it is."""
    key = client.cookies["__Host-kring"].value
    store = SessionStore(key)
    data, now = store.load(), real_now()
    store = SessionStore(key)
    store._session_cache = data
    data["since"] = (now - since).isoformat()
    data["proofs"] = [[m, (now - proofs).isoformat()] for m, _ in data["proofs"]]
    store.save()
    capacity = (data.get("cap") or {}).get("capacity", "")
    ends = span_of(capacity, on=now).ends_at(since=now - since, seen=now - seen)
    Session.objects.filter(session_key=SessionStore.stored(key)).update(seen_at=now - seen, expire_date=ends)


def both(school, *, app=True):
    """Sanne, who teaches and has a child here."""
    cast.care(school, "yara", "sanne")
    return cast.account(school, "sanne", app=app)


def test_a_teacher_who_is_a_parent_chooses_and_sees_only_what_the_cap_may_see(client, school):
    made = both(school)
    assert enter(client, made)["Location"] == "/account/caps/"
    assert not acts(client), "before choosing there is nobody"
    places = {p.capacity: p for p in client.get("/account/caps/").context["places"]}
    assert set(places) == {"teacher", "guardian"}
    for capacity, staff_page in (("guardian", 404), ("teacher", 200)):
        assert wear(client, places[capacity])["Location"] == "/"
        assert client.get("/agreements/").status_code == staff_page, capacity
        actor = client.get("/places/").wsgi_request.actor
        assert (actor.capacity, actor.person_id) == (capacity, school.sanne)


def wear(client, place):
    return post(client, "/account/caps/", {"board": place.board_id, "person": place.person_id, "capacity": place.capacity,
                                           "school": place.school_id or ""})


def test_each_cap_has_a_session_key_of_its_own(client, school):
    made = both(school)
    enter(client, made)
    seen = [client.cookies["__Host-kring"].value]
    for place in queries.places(account_id=made.id, at=real_now(), back=school.board_id):
        wear(client, place)
        seen.append(client.cookies["__Host-kring"].value)
    assert len(set(seen)) == 3
    assert Session.objects.filter(account_id=made.id).count() == 1


def test_a_cap_that_is_not_held_cannot_be_worn(client, school):
    made = both(school)
    enter(client, made)
    teacher = next(p for p in client.get("/account/caps/").context["places"] if p.capacity == "teacher")
    wrong = {"board": teacher.board_id, "person": teacher.person_id, "capacity": "director", "school": teacher.school_id}
    assert post(client, "/account/caps/", wrong).status_code == 403
    somebody = {**wrong, "capacity": "teacher", "person": school.ingrid}
    assert post(client, "/account/caps/", somebody).status_code == 403
    assert wear(client, teacher).status_code == 302


def test_a_school_s_cap_asks_for_a_fresh_proof_after_half_an_hour(client, school):
    made = both(school)
    cast.signed_in(client, made, capacity="guardian")
    teacher = next(p for p in queries.places(account_id=made.id, at=real_now(), back=None) if p.capacity == "teacher")
    age(client, proofs=timedelta(minutes=31))
    assert wear(client, teacher)["Location"].startswith("/account/proof/")
    assert post(client, "/account/proof/", {"code": cast.code_of(made.seed)}).status_code == 302
    assert wear(client, teacher)["Location"] == "/"


def test_somebody_with_seats_in_two_boards_sees_each_by_name_and_only_the_one_that_is_entered(client, school):
    made = cast.account(school, "farida", app=True)
    other = cast.found("Stichting Het Anker")
    from kring.domains.accounts.actions import directory
    directory.give_seat(account_id=made.id, board_id=other.board_id, person_id=other.people["elif"], at=real_now())
    enter(client, made)
    places = client.get("/account/caps/").context["places"]
    assert {p.board for p in places} == {"Stichting De Waterkant", "Stichting Het Anker"}
    for place in places:
        wear(client, place)
        actor = client.get("/places/").wsgi_request.actor
        assert (actor.board_id, actor.person_id) == (place.board_id, place.person_id)
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT board_id FROM people_person /* no board on purpose */")
            assert cursor.fetchall() == [(place.board_id,)]


@pytest.mark.norm("BK-08.a")
def test_an_appointment_that_ends_today_ends_the_session_s_cap_at_the_next_request(client, school):
    made = cast.account(school, "sanne", app=True)
    enter(client, made)
    assert acts(client)
    people.end_appointments(board_id=school.board_id, person_id=school.sanne, on=cast.today(), at=real_now())
    assert not acts(client)
    assert client.get("/sign-in/")["Location"] == "/account/caps/"
    assert client.get("/account/caps/").context["places"] == []
    assert enter_again(made) == 403


def enter_again(made):
    """Signing in anew, as far as it goes; the app's next code."""
    fresh = Client()
    post(fresh, "/sign-in/", {"login": made.username, "password": GOOD})
    return post(fresh, "/sign-in/second-step/", {"code": cast.code_of(made.seed, steps=1)}).status_code


@pytest.mark.norm("BK-08.b")
def test_an_end_date_takes_effect_on_that_day_and_not_before(client, school):
    made = cast.account(school, "sanne", app=True)
    enter(client, made)
    people.end_appointments(board_id=school.board_id, person_id=school.sanne, on=cast.today() + timedelta(days=3), at=real_now())
    try:
        for days, may in ((2, True), (3, False), (4, False)):
            clock.shift(int(timedelta(days=days).total_seconds()))
            assert acts(client) is may, days
    finally:
        clock.shift(0)


@pytest.mark.norm("BK-08.b")
def test_a_mandate_ends_on_its_date(client, school):
    cast.signed_in(client, cast.account(school, "wim", app=True))
    assert client.get("/invitations/").context["page"].mandated
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_mandate SET to_on = %s WHERE board_id = %s", [cast.today() + timedelta(days=1), school.board_id])
    assert client.get("/invitations/").context["page"].mandated
    clock.shift(86_400)
    assert not client.get("/invitations/").context["page"].mandated
    clock.shift(0)


@pytest.mark.parametrize("has_cookie", [False, True], ids=["a first visit", "a session that has ended"])
@pytest.mark.parametrize("demo", [True, False])
def test_a_visitor_without_a_session_sees_the_time_of_the_demo_and_elsewhere_costs_nothing(client, school, settings, demo, has_cookie):
    settings.KRING_CLOCK_MAY_SHIFT = demo
    if has_cookie:
        client.cookies["__Host-kring"] = "a" * 32
    clock.shift(30 * 86_400)
    clock.use_shift(0)
    try:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/sign-in/").status_code == 200
        ahead = (clock.now() - real_now()).days
    finally:
        clock.shift(0)
    assert ahead in ((29, 30) if demo else (-1, 0))
    assert sum("ground_clockshift" in one["sql"] and "open_session" not in one["sql"] for one in asked.captured_queries) == demo


def test_a_guardianship_that_ends_ends_the_session_s_cap_at_the_next_request(client, school):
    enter(client, cast.account(school, "farida", app=True))
    assert acts(client)
    rows = people_queries.cares(board_id=school.board_id, guardian_ids=[school.farida])
    people.end_care(board_id=school.board_id, care_ids=[rows[0].id], on=cast.today(), by=None, at=real_now(), why="court")
    assert not acts(client)


def test_a_seat_that_ends_ends_everything(client, school):
    from kring.domains.accounts.actions import directory
    made = cast.account(school, "farida", app=True)
    enter(client, made)
    directory.end_seat(account_id=made.id, board_id=school.board_id, person_id=school.farida, at=real_now())
    assert not acts(client)
    assert client.get("/account/").status_code == 302
    kept = Account.objects.get(id=made.id)
    assert (kept.is_active, kept.email, kept.has_usable_password()) == (False, "", False)
    assert queries.factors(account_id=made.id).strong == 0


@pytest.mark.norm("PL-02.a")
@pytest.mark.parametrize("capacity, made_by, alive", [
    ("teacher", {"seen": timedelta(minutes=29)}, True), ("teacher", {"seen": timedelta(minutes=31)}, False),
    ("teacher", {"since": timedelta(hours=11, minutes=59)}, True), ("teacher", {"since": timedelta(hours=12, minutes=1)}, False),
    ("guardian", {"seen": timedelta(days=29)}, True), ("guardian", {"seen": timedelta(days=31)}, False),
    ("guardian", {"since": timedelta(days=89)}, True), ("guardian", {"since": timedelta(days=91)}, False),
])
def test_how_long_a_session_lives(client, school, capacity, made_by, alive):
    cast.signed_in(client, both(school), capacity=capacity)
    age(client, **made_by)
    assert acts(client) is alive


def test_last_seen_is_written_at_most_every_five_minutes(client, school):
    made = cast.account(school, "sanne", app=True)
    cast.signed_in(client, made)
    row = Session.objects.filter(account_id=made.id)
    for minutes, writes in ((4, False), (6, True)):
        age(client, seen=timedelta(minutes=minutes))
        before = row.get()
        acts(client)
        after = row.get()
        assert (after.seen_at != before.seen_at, after.expire_date > before.expire_date) == (writes, writes)


def test_one_device_is_ended_from_another_and_only_one_s_own(client, school):
    made, stranger = cast.account(school, "farida", app=True), cast.account(school, "elif", app=True)
    phone, other = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 15) Chrome/156"), Client()
    cast.signed_in(client, made), cast.signed_in(phone, made), cast.signed_in(other, stranger)
    shown = client.get("/account/").context["devices"]
    assert [d.here for d in shown] == [True, False]
    theirs = Session.objects.get(account_id=stranger.id).session_key
    post(client, "/account/devices/", {"device": theirs})
    assert acts(other)
    post(client, "/account/devices/", {"device": shown[1].id})
    assert (acts(client), acts(phone)) == (True, False)
    cast.signed_in(phone, made)
    post(client, "/account/devices/")
    assert (acts(client), acts(phone), acts(other)) == (True, False, True)


@pytest.mark.norm("PL-02.b")
@pytest.mark.parametrize("chosen, why", [
    ("kort-woord", "minstens 12"), ("Welkom2026!!", "inbrekers"), ("1234567890123", "inbrekers"), ("qwertyuiop12", "inbrekers"),
    ("zomerzomer2026", "inbrekers"), ("farida-farida", "naam"), (OTHER_GOOD, ""),
])
def test_a_short_a_known_and_an_own_name_are_no_password(client, school, chosen, why):
    made = cast.account(school, "farida", email="farida@ouders.example", app=True)
    cast.signed_in(client, made)
    answer = post(client, "/account/password/", {"password": chosen, "again": chosen})
    if why:
        assert answer.status_code == 422
        assert why in answer.content.decode()
        assert Account.objects.get(id=made.id).check_password(GOOD)
    else:
        assert answer.status_code == 302
        assert Account.objects.get(id=made.id).check_password(chosen)


def test_a_new_password_signs_other_devices_out_and_keeps_this_one(client, school):
    made, phone = cast.account(school, "farida", app=True), Client()
    cast.signed_in(client, made), cast.signed_in(phone, made)
    old = client.cookies["__Host-kring"].value
    post(client, "/account/password/", {"password": OTHER_GOOD, "again": OTHER_GOOD})
    assert (acts(client), acts(phone)) == (True, False)
    assert client.cookies["__Host-kring"].value != old
    again = Account.objects.get(id=made.id)
    assert again.password.startswith("argon2$argon2id$")


def test_how_one_signs_in_is_changed_only_with_a_fresh_proof(client, school):
    made = cast.account(school, "farida", app=True)
    cast.signed_in(client, made, methods=(Method.PASSWORD, Method.TOTP))
    age(client, proofs=timedelta(minutes=11))
    for url in ("/account/password/", "/account/authenticator/"):
        assert client.get(url)["Location"].startswith("/account/proof/")
    for url in ("/account/recovery-codes/", "/account/second-factor/removal/", "/account/passkeys/"):
        assert post(client, url)["Location"].startswith("/account/proof/")
    old = client.cookies["__Host-kring"].value
    post(client, "/account/proof/", {"code": cast.code_of(made.seed)})
    assert client.cookies["__Host-kring"].value != old, "a step up is a new key"
    assert client.get("/account/password/").status_code == 200


def test_the_last_second_factor_of_staff_stays(client, school):
    made = cast.account(school, "sanne", app=True)
    cast.signed_in(client, made, methods=(Method.PASSWORD, Method.TOTP))
    assert post(client, "/account/second-factor/removal/").status_code == 403
    assert queries.factors(account_id=made.id).strong == 1


def test_the_seed_of_an_app_and_printed_codes_are_not_readable_in_the_tables(client, school):
    made = cast.account(school, "farida", app=True)
    cast.signed_in(client, made, methods=(Method.PASSWORD, Method.TOTP))
    codes = post(client, "/account/recovery-codes/").context["codes"]
    assert len(codes) == 10 == len(set(codes))
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert made.seed not in kept
    assert not [code for code in codes if code in kept or code.replace("-", "") in kept]


def test_the_language_is_kept_with_the_account(client, school):
    made = cast.account(school, "farida", app=True)
    cast.signed_in(client, made)
    assert "Je account" in client.get("/account/").content.decode() or "Uw account" in client.get("/account/").content.decode()
    client.post("/language/", {"language": "en", "next": "/account/"})
    assert Account.objects.get(id=made.id).language == "en"
    elsewhere = cast.signed_in(Client(), made)
    assert "Your account" in elsewhere.get("/account/").content.decode()
    client.post("/language/", {"language": "xx"})
    assert Account.objects.get(id=made.id).language == "en"


def test_roles_are_read_anew_each_time(client, school):
    made = cast.account(school, "farida", app=True)
    enter(client, made)
    assert not client.get("/places/").wsgi_request.opened.has_choice
    cast.appoint(school, "farida", Role.SUPPORT)
    assert client.get("/places/").wsgi_request.opened.has_choice
