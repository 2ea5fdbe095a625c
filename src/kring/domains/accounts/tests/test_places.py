"""Where a request came from, what a forged address does, and where somebody may be told something."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from pypdf import PdfReader

from kring.domains.accounts.actions import throttle
from kring.domains.accounts.actions.sessions import real_now
from kring.domains.accounts.queries import people_to_tell
from kring.domains.accounts.terms import device_of
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.test_signing import post
from kring.domains.people import actions as people
from kring.domains.people import queries as people_queries
from kring.ground import notices
from kring.ground.notices import Dropped, To


@pytest.mark.parametrize("name, remote, forwarded, net", [
    ("no proxy", "192.0.2.7", "", "192.0.2.7"),
    ("a stranger says that it is a proxy", "192.0.2.7", "203.0.113.5", "192.0.2.7"),
    ("our proxy", "10.0.0.2", "192.0.2.7", "192.0.2.7"),
    ("our proxy, and a visitor who lies before it", "10.0.0.2", "203.0.113.5, 192.0.2.7", "192.0.2.7"),
    ("two of our proxies", "10.0.0.2", "192.0.2.7, 10.0.0.3", "192.0.2.7"),
    ("one house has many addresses", "2001:db8:1:2:aaaa::1", "", "2001:db8:1:2::/64"),
    ("nonsense", "10.0.0.2", "onzin", "onzin"),
])
def test_where_a_request_came_from(settings, name, remote, forwarded, net):
    settings.KRING_TRUSTED_PROXIES = ["10.0.0.0/8"]
    assert throttle.net_of(remote=remote, forwarded=forwarded) == net


@pytest.mark.parametrize("agent, device", [
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605 Version/19.0 Mobile/15E148 Safari/604.1", "Safari, iPhone"),
    ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36", "Chrome, Android"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/156.0 Safari/537.36 Edg/156.0", "Edge, Windows"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", "Firefox, Linux"), ("", ""), ("<script>", ""),
])
def test_a_device_is_named_coarsely(agent, device):
    assert device_of(agent) == device


@pytest.mark.django_db
@pytest.mark.parametrize("header", [{"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "localhost:8000@evil.example"}])
def test_a_forged_host_gets_no_page(school, header):
    assert Client().get("/sign-in/", **header).status_code == 400
    assert Client().get("/sign-in/").status_code == 200


@pytest.mark.django_db
def test_a_letter_names_the_address_of_the_settings_whatever_the_request_says(school, settings):
    settings.KRING_ADDRESS = "https://kring.hoefblad.example"
    desk = cast.signed_in(Client(), cast.account(school, "wim", app=True))
    answer = post(desk, "/invitations/letters/", {"people": [school.farida]}, HTTP_X_FORWARDED_HOST="evil.example")
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "kring.hoefblad.example/invitation" in text and "evil" not in text


@pytest.mark.django_db
def test_somebody_is_told_at_the_address_on_file_while_they_belong(school):
    scope = {"board_id": school.board_id, "at": real_now()}
    assert people_to_tell.address_of(person_id=school.deniz, **scope) == To("kaya@ouders.example", "en")
    assert people_to_tell.address_of(person_id=school.stef, **scope) == Dropped("no role today")
    assert people_to_tell.address_of(person_id=school.noor, **scope) == Dropped("no role today")
    rows = people_queries.cares(board_id=school.board_id, guardian_ids=[school.deniz])
    people.end_care(board_id=school.board_id, care_ids=[rows[0].id], on=cast.today(), by=None, at=real_now(), why="court")
    assert people_to_tell.address_of(person_id=school.deniz, **scope) == Dropped("no role today")


def test_a_queued_notice_is_not_sent_when_its_reader_lost_authority_meanwhile(real_db, post_office):
    from django.db import transaction

    from kring.domains.accounts import jobs
    from kring.ground.tenancy import board_transaction

    with transaction.atomic():
        school = cast.found()
        rows = notices.send([notices.Notice(person_id=person, template="news", link="/")
                             for person in (school.farida, school.deniz)], board_id=school.board_id, at=real_now())
    with board_transaction(school.board_id):
        cares = people_queries.cares(board_id=school.board_id, guardian_ids=[school.deniz])
        people.end_care(board_id=school.board_id, care_ids=[cares[0].id], on=cast.today(), by=None, at=real_now(), why="court")
    jobs.tell(board_id=school.board_id, outbox_ids=[r.id for r in rows], at=real_now() + timedelta(minutes=1))
    assert [letter.to for letter in post_office.letters] == ["farida@ouders.example"]
