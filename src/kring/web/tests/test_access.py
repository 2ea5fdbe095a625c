"""The door: who comes in, who signs in first, and for whom the page does not exist."""

import asyncio

import pytest
from django.http import Http404, HttpResponse

from kring.web.access import PERSONS, STAFF, Access, access
from kring.web.tests.cast import FARIDA, HANNEKE, SANNE, htmx, knock


@access("teacher", "support")
def classroom(request, number=1):
    return HttpResponse(f"in {number}")


@access.signed_in
def home(request):
    return HttpResponse("home")


@access.public
def folder(request):
    return HttpResponse("folder")


@access("teacher")
async def stream(request):
    return HttpResponse("stream")


def test_the_right_cap_comes_in():
    assert classroom(knock(actor=SANNE), number=4).content == b"in 4"


@pytest.mark.parametrize("actor", [FARIDA, HANNEKE])
def test_for_another_cap_the_page_does_not_exist(actor):
    with pytest.raises(Http404):
        classroom(knock(actor=actor))


def test_nobody_signs_in_first_and_comes_back(settings):
    settings.LOGIN_URL = "/sign-in/"
    answer = classroom(knock("/class/?week=47"))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fclass%2F%3Fweek%3D47")


def test_who_is_signed_out_meanwhile_gets_back_what_was_typed(settings):
    settings.LOGIN_URL = "/sign-in/"
    ours = {"HTTP_HOST": "testserver", "HTTP_ORIGIN": "http://testserver"}
    answer = classroom(knock("/class/", method="post", data={"body": "Morgen gaan we naar het bos."}, **ours))
    assert answer.status_code == 403
    assert "Morgen gaan we naar het bos.</textarea>" in answer.content.decode() and 'href="/sign-in/"' in answer.content.decode()
    answer = classroom(knock("/class/", method="post", data={"act": "thank"}, **ours))
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_what_was_posted_is_not_asked_for_again(settings):
    settings.LOGIN_URL = "/sign-in/"
    assert classroom(knock("/class/", method="post"))["Location"] == "/sign-in/"


def test_htmx_is_sent_on_with_the_page_around_the_part(settings):
    settings.LOGIN_URL = "/sign-in/"
    answer = classroom(knock("/class/part/", **htmx()))
    assert (answer.status_code, answer["HX-Redirect"]) == (401, "/sign-in/?next=%2Fgroup%2F%3Fweek%3D47")


def test_a_page_of_another_host_is_no_page_to_come_back_to(settings):
    settings.LOGIN_URL = "/sign-in/"
    assert classroom(knock("/class/part/", **htmx("https://elsewhere.example/group/")))["HX-Redirect"] == "/sign-in/"


@pytest.mark.parametrize("actor", [FARIDA, SANNE, HANNEKE])
def test_every_person_comes_home(actor):
    assert home(knock(actor=actor)).content == b"home"


def test_nobody_has_no_home_but_may_read_the_folder():
    assert home(knock()).status_code == 302
    assert folder(knock()).content == b"folder"


def test_a_stream_has_the_same_door():
    assert asyncio.run(stream(knock(actor=SANNE))).content == b"stream"
    with pytest.raises(Http404):
        asyncio.run(stream(knock(actor=FARIDA)))
    assert asyncio.run(stream(knock())).status_code == 302


def test_the_view_says_who_comes_in():
    assert classroom.access == Access(frozenset({"teacher", "support"}))
    assert folder.access == Access(PERSONS, public=True)
    assert home.access == Access(PERSONS)
    assert access("director", step_up=True)(lambda request: None).access == Access(frozenset({"director"}), step_up=True)
    assert "guardian" not in STAFF


@pytest.mark.parametrize("capacities", [(), ("techer",), ("system",)])
def test_a_capacity_that_does_not_exist_is_a_fault_at_import(capacities):
    with pytest.raises(ValueError, match="capacities are"):
        access(*capacities)
