"""J14 in small: the administration's next export is read in, doubts are settled, and who lost access is out at once."""

from tests.journeys.coming_in import next_export, read_in, settle
from tests.journeys.conftest import DESK

# The export takes Erik's authority over Mees of group 4 away; Linda keeps hers.
ERIK, LINDA = "erik.hofman", "linda.hofman"


def test_an_export_is_read_in_settled_and_applied_and_who_lost_access_is_out(person, played):
    erik, linda, hanneke = person(ERIK), person(LINDA), person("hanneke.blom", size=DESK)
    message = newest_message(erik)
    picture = erik.page.locator("main img").first.evaluate("one => one.src")
    assert (open_(erik, message), open_(linda, message), open_(erik, picture)) == (200, 200, 200)
    read_in(hanneke, next_export(played))
    hanneke.sees("Er is nog niets veranderd")
    apply = hanneke.page.get_by_role("button", name="veranderingen toe")
    assert apply.get_attribute("aria-disabled") == "true", "a doubt that is open stops the whole"
    assert settle(hanneke) >= 3
    assert open_(erik, message) == 200, "nothing changes before it is applied"
    hanneke.tap(apply)
    hanneke.sees("Toegepast. Wat je hieronder ziet, geldt vanaf nu.")
    assert (open_(erik, message), open_(erik, picture)) == (404, 404)
    assert open_(linda, message) == 200
    assert hanneke.strangers == []


def newest_message(who) -> str:
    who.go("/messages/")
    who.open(who.page.locator("article:has(img)").first.get_by_role("link").first)
    return who.page.url


def open_(who, address: str) -> int:
    return who.page.request.get(address).status
