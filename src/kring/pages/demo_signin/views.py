"""The page on which a newcomer picks who to be."""

from django.conf import settings
from django.http import Http404
from django.middleware.csrf import rotate_token
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kring.domains.accounts.actions import demo
from kring.domains.accounts.actions.signin import Origin
from kring.ground import clock
from kring.pages.demo_signin import queries
from kring.web.access import access


@access.public
def door(request):
    if not demo.is_demo():
        raise Http404
    wanted = request.POST.get("next") or request.GET.get("next") or "/"
    onward = wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/") else "/"
    if request.method != "POST":
        groups = queries.groups(settings.KRING_CAST, language=request.LANGUAGE_CODE)
        return render(request, "demo_signin/door.html", {"groups": groups, "next": onward})
    origin = Origin(net="", marks="", agent=request.headers.get("User-Agent", ""))
    place = demo.sign_in_as(session=request.session, username=request.POST.get("username", ""), origin=origin,
                            capacity=request.POST.get("role", ""), at=clock.now())
    rotate_token(request)
    return redirect(onward if place else "demo_signin:door")
