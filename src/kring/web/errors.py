"""Answers that are no page of a domain: too much, too often, not there, broken. One look, Django's names.

Here belong the exceptions that a view may raise for them. Refusals of a rule are no errors: see middleware.
"""

import re
import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from kring.web import hx

# What is never said back, however it came in; long text of a person is.
SECRET = frozenset({"password", "again", "code", "credential", "login", "csrfmiddlewaretoken"})
A_SENTENCE = re.compile(r"\S\s+\S+\s+\S")
AWAY_SECONDS = 30


class TooLarge(Exception):
    """What was sent is larger than this place takes."""


class TooMany(Exception):
    """This was asked too often; `wait_seconds` says how long to wait."""

    def __init__(self, *, wait_seconds: int) -> None:
        super().__init__(f"wait {wait_seconds} s")
        self.wait_seconds = wait_seconds


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer what could not be read; what was merely too much gets its own page."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)):
        return too_large(request)
    return _page(request, 400, typed=typed_in(request))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This function will answer a form that is older than the session, and hand back what was typed in it."""
    return _page(request, 403, template="403_csrf.html", typed=typed_in(request))


def signed_out(request: HttpRequest, *, sign_in: str) -> HttpResponse | None:
    """This function will hand back what was typed by somebody whose session ended meanwhile; None where nothing was."""
    typed = typed_in(request)
    return _page(request, 403, template="403_away.html", typed=typed, sign_in=sign_in) if typed else None


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer what is not there and what is not yours, in the same words."""
    return _page(request, 404)


def not_allowed(request: HttpRequest, answered: HttpResponse) -> HttpResponse:
    """This function will answer an address that only a button leads to with the page that the button stands on."""
    response = _page(request, 405, around=page_around(request))
    response["Allow"] = answered["Allow"]
    return response


def too_large(request: HttpRequest) -> HttpResponse:
    """This function will answer what was larger than we take."""
    return _page(request, 413)


def too_many(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    """This function will answer what was asked too often."""
    response = _page(request, 429, wait_minutes=-(-wait_seconds // 60), typed=typed_in(request))
    response["Retry-After"] = str(wait_seconds)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """This function will answer what went wrong on our side: a database that is away comes back by itself.

    It asks the database nothing. What the frame around the page stumbles over leaves the page without a frame.
    """
    values = {"typed": typed_in(request), "again": hx.current_path(request), "messages": ()}
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        response = _page(request, 503, **values, frame=None)
        response["Retry-After"] = str(AWAY_SECONDS)
        return response
    try:
        return _page(request, 500, **values)
    except Exception:  # whatever it is, the person is told
        return HttpResponse(render_to_string("500.html", {"typed": values["typed"]}), status=500)


def typed_in(request: HttpRequest) -> list[str]:
    """This function will return the sentences that were typed in a form of our own that could not be taken.

    What another site sent is never shown as if it was typed here.
    """
    if request.method != "POST" or not _is_our_own_form(request):
        return []
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return []
    return [value for name, value in sent if name not in SECRET and A_SENTENCE.search(value)]


def page_around(request: HttpRequest) -> str:
    """This function will return the nearest page above an address that is open to this person, "" where there is none."""
    path, actor = request.path.rstrip("/"), getattr(request, "actor", None)
    while path := path.rpartition("/")[0]:
        try:
            admits = getattr(resolve(f"{path}/").func, "access", None)
        except Resolver404:
            continue
        if admits and (admits.public or (actor and actor.capacity in admits.capacities)):
            return f"{path}/"
    return ""


def _is_our_own_form(request: HttpRequest) -> bool:
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and origin.netloc == request.META.get("HTTP_HOST")


def _page(request: HttpRequest, status: int, *, template: str = "", **values: Any) -> HttpResponse:
    """A part that htmx asked for is left as it stands: an error is no part of a page."""
    response = render(request, template or f"{status}.html", values | {"before": hx.page_before(request)}, status=status)
    if hx.is_partial(request):
        response["HX-Reswap"] = "none"
    return response
