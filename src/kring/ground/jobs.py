"""Work that is done after an act: enqueued by name in the act's own transaction, run by the worker, board by board.

A job carries ids only. It runs at least once, so what it does must bear repeating; what it works on may be gone by then.
Work that falls due by time is found by a sweep, each minute. What a job decides is decided by the action that it calls.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from inspect import signature
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps
from django.db import transaction
from procrastinate import App, RetryStrategy, exceptions
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.utils import connector_params
from procrastinate.manager import JobManager
from procrastinate.psycopg_connector import PsycopgConnector
from procrastinate.tasks import configure_task

from kring.ground import clock, heartbeats, logs
from kring.ground.models.core import BoardEntry
from kring.ground.tenancy import NoBoard, board_transaction

DATABASE = "default"
CONCURRENCY = 4
EACH_MINUTE, EACH_HOUR = "* * * * *", "17 * * * *"
# After 3, 9, 27 … seconds, in all some three hours; then it stays as failed, and the health page counts it.
RETRY = RetryStrategy(max_attempts=8, exponential_wait=3)
WORKER = "worker"

F = TypeVar("F", bound=Callable[..., Any])
Id = UUID | int | None


class UnknownJob(Exception):
    """No module registered a job of this name."""


@dataclass(frozen=True)
class Job:
    """What runs under a name. `every` is set for a sweep; a whole job is one transaction, another opens its own."""

    name: str
    function: Callable[..., Any]
    whole: bool = True
    every: str = ""
    per_board: bool = True


_jobs: dict[str, Job] = {}


def task(name: str, *, whole: bool = True) -> Callable[[F], F]:
    """This function will register the decorated function, which takes keywords `board_id`, `at` and the ids enqueued.

    It runs in one transaction of its board. With `whole=False` it must open its own by `board_transaction(board_id)`: for
    long work that should hold no connection, such as pictures.
    """
    def register(function: F) -> F:
        if not {"board_id", "at"} <= signature(function).parameters.keys():
            raise TypeError(f"the job {name} must take board_id and at")
        _register(Job(name, function, whole=whole))
        return function

    return register


def sweep(name: str, *, every: str = EACH_MINUTE, per_board: bool = True) -> Callable[[F], F]:
    """This function will register the decorated function to run regularly, for each board with `board_id` and `at` in a
    transaction of its own; with `per_board=False` once for all, with `at`, outside a transaction."""
    def register(function: F) -> F:
        _register(Job(name, function, every=every, per_board=per_board))
        return function

    return register


def enqueue(name: str, *, board_id: UUID, only_one: bool = False, schedule_at: datetime | None = None,
            **ids: Id | list[UUID]) -> None:
    """This function will put a job in the queue, in the current transaction: rolled back, it never was.

    With `only_one` nothing is added while the very same job still waits. `schedule_at` is a moment of `ground.clock`.
    Raises: TypeError for an argument that is no id.
    """
    arguments = {"board_id": str(board_id), **{key: _encoded(key, value) for key, value in ids.items()}}
    lock = "|".join([name, *(f"{key}={arguments[key]}" for key in sorted(arguments))]) if only_one else None
    # Always on Django's own connection, also within the worker, whose app has another.
    deferrer = configure_task(name=name, job_manager=JobManager(DjangoConnector(DATABASE)), queueing_lock=lock,
                              schedule_at=_unshifted(schedule_at))
    if not only_one:
        deferrer.defer(**arguments)
        return
    try:
        with transaction.atomic(using=DATABASE):
            deferrer.defer(**arguments)
    except exceptions.AlreadyEnqueued:
        return


def registered() -> dict[str, Job]:
    """This function will return every job by its name, having read the `jobs` module of every app."""
    import_module("kring.ground.sweeps")
    for config in apps.get_app_configs():
        if config.name.startswith("kring.") and find_spec(f"{config.name}.jobs"):
            import_module(f"{config.name}.jobs")
    return dict(_jobs)


def run(name: str, arguments: dict[str, Any]) -> None:
    """This function will run one job as the worker does. Raises: UnknownJob, NoBoard for a job without a board."""
    job = registered().get(name)
    if job is None:
        raise UnknownJob(name)
    _run_job(job, **arguments)


def build_app(*, with_sweeps: bool) -> App:
    """This function will return procrastinate's app with every registered job, on connections of its own."""
    app = DjangoApp(connector=PsycopgConnector(kwargs=connector_params(DATABASE)))
    for job in registered().values():
        if not job.every:
            app.task(name=job.name, retry=RETRY)(partial(_run_job, job))
        elif with_sweeps:
            swept = app.task(name=job.name, lock=job.name, queueing_lock=job.name)(partial(_run_sweep, job))
            app.periodic(cron=job.every)(swept)
    if with_sweeps:
        _register_rescue(app)
    return app


def run_worker(*, with_sweeps: bool = True, wait: bool = True) -> None:
    """This function will run jobs until the process is told to stop; with `wait=False` until the queue is empty."""
    app = build_app(with_sweeps=with_sweeps)
    app.run_worker(concurrency=CONCURRENCY, wait=wait, delete_jobs="successful", install_signal_handlers=wait,
                   shutdown_graceful_timeout=20, listen_notify=wait)


def _register(job: Job) -> None:
    known = _jobs.setdefault(job.name, job)
    if known.function.__code__.co_filename != job.function.__code__.co_filename:
        raise ValueError(f"two jobs are called {job.name}")


def _run_job(job: Job, *, board_id: str | None = None, **arguments: Any) -> None:
    if board_id is None:
        raise NoBoard(f"the job {job.name} came without a board")
    board, began = UUID(board_id), time.monotonic()
    ids = {key: _decoded(value) for key, value in arguments.items()}
    clock.load()
    try:
        if job.whole:
            with board_transaction(board):
                job.function(board_id=board, at=clock.now(), **ids)
        else:
            job.function(board_id=board, at=clock.now(), **ids)
    except Exception as problem:
        logs.event("job.failed", level="error", task=job.name, board=board, error=problem)
        raise
    logs.event("job.done", task=job.name, board=board, milliseconds=round((time.monotonic() - began) * 1000))


def _run_sweep(job: Job, **_: Any) -> None:
    """This function will run a sweep; a board in which it fails keeps no other from its turn."""
    clock.load()
    if not job.per_board:
        job.function(at=clock.now())
        return
    failed: list[Exception] = []
    for board_id in list(BoardEntry.objects.values_list("id", flat=True)):
        try:
            with board_transaction(board_id):
                job.function(board_id=board_id, at=clock.now())
        except Exception as problem:
            logs.event("sweep.failed", level="error", task=job.name, board=board_id, error=problem)
            failed.append(problem)
    if failed:
        raise failed[0]


def _register_rescue(app: App) -> None:
    """This function will let the app put back, each minute, the jobs of a worker that died, and say that this one lives."""
    async def rescue(timestamp: int) -> None:
        for stalled in await app.job_manager.get_stalled_jobs():
            await app.job_manager.retry_job(stalled)

    rescued = app.task(name="jobs.rescue", queueing_lock="jobs.rescue")(rescue)
    app.periodic(cron=EACH_MINUTE)(rescued)


@sweep("jobs.beat", per_board=False)
def beat(*, at: datetime) -> None:
    """This function will write that a worker lives."""
    heartbeats.beat(name=WORKER, at=at)


def _encoded(key: str, value: Any) -> Any:
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (list, tuple)) and all(isinstance(one, UUID) for one in value):
        return [str(one) for one in value]
    raise TypeError(f"a job carries ids only; {key} is a {type(value).__name__}")


def _decoded(value: Any) -> Any:
    if isinstance(value, list):
        return [UUID(one) for one in value]
    return UUID(value) if isinstance(value, str) else value


def _unshifted(moment: datetime | None) -> datetime | None:
    """This function will turn a moment of the shifted clock into one of the real clock, by which the worker waits."""
    return moment and moment - (clock.now() - datetime.now(UTC))
