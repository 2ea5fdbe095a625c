"""The pages of the look itself, and the answers that are no page of a domain."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import RequestDataTooBig
from django.template.loader import render_to_string
from django.utils import translation

from kring.web import assets, errors, toast, views
from kring.web.frame import Names, Place
from kring.web.specimen import COLOURS, everything
from kring.web.tests.cast import FARIDA, HANNEKE, knock

PARTS = ("button", "field", "choice", "verdict", "notice", "person", "badge", "empty", "progress", "seats", "ring", "ruled", "line",
         "photo-grid", "faces", "toast", "steps", "table", "facts", "figure", "chain", "where", "tabs", "dialog", "term", "avatar",
         "bar", "tabbar", "offline", "bone", "week", "talk", "change", "now-is", "check", "bring", "who", "mark", "pages-nav", "icon",
         "compose", "voice", "sealed", "blocked", "quote", "strip", "post__text", "sheet-up", "plan")  # fmt: skip


def page(response):
    return response.content.decode()


def test_the_living_page_shows_every_part():
    html = page(views.design(knock("/design/")))
    assert [part for part in PARTS if f'class="{part}' not in html and f' {part}"' not in html and f" {part} " not in html] == []
    assert html.count('class="swatch ') == len(COLOURS)
    for outcome in ("allow", "ask", "refuse"):
        assert f'<section class="verdict" data-verdict="{outcome}">' in html


@pytest.mark.parametrize(("query", "shown"), [("", None), ("?theme=dark", "dark"), ("?theme=light", "light"), ("?theme=pink%22", None)])
def test_the_theme_follows_the_device_or_a_choice(query, shown):
    html = page(views.design(knock("/design/" + query)))
    assert (f'data-theme="{shown}"' in html) if shown else ("data-theme" not in html)


def test_the_living_page_is_whole_in_english_too():
    with translation.override("en"):
        html = page(views.design(knock("/design/")))
    assert "The circle says who, the margin line says when" in html and "May not" in html and 'lang="en"' in html
    assert everything()["form"].errors


def test_the_language_is_offered_and_kept():
    offered = page(views.language(knock("/language/?next=/today/")))
    assert 'value="nl" lang="nl">Nederlands' in offered and 'name="next" value="/today/"' in offered
    answer = views.language(knock("/language/", method="post", data={"language": "en", "next": "/today/"}))
    assert (answer.status_code, answer["Location"], answer.cookies["django_language"].value) == (302, "/today/", "en")


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_choice_of_language_leads_nowhere_else(onward):
    assert views.language(knock("/language/", method="post", data={"language": "en", "next": onward}))["Location"] == "/"


def test_an_unknown_language_is_asked_again():
    assert views.language(knock("/language/", method="post", data={"language": "xx"})).status_code == 200


def test_every_place_is_on_the_page_of_places(settings):
    settings.KRING_PLACES = {"administrator": [Place("web:design", "today", f"Plek {number}") for number in range(7)]}
    html = page(views.places(knock("/places/", actor=HANNEKE)))
    assert all(f"Plek {number}" in html for number in range(7)) and "Meer" in html


def test_not_there_and_not_yours_are_the_same_words():
    answers = [errors.not_found(knock(path, actor=FARIDA), Exception(path)) for path in ("/a/", "/b/")]
    assert {answer.status_code for answer in answers} == {404}
    assert page(answers[0]) == page(answers[1])
    assert "Deze bladzij is hier niet" in page(answers[0])


def test_signed_in_an_error_keeps_the_menu_and_signed_out_it_has_none(settings):
    settings.KRING_PLACES = {"guardian": [Place("web:design", "today", "Vandaag")]}
    assert 'class="rail"' in page(errors.not_found(knock(actor=FARIDA)))
    assert 'class="rail"' not in page(errors.not_found(knock()))


def test_too_large_is_told_apart_from_not_understood():
    assert errors.bad_request(knock(), RequestDataTooBig("x")).status_code == 413
    assert errors.bad_request(knock(), ValueError("x")).status_code == 400
    assert errors.csrf_failure(knock(), reason="x").status_code == 403


@pytest.mark.parametrize("name", ["400", "403", "403_away", "403_csrf", "404", "405", "413", "500", "503", "offline"])
def test_an_answer_needs_no_request_and_says_what_happened(name):
    html = render_to_string(f"{name}.html")
    assert html.count("<h1") == 1 and "<main" in html and 'lang="nl"' in html
    assert "Error" not in html and "!" not in html.replace("<!doctype", "")


def test_an_undo_is_offered_on_the_next_page_while_there_is_time():
    request = knock("/place/", method="post", actor=FARIDA)
    request._messages = CookieStorage(request)
    until = datetime.now(UTC) + timedelta(seconds=25)
    toast.offer_undo(request, title="Gaat zo weg", text="naar 26 gezinnen", url="/undo/7/", until=until)
    html = page(views.language(request))
    assert 'action="/undo/7/"' in html and "naar 26 gezinnen" in html and "Haal terug" in html


def test_an_undo_whose_time_is_over_is_not_offered():
    request = knock("/place/", method="post", actor=FARIDA)
    request._messages = CookieStorage(request)
    toast.offer_undo(request, title="Gaat zo weg", text="x", url="/undo/7/", until=datetime.now(UTC) - timedelta(seconds=1))
    assert "/undo/7/" not in page(views.language(request))


def test_the_page_that_a_browser_keeps_names_nobody(settings):
    settings.KRING_PLACES = {"guardian": [Place("web:design", "today", "Vandaag")]}
    request = knock("/offline/", actor=FARIDA)
    request.names = Names(school="Het Hoefblad")
    html = page(views.offline(request))
    assert "Even geen verbinding" in html and "Het Hoefblad" not in html and "ouder" not in html and "Vandaag" not in html


def test_what_is_kept_changes_with_the_style():
    script = views.service_worker(knock("/sw.js"))
    assert script["Content-Type"].startswith("text/javascript")
    assert f'"kring-{assets.fingerprint(assets.BUILT)[:8]}"' in page(script) and '"/offline/"' in page(script)
