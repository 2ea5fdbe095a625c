"""The pages of messages over HTTP, by real sessions: what a teacher writes, what a guardian sees, what others do not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from kring.ground import clock
from tests.circle import IN_GROUP, NAME_IN_GROUP, Circle

pytestmark = pytest.mark.django_db


@pytest.fixture
def circle():
    circle = Circle(at=clock.now() - timedelta(days=1))
    circle.ask(IN_GROUP, NAME_IN_GROUP)
    return circle


def form(**fields):
    return {"form_key": str(uuid4()), **fields}


def start(browser, circle, group="g4"):
    response = browser.post("/messages/new/", form(group=str(circle.groups[group])))
    assert response.status_code == 302, response.content[:600]
    return response["Location"]


def test_a_teacher_writes_places_and_takes_back(circle):
    sanne = circle.signed_in("sanne")
    draft = start(sanne, circle)
    page = sanne.get(draft)
    assert page.status_code == 200
    assert "Groep 4" in page.content.decode()
    placed = sanne.post(draft, form(body="Bos. We zochten kastanjes.", do="place"), follow=True)
    assert placed.redirect_chain[-1][0] == "/messages/"
    assert "Haal terug" in placed.content.decode()
    feed = circle.signed_in("elif").get("/messages/").content.decode()
    assert "kastanjes" not in feed, "held for half a minute"
    post = UUID(placed.content.decode().split("/recall/")[0].rsplit("/", 1)[1])
    back = sanne.post(f"/messages/{post}/recall/", form(), follow=True)
    assert back.redirect_chain[-1][0] == draft
    assert "We zochten kastanjes." in back.content.decode()


def test_words_are_kept_when_something_else_is_wrong(circle):
    sanne = circle.signed_in("sanne")
    draft = start(sanne, circle)
    sanne.post(draft, form(body="Een begin", do="keep"))
    wrong = sanne.post(draft, form(body="Een heel nieuw begin" + "x" * 5000))
    assert wrong.status_code == 422
    assert "Een heel nieuw begin" in wrong.content.decode()


@pytest.mark.norm("OC-11.a")
def test_a_name_without_a_yes_is_refused_on_the_page_with_a_way_out(circle):
    sanne = circle.signed_in("sanne")
    draft = start(sanne, circle)
    page = sanne.post(draft, form(body="Sem won!", do="keep"), follow=True).content.decode()
    assert "Er is geen ja om de naam Sem hier te gebruiken." in page
    assert "Laat de naam weg." in page
    refused = sanne.post(draft, form(body="Sem won!", do="place"))
    assert refused.status_code == 403


@pytest.mark.parametrize("who", ["elif", "joris", "ans", "vera"])
def test_somebody_elses_draft_is_not_there(circle, who):
    draft = start(circle.signed_in("sanne"), circle)
    assert circle.signed_in(who).get(draft).status_code == 404


@pytest.mark.norm("OC-05.a")
def test_a_message_opens_for_its_audience_and_for_nobody_else(circle):
    sanne = circle.signed_in("sanne")
    draft = start(sanne, circle)
    clock_back = circle.at
    from kring.domains.posts.actions import placing

    draft_id = UUID(draft.strip("/").split("/")[-1])
    sanne.post(draft, form(body="Bos. Kastanjes.", do="keep"))
    placed = placing.place(actor=circle.actor("sanne"), draft_id=draft_id, key=uuid4(), at=clock_back)
    for who, status in {"elif": 200, "bas": 200, "fatima": 200, "sanne": 200, "wim": 200, "piet": 404, "mia": 404,
                        "joris": 404}.items():
        assert circle.signed_in(who).get(f"/messages/{placed.post_id}/").status_code == status, who


@pytest.mark.parametrize("who, address, most", [("elif", "/messages/", 3), ("elif", "/", 12), ("sanne", "/messages/", 3),
                                                ("wim", "/messages/", 3), ("sanne", "/", 12)])
def test_pages_cost_few_statements(circle, who, address, most):
    browser = circle.signed_in(who)
    browser.get(address)
    with CaptureQueriesContext(connection) as main, CaptureQueriesContext(connections["keys"]) as keys:
        assert browser.get(address).status_code == 200
    told = [q["sql"][:90] for q in [*main.captured_queries, *keys.captured_queries]
            if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(told) <= most, told
