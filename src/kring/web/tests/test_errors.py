"""What stands on the pages of errors: what happened, a way on that is open, and the text that a person typed."""

import re

import pytest
from django.db import InterfaceError, OperationalError, ProgrammingError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils import translation

from kring.norms import Reason, Refused, refuse
from kring.web import errors, hx
from kring.web.frame import Place
from kring.web.middleware import RefusedMiddleware
from kring.web.tests.cast import FARIDA, SANNE, htmx, knock

TEXT = "Vandaag waren we in het bos."
OURS = {"HTTP_HOST": "testserver", "HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": "http://testserver/design/?theme=dark"}
WORDS = {
    "400": "Kring did not understand this", "403_away": "You were away for a while", "403_csrf": "You were away for a while", "404": "This page is not here",
    "405": "This step is over", "413": "This is too large to send", "429": "Wait a moment",
    "500": "Something went wrong on our side", "503": "Kring is away for a moment",
}
REFUSAL = Refused(refuse(Reason("no-yes", "OC-14", "There is no yes there.")))


def sent(fields=None, *, actor=None, **headers):
    """A form of ours that somebody sent off."""
    return knock("/language/", method="post", actor=actor, data={"body": TEXT, **(fields or {})}, **{**OURS, **headers})


def broken(request, fault):
    try:
        raise fault
    except type(fault):
        return errors.broken(request)


def page(response):
    return response.content.decode()


@pytest.mark.parametrize(("name", "head"), WORDS.items())
def test_each_says_what_happened_in_english_too(name, head):
    with translation.override("en"):
        html = render_to_string(f"{name}.html", {"wait_minutes": 2})
    assert f">{head}</h1>" in html and 'lang="en"' in html
    assert 'href="/"' in html and ("Sign in" if name == "403_away" else "To the first page") in html


ANSWERS = {
    "not understood": lambda request: errors.bad_request(request, ValueError("x")),
    "older than the session": errors.csrf_failure,
    "too often": lambda request: errors.too_many(request, wait_seconds=60),
    "broken": lambda request: broken(request, ProgrammingError("x")),
    "the database is away": lambda request: broken(request, OperationalError("x")),
    "signed out meanwhile": lambda request: errors.signed_out(request, sign_in=f"/sign-in/?next={hx.page_before(request)}"),
    "refused": lambda request: RefusedMiddleware(lambda _: HttpResponse()).process_exception(request, REFUSAL),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_what_was_typed_is_handed_back_and_the_page_before_is_one_tap_away(answer):
    html = page(answer(sent()))
    assert re.search(rf'<textarea class="input"[^>]*readonly[^>]*>\s*{TEXT}</textarea>', html)
    assert "/design/?theme=dark" in html


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_what_another_site_sent_is_not_shown_as_if_it_was_typed_here(answer, origin):
    headers = {"HTTP_ORIGIN": origin} if origin else {"HTTP_ORIGIN": ""}
    shown = answer(sent(**headers))
    assert shown is None or TEXT not in page(shown)


def test_a_secret_and_a_choice_are_not_handed_back():
    assert errors.typed_in(sent({"password": "kikker tafel raam 91", "code": "a b c", "answer": "yes"})) == [TEXT]
    assert errors.typed_in(knock("/language/", **OURS)) == []


def test_a_form_that_cannot_be_read_hands_nothing_back():
    request = knock("/language/", method="post", data=b"rubbish", content_type="multipart/form-data; boundary=x", **OURS)
    request.META["CONTENT_LENGTH"] = "-1"
    assert errors.typed_in(request) == []


@pytest.mark.parametrize(("referer", "before"), [
    ("http://testserver/design/?theme=dark", "/design/?theme=dark"), ("https://evil.example/design/", ""),
    ("http://testserver//evil.example/", ""), ("", ""),
])
def test_the_page_before_is_one_of_ours(referer, before):
    assert hx.page_before(sent(HTTP_REFERER=referer)) == before


def test_who_only_looked_has_no_page_before():
    assert hx.page_before(knock("/language/", **OURS)) == ""


@pytest.mark.parametrize(("fault", "status"), [(OperationalError("x"), 503), (InterfaceError("x"), 503), (ProgrammingError("x"), 500),
                                               (ValueError("x"), 500)])
def test_a_database_that_is_away_is_told_apart_from_what_is_broken(fault, status):
    answer = broken(knock("/design/?theme=dark"), fault)
    assert answer.status_code == status
    assert ("Retry-After" in answer) is (status == 503)
    assert 'href="/design/?theme=dark"' in page(answer), "the same address again"


def test_what_is_broken_keeps_the_menu_and_a_broken_menu_leaves_a_page(settings):
    settings.KRING_PLACES = {"guardian": [Place("web:design", "today", "Vandaag")]}
    assert 'class="rail"' in page(broken(knock(actor=FARIDA), ValueError("x")))
    settings.KRING_PLACES = {"guardian": [None]}
    answer = broken(sent(actor=FARIDA), ValueError("x"))
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons" in page(answer) and TEXT in page(answer) and 'class="rail"' not in page(answer)


def answered(request, answer):
    return RefusedMiddleware(lambda _: answer)(request)


def test_an_address_for_a_button_says_so_and_an_answer_of_its_own_stays():
    shown = answered(knock("/design/step/"), HttpResponseNotAllowed(["POST"]))
    assert (shown.status_code, shown["Allow"]) == (405, "POST")
    assert "Deze stap is voorbij" in page(shown) and 'href="/design/"' in page(shown)
    assert page(answered(knock("/design/step/"), HttpResponse("its own", status=405))) == "its own"


@pytest.mark.parametrize(("path", "actor", "around"), [
    ("/places/step/", SANNE, "/places/"), ("/places/step/more/", SANNE, "/places/"), ("/places/step/", None, ""),
    ("/offline/step/", None, "/offline/"), ("/nowhere/step/", SANNE, ""), ("//evil.example/step/", SANNE, ""),
])
def test_the_page_around_a_step_is_one_that_is_open_to_who_asks(path, actor, around):
    request = knock("/", actor=actor)
    request.path = path
    assert errors.page_around(request) == around


@pytest.mark.parametrize(("sent_bytes", "status"), [("2001", 413), ("2000", 200), ("", 200), ("many", 200)])
def test_what_is_too_large_to_keep_in_memory_is_refused_before_its_view(settings, sent_bytes, status):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 2000
    request = knock("/language/", method="post")
    request.META["CONTENT_LENGTH"] = sent_bytes
    answer = RefusedMiddleware(lambda _: HttpResponse()).process_view(request, lambda _: HttpResponse(), [], {})
    assert (answer.status_code if answer else 200) == status


def test_a_part_of_a_page_is_left_as_it_stands():
    assert errors.not_found(knock(**htmx()))["HX-Reswap"] == "none"
    assert "HX-Reswap" not in errors.not_found(knock())
