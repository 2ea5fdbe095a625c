"""The consent weather of a group, and a child's own no, for those who work with it; and the child's own door to that no."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kring.domains.consent.actions import objecting
from kring.domains.consent.queries import weather
from kring.domains.consent.views.rows import label_of
from kring.domains.people import queries as people
from kring.ground import clock
from kring.ground.sealing import Ring
from kring.norms import Refused
from kring.web import hx
from kring.web.access import access

SEES_GROUPS = ("teacher", "support", "director", "administrator")
HEARS_CHILDREN = ("teacher", "support", "director", "pupil")


@require_GET
@access(*SEES_GROUPS)
def groups(request):
    """The groups that somebody works with; the only one opens at once."""
    found = weather.groups_of(actor=request.actor, on=clock.today(clock.now()))
    if len(found) == 1:
        return redirect("consent:group", group_id=found[0].id)
    return render(request, "consent/groups.html", {"groups": found, "is_director": request.actor.capacity == "director"})


@require_GET
@access(*SEES_GROUPS)
def group(request, group_id: UUID):
    """How many said yes where, and one tap for a child that says no itself."""
    actor, on = request.actor, clock.today(clock.now())
    found = next((g for g in weather.groups_of(actor=actor, on=on) if g.id == group_id), None)
    if found is None:
        raise Http404
    scope = {"board_id": actor.board_id, "group_id": group_id, "on": on}
    places = [(label_of(row.purpose, row.channel), row) for row in weather.consent_weather(**scope)]
    return render(request, "consent/group.html", {
        "group": found, "places": places, "children": named(request, weather.children(**scope)),
        "may_note": actor.capacity in HEARS_CHILDREN, "is_director": actor.capacity == "director",
    })


def named(request, rows) -> list[tuple[str, object]]:
    """Return (name, child) by name; two children of one first name show the family name."""
    found = people.names(board_id=request.actor.board_id, person_ids=[row.pupil_id for row in rows],
                         ring=Ring(request.actor.board_id))
    given = [name.given for name in found.values()]
    shown = {i: name.full if given.count(name.given) > 1 else name.given for i, name in found.items()}
    return sorted(((shown[row.pupil_id], row) for row in rows if row.pupil_id in shown), key=lambda pair: pair[0].casefold())


@require_POST
@access(*HEARS_CHILDREN)
def object_(request, pupil_id: UUID):
    """A child says no itself: one tap."""
    objecting.object_(actor=request.actor, pupil_id=pupil_id, key=hx.form_key(request), at=clock.now())
    messages.success(request, _("Noted. It holds at once, everywhere, until the child says otherwise."))
    return back(request)


@require_POST
@access(*HEARS_CHILDREN)
def lift(request, objection_id: UUID):
    """A child takes its own no back."""
    try:
        objecting.lift_objection(actor=request.actor, objection_id=objection_id, key=hx.form_key(request), at=clock.now())
    except (objecting.NoSuchObjection, Refused):
        raise Http404 from None  # not yours reads like not there
    messages.success(request, _("Taken back. The answers that were given hold again."))
    return back(request)


def back(request):
    """Return to the group that the tap came from, or to one's own page."""
    try:
        group_id = UUID(request.POST.get("group", ""))
    except ValueError:
        return redirect("consent:overview" if request.actor.capacity == "pupil" else "consent:groups")
    return redirect("consent:group", group_id=group_id)
