"""The worker at work while the story is played: real processes on the real queue, and what nobody needs any more taken off it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from uuid import UUID

from django.conf import settings

from kring.ground import jobs

TELL = "posts.tell"
_UNTIL_EMPTY = "import django; django.setup(); from kring.ground import jobs; jobs.run_worker(with_sweeps=False, wait=False)"


class WorkerFailed(Exception):
    """A worker ended otherwise than with an empty queue."""


class Workers:
    """Worker processes that run until the queue is empty."""

    def __init__(self, *, processes: int) -> None:
        self._running = [subprocess.Popen([sys.executable, "-c", _UNTIL_EMPTY], env=_environment()) for _ in range(processes)]

    def wait(self, *, watch: Callable[[], None] = lambda: None) -> None:
        """This function will wait until the queue is empty, calling `watch` now and then.   Raises: WorkerFailed."""
        while any(one.poll() is None for one in self._running):
            time.sleep(.3)
            watch()
        if any(one.returncode for one in self._running):
            raise WorkerFailed


def forget_tells(*, post_ids: set[UUID]) -> None:
    """This function will take the telling of old messages off the queue: whoever had to hear of them heard it then."""
    waiting = jobs.build_app(with_sweeps=False)
    with waiting.open():
        for job in waiting.job_manager.list_jobs(task=TELL, status="todo"):
            if UUID(job.task_kwargs["post_id"]) in post_ids:
                waiting.job_manager.cancel_job_by_id(job.id, delete_job=True)


def at_once() -> int:
    """This function will say how many pictures can be opened side by side here."""
    return min(3, os.cpu_count() or 1)


def _environment() -> dict[str, str]:
    """The environment of a process that works on the databases that this one works on."""
    return {**os.environ, "DATABASE_URL": _url("default"), "KEYS_DATABASE_URL": _url("keys"),
            "KRING_DATA": str(settings.KRING_DATA), "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def _url(alias: str) -> str:
    place = settings.DATABASES[alias]
    login = f"{place['USER']}:{place['PASSWORD']}" if place["PASSWORD"] else place["USER"]
    if place["HOST"].startswith("/"):
        return f"postgresql://{login}@/{place['NAME']}?host={place['HOST']}"
    return f"postgresql://{login}@{place['HOST']}:{place['PORT'] or 5432}/{place['NAME']}"
