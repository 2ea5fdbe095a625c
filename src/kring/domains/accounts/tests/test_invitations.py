"""Letters, from the desk to the account: who may make one, what it opens, and for whom, once."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from kring.domains.accounts.actions import claims, invitations
from kring.domains.accounts.actions.sessions import SessionStore, real_now
from kring.domains.accounts.models import Account, Claim, Door, Invitation, Seat, Session
from kring.domains.accounts.queries import directory as accounts
from kring.domains.accounts.terms import Method, Purpose
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import OTHER_GOOD
from kring.domains.accounts.tests.test_account import acts
from kring.domains.accounts.tests.test_signing import post
from kring.domains.people import actions as people
from kring.domains.people import queries as people_queries
from kring.ground import clock
from kring.ground.actor import Actor
from kring.ground.tenancy import enter
from kring.norms import Refused, parameter

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(school):
    """Wim's browser, at the desk."""
    return cast.signed_in(Client(), cast.account(school, "wim", app=True))


def actor(school, person, capacity="administrator"):
    return Actor(board_id=school.board_id, person_id=school.people[person], capacity=capacity, school_id=school.school_id)


def letter(school, person, purpose=Purpose.NEW, by="wim") -> str:
    """A code for somebody, made by the action that the desk calls."""
    enter(school.board_id)
    [made] = invitations.invite(actor=actor(school, by), person_ids=[school.people[person]], purpose=purpose, at=clock.now())
    return made.code


def hold(client, code):
    return post(client, "/invitation/", {"code": code})


def mailed_code(post_office) -> str:
    return re.search(r"\b(\d{6})\b", post_office.letters[-1].text).group(1)


def prove(client, code):
    return post(client, "/invitation/proof/", {"code": code})


def choose(client, name="farida.amrani", word=OTHER_GOOD):
    return post(client, "/invitation/account/", {"username": name, "password": word, "again": word})


@pytest.mark.norm("OC-06.b", "OC-32.a", "OC-32.b")
def test_a_parent_comes_in_with_a_letter_and_a_code_by_mail_and_leaves_the_list(client, school, desk, post_office):
    assert on_the_list(desk) == ["Farida Amrani", "Deniz Kaya", "Elif Kaya"]
    code = letter(school, "farida")
    assert hold(client, code)["Location"] == "/invitation/proof/"
    assert post_office.letters[-1].to == "farida@ouders.example"
    assert prove(client, mailed_code(post_office))["Location"] == "/invitation/account/"
    assert choose(client)["Location"] == "/"
    assert acts(client)
    request = client.get("/places/").wsgi_request
    assert (request.actor.capacity, request.actor.person_id) == ("guardian", school.farida)
    assert request.opened.account.email == "farida@ouders.example", "the address that was proved is a sign-in name"
    assert on_the_list(desk) == ["Deniz Kaya", "Elif Kaya"]
    assert hold(Client(), code).status_code == 422, "the letter works once"


def on_the_list(desk):
    return [row.name.full for row in desk.get("/invitations/").context["page"].unreached]


@pytest.mark.norm("OC-06.a")
def test_no_page_lets_a_parent_or_teacher_add_anybody(school):
    for person, capacity in (("farida", "guardian"), ("sanne", "teacher"), ("tess", "administrator"), ("ingrid", "director")):
        client = cast.signed_in(Client(), cast.account(school, person, app=True), capacity=capacity)
        data = {"people": [school.people["elif"]]}
        answer = post(client, "/invitations/letters/", data)
        assert answer.status_code == (404 if capacity in ("guardian", "teacher") else 403), person
    assert Invitation.objects.filter(board_id=school.board_id).count() == 0
    with pytest.raises(Refused):
        letter(school, "elif", by="tess")
    assert letter(school, "elif", by="wim")


@pytest.mark.norm("OC-06.a")
def test_there_is_no_open_sign_up_anywhere():
    from django.urls import get_resolver

    from kring.domains.accounts import urls

    assert not [p for p in urls.urlpatterns if "sign-up" in str(p.pattern) or "signup" in str(p.pattern)]
    assert not [name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(("account_", "mfa_"))]


@pytest.mark.norm("OC-06.c")
def test_the_letter_alone_opens_nothing(client, school, post_office):
    hold(client, letter(school, "farida"))
    assert client.get("/invitation/account/")["Location"] == "/invitation/proof/"
    assert choose(client)["Location"] == "/invitation/proof/"
    assert post(client, "/invitation/account/passkey/options/").status_code == 404
    assert Account.objects.count() == 0


def test_opening_the_address_of_a_letter_uses_nothing_up(client, school, post_office):
    code = letter(school, "farida")
    for _ in range(3):
        page = client.get(f"/i/{code}/")
        assert code in page.content.decode()
    assert (Claim.objects.filter(board_id=school.board_id).count(), len(post_office.letters)) == (0, 0)
    assert hold(client, code).status_code == 302


@pytest.mark.parametrize("typed", ["{0}", "  {0} ", "{1}", "{2}"])
def test_a_code_may_be_typed_as_people_type(client, school, typed):
    code = letter(school, "farida")
    assert hold(client, typed.format(code, code.lower(), code.replace("-", " "))).status_code == 302


@pytest.mark.parametrize("name, change, says", [
    ("expired", {"expires_at": cast.in_days(-1)}, "verlopen"),
    ("a newer one was made", {"revoked_at": cast.in_days(-1)}, "nieuwere"),
    ("five wrong codes", {"tries": 5}, "op slot"),
    ("used", {"used_at": cast.in_days(-1)}, "al gebruikt"),
])
def test_a_code_that_is_no_longer_good_says_why(client, school, name, change, says):
    code = letter(school, "farida")
    Invitation.objects.filter(board_id=school.board_id).update(**change)
    page = hold(client, code)
    assert (page.status_code, says in page.content.decode()) == (422, True)


def test_a_code_ends_with_the_guardianship(client, school, post_office):
    code = letter(school, "farida")
    hold(client, code)
    rows = people_queries.cares(board_id=school.board_id, guardian_ids=[school.farida])
    people.end_care(board_id=school.board_id, care_ids=[rows[0].id], on=cast.today(), by=None, at=real_now(), why="court")
    assert prove(client, mailed_code(post_office)).status_code == 403
    assert hold(Client(), code).status_code == 422


@pytest.mark.norm("OC-06.c")
def test_a_second_browser_is_refused_once_the_first_has_proved_itself(client, school, post_office):
    code, second = letter(school, "farida"), Client()
    hold(client, code)
    prove(client, mailed_code(post_office))
    page = hold(second, code)
    assert (page.status_code, "ander apparaat" in page.content.decode()) == (422, True)
    assert choose(client).status_code == 302
    assert "al gebruikt" in hold(second, code).content.decode()
    assert Seat.objects.count() == 1


def test_wrong_codes_from_the_mail_lock_the_invitation(client, school, post_office):
    code = letter(school, "farida")
    hold(client, code)
    right = mailed_code(post_office)
    wrong = "111111" if right != "111111" else "222222"
    answers = [prove(client, wrong).status_code for _ in range(6)]
    assert answers == [422] * 5 + [403]
    assert prove(client, right).status_code == 403
    assert Invitation.objects.get(board_id=school.board_id).tries == 5


def test_guessing_letters_is_stopped_after_some_tries_and_finds_nothing(client, school):
    code = letter(school, "farida")
    limit = int(parameter("signin.place_tries", at=cast.today()))
    guesser = Client(REMOTE_ADDR="192.0.2.66")
    answers = [hold(guesser, f"ABCD-EFGH-{n:04d}").status_code for n in range(limit + 5)]
    assert answers == [422] * limit + [429] * 5
    refused = hold(guesser, code)
    assert (refused.status_code, refused["Retry-After"]) == (429, "900"), "not even the right one, from there"
    assert hold(client, code).status_code == 302, "and from elsewhere it works"


def test_a_shared_address_proves_nothing_and_nobody_hears_that_it_is_shared(client, school, desk, post_office):
    hold(client, letter(school, "deniz"))
    assert post_office.letters == []
    page = client.get("/invitation/proof/").content.decode()
    assert "Elif" not in page and "kaya@" not in page
    number = Claim.objects.get(board_id=school.board_id).number
    assert number in page
    claim = desk.get("/invitations/").context["page"].claims[0]
    assert claim.name.full == "Deniz Kaya"
    wrong = f"{(int(number) + 1) % 10_000:04d}"
    assert post(desk, f"/invitations/claims/{claim.claim_id}/", {"number": wrong}).status_code == 403
    assert client.get("/invitation/account/")["Location"] == "/invitation/proof/"
    assert post(desk, f"/invitations/claims/{claim.claim_id}/", {"number": number}).status_code == 302
    assert choose(client, "deniz").status_code == 302
    made = Account.objects.get(username="deniz")
    assert made.email == "", "an address that is not one's own is no sign-in name"
    assert not acts(client) and client.get("/sign-in/")["Location"] == "/account/second-factor/"


def test_the_desk_confirms_the_browser_that_shows_the_number_and_no_other(school, desk):
    code, parent, thief = letter(school, "deniz"), Client(), Client()
    hold(thief, code), hold(parent, code)
    mine = Claim.objects.filter(board_id=school.board_id).order_by("id").last()
    post(desk, f"/invitations/claims/{mine.id}/", {"number": mine.number})
    assert client_at(thief, "/invitation/account/").status_code in (302, 403)
    assert choose(thief, "dief").status_code in (302, 403) and not Account.objects.filter(username="dief").exists()
    assert choose(parent, "deniz").status_code == 302


def client_at(client, url):
    return client.get(url)


def test_whoever_cannot_read_the_mail_goes_by_the_desk(client, school, desk, post_office):
    hold(client, letter(school, "farida"))
    assert desk.get("/invitations/").context["page"].claims == []
    post(client, "/invitation/proof/mail/", {"desk": "1"})
    assert [c.name.full for c in desk.get("/invitations/").context["page"].claims] == ["Farida Amrani"]
    assert prove(client, mailed_code(post_office)).status_code == 422, "the mailed code is given up"


def test_without_a_mail_server_everybody_goes_by_the_desk(client, school, desk):
    hold(client, letter(school, "farida"))
    assert len(desk.get("/invitations/").context["page"].claims) == 1


@pytest.mark.norm("OC-06.c")
def test_a_new_letter_ends_the_old_one(client, school):
    old, new = letter(school, "farida"), letter(school, "farida")
    assert hold(client, old).status_code == 422
    assert hold(client, new).status_code == 302


def test_only_those_who_belong_are_invited(school):
    for person, works in (("farida", True), ("stef", False), ("noor", False), ("sanne", True)):
        if works:
            assert letter(school, person)
        else:
            with pytest.raises(Refused):
                letter(school, person)


def test_the_pdf_has_a_page_for_each_with_the_code_and_no_child(school, desk):
    ids = [school.farida, school.deniz]
    answer = post(desk, "/invitations/letters/", {"people": ids})
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    assert len(pages) == 2
    assert "Farida Amrani" in pages[0] and "Deniz Kaya" in pages[1]
    for text in pages:
        assert "Het Hoefblad" in text
        assert not {"Noor", "Yara", "Elif", "Groep 4"} & set(text.split())
        code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b", text).group()
        assert hold(Client(), code).status_code == 302
    assert "Your way into" not in pages[0] and "This is your way into Kring" in pages[1], "Deniz reads English too"


def test_the_code_stands_nowhere_in_the_database(school, desk):
    answer = post(desk, "/invitations/letters/", {"people": [school.farida]})
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    code = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b", text).group()
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, '') FROM accounts_door d")
        doors = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(i::text, '') FROM accounts_invitation i WHERE i.board_id = %s", [school.board_id])
        kept = doors + cursor.fetchone()[0]
    for form in (code, code.replace("-", ""), code.encode().hex(), code.replace("-", "").encode().hex()):
        assert form not in kept


def test_a_form_that_arrives_twice_makes_one_letter(school, desk):
    data = {"people": [school.farida], "form_key": cast.key()}
    assert desk.post("/invitations/letters/", data)["Content-Type"] == "application/pdf"
    assert desk.post("/invitations/letters/", data)["Location"] == "/invitations/"
    assert Invitation.objects.filter(board_id=school.board_id).count() == 1


def test_people_of_another_school_cannot_be_ticked(school, desk):
    other = cast.found("Stichting Het Anker")
    for wrong in (other.farida, school.noor, school.stef, cast.key()):
        assert post(desk, "/invitations/letters/", {"people": [wrong]})["Location"] == "/invitations/"
    assert Door.objects.count() == 0


def test_the_desk_costs_the_same_for_few_and_for_many(school, desk):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/invitations/").status_code == 200
        return len([q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])

    few = statements()
    from kring.domains.people.terms import Name
    from kring.ground.sealing import Ring

    new = [people.NewPerson(Name(f"Ouder{n}", "", "Nieuw"), email=f"o{n}@ouders.example") for n in range(40)]
    ids = people.register_persons(board_id=school.board_id, ring=Ring(school.board_id), persons=new, on=cast.today())
    for n, person_id in enumerate(ids):
        school.people[f"o{n}"] = person_id
        cast.care(school, "noor", f"o{n}")
    assert statements() == few <= 12, few


@pytest.mark.norm("PL-02.a")
def test_a_new_colleague_chooses_a_password_and_then_needs_a_second_step(client, school, post_office):
    hold(client, letter(school, "sanne"))
    assert post_office.letters[-1].to == "sanne@hoefblad.example"
    prove(client, mailed_code(post_office))
    assert choose(client, "sanne").status_code == 302
    assert not acts(client)
    assert client.get("/sign-in/")["Location"] == "/account/second-factor/"
    seed = client.get("/account/authenticator/").context["seed"]
    post(client, "/account/authenticator/", {"code": cast.code_of(seed)})
    assert acts(client)


@pytest.mark.parametrize("name, word, where", [
    ("farida.amrani", "kort", "password"), ("farida.amrani", "welkom2026!!", "password"), ("f@x", OTHER_GOOD, "username"),
    ("wim", OTHER_GOOD, "username"),
])
def test_a_wrong_choice_keeps_the_letter_good(client, school, desk, post_office, name, word, where):
    hold(client, letter(school, "farida"))
    prove(client, mailed_code(post_office))
    page = choose(client, name, word)
    assert page.status_code == 422
    assert page.context["form"].errors[where]
    assert choose(client).status_code == 302


def test_a_letter_is_added_to_an_account_that_somebody_has(client, school, post_office):
    """Farida has a child at another board too."""
    made = cast.account(school, "farida", app=True)
    other = cast.found("Stichting Het Anker")
    code = letter(other, "farida")
    cast.signed_in(client, made)
    hold(client, code)
    prove(client, mailed_code(post_office))
    assert "farida" in client.get("/invitation/account/").content.decode()
    assert post(client, "/invitation/account/", {"mine": "1"})["Location"] == "/account/caps/"
    boards = {p.board_id for p in accounts.places(account_id=made.id, at=real_now(), back=None)}
    assert boards == {school.board_id, other.board_id}
    assert Account.objects.count() == 1


def test_a_guardian_comes_back_by_the_desk_and_the_old_way_is_gone(client, school, desk, post_office):
    made = cast.account(school, "farida", email="farida@ouders.example", app=True)
    phone = cast.signed_in(Client(), made)
    answer = post(desk, "/invitations/letters/", {"people": [school.farida], "recovery": "1"})
    assert answer["Content-Type"] == "application/pdf"
    assert not acts(phone), "signed out at once"
    with connection.cursor() as cursor:
        cursor.execute("SELECT template, person_id FROM ground_outbox WHERE board_id = %s", [school.board_id])
        assert cursor.fetchall() == [("security", school.farida)]
    code = letter(school, "farida", Purpose.RECOVERY)
    hold(client, code)
    prove(client, mailed_code(post_office))
    assert choose(client, "farida2").status_code == 302
    assert acts(client)
    old = Account.objects.get(id=made.id)
    assert (old.is_active, old.email, accounts.factors(account_id=old.id).strong) == (False, "", 0)
    assert accounts.seats_of_person(board_id=school.board_id, person_id=school.farida) == [Account.objects.get(username="farida2").id]


def test_coming_back_in_one_board_opens_nothing_in_another(client, school, post_office):
    from kring.domains.accounts.actions import directory

    made = cast.account(school, "farida", app=True)
    other = cast.found("Stichting Het Anker")
    directory.give_seat(account_id=made.id, board_id=other.board_id, person_id=other.farida, at=real_now())
    code = letter(other, "farida", Purpose.RECOVERY)
    hold(client, code)
    prove(client, mailed_code(post_office))
    assert choose(client, "farida2").status_code == 302
    new = Account.objects.get(username="farida2")
    assert {p.board_id for p in accounts.places(account_id=new.id, at=real_now(), back=None)} == {other.board_id}
    assert {p.board_id for p in accounts.places(account_id=made.id, at=real_now(), back=None)} == {school.board_id}


def test_a_colleague_comes_back_only_with_two_people_a_day_and_the_desk(client, school, desk, post_office):
    made = cast.account(school, "sanne", app=True)
    code = letter(school, "sanne", Purpose.RECOVERY)
    page = hold(client, code)
    assert (page.status_code, "werkt nog niet" in page.content.decode()) == (422, True)
    [waiting] = desk.get("/invitations/").context["page"].recoveries
    url = f"/invitations/{waiting.invitation_id}/approval/"
    assert post(desk, url).status_code == 403, "who asked cannot agree"
    director = cast.signed_in(Client(), cast.account(school, "ingrid", app=True))
    assert post(director, url).status_code == 302
    assert post(director, url).status_code == 403, "agreed once"
    assert hold(client, code).status_code == 422, "the day is not over"
    try:
        clock.shift(int(timedelta(hours=23, minutes=59).total_seconds()))
        assert hold(client, code).status_code == 422
        clock.shift(int(timedelta(hours=24, minutes=1).total_seconds()))
        assert hold(client, code)["Location"] == "/invitation/proof/"
    finally:
        clock.shift(0)
    clock.shift(int(timedelta(hours=25).total_seconds()))
    assert post_office.letters == [], "never by mail alone"
    claim = Claim.objects.get(board_id=school.board_id)
    post(desk, f"/invitations/claims/{claim.id}/", {"number": claim.number})
    assert choose(client, "sanne2").status_code == 302
    assert not Account.objects.get(id=made.id).is_active
    clock.shift(0)


def test_a_colleague_stops_what_they_did_not_ask_for(client, school):
    made = cast.account(school, "sanne", app=True)
    cast.signed_in(client, made)
    code = letter(school, "sanne", Purpose.RECOVERY)
    assert acts(client), "staff stay signed in, to be able to stop it"
    found = client.get("/account/").context["recovery"]
    stranger = cast.signed_in(Client(), cast.account(school, "ingrid", app=True))
    assert post(stranger, f"/account/recovery/{found.id}/end/").status_code == 403
    assert post(client, f"/account/recovery/{found.id}/end/").status_code == 302
    assert "nieuwere" in hold(Client(), code).content.decode()


def test_nobody_makes_a_code_for_themselves(school):
    cast.account(school, "wim", app=True)
    with pytest.raises(Refused):
        letter(school, "wim", Purpose.RECOVERY)


def test_a_visitor_s_session_holds_no_word_about_the_person(client, school, post_office):
    hold(client, letter(school, "farida"))
    kept = SessionStore(client.cookies["__Host-kring"].value).load()
    assert set(kept) == {"claim"}
    assert not re.search(r"farida|amrani|@", str(kept), re.I)
    assert Session.objects.filter(account_id=None).count() == 1


def test_what_the_session_showed_is_kept(client, school, post_office):
    hold(client, letter(school, "farida"))
    prove(client, mailed_code(post_office))
    choose(client)
    assert [m for m, _ in client.get("/places/").wsgi_request.opened.proofs] == [Method.PASSWORD, Method.MAIL]
    assert claims.CLAIM not in client.session
