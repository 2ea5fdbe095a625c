"""A job is enqueued with its act or not at all, runs in the board that it names, at least once, and carries ids only."""

import ast
import importlib
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from kring.ground import clock, heartbeats, jobs, notices
from kring.ground.models import BoardEntry, Capability, Receipt
from kring.ground.tenancy import NoBoard, board_transaction
from kring.ground.tests.cast import BOARD, OTHER_BOARD, SEM

SOURCE = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def own_jobs(monkeypatch):
    """Jobs that a test registers are known to that test alone."""
    monkeypatch.setattr(jobs, "_jobs", dict(jobs.registered()))


def keep(*, board_id, at, receipt_id, why=None):
    """Write a row, so that a test can see that a job ran, where and when."""
    Receipt.objects.create(id=receipt_id, board_id=board_id, actor_id=SEM, key=uuid4(), answer=why, at=at)


def waiting() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return cursor.fetchall()


def kept(board_id=BOARD) -> list[UUID]:
    with board_transaction(board_id):
        return list(Receipt.objects.filter(board_id=board_id).values_list("id", flat=True))


def test_a_job_of_an_act_that_was_rolled_back_never_was(real_board):
    with board_transaction(BOARD):
        jobs.enqueue("a.b", board_id=BOARD)
        transaction.set_rollback(True)
    assert waiting() == []
    with board_transaction(BOARD):
        jobs.enqueue("a.b", board_id=BOARD)
    assert [name for name, _ in waiting()] == ["a.b"]


def test_a_job_is_one_statement(board, django_assert_num_queries):
    with django_assert_num_queries(1):
        jobs.enqueue("a.b", board_id=BOARD, asset_id=SEM)


@pytest.mark.parametrize("value", ["Sem de Vries", 1.5, {"a": 1}, [1], True, b"x"])
def test_a_job_carries_ids_and_nothing_else(board, value):
    with pytest.raises(TypeError, match="ids only"):
        jobs.enqueue("a.b", board_id=BOARD, what=value)
    jobs.enqueue("a.b", board_id=BOARD, what=SEM, many=[SEM], number=3, nothing=None)
    assert len(waiting()) == 1


def test_the_very_same_job_waits_once_when_that_was_asked(board):
    for asset_id in (SEM, SEM, BOARD):
        jobs.enqueue("a.b", board_id=BOARD, only_one=True, asset_id=asset_id)
    assert len(waiting()) == 2
    jobs.enqueue("a.b", board_id=BOARD, asset_id=SEM)
    assert len(waiting()) == 3


def test_a_job_for_later_waits_by_the_real_clock_when_the_clock_is_shifted(real_board):
    clock.shift(86400)
    try:
        due = clock.now() + timedelta(minutes=5)
        with board_transaction(BOARD):
            jobs.enqueue("a.b", board_id=BOARD, schedule_at=due)
        with connection.cursor() as cursor:
            cursor.execute("SELECT scheduled_at - clock_timestamp() FROM procrastinate_jobs")
            left = cursor.fetchone()[0]
    finally:
        clock.use_shift(0)
    assert timedelta(minutes=4) < left <= timedelta(minutes=5)


def test_the_worker_runs_a_job_in_its_board_with_the_ids_and_the_shifted_moment(real_board):
    jobs.task("test.keep")(keep)
    one, two = uuid4(), uuid4()
    with board_transaction(BOARD):
        jobs.enqueue("test.keep", board_id=BOARD, receipt_id=one)
    with board_transaction(OTHER_BOARD):
        jobs.enqueue("test.keep", board_id=OTHER_BOARD, receipt_id=two)
    clock.shift(86400 * 365)
    jobs.run_worker(with_sweeps=False, wait=False)
    assert (kept(BOARD), kept(OTHER_BOARD)) == ([one], [two])
    with board_transaction(BOARD):
        ran = Receipt.objects.get(board_id=BOARD).at
    assert timedelta(0) <= clock.now() - ran < timedelta(minutes=1)
    clock.use_shift(0)
    assert ran - clock.now() > timedelta(days=360)


def test_a_job_that_ended_well_is_gone_and_one_that_failed_is_tried_again_later(real_board):
    @jobs.task("test.fails")
    def fails(*, board_id, at, receipt_id):
        keep(board_id=board_id, at=at, receipt_id=receipt_id)
        raise ZeroDivisionError

    jobs.task("test.keep")(keep)
    with board_transaction(BOARD):
        jobs.enqueue("test.fails", board_id=BOARD, receipt_id=uuid4())
        jobs.enqueue("test.keep", board_id=BOARD, receipt_id=(good := uuid4()))
    jobs.run_worker(with_sweeps=False, wait=False)
    assert kept() == [good]
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text, attempts, scheduled_at > clock_timestamp() FROM procrastinate_jobs")
        assert cursor.fetchall() == [("test.fails", "todo", 1, True)]


def test_a_job_that_a_job_enqueues_is_part_of_its_transaction(real_board):
    @jobs.task("test.first")
    def first(*, board_id, at):
        jobs.enqueue("test.second", board_id=board_id)
        raise ZeroDivisionError

    @jobs.task("test.second")
    def second(*, board_id, at):
        keep(board_id=board_id, at=at, receipt_id=uuid4())

    with board_transaction(BOARD):
        jobs.enqueue("test.first", board_id=BOARD)
    jobs.run_worker(with_sweeps=False, wait=False)
    assert kept() == []
    assert [name for name, _ in waiting()] == ["test.first"]


def test_a_job_without_a_board_is_not_run(real_board):
    jobs.task("test.keep")(keep)
    with pytest.raises(NoBoard):
        jobs.run("test.keep", {"receipt_id": str(uuid4())})
    jobs.run("test.keep", {"board_id": str(BOARD), "receipt_id": str(good := uuid4())})
    assert kept() == [good]


def test_a_job_that_opens_its_own_transactions_is_in_none(real_board):
    seen = []

    @jobs.task("test.long", whole=False)
    def long(*, board_id, at):
        seen.append(connection.in_atomic_block)
        with board_transaction(board_id):
            keep(board_id=board_id, at=at, receipt_id=uuid4())

    jobs.run("test.long", {"board_id": str(BOARD)})
    assert seen == [False]
    assert len(kept()) == 1


def test_a_job_must_take_its_board_and_its_moment():
    with pytest.raises(TypeError, match="board_id and at"):
        jobs.task("test.wrong")(lambda *, asset_id: None)
    jobs.task("test.right")(lambda *, board_id, at: None)


def test_two_jobs_cannot_share_a_name():
    jobs.task("audit.sequence.other")(keep)
    with pytest.raises(ValueError, match="two jobs"):
        jobs.task("audit.sequence")(keep)


def test_an_unknown_name_is_an_error(real_board):
    with pytest.raises(jobs.UnknownJob):
        jobs.run("nobody.knows", {"board_id": str(BOARD)})


def enqueued_names() -> dict[str, str]:
    """Every name that is enqueued anywhere in the product: a literal, or what a name in that module stands for."""
    found = {}
    for path in SOURCE.glob("kring/**/*.py"):
        if "tests" in path.parts or "enqueue(" not in path.read_text(encoding="utf-8"):
            continue
        module = importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "enqueue":
                with suppress(NameError):  # a variable of a function, such as the gate of a notice
                    found[str(eval(ast.unparse(node.args[0]), vars(module)))] = f"{path.relative_to(SOURCE)}:{node.lineno}"
    return found


def test_every_name_that_is_enqueued_is_a_job():
    names = {**enqueued_names(), notices.GATE: "kring/ground/notices.py"}
    assert {name: place for name, place in names.items() if name not in jobs.registered()} == {}
    assert len(names) > 3


def test_the_sweeps_of_the_ground_are_registered_with_their_times():
    swept = {name: job.every for name, job in jobs.registered().items() if job.every}
    assert swept.items() >= {
        "audit.sequence": jobs.EACH_MINUTE, "files.settle": jobs.EACH_MINUTE, "jobs.beat": jobs.EACH_MINUTE,
        "notices.find_lost": jobs.EACH_HOUR, "retention.run": jobs.EACH_HOUR}.items()
    app = jobs.build_app(with_sweeps=True)
    assert {name for name, _ in app.periodic_registry.periodic_tasks} == {*swept, "jobs.rescue"}
    assert not jobs.build_app(with_sweeps=False).periodic_registry.periodic_tasks


def test_a_sweep_runs_in_every_board_also_after_one_failed(real_board):
    @jobs.sweep("test.sweep")
    def swept(*, board_id, at):
        if board_id == first:
            raise ZeroDivisionError
        keep(board_id=board_id, at=at, receipt_id=uuid4())

    first = BoardEntry.objects.first().id
    other = OTHER_BOARD if first == BOARD else BOARD
    with pytest.raises(ZeroDivisionError):
        jobs._run_sweep(jobs.registered()["test.sweep"])
    assert (len(kept(first)), len(kept(other))) == (0, 1)


def test_every_sweep_of_the_ground_runs(real_board, data_root):
    for name, job in jobs.registered().items():
        if job.function.__module__.startswith("kring.ground"):
            jobs._run_sweep(job) if job.every else None
            assert job.every, name
    assert heartbeats.last(name=jobs.WORKER) is not None


KILLED = """
import os, signal, django
django.setup()
from kring.ground import jobs
from kring.ground.models import Capability
from kring.ground.tests.cast import AT

@jobs.task("test.effect")
def effect(*, board_id, at, mark):
    Capability.objects.get_or_create(board_id=board_id, token_hash=mark.bytes, defaults=dict(
        kind="export", scope="a", issued_at=AT, expires_at=AT))
    if os.environ["DIES"] == "1":
        os.kill(os.getpid(), signal.SIGKILL)

jobs.run_worker(with_sweeps=os.environ["DIES"] == "0", wait=os.environ["DIES"] == "0")
"""


def worker(real_db, postgres, *, dies: bool) -> subprocess.Popen:
    environment = {**os.environ, "DATABASE_URL": postgres.url(real_db[0], "kring_app"), "DIES": "1" if dies else "0",
                   "KEYS_DATABASE_URL": postgres.url(real_db[1], "kring_app"),
                   "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen([sys.executable, "-c", KILLED], env=environment, stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE)


@pytest.mark.slow
def test_a_job_whose_worker_was_killed_is_done_by_the_next_and_once(real_board, real_db, postgres):
    """Takes a minute: the next worker finds the silence of the first by its missing heartbeat."""
    mark = uuid4()
    with board_transaction(BOARD):
        jobs.enqueue("test.effect", board_id=BOARD, mark=mark)
    first = worker(real_db, postgres, dies=True)
    assert first.wait(timeout=60) == -signal.SIGKILL
    first.stderr.close()
    second = worker(real_db, postgres, dies=False)
    try:
        for _ in range(300):
            with board_transaction(BOARD):
                if Capability.objects.filter(board_id=BOARD, token_hash=mark.bytes).count() == 1:
                    break
            time.sleep(0.5)
    finally:
        second.terminate()
        second.wait(timeout=60)
        second.stderr.close()
    with board_transaction(BOARD):
        assert Capability.objects.filter(board_id=BOARD).count() == 1


