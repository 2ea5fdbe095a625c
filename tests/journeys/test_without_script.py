"""Without JavaScript the same acts work by forms: coming in with a letter, password and app, first answers, coming in again."""

import re
import time
from datetime import date

import pytest
from allauth.mfa.totp.internal import auth as totp

from tests.journeys.coming_in import Desk, choose_everywhere, newcomer_of, next_export, read_in, settle, to_consents
from tests.journeys.conftest import DESK, Taps
from world.cast import Guardian

# Dorota moves here with Kuba, who comes in group 3; Joris teaches already, and chooses a password of his own.
DOROTA = Guardian("Dorota Nowak", "moeder", True, "pl", "dorota.nowak@ouders.example")
PASSWORD = "kikker tafel raam 91"
STEP_SECONDS = 30


@pytest.fixture
def code(person, played) -> str:
    """What stands in the letter of Dorota."""
    hanneke = person("hanneke.blom", size=DESK)
    read_in(hanneke, next_export(played, newcomer_of(DOROTA, "Kuba", "24902", date(played.at.year - 6, 2, 9))))
    settle(hanneke)
    hanneke.page.get_by_role("button", name="veranderingen toe").click()
    hanneke.sees("Toegepast. Wat je hieronder ziet, geldt vanaf nu.")
    return Desk(person("ingrid.vos", size=DESK)).code_for(DOROTA.name, group="Groep 3")


class App:
    """The app on somebody's phone: it gives each code once, the next one when that was used, as Kring takes none twice."""

    def __init__(self, seed: str):
        self.seed, self._last = seed, 0

    def code(self) -> str:
        # A code of one step ahead counts too, so that nobody waits half a minute here.
        step = max(int(time.time()) // STEP_SECONDS - 1, self._last + 1)
        while step > int(time.time()) // STEP_SECONDS + 1:
            time.sleep(.2)
        self._last = step
        return totp.format_hotp_value(totp.hotp_value(self.seed, step))


def test_a_parent_comes_in_with_a_letter_answers_and_comes_in_again_by_forms_alone(newcomer, code, site):
    dorota = newcomer(script=False)
    dorota.go(f"/i/{code}/")
    dorota.press("Verder")
    fill(dorota, code=re.search(r"\b\d{6}\b", site.code_mailed_to(DOROTA.email)).group())
    dorota.press("Verder")
    assert not dorota.page.locator("[data-passkey-part]").is_visible(), "what needs a script is not offered without"
    name = dorota.page.locator("[name=username]").input_value()
    fill(dorota, password=PASSWORD, again=PASSWORD)
    dorota.press("Ga verder met een wachtwoord")
    app, printed = add_app(dorota), print_codes(dorota)
    assert len(set(printed)) == 10
    sign_out(dorota)
    sign_in(dorota, name)
    assert dorota.path == "/sign-in/second-step/", "the password alone opens nothing"
    fill(dorota, code=app.code())
    dorota.press("Verder")
    dorota.sees("Dorota")
    to_consents(dorota)
    assert dorota.page.locator("input[type=radio]:checked").count() == 0
    assert choose_everywhere(dorota) >= 5
    receipt = dorota.page.get_by_role("link", name="Bewaar een bewijs van deze keuzes").get_attribute("href")
    given = dorota.page.request.get(dorota.address + receipt)
    assert given.headers["content-type"] == "application/pdf" and given.body().startswith(b"%PDF")
    sign_out(dorota)
    sign_in(dorota, name)
    fill(dorota, code=printed[0])
    dorota.press("Verder")
    assert dorota.path == "/", "a printed code does once what the app does"
    assert dorota.strangers == []


@pytest.mark.norm("PL-02.a")
def test_a_teacher_comes_in_with_password_and_app_by_forms_alone(person, newcomer):
    joris = person("joris.van.dam", script=False)
    joris.go("/account/")
    joris.follow("Voeg een wachtwoord toe")
    fill(joris, password=PASSWORD, again=PASSWORD)
    joris.press("Bewaar dit wachtwoord")
    app = add_app(joris)
    sign_out(joris)
    again = newcomer(script=False)
    sign_in(again, "joris.van.dam")
    assert again.path == "/sign-in/second-step/"
    fill(again, code="000000")
    again.press("Verder")
    assert again.page.locator("[role=alert]").count(), "a wrong code opens nothing"
    fill(again, code=app.code())
    again.press("Verder")
    again.sees("Joris")
    assert again.page.get_by_role("button", name="Nieuw bericht in Groep 4").count()
    assert joris.strangers + again.strangers == []


def fill(who: Taps, **values: str) -> None:
    for name, value in values.items():
        who.page.locator(f"[name={name}]:visible").first.fill(value)


def add_app(who: Taps) -> App:
    """Set an app up from the secret that the page shows in words."""
    who.go("/account/second-factor/")
    who.follow("Stel een app in")
    app = App(who.page.locator("code").inner_text())
    fill(who, code=app.code())
    who.press("Bewaar deze app")
    who.sees("Vanaf nu geeft")
    return app


def print_codes(who: Taps) -> list[str]:
    who.go("/account/")
    who.press("Maak nieuwe herstelcodes")
    codes = who.page.locator(".codes code").all_inner_texts()
    who.follow("Ik heb ze")
    return codes


def sign_out(who: Taps) -> None:
    who.go("/account/")
    who.follow("Log uit")
    who.press("Ja, log hier uit")
    assert who.path == "/sign-in/"


def sign_in(who: Taps, name: str) -> None:
    who.go("/sign-in/")
    fill(who, login=name, password=PASSWORD)
    who.press("Log in")
