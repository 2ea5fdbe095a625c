"""J1 and J16: a teacher with full hands places photos; a guardian sees them half a minute later, and not before."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest

from tests.journeys.conftest import DESK, PHONE
from tests.journeys.sights import head, is_covered, painted

HALF_A_MINUTE = timedelta(seconds=31)
# What a phone and a school's camera bring: every kind of file that is taken, sideways ones and one with a place in it.
TWELVE = ("images/heif-zPug_3.heic", "images/samplefilehub.heif", "images/gray16.png", "photos/masked-street.jpg",
          "images/orientation-Landscape_6.jpg", "photos/bench-nine-gps.jpg", "photos/no-people.jpg")
PAINTED = ("bos-emmer", "bos-loep", "bos-paddenstoelen", "bos-herfsttafel", "brood-bakken")


@pytest.fixture
def twelve(shared_data):
    return [shared_data / name for name in TWELVE] + [painted(name) for name in PAINTED]


def start(sanne, words: str) -> None:
    """From the first page to a new message with words in it."""
    sanne.go("/")
    sanne.press("Nieuw bericht in Groep 4")
    sanne.page.get_by_label("Wat deden jullie?").fill(words)


def choose(sanne, files) -> None:
    """One tap opens the chooser; choosing itself is not counted. Wait until every photo is ready."""
    with sanne.page.expect_file_chooser() as chooser:
        sanne.tap(sanne.page.get_by_label("Voeg foto’s toe"))
    chooser.value.set_files(files)
    sanne.page.locator("#decision input[name=answer]").first.wait_for(state="attached")
    sanne.page.get_by_text("wordt nog gewerkt").first.wait_for(state="detached")


def answer(sanne, said: str) -> None:
    """Answer the one question, and wait until the page holds that answer."""
    sanne.tap(sanne.page.locator("#decision label", has_text=re.compile(rf"^\s*{said}\s*$")))
    sanne.page.locator(f"#decision input[value={'yes' if said == 'Ja' else 'no'}][checked]").wait_for(state="attached")


def place(sanne) -> None:
    sanne.open(sanne.page.get_by_role("button", name="Plaats in Groep 4", exact=True))


def the_message(who, words: str):
    """Read the feed anew, and find a message in it by its words."""
    who.go("/messages/")
    return who.page.locator("article", has_text=words)


@pytest.mark.norm("OC-14.d")
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_twelve_photos_are_placed_taken_back_and_placed_again_in_six_taps(person, site, twelve, size):
    words = f"Naar het bos {uuid4().hex[:6]}"
    sanne, farida = person("sanne.bergsma", size=size), person("farida.amrani")
    start(sanne, words)
    choose(sanne, twelve)
    assert "Ali" in sanne.page.locator("#decision h2").inner_text()
    assert sanne.page.locator("#dock [aria-disabled=true]").count() == 1, "without an answer it cannot be placed"
    answer(sanne, "Nee")
    place(sanne)
    assert sanne.count == 4
    assert the_message(farida, words).count() == 0
    sanne.tap(sanne.page.locator("[data-undo] button"))
    sanne.sees("Niemand heeft het gezien")
    assert sanne.page.locator("#pictures img").count() == 12
    place(sanne)
    assert sanne.count == 6
    site.clock_goes_on(HALF_A_MINUTE)
    seen = the_message(farida, words)
    seen.wait_for()
    farida.open(seen.get_by_role("link").first)
    shown = farida.page.locator("main img")
    assert shown.count() == 12
    for address in shown.evaluate_all("all => all.map(one => one.src)"):
        assert farida.page.request.get(address).status == 200
    assert sanne.strangers + farida.strangers == []


@pytest.mark.norm("BK-02.a")
def test_who_may_not_be_seen_is_covered_in_the_picture_itself(person, site):
    words = f"Schilderen {uuid4().hex[:6]}"
    sanne, farida = person("sanne.bergsma"), person("farida.amrani")
    start(sanne, words)
    choose(sanne, [painted("knutselen")])
    answer(sanne, "Ja")
    cover(sanne, "Ali", "knutselen", "Ali Bouzid")
    place(sanne)
    assert sanne.count == 8
    site.clock_goes_on(HALF_A_MINUTE)
    address = the_message(farida, words).locator("img").first.get_attribute("src")
    got = farida.page.request.get(site.address + address)
    assert is_covered(got.body(), head("knutselen", "Ali Bouzid"))
    assert not is_covered(got.body(), head("knutselen", "Finn Jacobs"))
    assert "no-store" in got.headers["cache-control"] and "private" in got.headers["cache-control"]
    assert got.headers["content-disposition"].startswith("inline")


def cover(sanne, given: str, picture: str, who: str, *, family: bool = False) -> None:
    """Tap the photo, tap the face where it is, say who it is (and that the own family sees the child), and go back."""
    sanne.tap(sanne.page.locator("#pictures a.photo").first)
    whole, at = sanne.page.locator(".photo--whole"), head(picture, who)
    box = whole.bounding_box()
    sanne.count += 1
    whole.click(position={"x": at[0] * box["width"], "y": at[1] * box["height"]})
    sanne.press(given)
    sanne.sees(f"{given} is hier afgedekt.")
    if family:
        sanne.tap(sanne.page.get_by_role("button", name=re.compile("^Elk gezin een eigen versie")))
        sanne.sees(f"Alleen de eigen ouders zien {given}.")
    sanne.follow("Klaar")


@pytest.mark.norm("OC-14.e")
def test_one_tap_more_and_her_own_parents_see_her_while_all_others_see_her_covered(person, site):
    """Noor's parents say no to photos in the group, and yes to photos for themselves."""
    words = f"Kastanjes {uuid4().hex[:6]}"
    sanne, marloes, farida = person("sanne.bergsma"), person("marloes.kramer"), person("farida.amrani")
    start(sanne, words)
    choose(sanne, [painted("bos-kastanjes")])
    answer(sanne, "Ja")
    cover(sanne, "Noor", "bos-kastanjes", "Noor van Leeuwen", family=True)
    place(sanne)
    assert sanne.count == 9
    site.clock_goes_on(HALF_A_MINUTE)
    seen = {}
    for who in (marloes, farida):
        message = the_message(who, words)
        address = message.locator("img").first.get_attribute("src")
        seen[who] = who.page.request.get(site.address + address).body()
        assert message.get_by_text("Op 1 foto ziet u uw eigen kind.").count() == (who is marloes)
    noor = head("bos-kastanjes", "Noor van Leeuwen")
    assert not is_covered(seen[marloes], noor) and is_covered(seen[farida], noor)


def test_without_script_a_message_with_a_covered_face_is_placed_and_taken_back_by_forms(person, site):
    words = f"Zonder script {uuid4().hex[:6]}"
    sanne, farida = person("sanne.bergsma", script=False), person("farida.amrani", script=False)
    start(sanne, words)
    sanne.page.get_by_label("Voeg foto’s toe").set_input_files([painted("knutselen")])
    sanne.press("Voeg deze foto’s toe")
    for _ in range(200):
        if sanne.page.locator("#decision input[name=answer]").count():
            break
        sanne.page.reload()
    sanne.page.get_by_role("radio", name="Ja").check()
    sanne.press("Bewaar het antwoord")
    cover(sanne, "Ali", "knutselen", "Ali Bouzid")
    place(sanne)
    sanne.tap(sanne.page.locator("[data-undo] button"))
    sanne.sees("Niemand heeft het gezien")
    place(sanne)
    site.clock_goes_on(HALF_A_MINUTE)
    address = the_message(farida, words).locator("img").first.get_attribute("src")
    assert is_covered(farida.page.request.get(site.address + address).body(), head("knutselen", "Ali Bouzid"))


def test_a_child_says_no_at_the_camera_in_one_tap_and_is_asked_about_at_once(person):
    sanne = person("sanne.bergsma")
    start(sanne, "Gym")
    choose(sanne, [painted("bos-loep")])
    draft = sanne.path
    asked = sanne.page.locator("#decision h2")
    assert "Lotte" not in asked.inner_text()
    sanne.go("/consents/groups/")
    before = sanne.count
    sanne.tap(sanne.page.get_by_role("button", name="Zegt nee: Lotte", exact=True))
    assert sanne.count - before == 1
    sanne.go(draft)
    assert "Lotte" in asked.inner_text()
