"""J4: from the letter of the school to the first choices about two children, with a receipt in the hand."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from tests.journeys.coming_in import (
    Desk,
    choose_everywhere,
    keep_receipt,
    newcomer_of,
    next_export,
    read_in,
    settle,
    show_finger,
    to_consents,
)
from tests.journeys.conftest import DESK
from world.cast import Guardian

# Dorota moves here with Julia and Kuba; the next export of the administration brings them to group 3.
DOROTA = Guardian("Dorota Nowak", "moeder", True, "pl", "dorota.nowak@ouders.example")
JULIA, KUBA = "Julia", "Kuba"
# Agnes, of Bente and Pim in group 4, did not come in yet, and shares her e-mail with Frans.
AGNES, SHARED = "Agnes Hendriks", "hendriks@ouders.example"
MOST_TAPS_BESIDE_CHOICES = 8


@pytest.fixture
def desk(person) -> Desk:
    return Desk(person("ingrid.vos", size=DESK))


@pytest.fixture
def the_nowaks_are_known(person, played) -> None:
    hanneke = person("hanneke.blom", size=DESK)
    read_in(hanneke, next_export(played, newcomer_of(DOROTA, KUBA, "24902", date(played.at.year - 6, 2, 9))))
    settle(hanneke)
    hanneke.page.get_by_role("button", name="veranderingen toe").click()
    hanneke.sees("Toegepast. Wat je hieronder ziet, geldt vanaf nu.")


@pytest.mark.norm("OC-32.a")
def test_first_consents_for_two_children_take_one_tap_per_choice_and_eight_more(newcomer, the_nowaks_are_known, desk, site):
    code, dorota = desk.code_for(DOROTA.name, group="Groep 3"), newcomer()
    show_finger(dorota)
    dorota.go(f"/i/{code}/")
    dorota.press("Verder")
    mail = site.code_mailed_to(DOROTA.email)
    assert not [word for word in (JULIA, KUBA, "Dorota", "Nowak", "Hoefblad", "Groep") if word in mail]
    dorota.page.locator("[name=code]").fill(re.search(r"\b\d{6}\b", mail).group())
    dorota.press("Verder")
    dorota.press("Log in met uw vinger of gezicht")
    dorota.page.wait_for_url(f"{site.address}/")
    to_consents(dorota)
    assert dorota.page.locator("input[type=radio]:checked").count() == 0, "nothing is chosen beforehand"
    choices = choose_everywhere(dorota)
    dorota.tap(dorota.page.get_by_role("group", name="Kies een kind").get_by_role("link", name=KUBA))
    choices += choose_everywhere(dorota)
    assert choices >= 10
    pdf = keep_receipt(dorota)
    assert dorota.count - choices <= MOST_TAPS_BESIDE_CHOICES
    the_receipt_is_whole(dorota, pdf, KUBA)
    it_works_once(newcomer(), code)
    assert dorota.strangers == []


def the_receipt_is_whole(who, pdf: bytes, child: str) -> None:
    """Hand it in at the page that checks receipts, as it is and with one byte changed."""
    assert child in "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    for document, whole in ((pdf, 1), (pdf.replace(b"/Contents", b"/Contenst", 1), 0)):
        who.go("/consents/check/")
        who.page.locator("input[type=file]").set_input_files(
            {"name": "bewijs.pdf", "mimeType": "application/pdf", "buffer": document})
        who.page.get_by_role("button", name="Controleer").click()
        who.page.locator("main .notice").first.wait_for()
        assert who.page.get_by_text("Dit bewijs is heel").count() == whole


def it_works_once(somebody_else, code: str) -> None:
    somebody_else.go(f"/i/{code}/")
    somebody_else.press("Verder")
    somebody_else.sees("Deze code is al gebruikt. Hij werkt één keer.")


def test_an_address_that_two_guardians_share_proves_nothing_so_the_desk_does(newcomer, desk, site):
    code, agnes = desk.code_for(AGNES), newcomer()
    show_finger(agnes)
    agnes.go(f"/i/{code}/")
    agnes.press("Verder")
    number = agnes.page.locator(".big-number").inner_text()
    desk.confirm(AGNES, number)
    agnes.follow("Het is bevestigd")
    agnes.press("Log in met uw vinger of gezicht")
    agnes.page.wait_for_url(f"{site.address}/")
    agnes.sees("Goedemiddag, Agnes")
    assert site.mails_with_a_code(SHARED) == []
