"""The accountability page: what each depth shows, to whom, and that it claims no more than is proved."""

import json
import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.http import Http404
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from kring.config.messages import compile_catalogues
from kring.ground import heartbeats, retention
from kring.ground.actor import Actor
from kring.ground.ids import uuid7
from kring.norms import evidence, norms, parameters
from kring.pages.accountability import export, live, queries, rulebook, views
from kring.web.frame import Names
from tests.circle import Circle

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 17, 8, 40, 12, tzinfo=UTC)
ON = date(2026, 11, 17)
PROVED = {f"src/kring/domains/media/tests/test_x.py::test_a_no_child_{letter}[Ali]": [f"OC-14.{letter}"] for letter in "abcde"}
RUN = {"commit": "abc", "date": "2026-11-16T20:00:00+00:00", "selection": "", "outcomes": dict.fromkeys(PROVED, "passed"), "marks": PROVED}


@pytest.fixture(autouse=True, scope="module")
def texts():
    compile_catalogues()


@pytest.fixture(autouse=True)
def in_dutch():
    with translation.override("nl"):
        yield


@pytest.fixture
def last_run(monkeypatch):
    """Sets the evidence that came with this version."""

    def use(run):
        monkeypatch.setattr(evidence, "kept_evidence", lambda: run)

    return use


def ask(view, capacity="guardian", query=None, partial=False, **where):
    request = RequestFactory(headers={"HX-Request": "true"} if partial else {}).get("/accountability/", query or {})
    request.actor = Actor(board_id=uuid7(), person_id=uuid7(), capacity=capacity, school_id=uuid7()) if capacity else None
    request.names = Names(school="Het Hoefblad")
    return view(request, **where)


def html(response):
    return " ".join(re.sub(r"\s+", " ", response.content.decode()).split())


def test_a_parent_reads_the_chapters_and_how_many_promises_are_proved(last_run):
    last_run(RUN)
    page = html(ask(views.promises))
    assert "Hoe we met elkaar omgaan" in page
    assert "1 van 38" in page
    assert "0 van 14" in page
    assert "16 november 2026" in page
    assert "Voor de auditor" not in page


def test_without_a_kept_run_nothing_counts_as_proved(last_run):
    last_run(None)
    page = html(ask(views.promises))
    assert "0 van 38" in page
    assert "Tot dan telt niets als bewezen" in page


def test_a_chapter_says_each_promise_with_its_state_in_plain_dutch(last_run):
    last_run(RUN)
    page = html(ask(views.chapter, number="003"))
    assert norms()["OC-14"].nl in page
    assert page.count("nog niet in Kring") == 37
    assert page.count("werkt, en is bewezen") == 1


def test_a_part_of_the_proof_is_said_to_be_a_part(last_run):
    node, marks = next(iter(PROVED.items()))
    last_run({**RUN, "marks": {node: marks}, "outcomes": {node: "passed"}})
    assert "werkt voor een deel" in html(ask(views.chapter, number="003"))
    last_run({**RUN, "outcomes": {**RUN["outcomes"], node: "failed"}})
    page = html(ask(views.chapter, number="003"))
    assert "werkt voor een deel" in page and "werkt, en is bewezen" not in page


def test_council_and_officer_see_text_reading_rule_tests_data_and_numbers(last_run):
    last_run(RUN)
    page = html(ask(views.council, "officer", {"norm": "OC-14"}))
    norm = norms()["OC-14"]
    assert norm.quote[0] in page and norm.reading_nl in page
    assert "5 proeven, alle goed" in page
    assert "Beleidsafspraken Oudercommunicatie" in page
    assert "1 / 99" in page
    for rule in [rule for rule in rulebook.rules().values() if "OC-14" in rule.norms]:
        assert rule.place in page


def test_the_council_page_opens_each_document_and_not_what_does_not_exist(last_run):
    last_run(RUN)
    for number in ("000", "001", "002", "003", "004"):
        assert f'value="{number}" selected' in html(ask(views.council, "teacher", {"source": number}))
    for query in ({"source": "005"}, {"norm": "OC-999"}):
        with pytest.raises(Http404):
            ask(views.council, "teacher", query)


def test_a_norm_lists_its_tests_under_the_part_that_they_prove(last_run):
    last_run(RUN)
    page = html(ask(views.norm, norm_id="OC-14"))
    assert "A no child c (Ali)" in page
    assert page.count("src/kring/domains/media/tests/test_x.py") == 5
    assert "Dit is nog niet bewezen." in html(ask(views.norm, norm_id="OC-15"))
    with pytest.raises(Http404):
        ask(views.norm, norm_id="OC-999")


def test_htmx_gets_the_part_and_a_link_the_page(last_run):
    last_run(RUN)
    part, whole = html(ask(views.norm, partial=True, norm_id="OC-14")), html(ask(views.norm, norm_id="OC-14"))
    assert "<html" not in part and "Wat er staat" in part
    assert "<html" in whole and "Wat er staat" in whole


def test_every_rule_shows_the_file_that_decides_with_its_own_lines_marked():
    for name, rule in rulebook.rules().items():
        inside = [line for line in rulebook.rule_page(name=name).lines if line.inside]
        assert inside[0].text.startswith("@rule(")
        assert inside[0].number == rule.line
        assert [line.text for line in inside if line.text.startswith("def ")] == [
            line.text for line in inside if line.text.startswith(f"def {name.split('.')[-1]}(")]


def test_a_rule_page_names_norms_and_place(last_run):
    name, rule = next(iter(rulebook.rules().items()))
    page = html(ask(views.rule, name=name))
    assert rule.place in page and rule.norms[0] in page and f'data-line="{rule.line}"' in page
    with pytest.raises(Http404):
        ask(views.rule, name="media.may_not_exist")


@pytest.mark.parametrize("capacity", ["officer", "director", "administrator"])
def test_auditors_see_what_is_kept_and_every_number(capacity, last_run):
    last_run(RUN)
    page = html(ask(views.auditor, capacity))
    assert export.norms_digest() in page
    assert parameters()["age.decides_alone"].nl in page
    assert "16 jaar" in page and "2 maanden na het schooljaar" in page


@pytest.mark.parametrize("capacity", ["guardian", "pupil", "teacher", "support"])
def test_for_others_the_auditors_pages_are_not_there(capacity):
    for view in (views.auditor, views.package):
        with pytest.raises(Http404):
            ask(view, capacity)


def test_signed_out_one_is_asked_to_sign_in():
    for view, where in ((views.promises, {}), (views.council, {}), (views.norm, {"norm_id": "OC-14"})):
        assert ask(view, capacity=None, **where).status_code == 302


def test_the_package_holds_every_norm_rule_holding_and_number(last_run):
    last_run(RUN)
    answer = ask(views.package, "officer")
    content = json.loads(answer.content)
    assert re.fullmatch(r'attachment; filename="kring-accountability-\d{4}-\d\d-\d\d\.json"', answer["Content-Disposition"])
    assert [norm["id"] for norm in content["norms"]] == list(norms())
    assert {rule["name"] for rule in content["rules"]} == set(rulebook.rules())
    assert {number["name"] for number in content["numbers"]} == set(parameters())
    assert [holding["table"] for holding in content["holdings"]] == [holding.table for holding in retention.collect()]
    assert content["totals"] == {"working": 1, "partly": 0, "not yet": 98}
    one = next(norm for norm in content["norms"] if norm["id"] == "OC-14")
    assert one["state"] == "working"
    assert [part["part"] for part in one["proof"]] == [f"OC-14.{letter}" for letter in "abcde"]
    assert content["evidence"] == {"commit": "abc", "date": RUN["date"]}


def test_the_package_without_a_run_says_so(last_run):
    last_run(None)
    content = json.loads(ask(views.package, "officer").content)
    assert content["evidence"] is None
    assert content["totals"]["working"] == 0


def test_in_english_the_norms_speak_english(last_run):
    last_run(RUN)
    with translation.override("en"):
        assert norms()["OC-14"].en in html(ask(views.chapter, number="003"))


def test_in_another_language_the_norms_stay_in_dutch_and_say_so(last_run):
    last_run(RUN)
    promise = queries.promises(number="003", language="ar")[13]
    assert (promise.text, promise.lang) == (norms()["OC-14"].nl, "nl")


def test_every_term_can_be_said():
    for number in queries.numbers(language="nl", on=ON):
        assert number.value and "%" not in number.value
    for holding in retention.collect():
        assert queries.term(holding=holding, on=ON)


@pytest.mark.parametrize(("node", "said"), [
    ("src/x/test_y.py::test_3_yes_and_1_silent_is_refused", "3 yes and 1 silent is refused"),
    ("src/x/test_y.py::TestCase::test_a_teacher__posts[own group]", "A teacher posts (own group)"),
])
def test_a_tests_name_reads_as_a_sentence(node, said):
    assert queries.case_name(node) == said


def test_erasing_is_counted_as_it_is():
    def erasing():
        return live.quick(at=AT)["BK-09"][0]

    assert (erasing().figure, erasing().fine) == ("–", False)
    heartbeats.beat(name=retention.HEARTBEAT, at=AT.replace(hour=2))
    assert (erasing().figure, erasing().fine) == ("03:40", True)
    heartbeats.beat(name=retention.HEARTBEAT, at=AT.replace(day=15))
    assert not erasing().fine


def test_pictures_are_counted_at_an_address_of_their_own(last_run):
    last_run(RUN)
    page = html(ask(views.council, "officer"))
    assert 'hx-get="/accountability/counts/"' in page
    part, whole = html(ask(views.counts, partial=True)), html(ask(views.counts))
    for answer in (part, whole):
        assert "foto’s met een kind zonder ja, van 0 nagekeken" in answer
    assert "<html" not in part and "<html" in whole


@pytest.mark.parametrize(("who", "address"), [
    ("elif", "/accountability/"), ("elif", "/accountability/chapters/003/"), ("sanne", "/accountability/norms/OC-14/"),
    ("vera", "/accountability/council/?source=000"), ("vera", "/accountability/council/?source=003"), ("wim", "/accountability/auditor/"),
])
def test_a_page_costs_few_statements_however_many_norms_it_shows(who, address):
    with transaction.atomic():
        browser = Circle().signed_in(who)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    assert len([one for one in asked if not one["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE"))]) <= 6
