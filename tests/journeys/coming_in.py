"""How somebody gets to be in Kring: the administration's export, the letter of the desk, the first answers of a family."""

import io
import re
from dataclasses import replace

from pypdf import PdfReader

from world import cast as people
from world import rosters, when
from world.cast import Guardian, Pupil
from world.rosters import Export

# The finger or face of the phone itself, as Chromium plays it.
FINGER = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
          "isUserVerified": True, "automaticPresenceSimulation": True}


def next_export(played, *pupils: Pupil) -> Export:
    """This function will return what the administration exports at the moment of the school, with children added to it."""
    on = played.at.date()
    cast = people.load(year=when.school_year(on=on))
    return rosters.update(cast=replace(cast, pupils=(*cast.pupils, *pupils)), on=on)


def newcomer_of(mother: Guardian, given: str, key: str, born) -> Pupil:
    """This function will return a child that is new in group 3."""
    return Pupil(key=key, given=given, surname="Nowak", boy=True, born=born, group="g3", year=3, guardians=(mother,))


def read_in(hanneke, export: Export) -> None:
    """Choose the two files and look at what would change."""
    hanneke.go("/roster/")
    files = zip(export.names, ("application/xml", "text/csv"), (export.edexml, export.guardians), strict=True)
    for number, (name, kind, data) in enumerate(files):
        hanneke.page.locator("input[type=file]").nth(number).set_input_files({"name": name, "mimeType": kind, "buffer": data})
    hanneke.press("Toon wat er zou veranderen")


def settle(hanneke) -> int:
    """Answer every doubt with its first choice, and return how many there were."""
    doubts = hanneke.page.locator("#doubts fieldset")
    count = doubts.count()
    for number in range(count):
        doubts.nth(number).locator("label").first.click()
    hanneke.press("Bewaar de antwoorden")
    return count


class Desk:
    """The director at the desk of invitations."""

    def __init__(self, ingrid):
        self.ingrid = ingrid

    def code_for(self, name: str, *, group: str = "Groep 4") -> str:
        """Print letters for who is not in and has none, and for somebody anew; read the code on their own page."""
        self.open(group)
        self.ingrid.page.get_by_role("checkbox", name=re.compile(f"^{name}")).check()
        with self.ingrid.page.expect_download() as pdf:
            self.ingrid.page.get_by_role("button", name="Maak brieven").click()
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf.value.path().read_bytes())).pages]
        mine = next(text for text in pages if name in text)
        return re.search(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4})+\b", mine).group()

    def confirm(self, name: str, number: str) -> None:
        """Fill in the number that somebody shows on their own screen."""
        self.open()
        waiting = self.ingrid.page.locator("aside form", has_text=name)
        waiting.get_by_label("Getal op hun scherm").fill(number)
        waiting.get_by_role("button").click()
        self.ingrid.sees("Bevestigd. Ze kunnen meteen verder.")

    def open(self, group: str = "Groep 4") -> None:
        self.ingrid.go("/invitations/")
        self.ingrid.page.get_by_role("navigation", name="Groepen").get_by_role("link", name=re.compile(f"^{group}( |$)")).click()
        self.ingrid.page.wait_for_url("**/invitations/?group=*")


def show_finger(who) -> None:
    device = who.page.context.new_cdp_session(who.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": FINGER})


def choose_everywhere(who) -> int:
    """Answer every question about the child in view, now yes and now no, confirm, and return how many there were."""
    questions = who.page.locator("#answers fieldset")
    for number in range(questions.count()):
        who.tap(questions.nth(number).locator("label", has_text=re.compile(r"^\s*(Ja|Nee)\s*$")).nth(number % 2))
    who.press("Ik bevestig deze antwoorden")
    who.sees("De keuzes zijn bewaard")
    return questions.count()


def to_consents(who) -> None:
    who.tap(who.page.get_by_role("navigation").get_by_role("link", name="Toestemming").last)


def keep_receipt(who) -> bytes:
    with who.page.expect_download() as receipt:
        who.follow("Bewaar een bewijs van deze keuzes")
    return receipt.value.path().read_bytes()
