"""What happens to every answer: refusals and steps that are over become pages, headers are strict.

Here belongs nothing about one view. Who acts is put on the request by the middleware of accounts.
"""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kring.ground import audit, clock
from kring.ground.actor import Actor
from kring.ground.tenancy import board_transaction
from kring.norms import Refused
from kring.web import errors, hx

Answer = Callable[[HttpRequest], HttpResponse]

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "object-src": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
# What a page of a school never needs. The camera and microphone stay ours: photos and spoken messages.
DENIED = (
    "accelerometer", "autoplay", "display-capture", "geolocation", "gyroscope", "magnetometer", "midi", "payment", "usb",
    "browsing-topics", "idle-detection", "serial", "hid",
)  # fmt: skip

HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {value}" for name, value in POLICY.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not no-referrer: then browsers send `Origin: null` with a plain form, which the CSRF check refuses.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": ", ".join([*(f"{name}=()" for name in DENIED), "camera=(self)", "microphone=(self)"]),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
SECURE_HEADERS = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
NO_STORE = "private, no-store"


class SecurityHeadersMiddleware:
    """Puts the same strict headers on every answer. Only static files may be kept by a browser or a cache."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in (HEADERS | SECURE_HEADERS if request.is_secure() else HEADERS).items():
            response[name] = value
        if not request.path.startswith(settings.STATIC_URL):
            response["Cache-Control"] = NO_STORE
        return response


class RefusedMiddleware:
    """Turns a refusal of a rule into its page, with what can be done instead; htmx gets the part alone."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if refusal := getattr(request, "refusal", None):
            _write_down(request, refusal)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            return errors.not_allowed(request, response)
        return response

    def process_view(self, request: HttpRequest, view: Answer, args: Sequence[object], kwargs: Mapping[str, object]) -> HttpResponse | None:
        """This function will answer what is too large for memory: its files were dropped, so a form would only miss them."""
        sent = request.META.get("CONTENT_LENGTH") or ""
        return errors.too_large(request) if sent.isdecimal() and int(sent) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """This function will answer refusals, too much and too often; everything else goes on."""
        if isinstance(exception, Refused):
            return refused(request, exception)
        if isinstance(exception, errors.TooLarge):
            return errors.too_large(request)
        if isinstance(exception, errors.TooMany):
            return errors.too_many(request, wait_seconds=exception.wait_seconds)
        return None


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """This function will show a refusal: why not, and what can be done. A view may say how, in `request.remedies`."""
    request.refusal = refusal  # type: ignore[attr-defined]
    template = "web/_refused.html" if hx.is_partial(request) else "web/refused.html"
    values = {"verdict": refusal.verdict, "ways": getattr(request, "remedies", {}),
              "back": hx.current_path(request) or hx.page_before(request), "typed": errors.typed_in(request)}
    return render(request, template, values, status=403)


def _write_down(request: HttpRequest, refusal: Refused) -> None:
    """Keep that a rule refused, in a transaction of its own: that of the act has rolled back by now."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        return
    match = request.resolver_match
    thing = next((value for value in match.kwargs.values() if isinstance(value, UUID)), None) if match else None
    on = (match.view_name, thing) if match and thing else ("person", actor.person_id or actor.board_id)
    with board_transaction(actor.board_id):
        audit.record("refused", actor=actor, on=on, at=clock.now(), verdict=refusal.verdict)
