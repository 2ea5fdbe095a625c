"""JSON log lines with allow-listed fields. Ids only: no address with its query, no body, no text of an error, no value.

Our own code logs events: `event("mail.sent", outbox=…)`. What a library logs is reduced to its logger, its level and,
for an error, the kind of error with the places it passed: a library's words may hold anything that a person typed.
"""

import json
import logging
import re
import time
import traceback
from contextvars import ContextVar
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import Http404

FIELDS = frozenset({
    "request", "method", "route", "status", "milliseconds", "board", "job", "task", "attempt", "outbox", "table",
    "rows", "count", "error", "where", "code", "seq", "file", "port", "pid", "heartbeat", "size",
})
_WORD = re.compile(r"[A-Za-z0-9_.:<>/-]{1,120}\Z")
_logger = logging.getLogger("kring")
request_id: ContextVar[str] = ContextVar("kring_request_id", default="")


class FieldNotAllowed(Exception):
    """A log line was about to hold a field that nobody reviewed."""


def event(name: str, /, *, level: str = "info", **fields: Any) -> None:
    """This function will write one line. Raises: FieldNotAllowed, so that a new field is a decision."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise FieldNotAllowed(", ".join(sorted(unknown)))
    _logger.log(getattr(logging, level.upper()), name, extra={"kring": fields})


class JsonFormatter(logging.Formatter):
    """One line of JSON per record, holding nothing but reviewed fields."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(), "from": record.name,
        }
        if request_id.get():
            line["request"] = request_id.get()
        fields = getattr(record, "kring", None)
        if fields is not None:
            line["event"] = record.msg
            for name, value in fields.items():
                line.update(_error(value) if isinstance(value, BaseException) else {name: _plain(value)})
        if record.exc_info and record.exc_info[1]:
            line.update(_error(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=True)


def configuration(*, level: str = "INFO") -> dict[str, Any]:
    """This function will return Django's LOGGING setting: every logger ends in the one JSON handler."""
    return {
        "version": 1, "disable_existing_loggers": False,
        "formatters": {"json": {"()": "kring.ground.logs.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "kring": {"level": level},
            # Django gives these handlers of its own, of which one writes mails with whole requests.
            "django": {"handlers": [], "propagate": True}, "django.server": {"handlers": [], "propagate": True},
        },
    }


class RequestLogMiddleware:
    """Gives each request an id (also in the answer) and writes one line when it is done: the route, never the address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        mark, began = uuid4().hex, time.monotonic()
        token = request_id.set(mark)
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = mark
            self._write(request, response.status_code, began)
            return response
        finally:
            request_id.reset(token)

    def process_exception(self, request, exception):
        # What is not there is an answer, no failure; refusals were turned into their page before they come here.
        if not isinstance(exception, Http404):
            event("request.failed", level="error", error=exception)

    def _write(self, request, status: int, began: float) -> None:
        match, actor = getattr(request, "resolver_match", None), getattr(request, "actor", None)
        event("request", method=request.method if request.method in _METHODS else "other",
              route=match.route if match else "none", status=status,
              milliseconds=round((time.monotonic() - began) * 1000), board=actor.board_id if actor else None)


_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def _plain(value: Any) -> Any:
    """This function will let through numbers, ids, moments and short words; anything else becomes its kind."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, (UUID, date)):
        return str(value)
    if isinstance(value, str) and _WORD.match(value):
        return value
    return f"<{type(value).__name__}>"


def _error(problem: BaseException) -> dict[str, Any]:
    """This function will tell an error by its kind and the places that it passed; not by its words or the values there."""
    frames = traceback.extract_tb(problem.__traceback__)
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}:{frame.name}" for frame in frames[-8:]]
    return {"error": type(problem).__name__, "where": places}
