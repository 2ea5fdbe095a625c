"""Pictures that are shown to nobody until somebody who knows the children looked: one strip, one question."""

from dataclasses import dataclass

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kring.domains.media.actions import checking as acts
from kring.domains.media.queries import batches
from kring.domains.media.queries.batches import Batch
from kring.domains.media.views.asked import uuid_of
from kring.domains.media.views.bytes import STAFF
from kring.ground import clock
from kring.web.access import access


@dataclass(frozen=True)
class Strip:
    """A batch with its question."""

    batch: Batch
    question: str
    label: str


@require_http_methods(["GET", "HEAD", "POST"])
@access(*STAFF)
def checking(request):
    """What waits to be looked at. A POST answers for a whole strip, or leaves one photo out."""
    at, actor = clock.now(), request.actor
    if request.method == "POST":
        return _answer(request, at)
    found = batches.waiting(actor=actor, at=at)
    return render(request, "media/checking.html", {"strips": [_strip(one) for one in found]})


def _answer(request, at):
    did, _sep, about = request.POST.get("do", "").partition(":")
    if did == "leave_out":
        acts.leave_out(actor=request.actor, publication_id=uuid_of(about), at=at)
        messages.success(request, _("The photo is gone, with everything that was kept of it."))
    else:
        cleared = acts.clear(
            actor=request.actor, at=at, asked=[uuid_of(p) for p in request.POST.getlist("asked")],
            publication_ids=[uuid_of(p) for p in request.POST.getlist("photo")])
        messages.success(request, ngettext("{n} photo is shown again.", "{n} photos are shown again.", cleared).format(n=cleared))
    return redirect(reverse("media:checking"))


def _strip(batch: Batch) -> Strip:
    names = [child.given for child in batch.names]
    listed = names[0] if len(names) == 1 else _("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])
    question = ngettext("Is {names} in one of these photos?", "Are {names} in one of these photos?", len(names))
    label = ngettext("{n} photo", "{n} photos", len(batch.pictures)).format(n=len(batch.pictures))
    return Strip(batch=batch, question=question.format(names=listed), label=label)

