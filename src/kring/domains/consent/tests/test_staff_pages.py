"""The pages of staff: the weather of a group, a child's own no, paper forms, the questions, and checking a receipt."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kring.domains.consent.models import Decision, Objection, Question
from kring.domains.consent.queries import receipts, weather
from kring.domains.consent.terms import READY_TEXTS, Channel, Purpose, Said
from kring.domains.consent.tests.doors import appointed, client_of, post
from kring.domains.consent.tests.families import AT, ON
from kring.domains.consent.tests.test_own_pages import text_of
from kring.domains.people import actions as people
from kring.domains.people.terms import Role
from kring.ground import clock
from kring.ground.ids import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def sanne(noor):
    return client_of(noor, noor.teacher.person_id)


def group_page(noor):
    return f"/consents/groups/{noor.world.group_id}/"


def test_the_weather_counts_who_has_a_yes_today_as_the_rule_does(noor):
    world = noor.world
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    for name in ("Sem", "Ali"):
        world.care(world.pupil(name), world.person("Ouder"))
    rows = weather.consent_weather(board_id=world.board_id, group_id=world.group_id, on=ON)
    assert [(row.channel, row.yes, row.total) for row in rows] == [(Channel.CLOSED_GROUP, 1, 3), (Channel.WEBSITE, 0, 3)]


def test_a_teacher_sees_numbers_and_no_parent(noor, sanne):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    assert sanne.get("/consents/groups/")["Location"] == group_page(noor)
    shown = text_of(sanne.get(group_page(noor)))
    assert "Foto’s in de groep 1 van 1 ja" in shown
    assert "Foto’s op de website 0 van 1 ja" in shown
    assert "Elif" not in shown
    assert "Wit" not in shown


@pytest.mark.norm("OC-15.a")
def test_a_childs_own_no_is_one_tap_and_holds_until_it_is_taken_back(noor, sanne):
    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.YES)
    back = post(sanne, f"/consents/{noor.noor}/objection/", {"group": noor.world.group_id})
    assert back["Location"] == group_page(noor)
    assert not noor.standing().allowed
    shown = text_of(sanne.get(group_page(noor)))
    assert "Noor zegt zelf nee" in shown
    assert "Foto’s in de groep 0 van 1 ja" in shown
    objection = Objection.objects.get(board_id=noor.world.board_id)
    ellen = noor.world.person("Ellen", "Doorn")
    people.appoint(board_id=noor.world.board_id, person_id=ellen, school_id=noor.world.school_id, role=Role.TEACHER,
                   from_on=ON, at=AT, by=None)
    assert post(client_of(noor, ellen), f"/consents/objections/{objection.id}/end/").status_code == 404
    post(sanne, f"/consents/objections/{objection.id}/end/", {"group": noor.world.group_id})
    assert noor.standing().allowed
    assert post(sanne, f"/consents/objections/{objection.id}/end/").status_code == 404


@pytest.mark.norm("OC-15.a", "LO-03.a")
def test_a_pupil_that_decides_answers_on_its_own_page_and_says_no_there(noor):
    today = clock.today(clock.now())
    people.Person.objects.filter(board_id=noor.world.board_id, id=noor.noor).update(decides_alone_on=today)
    pupil = client_of(noor, noor.noor, capacity="pupil")
    page = f"/consents/{noor.noor}/"
    shown = text_of(pupil.get(page))
    assert "Je beslist per plek." in shown
    assert "Ik wil niet op foto’s" in shown
    assert post(pupil, page, {f"answer-{noor.group_question}": "yes", "confirm": "yes"})["Location"] == page
    assert noor.standing(on=today).codes == ("consent.own_yes",)
    assert post(pupil, f"/consents/{noor.noor}/objection/")["Location"] == "/consents/"
    assert not noor.standing(on=today).allowed
    assert "Je zei nee" in text_of(pupil.get(page))
    other = noor.world.pupil("Sem")
    assert post(pupil, f"/consents/{other}/objection/").status_code == 403


def test_a_group_of_others_is_not_there(noor, sanne):
    from kring.domains.school import actions as schools
    from kring.domains.school.terms import GroupKind

    world = noor.world
    year = schools.open_year(board_id=world.board_id, school_id=world.school_id, label="2026-2027", from_on=ON, to_on=ON)
    other = schools.make_groups(board_id=world.board_id, school_id=world.school_id, school_year_id=year,
                                groups=[schools.NewGroup("g5", "Groep 5", GroupKind.BASE)])["g5"]
    assert sanne.get(f"/consents/groups/{other}/").status_code == 404
    assert sanne.get(f"/consents/groups/{uuid7()}/").status_code == 404
    assert appointed(noor, "director").get(f"/consents/groups/{other}/").status_code == 200


@pytest.mark.parametrize("children", [1, 25])
def test_the_weather_takes_the_same_few_statements_whatever_the_group(noor, children):
    for number in range(1, children):
        noor.world.care(noor.world.pupil(f"Kind {number}"), noor.elif_)
    sanne = client_of(noor, noor.teacher.person_id)
    sanne.get(group_page(noor))
    with CaptureQueriesContext(connection) as seen:
        assert sanne.get(group_page(noor)).status_code == 200
    statements = [q["sql"] for q in seen.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(statements) == 6, statements


@pytest.mark.norm("OC-11.c")
def test_the_office_registers_a_paper_form(noor):
    office = appointed(noor, "administrator")
    assert "Noor Kaya wacht op 2 ouders" in text_of(office.get("/consents/forms/"))
    url = f"/consents/forms/{noor.noor}/"
    empty = office.get(url)
    assert "checked" not in empty.content.decode()
    assert "Elif Kaya" in text_of(empty)
    form = {"guardian": noor.elif_, "signed_on": "2026-09-03", "paper": "map 3", "confirm": "yes",
            f"answer-{noor.group_question}": "yes"}
    assert post(office, url, {**form, "signed_on": "32-13-2026"}).status_code == 422
    assert post(office, url, {**form, "guardian": noor.teacher.person_id}).status_code == 422
    assert post(office, url, {**form, "signed_on": "2026-07-01"}).status_code == 403
    assert not Decision.objects.filter(board_id=noor.world.board_id).exists()
    assert post(office, url, form)["Location"] == "/consents/forms/"
    row = Decision.objects.get(board_id=noor.world.board_id)
    assert (row.decider_id, row.how, row.answer) == (noor.elif_, "paper_registered", "yes")
    assert office.get(f"/consents/forms/{uuid7()}/").status_code == 404


@pytest.mark.parametrize("url", ["/consents/forms/", "/consents/questions/", "/consents/questions/name/website/"])
def test_the_office_is_closed_to_others(noor, sanne, url):
    for visitor in (sanne, client_of(noor, noor.elif_)):
        assert visitor.get(url).status_code == 404


@pytest.mark.norm("BK-07.b")
def test_the_director_puts_ready_questions_in_force(noor):
    director = appointed(noor, "director")
    shown = text_of(director.get("/consents/questions/"))
    assert "Voornaam in de groep" in shown
    wanted = ["name+closed_group", "picture_with_others+newsletter"]
    assert post(director, "/consents/questions/ready/", {"place": wanted}).status_code == 302
    rows = Question.objects.filter(board_id=noor.world.board_id)
    assert {(q.purpose, q.channel) for q in rows} >= {tuple(place.split("+")) for place in wanted}
    assert rows.count() == 4
    with translation.override("nl"):
        assert translation.gettext(READY_TEXTS[Purpose.NAME, Channel.CLOSED_GROUP][0]) in {q.text_nl for q in rows}


@pytest.mark.norm("BK-07.a")
def test_a_text_that_may_not_be_asked_comes_back_with_why_and_nothing_typed_is_lost(noor):
    director = appointed(noor, "director")
    url = "/consents/questions/name/newsletter/"
    form = {"text_nl": "Mag de voornaam van {child} in de nieuwsbrief staan?", "explain_nl": "U aanvaardt zelf het risico.",
            "text_en": "May the first name of {child} be in the newsletter?", "explain_en": "", "from_on": "2026-11-24"}
    refused = post(director, url, form)
    assert refused.status_code == 422
    assert "Dit legt een risico of een plicht bij ouders: ‘risico, aanvaardt’." in text_of(refused)
    assert "U aanvaardt zelf het risico." in unescape(refused.content.decode())
    assert not Question.objects.filter(board_id=noor.world.board_id, purpose="name").exists()
    assert post(director, url, {**form, "explain_nl": ""})["Location"] == "/consents/questions/"
    assert post(director, url, {**form, "text_nl": ""}).status_code == 422
    for wrong in ("picture_alone/website", "name/own_family", "x/y"):
        assert director.get(f"/consents/questions/{wrong}/").status_code == 404


@pytest.mark.norm("OC-11.d")
def test_a_receipt_can_be_checked_by_anybody_of_the_board(noor, sanne):
    noor.say(noor.elif_, Said.YES)
    pdf = receipts.receipt(board_id=noor.world.board_id, pupil_id=noor.noor, person_id=noor.elif_, at=AT)
    changed = bytearray(pdf)
    changed[len(pdf) // 2] ^= 1
    send = lambda content: post(sanne, "/consents/check/", {"document": SimpleUploadedFile("a.pdf", bytes(content))})  # noqa: E731
    assert "Dit bewijs is heel" in text_of(send(pdf))
    assert "Dit is geen heel bewijs" in text_of(send(changed))
    assert "Dit is geen heel bewijs" in text_of(send(b"hello"))
    assert post(sanne, "/consents/check/").status_code == 422
