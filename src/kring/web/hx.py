"""What a view must know of htmx and of repeated sending."""

from urllib.parse import urlsplit
from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest

KEY_FIELD = "form_key"


def is_partial(request: HttpRequest) -> bool:
    """This function will say whether htmx asked for a part of the page."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Request-Type") != "full"


def is_htmx(request: HttpRequest) -> bool:
    """This function will say whether htmx sent this request."""
    return request.headers.get("HX-Request") == "true"


def current_path(request: HttpRequest) -> str:
    """This function will return the page that the person looks at: for htmx the page around the part.

    A page of another host counts as none, and what cannot be asked for again (a POST) is no page.
    """
    if is_htmx(request):
        page = urlsplit(request.headers.get("HX-Current-URL", ""))
        same_host = page.netloc == request.get_host()
        return (page.path + (f"?{page.query}" if page.query else "")) if same_host else ""
    return request.get_full_path() if request.method in ("GET", "HEAD") else ""


def page_before(request: HttpRequest) -> str:
    """This function will return the page of ours that a form was sent from, "" where the browser does not say or nothing was sent."""
    page = urlsplit(request.headers.get("Referer", ""))
    ours = request.method == "POST" and page.netloc == request.META.get("HTTP_HOST") and not page.path.startswith("//")
    return page.path + (f"?{page.query}" if page.query else "") if ours else ""


def form_key(request: HttpRequest) -> UUID:
    """This function will return the key that `{% form_key %}` put in the form.

    Raises: BadRequest without one; every form of ours carries it.
    """
    try:
        return UUID(request.POST.get(KEY_FIELD, ""))
    except ValueError as wrong:
        raise BadRequest("the form carries no key") from wrong
