"""A log line holds reviewed fields and ids; what people type, send or are called is in none."""

import io
import json
import logging
import logging.config
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

from kring.ground import logs
from kring.ground.tests.cast import BOARD, TEACHER

CANARY = "Canary-9f3Jz"


def page(request, word):
    request.actor = TEACHER
    return HttpResponse(request.body)


def breaks(request, word):
    raise ValueError(f"cannot read {word} of {request.POST}")


def breaks_in_the_database(request, word):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT %s::uuid", [word])


def forbidden(request, word):
    raise PermissionDenied(word)


def plain(status):
    """An answer without a template, so that these pages need no other part of Kring."""
    return lambda request, exception=None: HttpResponse(status=status)


handler403, handler404, handler500 = plain(403), plain(404), plain(500)
urlpatterns = [path("page/<str:word>/", page), path("breaks/<str:word>/", breaks), path("forbidden/<str:word>/", forbidden),
               path("database/<str:word>/", breaks_in_the_database)]


@pytest.fixture
def lines():
    """What the log would be, through the very configuration that a running installation has."""
    text = io.StringIO()
    configuration = logs.configuration(level="DEBUG")
    configuration["handlers"]["stderr"]["stream"] = text
    configuration["root"]["level"] = "DEBUG"
    before = {name: (logger.handlers[:], logger.level, logger.propagate) for name, logger in _loggers().items()}
    logging.config.dictConfig(configuration)
    yield lambda: text.getvalue().splitlines()
    for name, logger in _loggers().items():
        logger.handlers, level, logger.propagate = before.get(name, ([], logging.NOTSET, True))
        logger.setLevel(level)


def _loggers() -> dict[str, logging.Logger]:
    named = {name: one for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    return {**named, "": logging.root}


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=["kring.ground.logs.RequestLogMiddleware"]):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize(("address", "status"), [
    ("/page/{}/", 200), ("/breaks/{}/", 500), ("/forbidden/{}/", 403), ("/database/{}/", 500), ("/nowhere/{}/", 404),
])
def test_nothing_that_came_with_a_request_is_in_the_log(board, lines, client, address, status):
    answer = client.post(f"{address.format(CANARY)}?q={CANARY}", {"name": CANARY, "file": io.BytesIO(CANARY.encode())},
                         headers={"User-Agent": CANARY, "Cookie": f"a={CANARY}", "Referer": f"http://x/{CANARY}",
                                  "X-Forwarded-For": CANARY})
    assert answer.status_code == status
    assert lines()
    assert not [line for line in lines() if CANARY in line]


def test_a_request_is_one_line_with_its_route_and_an_id_that_the_answer_has_too(lines, client):
    answer = client.get(f"/page/{CANARY}/")
    (line,) = [json.loads(line) for line in lines() if json.loads(line).get("event") == "request"]
    assert line.items() >= {"method": "GET", "route": "page/<str:word>/", "status": 200, "board": str(BOARD),
                            "request": answer["X-Request-ID"]}.items()
    assert line["milliseconds"] >= 0


def test_a_method_that_nobody_knows_is_not_written_down(lines, client):
    client.generic(CANARY, "/page/x/")
    assert CANARY not in "".join(lines())
    assert '"method": "other"' in "".join(lines())


def test_an_error_is_told_by_kind_and_place(lines, client):
    client.get(f"/breaks/{CANARY}/")
    (line,) = [json.loads(line) for line in lines() if json.loads(line).get("event") == "request.failed"]
    assert line["error"] == "ValueError"
    assert any(place.startswith("test_logs.py:") and place.endswith(":breaks") for place in line["where"])


def test_a_librarys_words_are_not_passed_on(lines):
    logging.getLogger("somebody.else").error("could not read %s", CANARY)
    logging.getLogger("somebody.else").error(f"could not read {CANARY}", extra={"name2": CANARY}, stack_info=True)
    try:
        raise KeyError(CANARY)
    except KeyError:
        logging.getLogger("procrastinate.worker").exception(CANARY)
    found = [json.loads(line) for line in lines()]
    assert len(found) == 3
    assert found[2]["error"] == "KeyError"
    assert CANARY not in "".join(lines())


def test_a_field_that_nobody_reviewed_is_refused(lines):
    with pytest.raises(logs.FieldNotAllowed, match="name"):
        logs.event("mail.sent", name="Sem")
    logs.event("mail.sent", outbox=uuid4())
    assert len(lines()) == 1


@pytest.mark.parametrize("value", ["Sem de Vries", "sem@example.org", ["Sem"], {"a": "Sem"}, b"Sem", "é", "a" * 200])
def test_a_value_that_is_no_id_number_or_word_is_told_by_its_kind(lines, value):
    logs.event("mail.sent", code=value)
    assert json.loads(lines()[0])["code"] == f"<{type(value).__name__}>"


def test_the_id_of_one_request_does_not_reach_the_next(lines, client):
    ids = [client.get("/page/x/")["X-Request-ID"] for _ in range(2)]
    assert len(set(ids)) == 2
    assert logs.request_id.get() == ""
