"""The pages of a parent and a pupil: what they show, what they take, and what they never tell."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kring.domains.consent.models import Decision
from kring.domains.consent.queries.answers import children_of
from kring.domains.consent.terms import Channel, DeciderAs, Purpose, Said
from kring.domains.consent.tests.doors import client_of, post
from kring.domains.consent.tests.families import ON
from kring.domains.people import actions as people
from kring.ground import clock
from kring.ground.ids import uuid7
from kring.web import moments

pytestmark = pytest.mark.django_db
CONFIRM = {"confirm": "yes"}


@pytest.fixture
def elif_(noor):
    return client_of(noor, noor.elif_)


def page(noor):
    return f"/consents/{noor.noor}/"


def answer(question, said):
    return {f"answer-{question}": said}


def text_of(response):
    """A page's words, as they are read."""
    plain = re.sub(r"(?s)<(script|style|svg).*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(plain.split())


def chosen(response):
    return re.findall(r'<input type="radio" name="(answer-[^"]+)"[^>]* value="(\w+)" checked', response.content.decode())


@pytest.mark.norm("PL-09.b", "OC-11.b")
def test_nothing_is_chosen_beforehand_and_an_open_question_is_no(noor, elif_):
    shown = elif_.get(page(noor))
    assert shown.status_code == 200
    assert chosen(shown) == []
    assert "Waar mag Noor te zien zijn?" in text_of(shown)
    assert text_of(shown).count("Nog geen keuze. Dan geldt: nee") == 2
    sides = re.findall(r'class="choice__side"', shown.content.decode())
    assert len(sides) == 4, "a yes and a no for each question, and no third way"


def test_the_oldest_child_comes_first_however_they_were_registered(noor):
    ages = {"Eerste": date(2019, 3, 1), "Oudste": date(2015, 3, 1), "Middelste": date(2017, 3, 1)}
    made = {given: noor.world.pupil(given, born_on=born) for given, born in ages.items()}
    for pupil in made.values():
        noor.world.care(pupil, noor.elif_)
    shown = children_of(board_id=noor.world.board_id, person_id=noor.elif_, decider_as=DeciderAs.GUARDIAN, on=ON)
    assert [one.pupil_id for one in shown] == [made["Oudste"], made["Middelste"], noor.noor, made["Eerste"]]


@pytest.mark.norm("OC-11.b", "PL-10.a")
def test_giving_and_withdrawing_are_the_same_page_and_the_same_taps(noor, elif_):
    give = answer(noor.group_question, "yes") | CONFIRM
    take = answer(noor.group_question, "no") | CONFIRM
    assert give.keys() == take.keys()
    assert post(elif_, page(noor), give)["Location"] == page(noor)
    assert post(elif_, page(noor), take)["Location"] == f"{page(noor)}withdrawn/"
    assert [d.answer for d in Decision.objects.filter(board_id=noor.world.board_id).order_by("id")] == ["yes", "withdrawn"]
    # Open the page (1), choose no (2), confirm (3): no page in between, no reason asked.
    happened = text_of(elif_.get(f"{page(noor)}withdrawn/"))
    assert "Noor is daar niet meer te zien" in happened
    assert "We vragen niet waarom." in happened


def test_since_when_is_said_in_hours_and_minutes_and_later_with_its_day(noor, elif_):
    for said in ("yes", "no"):
        post(elif_, page(noor), answer(noor.group_question, said) | CONFIRM)
    at = Decision.objects.filter(board_id=noor.world.board_id).latest("id").at
    shown = text_of(elif_.get(f"{page(noor)}withdrawn/"))
    assert f"Sinds {moments.clock(at)} laat Kring daar niets meer zien" in shown
    clock.shift(86_400)
    shown = text_of(elif_.get(f"{page(noor)}withdrawn/"))
    clock.shift(0)
    assert f"Sinds {moments.full(at)} laat Kring daar niets meer zien" in shown


@pytest.mark.parametrize("name, data", [
    ("a yes to everything", {"answers": "all-yes"}),
    ("one answer for two questions", {"answer-all": "yes"}),
    ("a third answer", "maybe"),
    ("two answers in one field", "twice"),
    ("nothing chosen", {}),
    ("a question of another school", "other"),
])
@pytest.mark.norm("BK-07.a", "PL-09.b")
def test_what_is_no_answer_of_its_own_to_each_question_is_refused_with_422(noor, elif_, name, data):
    special = {"maybe": answer(noor.group_question, "maybe"), "twice": answer(noor.group_question, ["yes", "no"]),
               "other": answer(uuid7(), "yes")}
    data = special[data] if isinstance(data, str) else data
    refused = post(elif_, page(noor), {**data, **CONFIRM})
    assert refused.status_code == 422
    assert not Decision.objects.filter(board_id=noor.world.board_id).exists()
    assert post(elif_, page(noor), {**answer(noor.group_question, "yes"), **CONFIRM}).status_code == 302


def test_what_was_filled_in_stays_when_something_is_wrong(noor, elif_):
    wrong = post(elif_, page(noor), {**answer(noor.group_question, "yes"), **answer(noor.website_question, "perhaps"), **CONFIRM})
    assert (f"answer-{noor.group_question}", "yes") in chosen(wrong)


@pytest.mark.norm("OC-11.b")
def test_a_form_without_the_confirming_button_counts_for_nothing(noor, elif_):
    refused = post(elif_, page(noor), answer(noor.group_question, "yes"))
    assert refused.status_code == 403
    assert "telt pas als" in text_of(refused)
    assert not Decision.objects.filter(board_id=noor.world.board_id).exists()


@pytest.mark.parametrize("who", ["stranger", "without authority", "teacher", "nobody"])
def test_who_does_not_decide_finds_no_page(noor, client, who):
    world = noor.world
    if who == "nobody":
        assert client.get(page(noor)).status_code == 302
        return
    if who == "teacher":
        visitor = client_of(noor, noor.teacher.person_id)
    else:
        other, person = world.pupil("Sem"), world.person("Roel", "Tamminga")
        world.care(other, person)
        if who == "without authority":
            world.care(noor.noor, person, authority=False)
        visitor = client_of(noor, person)
    unknown = visitor.get(f"/consents/{uuid7()}/")
    for url in (page(noor), f"{page(noor)}withdrawn/", f"{page(noor)}receipt/"):
        found = visitor.get(url)
        assert found.status_code == unknown.status_code == 404
        assert text_of(found) == text_of(unknown), "not yours reads like not there"
    assert post(visitor, page(noor), {**answer(noor.group_question, "yes"), **CONFIRM}).status_code == 404


@pytest.mark.norm("PL-08.a")
def test_the_other_parent_sees_the_result_and_never_who(noor):
    """Elif's page before and after Bas acts differs in what holds, and in nothing else."""
    noor.say(noor.elif_, Said.YES)
    elif_ = client_of(noor, noor.elif_)
    before = text_of(elif_.get(page(noor)))
    assert "Kring wacht nog op een antwoord. Tot dan geldt: nee" in before
    noor.say(noor.bas, Said.NO)
    after = text_of(elif_.get(page(noor)))
    assert "Toch geldt nu: nee" in after
    assert len(set(before.split()) ^ set(after.split())) < 12
    for word in ("Bas", "Wit", "ingetrokken", "vader", "ouder zei", str(noor.bas)):
        assert word not in after
    assert str(noor.bas) not in elif_.get(page(noor)).content.decode()


def test_a_parents_no_and_a_childs_own_no_read_alike_to_the_other_parent(noor):
    from kring.domains.consent.actions.objecting import object_
    from kring.domains.consent.tests.families import AT

    noor.say(noor.elif_, Said.YES)
    noor.say(noor.bas, Said.NO)
    elif_ = client_of(noor, noor.elif_)
    by_parent = text_of(elif_.get(page(noor)))
    noor.say(noor.bas, Said.YES)
    assert "Toch geldt" not in text_of(elif_.get(page(noor)))
    object_(actor=noor.teacher, pupil_id=noor.noor, key=uuid7(), at=AT)
    assert text_of(elif_.get(page(noor))) == by_parent


@pytest.mark.norm("LO-03.a")
def test_from_the_birthday_on_the_page_is_the_pupils(noor, elif_):
    noor.say(noor.elif_, Said.YES)
    people.Person.objects.filter(board_id=noor.world.board_id, id=noor.noor).update(decides_alone_on=clock.today(clock.now()))
    shown = text_of(elif_.get(page(noor)))
    assert "Noor beslist dit nu zelf" in shown
    assert "Mag het?" not in shown
    assert post(elif_, page(noor), {**answer(noor.group_question, "no"), **CONFIRM}).status_code == 422


@pytest.mark.norm("PL-10.b")
def test_after_withdrawing_one_chooses_cover_or_remove_and_nothing_is_chosen_beforehand(noor, elif_):
    noor.say(noor.elif_, Said.YES)
    post(elif_, page(noor), {**answer(noor.group_question, "no"), **CONFIRM})
    shown = elif_.get(f"{page(noor)}withdrawn/")
    url = re.search(r'action="(/consents/[^"]+/withdrawn/[^"]+/)"', shown.content.decode())[1]
    assert 'name="aftercare" value="cover" checked' not in shown.content.decode()
    assert post(elif_, url, {})["Location"] == f"{page(noor)}withdrawn/"
    post(elif_, url, {"aftercare": "cover"})
    assert "Gekozen: Noor afdekken" in text_of(elif_.get(f"{page(noor)}withdrawn/"))
    post(elif_, url, {"aftercare": "remove"})
    after = text_of(elif_.get(f"{page(noor)}withdrawn/"))
    assert "Gekozen: de foto’s weghalen" in after
    assert "Wat doen we met" not in after
    bas = client_of(noor, noor.bas)
    assert post(bas, url, {"aftercare": "cover"}).status_code == 404


@pytest.mark.norm("OC-11.d")
def test_the_receipt_is_there_for_who_decided(noor, elif_):
    assert elif_.get(f"{page(noor)}receipt/").status_code == 404
    noor.say(noor.elif_, Said.YES)
    found = elif_.get(f"{page(noor)}receipt/")
    assert found["Content-Type"] == "application/pdf"
    assert found.content.startswith(b"%PDF-1.7")
    assert client_of(noor, noor.bas).get(f"{page(noor)}receipt/").status_code == 404


def test_a_second_child_is_one_tap_away_and_says_how_much_is_open(noor, elif_):
    yassin = noor.world.pupil("Yassin")
    noor.world.care(yassin, noor.elif_)
    both = (noor.group_question, noor.website_question)
    noor.say(noor.elif_, Said.NO, *both)
    assert elif_.get("/consents/")["Location"] == f"/consents/{yassin}/"
    assert "Yassin 2 nog open" in text_of(elif_.get(page(noor)))


@pytest.mark.parametrize("children", [1, 4])
def test_the_page_takes_the_same_few_statements_whatever_is_asked(noor, children):
    for number in range(1, children):
        noor.world.care(noor.world.pupil(f"Kind {number}"), noor.elif_)
    for channel in list(Channel)[2:2 + children]:
        if channel not in (Channel.WEBSITE,):
            noor.world.question(Purpose.PICTURE_WITH_OTHERS, channel)
    elif_ = client_of(noor, noor.elif_)
    elif_.get(page(noor))
    counts = {}
    for url in (page(noor), f"{page(noor)}withdrawn/", f"{page(noor)}receipt/", "/consents/"):
        with CaptureQueriesContext(connection) as seen:
            elif_.get(url)
        counts[url] = len([q for q in seen.captured_queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE"))])
    assert max(counts.values()) <= 12, counts
    assert counts[page(noor)] == STATEMENTS, counts


STATEMENTS = 4


def test_english_reads_english(noor):
    shown = client_of(noor, noor.elif_, language="en").get(page(noor))
    assert "Where may Noor be seen?" in text_of(shown)
    assert ON
