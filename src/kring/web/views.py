"""Pages of the look itself. Pages about people stand in the domains."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from kring.web import assets, specimen
from kring.web.access import access

YEAR_SECONDS = 365 * 24 * 3600


@access.public
def design(request: HttpRequest) -> HttpResponse:
    """This function will show every part in every state; ?theme=light or dark overrules the system."""
    theme = request.GET.get("theme", "")
    return render(request, "web/design.html", specimen.everything() | {"theme": theme if theme in ("light", "dark") else ""})


@access.public
def language(request: HttpRequest) -> HttpResponse:
    """This function will offer the languages, and keep the chosen one in a cookie."""
    onward = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None):
        onward = "/"
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return render(request, "web/language.html", {"languages": settings.LANGUAGES, "next": onward})
    response = HttpResponseRedirect(onward)
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, chosen, max_age=YEAR_SECONDS, secure=request.is_secure(), httponly=True, samesite="Lax")
    return response


@access.signed_in
def places(request: HttpRequest) -> HttpResponse:
    """This function will list every place of the cap one wears; on a phone the menu has room for five."""
    return render(request, "web/places.html")


@access.public
def offline(request: HttpRequest) -> HttpResponse:
    """This function will say that there is no connection. A browser keeps this page, so it names nobody and no school."""
    return render(request, "offline.html", {"frame": None, "messages": ()})


@access.public
def service_worker(request: HttpRequest) -> HttpResponse:
    """This function will give the script that shows the offline page; it stands at the root to reach every page."""
    mark = assets.fingerprint(assets.BUILT)[:8]
    return render(request, "web/sw.js", {"mark": mark}, content_type="text/javascript; charset=utf-8")
