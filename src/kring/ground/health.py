"""Whether this installation is alive and well, for machines: no word of what it holds.

`/healthz`: this process answers. `/readyz`: it can serve (database, key store, files). `/metrics`: counts, to this machine
only. What people see of it is a page's matter; `state` gives it the facts.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, connections
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from kring.ground import clock, heartbeats, jobs, mail, retention
from kring.ground.sealing import root_keys

SILENT_WORKER = timedelta(minutes=5)
LITTLE_ROOM_BYTES = 500_000_000
_COUNTS = "SELECT task_name, status::text, count(*) FROM procrastinate_jobs GROUP BY task_name, status ORDER BY 1, 2"


@dataclass(frozen=True)
class State:
    """What somebody who looks after an installation wants to know. Every flag is True when something is wrong."""

    worker_silent: bool
    retention_overdue: bool
    little_room: bool
    no_mail_server: bool
    failed_jobs: int


def state(at: datetime) -> State:
    """This function will look around and return what it finds."""
    beat = heartbeats.last(name=jobs.WORKER)
    failed = sum(count for _, status, count in _job_counts() if status == "failed")
    return State(
        worker_silent=beat is None or at - beat > SILENT_WORKER,
        retention_overdue=retention.overdue_alarm(at),
        little_room=shutil.disk_usage(_existing(Path(settings.KRING_DATA))).free < LITTLE_ROOM_BYTES,
        no_mail_server=not mail.is_configured(), failed_jobs=failed,
    )


def healthz(request: HttpRequest) -> HttpResponse:
    """This function will answer that this process does."""
    return HttpResponse("ok\n", content_type="text/plain", headers={"Cache-Control": "no-store"})


def readyz(request: HttpRequest) -> JsonResponse:
    """This function will answer 200 when everything that a page needs answers, else 503 and what does not."""
    parts = {"database": _answers("default"), "keys": _answers("keys"), "root_key": _has_root_key(),
             "files": os.access(_existing(Path(settings.KRING_DATA)), os.W_OK)}
    return JsonResponse(parts, status=200 if all(parts.values()) else 503, headers={"Cache-Control": "no-store"})


def metrics(request: HttpRequest) -> HttpResponse:
    """This function will give counts in the text form of Prometheus, to this machine itself and as if absent to any other."""
    if not _is_this_machine(request):
        raise Http404
    clock.load()
    found = state(clock.now())
    lines = [f"kring_{name} {int(value)}" for name, value in vars(found).items()]
    lines += [f'kring_jobs{{task="{task}",status="{status}"}} {count}' for task, status, count in _job_counts()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4",
                        headers={"Cache-Control": "no-store"})


def _is_this_machine(request: HttpRequest) -> bool:
    # A proxy on this machine passes on what comes from elsewhere, and says so.
    is_passed_on = any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP"))
    try:
        return not is_passed_on and ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _job_counts() -> list[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        return cursor.fetchall()


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _has_root_key() -> bool:
    try:
        return bool(root_keys().by_epoch)
    except (OSError, ValueError, KeyError):
        return False


def _existing(path: Path) -> Path:
    return path if path.exists() else _existing(path.parent)
