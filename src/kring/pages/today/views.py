"""The first page: one address, another page for each kind of person."""

from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kring.domains.posts.queries.cards import shown
from kring.ground import clock
from kring.pages.today import queries
from kring.web.access import access

MORNING_ENDS, AFTERNOON_ENDS = 12, 18


@require_GET
@access.signed_in
def today(request):
    at, actor = clock.now(), request.actor
    if actor.is_guardian:
        day = queries.for_guardian(actor=actor, at=at)
        return render(request, "today/guardian.html", {"day": day, "at": at, "hello": _hello(at, day.name),
                                                       "new": [shown(r, size="thumb") for r in day.new]})
    if actor.is_staff:
        day = queries.for_staff(actor=actor, at=at)
        return render(request, "today/staff.html", {"day": day, "at": at, "hello": _hello(at, day.name),
                                                    "new": [shown(r, size="thumb") for r in day.new]})
    return redirect("consent:overview")


def _hello(at, name: str) -> str:
    hour = clock.local(at).hour
    if hour < MORNING_ENDS:
        return _("Good morning, {name}").format(name=name)
    if hour < AFTERNOON_ENDS:
        return _("Good afternoon, {name}").format(name=name)
    return _("Good evening, {name}").format(name=name)
