"""The first page over HTTP, by real sessions: what waits for its writer, and for nobody else."""

import io
import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from PIL import Image

from kring.domains.media.terms import Origin
from kring.domains.posts.actions import drafts, placing
from kring.ground import clock
from tests.circle import IN_GROUP, NAME_IN_GROUP, Circle

pytestmark = pytest.mark.django_db
WAITS = "Je bent nog bezig met"
# What no page may cost more than, besides the opening and closing of its transaction.
MOST_STATEMENTS = 12


@pytest.fixture
def circle():
    circle = Circle(at=clock.now() - timedelta(days=1))
    circle.ask(IN_GROUP, NAME_IN_GROUP)
    return circle


def begin(circle, who="sanne", group="g4", body="Een middag schilderen\nWe schilderden onze eigen boom.") -> UUID:
    draft_id = drafts.start(actor=circle.actor(who), group_id=circle.groups.get(group), key=uuid4(), at=clock.now())
    if body:
        drafts.write(actor=circle.actor(who), draft_id=draft_id, body=body, at=clock.now())
    return draft_id


def today(circle, who: str) -> str:
    return circle.signed_in(who).get("/").content.decode()


def card(page: str) -> str:
    """The words of the card, without its marks."""
    found = page.split(f'aria-label="{WAITS}"')[1].split("</section>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", found.split(">", 1)[1]).split())


def add_photos(circle, draft_id: UUID, number: int) -> list[UUID]:
    made = []
    for shade in range(number):
        picture = io.BytesIO()
        Image.new("RGB", (80, 60), (40, shade, 90)).save(picture, "JPEG")
        made.append(picture.getvalue())
    return drafts.add_photos(actor=circle.actor("sanne"), draft_id=draft_id, photos=made, origin=Origin.SCHOOL_DEVICE,
                             at=clock.now())


def statements(browser) -> int:
    with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["keys"]) as keys:
        assert browser.get("/").status_code == 200
    return len([q for q in [*main.captured_queries, *keys.captured_queries]
                if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


def test_nothing_is_said_when_nothing_waits(circle):
    assert WAITS not in today(circle, "sanne")


def test_a_message_that_waits_stands_there_with_its_group_and_first_words_one_tap_from_going_on(circle):
    draft_id = begin(circle)
    page = today(circle, "sanne")
    assert "Een middag schilderen" in card(page)
    assert "We schilderden" not in card(page)
    assert "Groep 4" in card(page)
    assert "foto" not in card(page)
    assert f'href="/drafts/{draft_id}/"' in page


def test_the_director_finds_back_what_is_for_the_whole_school(circle):
    draft_id = begin(circle, who="wim", group="")
    page = today(circle, "wim")
    assert "Een middag schilderen hele school" in card(page)
    assert f'href="/drafts/{draft_id}/"' in page


@pytest.mark.parametrize("who", ["joris", "wim", "ans", "vera", "elif"])
def test_somebody_elses_draft_is_on_nobodys_page(circle, who):
    begin(circle)
    assert "Een middag schilderen" not in today(circle, who)


def test_a_draft_without_words_and_photos_is_nothing_to_go_on_with(circle):
    begin(circle, body="")
    kept_empty = begin(circle, body="Toch niet")
    drafts.write(actor=circle.actor("sanne"), draft_id=kept_empty, body="  ", at=clock.now())
    assert WAITS not in today(circle, "sanne")


def test_what_was_placed_no_longer_waits_and_waits_again_when_it_was_taken_back(circle):
    draft_id, sanne = begin(circle), circle.actor("sanne")
    post_id = placing.place(actor=sanne, draft_id=draft_id, key=uuid4(), at=clock.now()).post_id
    assert WAITS not in today(circle, "sanne")
    placing.recall(actor=sanne, post_id=post_id, at=clock.now())
    assert "Een middag schilderen" in card(today(circle, "sanne"))


def test_photos_are_counted_without_those_that_were_left_out(circle):
    draft_id = begin(circle, body="")
    first, *_ = add_photos(circle, draft_id, 3)
    assert "Nog zonder tekst Groep 4 · 3 foto’s" in card(today(circle, "sanne"))
    drafts.leave_out(actor=circle.actor("sanne"), draft_id=draft_id, asset_id=first, at=clock.now())
    assert "2 foto’s" in card(today(circle, "sanne"))


def test_the_last_touched_stand_first_and_three_at_most(circle):
    for number in range(4):
        begin(circle, body=f"Bericht {number}")
    assert re.findall(r"Bericht \d", card(today(circle, "sanne"))) == ["Bericht 3", "Bericht 2", "Bericht 1"]


def test_the_page_costs_the_same_statements_whether_nothing_waits_or_much(circle):
    browser = circle.signed_in("sanne")
    statements(browser)
    without = statements(browser)
    begin(circle)
    one = statements(browser)
    for number in range(5):
        add_photos(circle, begin(circle, body=f"Bericht {number}"), 2)
    assert without == one == statements(browser) <= MOST_STATEMENTS
