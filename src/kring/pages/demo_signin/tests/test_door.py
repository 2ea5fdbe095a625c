"""The demo's door is no part of the product, and opens on no other database than a demo's."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings as product
from django.db import connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from kring.config.verbs import processes
from kring.domains.accounts.tests import cast as people
from kring.ground.models import Birth
from kring.pages.demo_signin import queries

CAST = (
    {"username": "farida", "role": "guardian", "label_nl": "Farida Amrani, ouder van Yara", "label_en": "Farida Amrani, mother of Yara",
     "try_nl": "Neem een ja terug.", "try_en": "Take a yes back."},
    {"username": "sanne", "role": "guardian", "label_nl": "Juf Sanne, ook ouder", "label_en": "Sanne, a parent too"},
    {"username": "sanne", "role": "teacher", "label_nl": "Juf Sanne, leerkracht", "label_en": "Sanne, teacher"},
    {"username": "niemand", "role": "director", "label_nl": "Niemand, bestaat niet", "label_en": "Nobody, is not here"},
)


@pytest.mark.django_db
def test_under_the_product_s_settings_there_is_no_such_page():
    assert "kring.pages.demo_signin" not in product.INSTALLED_APPS
    with pytest.raises(NoReverseMatch):
        reverse("demo_signin:door")
    assert Client().get("/demo/").status_code == 404


@pytest.fixture
def door(real_db, databases, settings):
    """The demo's settings on a database of this test; born as the test says."""
    with transaction.atomic():
        school = people.found()
        people.care(school, "yara", "sanne")
        for who in ("farida", "sanne"):
            people.account(school, who)

    def open_on(kind: str) -> Client:
        databases.use(real_db, role="kring_owner")
        Birth.objects.update(kind=kind)
        databases.use(real_db)
        settings.KRING_BIRTH, settings.KRING_CAST, settings.LOGIN_URL = "demo", CAST, "/demo/"
        settings.ROOT_URLCONF = "kring.pages.demo_signin.tests.urls"
        settings.TEMPLATES = [{**product.TEMPLATES[0], "DIRS": [Path(queries.__file__).with_name("templates")]}]
        return Client()

    return open_on


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_session WHERE account_id IS NOT NULL")
        return cursor.fetchone()[0]


def pick(client, username, role, **more):
    return client.post("/demo/", {"username": username, "role": role, **more})


def test_a_newcomer_picks_somebody_and_is_that_person(door):
    client = door("demo")
    page = client.get("/demo/?next=/account/").content.decode()
    assert "Farida Amrani" in page and "Neem een ja terug." in page
    assert "Niemand" not in page, "who has no account here cannot be picked"
    assert pick(client, "farida", "guardian", next="/account/")["Location"] == "/account/"
    actor = client.get("/account/").wsgi_request.actor
    assert actor.capacity == "guardian"


@pytest.mark.parametrize("role", ["guardian", "teacher"])
def test_a_person_of_two_caps_stands_there_twice(door, role):
    client = door("demo")
    pick(client, "sanne", role)
    assert client.get("/account/").wsgi_request.actor.capacity == role


@pytest.mark.parametrize("kind, starts", [("demo", True), ("production", False), ("test", False)])
def test_a_process_with_the_demo_s_settings_starts_on_a_demo_s_database_alone(door, postgres, real_db, kind, starts):
    door(kind)
    environment = processes.environment_for(postgres, product.KRING_DATA, "kring.config.demo", real_db, "kring_app")
    done = subprocess.run([sys.executable, "-m", "django", "check"], env=environment, capture_output=True, text=True)
    assert (done.returncode == 0) is starts, done.stderr[-600:]
    assert ("is no demo" in done.stderr) is not starts


@pytest.mark.parametrize("kind", ["production", "test"])
def test_on_any_other_database_nobody_comes_in_even_if_the_page_is_there(door, kind):
    client = door(kind)
    assert client.get("/demo/").status_code == 404
    assert pick(client, "farida", "guardian").status_code == 404
    assert sessions() == 0


def test_a_demo_s_session_opens_nothing_under_other_settings(door, settings):
    client = door("demo")
    pick(client, "farida", "guardian")
    assert client.get("/places/").status_code == 200
    settings.KRING_BIRTH = "production"
    assert client.get("/places/").status_code == 302


def test_only_a_page_of_this_site_is_gone_on_to(door):
    assert pick(door("demo"), "farida", "guardian", next="//evil.example/")["Location"] == "/"


def test_cards_are_in_the_language_of_the_reader_and_in_two_groups(door):
    door("demo")
    home, school = queries.groups(CAST, language="en")
    assert [card.note for card in home.cards] == ["mother of Yara", "a parent too"]
    assert [card.role for card in school.cards] == ["teacher"]
    assert home.cards[0].tries == "Take a yes back."
