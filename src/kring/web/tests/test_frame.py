"""What stands around a page follows from cap and settings; what is not built is not in the menu."""

import pytest
from django.test import RequestFactory

from kring.web.context import frame as in_context
from kring.web.frame import Names, Place, frame_of
from kring.web.hx import current_path, form_key, is_partial
from kring.web.tests.cast import FARIDA, HANNEKE, SANNE, htmx, knock

DESIGN, LANGUAGE, MISSING = Place("web:design", "today", "Vandaag"), Place("web:language", "globe", "Gegevens inlezen", short="Inlezen"), Place("posts:not-there", "message", "Berichten")


@pytest.fixture(autouse=True)
def menu(settings):
    settings.KRING_PLACES = {"guardian": [DESIGN, MISSING, LANGUAGE], "administrator": [DESIGN, LANGUAGE] * 3}


def test_a_place_that_is_not_there_is_left_out():
    assert [place.label for place in frame_of(knock("/design/", actor=FARIDA)).places] == ["Vandaag", "Gegevens inlezen"]


def test_one_place_is_where_one_is():
    places = frame_of(knock("/design/parts/", actor=FARIDA)).places
    assert [(place.url, place.current) for place in places] == [("/design/", True), ("/language/", False)]
    assert not any(place.current for place in frame_of(knock("/elsewhere/", actor=FARIDA)).places)


def test_the_cap_has_a_word_and_may_have_another():
    assert frame_of(knock(actor=FARIDA)).cap == "ouder"
    request = knock(actor=SANNE)
    request.names = Names(school="Het Hoefblad", cap="juf", cap_url="/caps/")
    frame = frame_of(request)
    assert (frame.school, frame.cap, frame.cap_url, frame.staff) == ("Het Hoefblad", "juf", "/caps/", True)


def test_what_waits_is_counted_at_its_place():
    request = knock(actor=FARIDA)
    request.names = Names(counts={"web:language": 3})
    assert [place.count for place in frame_of(request).places] == [0, 3]


def test_a_long_menu_leaves_room_for_more_under_the_thumb():
    frame = frame_of(knock(actor=HANNEKE))
    assert (len(frame.places), len(frame.tabs), frame.has_more) == (6, 4, True)
    assert [place.short for place in frame.tabs[:2]] == ["Vandaag", "Inlezen"]
    assert not frame_of(knock(actor=FARIDA)).has_more


def test_signed_out_there_is_no_menu():
    frame = frame_of(knock())
    assert (frame.places, frame.cap, frame.signed_in, frame.staff, frame.home) == ((), "", False, False, "/")


def test_a_template_that_shows_no_frame_asks_nothing():
    assert str(in_context(RequestFactory().get("/"))["frame"].home) == "/"


def test_a_part_is_asked_for_by_htmx_and_a_whole_body_is_none():
    assert is_partial(knock(**htmx())) and not is_partial(knock())
    assert not is_partial(knock(**htmx() | {"HTTP_HX_REQUEST_TYPE": "full"}))


def test_the_page_one_looks_at():
    assert current_path(knock("/a/?b=1")) == "/a/?b=1"
    assert current_path(knock("/part/", **htmx())) == "/group/?week=47"
    assert current_path(knock("/part/", **htmx("https://evil.example/x/"))) == ""
    assert current_path(knock("/a/", method="post")) == ""


def test_a_form_without_its_key_is_not_understood():
    from django.core.exceptions import BadRequest

    key = "0190a000-0000-7000-8000-0000000000a1"
    assert str(form_key(knock("/a/", method="post", data={"form_key": key}))) == key
    for data in ({}, {"form_key": "1"}):
        with pytest.raises(BadRequest):
            form_key(knock("/a/", method="post", data=data))
