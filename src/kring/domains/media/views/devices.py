"""Copies of pictures on one's own phone, its card and its cloud: the reminder that stays until they are gone."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kring.domains.media.actions import receiving
from kring.domains.media.queries import accountability
from kring.domains.media.views.bytes import STAFF
from kring.ground import clock
from kring.web.access import access


@require_http_methods(["GET", "HEAD", "POST"])
@access(*STAFF)
def devices(request):
    """One's own open reminders; a POST says that the copies are gone."""
    actor = request.actor
    if request.method == "POST":
        try:
            receiving.confirm_device_copies(actor=actor, at=clock.now())
        except receiving.NoDeviceCopy as nothing:
            raise Http404 from nothing
        messages.success(request, _("Thank you. The reminder is gone."))
        return redirect("media:devices")
    rows = accountability.own_device_copies(board_id=actor.board_id, person_id=actor.person_id)
    return render(request, "media/devices.html", {"rows": rows, "open": sum(count for _at, count in rows)})
