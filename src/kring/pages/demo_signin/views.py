"""The page on which a newcomer picks who to be."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kring.domains.accounts.actions import signin
from kring.domains.accounts.queries import directory
from kring.domains.accounts.terms import Method
from kring.ground import clock
from kring.pages.demo_signin import queries
from kring.web.access import access


@require_http_methods(["GET", "POST"])
@access.public
def door(request):
    try:
        queries.require_demo()
    except queries.NotADemo as no:
        raise Http404 from no
    if request.method == "POST":
        return _come_in(request)
    members = queries.cast()
    return render(request, "demo_signin/door.html", {
        "guardians": [m for m in members if not m.is_staff], "staff": [m for m in members if m.is_staff]})


def _come_in(request):
    account = directory.account_by_login(typed=request.POST.get("username", ""))
    if account is None:
        raise Http404
    origin = signin.Origin(net="", marks="", agent=request.headers.get("User-Agent", ""))
    place = signin.sign_in(session=request.session, account=account, methods=[Method.DEMO], origin=origin, at=clock.now())
    return redirect("today:today" if place else "accounts:caps")
