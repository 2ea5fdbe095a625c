"""Every page of consent in a real browser: axe finds nothing in either theme, and three taps withdraw, also without script."""

import os
import shutil
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections, transaction

from kring.domains.consent.models import Decision
from kring.domains.consent.terms import Channel, Said
from kring.domains.consent.tests.doors import appointed, client_of
from kring.domains.consent.tests.families import family
from kring.domains.people import actions as people
from kring.ground import clock
from kring.ground.tenancy import board_transaction

CHROMIUM = shutil.which("chromium")
pytestmark = [pytest.mark.browser, pytest.mark.skipif(
    CHROMIUM is None and os.environ.get("CI") != "true", reason="Chromium is not installed here")]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
COOKIE = "__Host-kring"


class Quiet(WSGIRequestHandler):
    def log_message(self, *line):
        """Tests read answers, not logs."""

    def finish(self):
        super().finish()
        connections.close_all()


class Threaded(WSGIServer):
    daemon_threads = True

    def process_request(self, request, address):
        threading.Thread(target=self.answer, args=(request, address), daemon=True).start()

    def answer(self, request, address):
        self.finish_request(request, address)
        self.shutdown_request(request)


@pytest.fixture
def site(real_db, settings):
    from django.core.wsgi import get_wsgi_application

    server = make_server("localhost", 0, get_wsgi_application(), server_class=Threaded, handler_class=Quiet)
    settings.KRING_ADDRESS = f"http://localhost:{server.server_port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.KRING_ADDRESS]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield settings.KRING_ADDRESS
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--headless=new", "--disable-gpu"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def noor(real_db):
    """Noor of group 4, with ready texts, a brother, answers of every kind, and everybody's way in."""
    from kring.domains.consent.tests.ready import ask_ready_questions

    with transaction.atomic():
        noor = family()
        world = noor.world
        asked = ask_ready_questions(world)
        yassin = world.pupil("Yassin")
        world.care(yassin, noor.elif_)
        noor.say(noor.elif_, Said.YES, *asked[:5])
        noor.say(noor.bas, Said.YES, *asked[:2])
        noor.say(noor.bas, Said.NO, asked[3])
        noor.say(noor.elif_, Said.NO, asked[0])
        sixteen = world.pupil("Soraya")
        people.Person.objects.filter(board_id=world.board_id, id=sixteen).update(decides_alone_on=clock.today(clock.now()))
        noor.cookies = {
            "guardian": client_of(noor, noor.elif_), "teacher": client_of(noor, noor.teacher.person_id),
            "pupil": client_of(noor, sixteen, capacity="pupil"), "administrator": appointed(noor, "administrator"),
            "director": appointed(noor, "director"),
        }
        noor.cookies = {who: client.cookies[COOKIE].value for who, client in noor.cookies.items()}
        noor.asked, noor.sixteen = asked, sixteen
    return noor


@pytest.fixture
def open_as(chromium, site, noor):
    contexts = []

    def open_(who, path, *, width=390, scheme="light", script=True):
        context = chromium.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme, locale="nl-NL",
                                       java_script_enabled=script, reduced_motion="reduce")
        contexts.append(context)
        context.add_cookies([{"name": COOKIE, "value": noor.cookies[who], "httpOnly": True, "secure": True,
                              "url": site.replace("http:", "https:") + "/"}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda line: page.complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.goto(site + path, wait_until="load")
        return page

    yield open_
    for context in contexts:
        context.close()


def pages(noor):
    return [
        ("guardian", f"/consents/{noor.noor}/", 390), ("guardian", f"/consents/{noor.noor}/withdrawn/", 390),
        ("guardian", "/consents/check/", 390), ("pupil", f"/consents/{noor.sixteen}/", 390),
        ("teacher", f"/consents/groups/{noor.world.group_id}/", 390), ("director", "/consents/groups/", 1280),
        ("director", "/consents/questions/", 1280), ("director", "/consents/questions/name/website/", 1280),
        ("administrator", "/consents/forms/", 1280), ("administrator", f"/consents/forms/{noor.noor}/", 1280),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_the_browser_complains_of_nothing(noor, open_as, scheme):
    for who, path, width in pages(noor):
        page = open_as(who, path, width=width, scheme=scheme)
        found = Axe().run(page, options=RULES).response["violations"]
        assert not found, f"{path}: " + "; ".join(f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found)
        assert page.complaints == [], path


@pytest.mark.norm("PL-10.a", "OC-11.b")
@pytest.mark.parametrize("script", [True, False])
def test_giving_takes_as_many_taps_as_withdrawing_and_no_reason(noor, open_as, site, script):
    page = open_as("guardian", f"/consents/{noor.noor}/", script=script)
    first = page.locator("section.sheet", has_text="Mag Noor op foto’s en filmpjes in de groep staan?")
    for said, expected in (("Nee", "withdrawn"), ("Ja", "yes")):
        page.goto(f"{site}/consents/{noor.noor}/")  # tap 1: the place in the menu
        first.locator("label", has_text=said).click()  # tap 2
        page.get_by_role("button", name="Ik bevestig deze antwoorden").click()  # tap 3
        page.wait_for_load_state()
        assert page.locator("textarea").count() == 0
        with board_transaction(noor.world.board_id):
            last = Decision.objects.filter(board_id=noor.world.board_id, decider_id=noor.elif_).order_by("-id").first()
            assert last.answer == expected
            assert noor.standing(Channel.CLOSED_GROUP).allowed is (said == "Ja")


def test_the_confirming_button_is_in_view_and_one_can_get_there_by_keyboard(noor, open_as):
    page = open_as("guardian", f"/consents/{noor.noor}/")
    button = page.get_by_role("button", name="Ik bevestig deze antwoorden")
    box = button.bounding_box()
    assert box["y"] + box["height"] <= 844
    assert box["height"] >= 44
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("it => it === document.activeElement"):
            return
    pytest.fail("the button cannot be reached by keyboard")
