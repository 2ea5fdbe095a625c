"""J3 and J15: first gone, then looked at; and why a photo was allowed at all."""

import re
import time

import pytest

from tests.journeys.conftest import DESK, PATIENCE_MS, PHONE
from tests.journeys.sights import head, is_covered
from world import stories

# Group 7 built bridges, with Yassin in view, and looked for towns on a map, without him. Jelte of Hilde is in group 7 too.
WITH_YASSIN, WITHOUT = "bruggen", "topografie"


@pytest.fixture
def title(played):
    """The title of the message that a painted picture is in."""
    told = stories.told(at=played.at)
    return lambda picture: next(story.title for story in told if picture in story.pictures)


def open_message(who, title: str) -> None:
    """Go through the feed until a message is there, and open it."""
    who.go("/messages/")
    while not who.page.locator("article", has_text=title).count():
        who.open(who.page.get_by_role("link", name="Eerdere berichten"))
    who.open(who.page.locator("article", has_text=title).get_by_role("link").first)


def picture_of(who) -> str:
    return who.page.locator("main img").first.evaluate("one => one.src")


def status(who, address: str) -> int:
    return who.page.request.get(address).status


def wait_until_served(who, address: str) -> None:
    """The worker makes the covered version meanwhile."""
    until = time.monotonic() + PATIENCE_MS / 1000
    while status(who, address) != 200:
        assert time.monotonic() < until, "the covered version did not come"
        time.sleep(.2)


def say_no(farida) -> int:
    """The place in the menu, the no, the confirming button; return how many taps it took."""
    before = farida.count
    farida.go("/")
    farida.tap(farida.page.get_by_role("navigation").get_by_role("link", name="Toestemming").last)
    group = farida.page.locator("#answers section", has_text="in de groep staan?").first
    farida.tap(group.locator("label", has_text=re.compile(r"^\s*Nee\s*$")))
    farida.press("Ik bevestig deze antwoorden")
    return farida.count - before


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_why_was_this_allowed_is_two_taps_away(person, title, size):
    hilde = person("hilde.postma", size=size)
    hilde.go("/messages/")
    while not hilde.page.locator("article", has_text=title("kastanjes-tellen")).count():
        hilde.open(hilde.page.get_by_role("link", name="Eerdere berichten"))
    hilde.count = 0
    hilde.tap(hilde.page.locator("article", has_text=title("kastanjes-tellen")).locator("a:has(img)").first)
    hilde.follow("Waarom mocht dit?")
    assert hilde.count == 2
    hilde.sees("Kring besliste")
    words = hilde.page.locator("main").inner_text()
    assert "OC-14" in words
    assert "Marloes" not in words and "Jeroen" not in words, "it never says which parent chose what"


@pytest.mark.norm("PL-10.b")
def test_three_taps_and_it_is_gone_then_the_teacher_looks(person, site, title):
    hilde, farida, naima = person("hilde.postma"), person("farida.amrani"), person("naima.el.idrissi", role="teacher")
    pictures = {}
    for name in (WITH_YASSIN, WITHOUT):
        open_message(hilde, title(name))
        pictures[name] = picture_of(hilde)
        assert status(hilde, pictures[name]) == 200
    assert say_no(farida) == 3
    farida.sees("U koos nee")
    assert farida.page.locator("textarea").count() == 0, "nobody asks why"
    assert [status(hilde, address) for address in pictures.values()] == [404, 404]
    open_message(hilde, title(WITH_YASSIN))
    hilde.sees("Deze foto wordt gecontroleerd.")
    look(naima)
    for address in pictures.values():
        wait_until_served(hilde, address)
    for name, address in pictures.items():
        got = hilde.page.request.get(address)
        assert got.status == 200, (name, got.status, got.headers)
        assert is_covered(got.body(), head(WITH_YASSIN, "Yassin Amrani")) is (name == WITH_YASSIN)
    assert hilde.strangers + farida.strangers + naima.strangers == []


def look(naima) -> None:
    """Tap Yassin in the photo that he is in, then answer the one question about the rest."""
    naima.go("/media/checking/")
    naima.sees("Staat Yassin op een van deze foto’s?")
    strip = naima.page.locator("ol.strip a.photo")
    assert strip.count() == 2
    for number in range(2):
        naima.tap(naima.page.locator("ol.strip a.photo").nth(number))
        faces = naima.page.locator("svg.faces a")
        if faces.count() == 4:
            break
        naima.go("/media/checking/")
    whole, at = naima.page.locator(".photo--whole"), head(WITH_YASSIN, "Yassin Amrani")
    box = whole.bounding_box()
    whole.click(position={"x": at[0] * box["width"], "y": at[1] * box["height"]})
    naima.press("Yassin")
    naima.sees("Yassin is hier afgedekt.")
    naima.go("/media/checking/")
    naima.press("Nee, op geen van deze foto’s")
    naima.sees("1 foto is weer te zien.")


def test_without_script_a_yes_is_taken_back_by_forms(person, title):
    gerda = person("gerda.hoekman", script=False)
    open_message(gerda, title("vulkaan"))
    address = picture_of_without_script(gerda)
    assert status(gerda, address) == 200
    assert say_no(gerda) == 3
    gerda.sees("U koos nee")
    assert status(gerda, address) == 404


def picture_of_without_script(who) -> str:
    return who.address + who.page.locator("main img").first.get_attribute("src")
