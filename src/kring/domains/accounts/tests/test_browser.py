"""Passkeys in a real browser with a virtual authenticator, and the same doors without script."""

import base64
import os
import re
import shutil
import threading
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.db import connections, transaction

from kring.domains.accounts.actions import invitations
from kring.domains.accounts.models import Account
from kring.domains.accounts.queries import directory as queries
from kring.domains.accounts.terms import Purpose
from kring.domains.accounts.tests import cast
from kring.domains.accounts.tests.cast import GOOD
from kring.domains.accounts.tests.test_invitations import actor
from kring.ground import clock
from kring.ground.tenancy import board_transaction

pytestmark = [pytest.mark.browser, pytest.mark.skipif(
    shutil.which("chromium") is None and os.environ.get("CI") != "true", reason="Chromium is not installed here")]
AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                 "isUserVerified": True, "automaticPresenceSimulation": True}


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        """Say nothing."""

    def finish(self):
        super().finish()
        connections.close_all()


class Threaded(WSGIServer):
    daemon_threads = True

    def process_request(self, request, address):
        threading.Thread(target=self.process_request_thread, args=(request, address), daemon=True).start()

    def process_request_thread(self, request, address):
        self.finish_request(request, address)
        self.shutdown_request(request)


@pytest.fixture
def site(real_db, settings):
    """The pages themselves, on http://localhost, as WebAuthn wants it."""
    from django.core.wsgi import get_wsgi_application

    server = make_server("localhost", 0, get_wsgi_application(), server_class=Threaded, handler_class=Quiet)
    settings.KRING_ADDRESS = f"http://localhost:{server.server_port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.KRING_ADDRESS]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield settings.KRING_ADDRESS
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def school(real_db):
    with transaction.atomic():
        return cast.found()


@pytest.fixture(scope="module")
def chromium():
    from playwright.sync_api import sync_playwright

    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"),
                                         args=["--no-sandbox", "--headless=new", "--disable-gpu"])
        yield browser
        browser.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


class Phone:
    """A browser of one person, with the keys of its device."""

    def __init__(self, chromium, site, *, script=True, device=True):
        self.site = site
        self.context = chromium.new_context(viewport={"width": 390, "height": 844}, locale="nl-NL", java_script_enabled=script)
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        if device:
            self.device = self.context.new_cdp_session(self.page)
            self.device.send("WebAuthn.enable")
            self.device_id = self.device.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]

    def come_in(self, name):
        self.go("/sign-in/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", GOOD)
        self.press("Log in")

    def go(self, path):
        self.page.goto(self.site + path)

    def press(self, label):
        self.page.get_by_role("button", name=label, exact=True).click()
        self.page.wait_for_load_state()

    def arrive(self, path):
        self.page.wait_for_url(self.site + path)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site)

    def be(self, key):
        """Carry this session; a cookie of this name can be set by the site alone, so the site's own is overwritten."""
        self.context.set_extra_http_headers({"Cookie": f"__Host-kring={key}"})

    def forget(self):
        self.context.clear_cookies()


@pytest.fixture
def phone(chromium, site):
    made = []

    def open_phone(**more):
        made.append(Phone(chromium, site, **more))
        return made[-1]

    yield open_phone
    for one in made:
        one.context.close()


@pytest.mark.norm("PL-02.a")
def test_staff_add_a_passkey_and_come_in_with_it_alone(phone, school):
    with board_transaction(school.board_id):
        made = cast.account(school, "sanne")
    it = phone()
    it.come_in("sanne")
    it.go("/sign-in/")
    assert it.path == "/account/second-factor/", "a password alone leads here and nowhere else"
    it.press("Gebruik dit apparaat")
    it.arrive("/account/")
    assert len(queries.factors(account_id=made.id).passkeys) == 1
    it.forget()
    it.go("/sign-in/?next=/account/")
    it.press("Log in met uw vinger of gezicht")
    it.arrive("/account/")
    assert "sanne" in it.page.content()
    with board_transaction(school.board_id):
        assert Account.objects.get(id=made.id).is_active


def test_a_parent_comes_in_with_a_letter_and_a_passkey_and_no_password(phone, school, site, post_office):
    with board_transaction(school.board_id):
        [letter] = invitations.invite(actor=actor(school, "wim"), person_ids=[school.farida], purpose=Purpose.NEW, at=clock.now())
    it = phone()
    it.go(f"/i/{letter.code}/")
    it.press("Verder")
    code = re.search(r"\b(\d{6})\b", post_office.letters[-1].text).group(1)
    it.page.fill("[name=code]", code)
    it.press("Verder")
    assert it.page.input_value("[name=username]") == "farida.amrani"
    it.press("Log in met uw vinger of gezicht")
    it.page.wait_for_url(lambda url: not url.endswith("/invitation/account/"))
    made = Account.objects.get(username="farida.amrani")
    assert (made.has_usable_password(), len(queries.factors(account_id=made.id).passkeys)) == (False, 1)
    it.go("/account/")
    assert "farida.amrani" in it.page.content()
    it.forget()
    it.go("/sign-in/?next=/account/")
    it.press("Log in met uw vinger of gezicht")
    it.arrive("/account/")


def test_a_passkey_of_somebody_else_is_no_fresh_proof(phone, school):
    """Sanne left her laptop open; Ingrid's finger does not make her Sanne, however the page is tampered with."""
    with board_transaction(school.board_id):
        cast.account(school, "ingrid")
        made = cast.account(school, "sanne")
    it = phone()
    for who in ("ingrid", "sanne"):
        it.forget()
        it.come_in(who)
        it.go("/account/second-factor/")
        it.press("Gebruik dit apparaat")
        it.arrive("/account/")
    keys = it.device.send("WebAuthn.getCredentials", {"authenticatorId": it.device_id})["credentials"]
    assert len(keys) == 2
    it.go("/account/proof/?next=/account/")
    it.press("Ga verder met je vinger of gezicht")
    it.arrive("/account/")
    it.page.route("**/account/proof/passkey/options/", without_list)
    mine = next(k for k in keys if base64.b64decode(k["userHandle"]).decode() == str(made.id))
    it.device.send("WebAuthn.removeCredential", {"authenticatorId": it.device_id, "credentialId": mine["credentialId"]})
    it.go("/account/proof/?next=/account/")
    it.press("Ga verder met je vinger of gezicht")
    it.arrive("/account/proof/?next=%2Faccount%2F")
    assert "Dat lukte niet" in it.page.content()


def without_list(route):
    """The server's challenge, but open to every passkey on the device."""
    answer = route.fetch()
    options = answer.json()
    assert options["publicKey"].pop("allowCredentials")
    route.fulfill(response=answer, json=options)


def test_without_script_one_comes_in_with_a_password_and_a_code(phone, school):
    with board_transaction(school.board_id):
        made = cast.account(school, "farida", app=True)
    it = phone(script=False, device=False)
    it.go("/sign-in/")
    assert not it.page.locator("[data-passkey]").first.is_visible()
    it.page.fill("[name=login]", "farida")
    it.page.fill("[name=password]", GOOD)
    it.press("Log in")
    it.page.fill("[name=code]", cast.code_of(made.seed))
    it.press("Verder")
    it.go("/account/")
    assert "farida" in it.page.content()
    kept = {c["name"]: c for c in it.context.cookies()}
    assert kept["__Host-kring"]["secure"] and kept["__Host-kring"]["httpOnly"]


def test_pages_of_accounts_pass_axe_and_ask_nobody_else(phone, school, site):
    from axe_playwright_python.sync_playwright import Axe

    with board_transaction(school.board_id):
        cast.care(school, "yara", "sanne")
        made = cast.account(school, "sanne", app=True)
        cast.account(school, "wim", app=True)
        invitations.invite(actor=actor(school, "wim"), person_ids=[school.farida], purpose=Purpose.NEW, at=clock.now())
        from django.test import Client
        keys = {who: cast.signed_in(Client(), account, capacity=capacity).cookies["__Host-kring"].value
                for who, account, capacity in (("sanne", made, "teacher"), ("wim", Account.objects.get(username="wim"), "administrator"))}
    it, strangers = phone(), []
    it.page.on("request", lambda r: strangers.append(r.url) if not r.url.startswith((site, "data:", "blob:")) else None)
    pages = [("", "/sign-in/"), ("", "/invitation/"), ("", "/sign-out/"), ("sanne", "/account/"), ("sanne", "/account/caps/"),
             ("sanne", "/account/second-factor/"), ("sanne", "/account/authenticator/"), ("sanne", "/account/password/"),
             ("sanne", "/account/proof/"), ("wim", "/invitations/")]
    wrong = {}
    for who, path in pages:
        it.forget()
        if who:
            it.be(keys[who])
        it.go(path)
        assert it.path == path
        found = Axe().run(it.page).response["violations"]
        if found:
            wrong[path] = [(v["id"], [n["target"] for n in v["nodes"]]) for v in found]
    assert (wrong, strangers) == ({}, [])
