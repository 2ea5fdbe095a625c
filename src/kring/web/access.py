"""The door of every view: which capacities may come in. What one may do inside is for the rules.

    @access("teacher", "support")   these caps; others see that the page does not exist
    @access.signed_in               every person with a session
    @access.public                  everyone
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import urlencode

from kring.web import errors, hx

View = TypeVar("View", bound=Callable[..., Any])

PERSONS = frozenset({"guardian", "pupil", "teacher", "support", "director", "administrator", "officer"})
STAFF = frozenset({"teacher", "support", "director", "administrator", "officer"})


@dataclass(frozen=True)
class Access:
    """Who may open a view. `step_up` asks for a fresh proof of identity; the sign-in middleware reads it."""

    capacities: frozenset[str]
    public: bool = False
    step_up: bool = False


class _Door:
    """The decorator, so that `access(...)`, `access.public` and `access.signed_in` read as one word."""

    def __call__(self, *capacities: str, step_up: bool = False) -> Callable[[View], View]:
        """This function will let in these capacities.

        Raises: ValueError for a capacity that does not exist, or for none.
        """
        if not capacities or set(capacities) - PERSONS:
            raise ValueError(f"capacities are {sorted(PERSONS)}, not {capacities}")
        return _guard(Access(frozenset(capacities), step_up=step_up))

    def public(self, view: View) -> View:
        """This function will let in everyone."""
        return _guard(Access(PERSONS, public=True))(view)

    def signed_in(self, view: View) -> View:
        """This function will let in every person who has signed in."""
        return _guard(Access(PERSONS))(view)


def _guard(admits: Access) -> Callable[[View], View]:
    def guarded(view: View) -> View:
        if iscoroutinefunction(view):

            @functools.wraps(view)
            async def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                return _turned_away(admits, request) or await view(request, *args, **kwargs)

        else:

            @functools.wraps(view)
            def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
                return _turned_away(admits, request) or view(request, *args, **kwargs)

        wrapper.access = admits  # type: ignore[attr-defined]
        return wrapper  # type: ignore[return-value]

    return guarded


def _turned_away(admits: Access, request: HttpRequest) -> HttpResponse | None:
    if admits.public:
        return None
    actor = getattr(request, "actor", None)
    if actor is None:
        return _to_sign_in(request)
    if actor.capacity not in admits.capacities:
        raise Http404
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    """A repeated GET after sign-in is harmless, a repeated POST is not: then no `next`."""
    page = hx.current_path(request)
    target = resolve_url(settings.LOGIN_URL) + (f"?{urlencode({'next': page})}" if page else "")
    if hx.is_htmx(request):
        return HttpResponse(status=401, headers={"HX-Redirect": target})
    return errors.signed_out(request, sign_in=target) or HttpResponseRedirect(target)


access = _Door()
