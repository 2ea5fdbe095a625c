"""Staff and pupils are "je" on the pages of their account, parents and whoever is not known yet are "u"; in English all are you."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import translation

from kring.domains.accounts.actions import letters
from kring.domains.accounts.actions.invitations import Letter
from kring.domains.accounts.models import Account
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.test_invitations import hold, letter
from kring.domains.accounts.tests.test_signing import enter, post
from kring.domains.people import actions as people
from kring.domains.people.terms import Name, Role

pytestmark = pytest.mark.django_db

FAR, NEAR = re.compile(r"\b[Uu](w|we)?\b"), re.compile(r"\b[Jj](e|ij|ou|ouw)\b")
PAGES = ("", "password/", "proof/", "second-factor/", "authenticator/")
STAFF = {"sanne": "teacher", "ingrid": "director", "wim": "administrator", "petra": "support", "marit": "officer"}


@pytest.fixture
def everybody(school):
    """The school with somebody of each role, and Ravi, who is seventeen."""
    petra, marit, ravi = people.register_persons(board_id=school.board_id, ring=cast.Ring(school.board_id), on=cast.today(), persons=[
        people.NewPerson(Name("Petra", "", "Kok")), people.NewPerson(Name("Marit", "", "Bos")),
        people.NewPerson(Name("Ravi", "", "Stil"), is_pupil=True, born_on=date(cast.today().year - 17, 1, 1))])
    school.people.update(petra=petra, marit=marit, ravi=ravi)
    cast.appoint(school, "petra", Role.SUPPORT)
    cast.appoint(school, "marit", Role.OFFICER)
    people.enrol(board_id=school.board_id, rows=[(ravi, school.school_id, school.group_id)], from_on=cast.SPRING)
    return school


def words(response) -> str:
    """What a page says, also to who hears it; only the word for "you" is looked for in it."""
    return re.sub(r"(?s)<(script|svg).*?</\1>", " ", response.content.decode())


def account_of(client) -> str:
    shown = [client.get(f"/account/{page}") for page in PAGES]
    assert {one.status_code for one in shown} == {200}
    return " ".join(words(one) for one in shown)


@pytest.mark.parametrize(("person", "capacity"), [*STAFF.items(), ("ravi", "pupil")], ids=[*STAFF.values(), "pupil"])
def test_staff_and_pupils_are_je_on_every_page_of_their_account(client, everybody, person, capacity):
    cast.signed_in(client, cast.account(everybody, person), capacity=capacity)
    said = account_of(client)
    assert "Je account" in said and "Waar je bent ingelogd" in said
    assert FAR.findall(said) == []
    assert 'lang="nl"' in said and "nl-x-je" not in said


def test_a_parent_is_u_on_every_page_of_their_account(client, everybody):
    cast.signed_in(client, cast.account(everybody, "farida"), capacity="guardian")
    said = account_of(client)
    assert "Uw account" in said and "Waar u bent ingelogd" in said
    assert NEAR.findall(said) == []


def test_who_is_both_is_spoken_to_as_they_act_and_before_they_chose_as_a_parent(client, everybody):
    cast.care(everybody, "yara", "sanne")
    made = cast.account(everybody, "sanne", app=True)
    assert enter(client, made)["Location"] == "/account/caps/"
    choosing = client.get("/account/caps/")
    assert "Als wie gaat u verder?" in words(choosing)
    for capacity, asked in (("teacher", "Als wie ga je verder?"), ("guardian", "Als wie gaat u verder?")):
        place = next(one for one in choosing.context["places"] if one.capacity == capacity)
        post(client, "/account/caps/", {"board": place.board_id, "person": place.person_id, "capacity": capacity,
                                        "school": place.school_id or ""})
        assert asked in words(client.get("/account/caps/")), capacity


def test_what_a_rule_and_a_form_say_is_said_in_the_same_voice(client, everybody):
    for person, capacity, said in (("sanne", "teacher", "Dit wachtwoord lijkt op je naam"), ("farida", "guardian", "Dit wachtwoord lijkt op uw naam")):
        it = cast.signed_in(Client(), cast.account(everybody, person), capacity=capacity)
        password = f"{person}-{person}-{person}"
        assert said in words(post(it, "/account/password/", {"password": password, "again": password})), person


@pytest.mark.parametrize(("person", "said"), [("sanne", "De school bevestigt dat jij het bent"), ("ravi", "De school bevestigt dat jij het bent"),
                                              ("farida", "De school bevestigt dat u het bent")])
def test_who_came_with_a_letter_is_spoken_to_by_whom_it_was_made_for(client, everybody, person, said):
    hold(client, letter(everybody, person))
    page = words(client.get("/invitation/proof/"))
    assert said in page
    assert (FAR if "jij" in said else NEAR).findall(page) == []


def test_a_letter_that_staff_make_for_a_parent_says_u(client, everybody):
    """The desk's own language is no matter: the page of a letter is written for who gets it."""
    made = Letter(everybody.farida, "ABCD-EFGH-JKMN", cast.in_days(0), cast.in_days(30), False, False)
    with translation.override("nl-x-je"):
        page = letters.page(letter=made, name="Farida", sender="Het Hoefblad", language="nl")
    assert "maakt u uw eigen toegang" in page["intro"]


def test_nobody_is_known_by_the_voice_of_the_page_to_sign_in(client, everybody):
    cast.account(everybody, "sanne")
    post(client, "/sign-in/", {"login": "sanne", "password": "niet het goede woord"})
    assert NEAR.findall(words(client.get("/sign-in/"))) == []


def test_in_english_everybody_is_you(client, everybody):
    made = cast.account(everybody, "sanne")
    Account.objects.filter(id=made.id).update(language="en")
    cast.signed_in(client, made, capacity="teacher")
    said = account_of(client)
    assert "Your account" in said and 'lang="en"' in said and FAR.findall(said) == []
