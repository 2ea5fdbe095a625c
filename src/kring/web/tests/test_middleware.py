"""Refusals become pages with a way on; every answer carries strict headers and none is kept."""

import json

import pytest
from django.http import HttpResponse, HttpResponseNotFound

from kring.ground.models.audit import AuditLeaf
from kring.ground.tenancy import board_transaction
from kring.norms import Reason, Refused, Remedy, ask, refuse
from kring.web.errors import TooLarge, TooMany
from kring.web.middleware import RefusedMiddleware, SecurityHeadersMiddleware
from kring.web.tests.cast import SANNE, htmx, knock
from kring.web.verdicts import Way

COVER = Remedy("cover", "Cover {name}", {"name": "Noor <b>"}, loss=1)
LEAVE_OUT = Remedy("leave-out", "Leave this photo out", loss=2)
REFUSAL = refuse(Reason("no-yes", "OC-14", "For {name} there is no yes there.", {"name": "Noor <b>"}, (LEAVE_OUT, COVER)))


def refused(verdict=REFUSAL, remedies=None, **extra):
    request = knock("/place/", actor=None, **extra)
    if remedies:
        request.remedies = remedies
    return RefusedMiddleware(lambda request: HttpResponse()).process_exception(request, Refused(verdict))


def headed(path="/today/", answer=HttpResponse, **extra):
    return SecurityHeadersMiddleware(lambda request: answer())(knock(path, **extra))


def test_a_refusal_says_why_and_what_can_be_done_least_loss_first():
    page = refused().content.decode()
    assert refused().status_code == 403
    assert "Voor Noor &lt;b&gt; is daar geen ja." in page
    assert page.index("Dek Noor &lt;b&gt; af") < page.index("Leave this photo out")
    assert "OC-14" in page and "<h1" in page


def test_a_remedy_that_the_page_can_do_is_a_button_and_others_are_told():
    page = refused(remedies={"cover": Way(url="/cover/", post=True, fields={"face": "7"}, less="De rest blijft te zien")}).content.decode()
    assert '<form method="post" action="/cover/">' in page
    assert '<input type="hidden" name="face" value="7">' in page
    assert "De rest blijft te zien" in page and 'name="form_key"' in page
    assert page.count("remedy--told") == 1


def test_htmx_gets_the_part_alone():
    part = refused(**htmx()).content.decode()
    assert "<html" not in part and 'data-verdict="refuse"' in part and "Leave this photo out" in part


def test_an_open_question_says_who_decides():
    page = refused(ask(Reason("politics", "OC-21", "It says something about elections. That may if it belongs to the lesson."), decider="director+council"))
    assert "Wie beslist:" in page.content.decode()
    assert "de directeur, de medezeggenschapsraad" in page.content.decode()


@pytest.mark.parametrize(("raised", "status"), [(TooLarge(), 413), (TooMany(wait_seconds=90), 429)])
def test_too_much_and_too_often_have_their_page(raised, status):
    answer = RefusedMiddleware(lambda request: HttpResponse()).process_exception(knock(), raised)
    assert answer.status_code == status
    assert answer.get("Retry-After") == ("90" if status == 429 else None)


def test_too_often_says_how_long():
    page = RefusedMiddleware(lambda request: HttpResponse()).process_exception(knock(), TooMany(wait_seconds=90))
    assert "Over 2 minuten kan het weer." in page.content.decode()
    page = RefusedMiddleware(lambda request: HttpResponse()).process_exception(knock(), TooMany(wait_seconds=60))
    assert "Over 1 minuut kan het weer." in page.content.decode()


def test_another_fault_goes_on():
    assert RefusedMiddleware(lambda request: HttpResponse()).process_exception(knock(), ValueError("x")) is None


@pytest.mark.parametrize("answer", [HttpResponse, HttpResponseNotFound])
def test_the_headers_are_those_that_inspectors_look_for(shared_data, answer):
    wanted = {row["check"]: row["expect"] for row in json.loads((shared_data / "a11y/security-headers.json").read_text())}
    headers = headed(answer=answer, secure=True).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'" and policy["object-src"] == "'none'"
    assert {"frame-ancestors", "base-uri", "form-action"} <= set(policy)
    assert "unsafe" not in headers["Content-Security-Policy"] and "http" not in headers["Content-Security-Policy"]
    seconds, scope = headers["Strict-Transport-Security"].split("; ")
    assert int(seconds.removeprefix("max-age=")) >= 31536000 and scope == "includeSubDomains"
    assert headers["X-Content-Type-Options"] == wanted["X-Content-Type-Options"]
    assert headers["X-Frame-Options"] in wanted["X-Frame-Options"]
    assert headers["Referrer-Policy"] in wanted["Referrer-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == wanted["Cross-Origin-Opener-Policy"]
    assert headers["Cross-Origin-Resource-Policy"] in wanted["Cross-Origin-Resource-Policy"]
    assert "Access-Control-Allow-Origin" not in headers
    assert headers["Cache-Control"] == wanted["Cache-Control on personal pages and photos"]


def test_without_tls_no_promise_of_tls():
    assert "Strict-Transport-Security" not in headed().headers
    assert "Strict-Transport-Security" in headed(secure=True).headers


def test_a_static_file_may_be_kept_and_a_page_may_not():
    assert "Cache-Control" not in headed("/static/web/css/kring.css").headers
    kept = lambda: HttpResponse(headers={"Cache-Control": "max-age=600"})  # noqa: E731
    assert headed("/photos/x/", answer=kept)["Cache-Control"] == "private, no-store"


def test_the_camera_and_microphone_stay_ours_and_the_rest_is_off():
    policy = headed()["Permissions-Policy"]
    assert "camera=(self)" in policy and "microphone=(self)" in policy and "geolocation=()" in policy


@pytest.mark.django_db
@pytest.mark.parametrize(("actor", "written"), [(SANNE, ["refused"]), (None, [])])
def test_a_refusal_is_written_down_for_a_person_and_not_for_nobody(actor, written):
    def answer(request):
        return middleware.process_exception(request, Refused(REFUSAL))

    middleware = RefusedMiddleware(answer)
    assert middleware(knock("/place/", actor=actor)).status_code == 403
    with board_transaction(SANNE.board_id):
        leaves = AuditLeaf.objects.filter(board_id=SANNE.board_id)
        assert [leaf.action for leaf in leaves] == written
        assert all("OC-14" in leaf.verdict and "Noor" not in leaf.verdict for leaf in leaves)


@pytest.mark.django_db
def test_what_was_allowed_leaves_no_refusal():
    RefusedMiddleware(lambda request: HttpResponse())(knock("/place/", actor=SANNE))
    with board_transaction(SANNE.board_id):
        assert not AuditLeaf.objects.filter(board_id=SANNE.board_id).exists()
