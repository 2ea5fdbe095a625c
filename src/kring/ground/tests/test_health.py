"""An installation says whether it is well, to machines and without a word of what it holds."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from kring.ground import clock, health, heartbeats, jobs, retention
from kring.ground.tenancy import board_transaction
from kring.ground.tests.cast import AT, BOARD


def handler404(request, exception):
    return HttpResponse(status=404)


urlpatterns = [path("healthz", health.healthz), path("readyz", health.readyz), path("metrics", health.metrics)]


@pytest.fixture
def client():
    with override_settings(ROOT_URLCONF=__name__, MIDDLEWARE=[]):
        yield Client()


def test_a_process_that_lives_says_so_without_a_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_an_installation_that_can_serve_says_so(board, client):
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"database": True, "keys": True, "root_key": True, "files": True})


def test_one_whose_key_store_is_gone_says_which_part(real_board, databases, client):
    from django.db import connections

    place = connections["keys"].settings_dict
    before = place["NAME"]
    connections["keys"].close()
    place["NAME"] = "kring_nowhere"
    try:
        answer = client.get("/readyz")
    finally:
        connections["keys"].close()
        place["NAME"] = before
    assert answer.status_code == 503
    assert [name for name, well in answer.json().items() if not well] == ["keys"]


def test_metrics_count_and_name_nobody(board, client):
    with board_transaction(BOARD):
        jobs.enqueue("a.b", board_id=BOARD)
    answer = client.get("/metrics")
    assert answer.status_code == 200
    lines = answer.content.decode().splitlines()
    assert 'kring_jobs{task="a.b",status="todo"} 1' in lines
    assert "kring_worker_silent 1" in lines
    assert str(BOARD) not in answer.content.decode()


@pytest.mark.parametrize("headers", [
    {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "2001:db8::7"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix"},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, {"HTTP_FORWARDED": "for=192.0.2.7"}, {"HTTP_X_REAL_IP": "192.0.2.7"},
])
def test_metrics_are_for_this_machine_and_as_if_absent_to_any_other(board, client, headers):
    assert client.get("/metrics", **headers).status_code == 404
    for address in ("127.0.0.1", "::1"):
        assert client.get("/metrics", REMOTE_ADDR=address).status_code == 200


def test_the_state_tells_what_fell_silent(board):
    assert health.state(AT).worker_silent
    heartbeats.beat(name=jobs.WORKER, at=AT)
    heartbeats.beat(name=retention.HEARTBEAT, at=AT)
    soon, later = health.state(AT + timedelta(minutes=5)), health.state(AT + timedelta(hours=25))
    assert (soon.worker_silent, soon.retention_overdue) == (False, False)
    assert (later.worker_silent, later.retention_overdue) == (True, True)


def test_the_state_counts_jobs_that_were_given_up(board):
    with board_transaction(BOARD):
        jobs.enqueue("a.b", board_id=BOARD)
    assert health.state(AT).failed_jobs == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed'")
    assert health.state(AT).failed_jobs == 1


def test_the_state_tells_that_no_mail_can_go(board, settings, post):
    assert not health.state(AT).no_mail_server
    settings.KRING_SMTP_URL = ""
    assert health.state(AT).no_mail_server


def test_metrics_use_the_shifted_clock(board):
    clock.shift(86400 * 30)
    heartbeats.beat(name=jobs.WORKER, at=clock.now())
    clock.use_shift(0)
    try:
        answer = health.metrics(RequestFactory().get("/metrics", REMOTE_ADDR="127.0.0.1"))
    finally:
        clock.use_shift(0)
    assert "kring_worker_silent 0" in answer.content.decode()
