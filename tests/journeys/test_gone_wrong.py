"""When something goes wrong, a person still gets a page: what happened, what to do, and the text that was typed.

Each is brought about for real, in front of the running server. That a page says no in the course of its work stands in
test_every_page.
"""

import re
from contextlib import contextmanager

import pytest

from tests.journeys.conftest import Taps
from tests.journeys.looking import IN_FULL, complaints, look
from tests.journeys.pages import FARIDA, INGRID, NOBODY, PETRA, SANNE

AROUND, BACK, KEPT = "Naar die bladzij", "Ga terug", "De tekst staat hier nog"
TYPED = "Vandaag waren we in het bos.\nWie heeft een rode laars gevonden?"
# One megabyte more than a receipt may be, and text longer than any form of ours takes.
TOO_LARGE_A_FILE, TOO_LONG_A_TEXT = 21 * 1024 * 1024, 3 * 1024 * 1024
# The browser asks for the script of its service worker now and then; while we are away it keeps the one that it has.
NO_NEW_WORKER = "was received when fetching the script"
# On a page of ours: a form of one's own making, with what every form of ours carries.
SEND = """({path, fields}) => {
    const form = document.createElement('form');
    form.method = 'post'; form.action = path; form.hidden = true;
    const carried = {};
    for (const name of ['csrfmiddlewaretoken', 'form_key']) {
        const input = document.querySelector(`[name=${name}]`);
        if (input) carried[name] = input.value;
    }
    for (const [name, value] of Object.entries({...carried, ...fields})) {
        const box = document.createElement('textarea');
        box.name = name; box.value = value; form.append(box);
    }
    document.body.append(form); form.submit(); }"""


@pytest.fixture
def come(person, newcomer):
    """Open a browser for somebody of the cast."""
    def of(who: str) -> Taps:
        it = person(who) if who else newcomer()
        complaints(it)
        return it

    return of


def send(it: Taps, path: str, **fields: str):
    """Send a form from the page that is open, and return what it was answered with."""
    with it.page.expect_navigation() as gone:
        it.page.evaluate(SEND, {"path": path, "fields": fields})
    return gone.value


@pytest.fixture(params=IN_FULL)
def whole(request):
    """The page is ours and whole: its status and words, the policy of every page, nothing for axe to find, and a way on."""
    def is_whole(it: Taps, answer, status: int, head: str) -> None:
        assert answer.status == status
        assert it.page.locator("h1").inner_text() == head
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["cache-control"] == "private, no-store"
        assert it.page.locator("main a").count()
        assert [fault for fault in look(it, at=None, ways=request.param) if NO_NEW_WORKER not in fault] == []

    return is_whole


def drafted(it: Taps) -> str:
    """Begin a message, type a text in it, and return the address of the draft."""
    it.go("/")
    it.press("Nieuw bericht in Groep 4")
    it.page.locator("[name=body]").fill(TYPED)
    return it.path


@contextmanager
def without(site, table: str):
    """A table is not there: whatever asks for it breaks."""
    site.as_superuser(f"ALTER TABLE {table} RENAME TO {table}_away")
    try:
        yield
    finally:
        site.as_superuser(f"ALTER TABLE {table}_away RENAME TO {table}")


@contextmanager
def database_away(site):
    """The database takes no connection, and has cut those that were there."""
    site.as_superuser(f"ALTER DATABASE {site.database} ALLOW_CONNECTIONS false", beside=True)
    site.as_superuser("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [site.database], beside=True)
    try:
        yield
    finally:
        site.as_superuser(f"ALTER DATABASE {site.database} ALLOW_CONNECTIONS true", beside=True)


@pytest.mark.norm("BK-01.a")
def test_400_a_form_that_lacks_its_key_was_not_understood(come, whole):
    sanne = come(SANNE)
    sanne.go("/")
    whole(sanne, send(sanne, "/messages/new/", form_key=""), 400, "Kring begreep dit niet")


@pytest.mark.norm("BK-01.a")
def test_403_a_form_that_is_older_than_the_session_hands_its_text_back(come, whole):
    sanne = come(SANNE)
    draft = drafted(sanne)
    sanne.page.locator("[name=csrfmiddlewaretoken]").first.evaluate("box => { box.value = 'x'; }")
    with sanne.page.expect_navigation() as gone:
        sanne.page.locator("[name=body]").evaluate("box => box.form.submit()")
    assert sanne.page.get_by_label(KEPT).input_value() == TYPED
    whole(sanne, gone.value, 403, "Dat duurde even")
    sanne.follow(BACK)
    assert sanne.path == draft
    assert sanne.page.locator("[name=body]").input_value() == ""


@pytest.mark.norm("BK-01.a")
def test_403_who_was_signed_out_meanwhile_gets_the_text_back_and_a_way_in(come, whole):
    sanne = come(SANNE)
    draft = drafted(sanne)
    sanne.page.context.clear_cookies(name="__Host-kring")
    whole(sanne, send(sanne, draft, body=TYPED), 403, "Dat duurde even")
    assert sanne.page.get_by_label(KEPT).input_value() == TYPED
    sanne.follow("Log in")
    assert sanne.path == "/demo/"


@pytest.mark.norm("BK-01.a")
def test_403_what_a_rule_refuses_says_why(come, whole):
    farida, petra = come(FARIDA), come(PETRA)
    farida.go("/messages/")
    message = farida.page.locator("article h2 a").first.get_attribute("href")
    petra.go("/")
    answer = send(petra, f"{message}recall/")
    assert petra.page.locator("main [data-verdict=refuse]").count()
    whole(petra, answer, 403, "Dit kan zo niet")


@pytest.mark.norm("BK-01.a")
@pytest.mark.parametrize(("who", "address", "around"), [
    (FARIDA, "/account/devices/", "/account/"), (NOBODY, "/sign-in/passkey/", "/sign-in/"), (SANNE, "/messages/new/", "/messages/")])
def test_405_an_address_that_only_a_button_leads_to_shows_the_page_with_that_button(come, who, address, around, whole):
    it = come(who)
    whole(it, it.go(address), 405, "Deze stap is voorbij")
    it.follow(AROUND)
    assert it.path == around


@pytest.mark.norm("BK-01.a")
def test_405_leads_nobody_to_a_page_that_is_closed_to_them(come, whole):
    farida = come(FARIDA)
    whole(farida, farida.go("/consents/questions/ready/"), 405, "Deze stap is voorbij")
    farida.follow(AROUND)
    assert farida.path.startswith("/consents/") and farida.page.locator("h1").inner_text() != "Deze bladzij is hier niet"


@pytest.mark.norm("BK-01.a")
def test_413_a_file_or_a_text_that_is_too_large_is_told_apart_from_one_that_is_wrong(come, whole):
    farida = come(FARIDA)
    farida.go("/consents/check/")
    file = {"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-" + bytes(TOO_LARGE_A_FILE)}
    farida.page.locator("[type=file]").set_input_files([file])
    with farida.page.expect_navigation() as gone:
        farida.page.locator("[type=file]").evaluate("box => box.form.submit()")
    whole(farida, gone.value, 413, "Dit is te groot om te versturen")
    farida.follow(BACK)
    assert farida.path == "/consents/check/"
    whole(farida, send(farida, "/consents/check/", note="a" * TOO_LONG_A_TEXT), 413, "Dit is te groot om te versturen")


@pytest.mark.norm("BK-01.a")
def test_429_too_many_tries_say_how_long_to_wait_and_keep_the_name(come, whole):
    nobody = come(NOBODY)
    nobody.go("/sign-in/")
    for _try in range(6):
        nobody.page.locator("[name=login]").fill("iemand.anders")
        nobody.page.locator("[name=password]").fill("raad maar raak")
        with nobody.page.expect_navigation() as gone:
            nobody.page.locator("[name=password]").press("Enter")
    assert nobody.page.locator("[name=login]").input_value() == "iemand.anders"
    assert nobody.page.locator("[name=password]").input_value() == ""
    nobody.sees("Dit is te vaak geprobeerd. Over een kwartier werkt het weer.")
    assert gone.value.headers["retry-after"] == "900"
    assert nobody.path == "/sign-in/"
    whole(nobody, gone.value, 429, "Welkom terug in de kring")


@pytest.mark.norm("BK-01.a")
def test_500_what_breaks_on_our_side_keeps_the_menu_and_hands_the_text_back(come, site, whole):
    sanne, ingrid = come(SANNE), come(INGRID)
    draft = drafted(sanne)
    with without(site, "posts_post"):
        whole(ingrid, ingrid.go("/messages/"), 500, "Er ging iets mis bij ons")
        assert ingrid.page.locator("nav").count(), "the menu is there"
    with without(site, "posts_draft"):
        answer = send(sanne, draft, body=TYPED, password="kikker tafel raam 91")
        assert sanne.page.get_by_label(KEPT).input_value() == TYPED
        assert "kikker" not in sanne.page.content()
        whole(sanne, answer, 500, "Er ging iets mis bij ons")
    assert sanne.go(draft).status == 200


@pytest.mark.norm("BK-01.a")
def test_503_a_database_that_is_away_is_a_page_too_and_comes_back_by_itself(come, site, whole):
    sanne, nobody = come(SANNE), come(NOBODY)
    draft = drafted(sanne)
    nobody.go("/help/")
    with database_away(site):
        answer = send(sanne, draft, body=TYPED)
        assert sanne.page.get_by_label(KEPT).input_value() == TYPED
        assert re.fullmatch(r"\d+", answer.headers["retry-after"])
        whole(sanne, answer, 503, "Kring is er even niet")
        whole(nobody, nobody.go("/help/"), 503, "Kring is er even niet")
    nobody.follow("Probeer nu")
    assert nobody.path == "/help/" and nobody.page.locator("h1").inner_text() != "Kring is er even niet"
    assert sanne.go(draft).status == 200
