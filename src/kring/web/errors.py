"""Answers that are no page of a domain: too much, too often, not there, broken. One look, Django's names.

Here belong the exceptions that a view may raise for them. Refusals of a rule are no errors: see middleware.
"""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


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
    return render(request, "400.html", status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """This function will answer a form that is older than the session."""
    return render(request, "403_csrf.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """This function will answer what is not there and what is not yours, in the same words."""
    return render(request, "404.html", status=404)


def too_large(request: HttpRequest) -> HttpResponse:
    """This function will answer what was larger than we take."""
    return render(request, "413.html", status=413)


def too_many(request: HttpRequest, *, wait_seconds: int) -> HttpResponse:
    """This function will answer what was asked too often."""
    minutes = -(-wait_seconds // 60)
    response = render(request, "429.html", {"wait_seconds": wait_seconds, "wait_minutes": minutes}, status=429)
    response["Retry-After"] = str(wait_seconds)
    return response
