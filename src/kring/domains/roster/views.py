"""Reading files in: choose them, see what would change, decide the doubts, apply."""

from contextlib import contextmanager

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kring.domains.roster.actions import applying, reading, settling
from kring.domains.roster.forms import AnswersForm, ApplyForm, UploadForm
from kring.domains.roster.queries import imports, pages
from kring.ground import clock
from kring.ground.sealing import Ring
from kring.web import hx
from kring.web.access import access
from kring.web.verdicts import Way


@contextmanager
def unknown_is_404():
    try:
        yield
    except reading.NoSuchImport:
        raise Http404 from None


@access("administrator", "director")
def roster(request):
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        actor = request.actor
        scope = {"actor": actor, "school_id": actor.school_id, "key": hx.form_key(request), "at": clock.now()}
        return redirect("roster:import", reading.upload(**scope, **form.cleaned_data))
    history = imports.history(actor=request.actor, ring=Ring(request.actor.board_id))
    return render(request, "roster/roster.html", {"form": form, "history": history}, status=422 if form.errors else 200)


@access("administrator", "director")
def one_import(request, import_id):
    shown = request.GET.get("show", "")
    page = pages.import_page(actor=request.actor, import_id=import_id, shown=shown, at=clock.now())
    if page is None:
        raise Http404
    return render(request, "roster/import.html", {"page": page})


@require_POST
@access("administrator", "director")
def answers(request, import_id):
    form = AnswersForm(request.POST)
    form.is_valid()
    with unknown_is_404():
        left = settling.settle(actor=request.actor, import_id=import_id, at=clock.now(), **form.cleaned_data)
    messages.success(
        request, ngettext("Kept. {left} doubt is left.", "Kept. {left} doubts are left.", left).format(left=left)
    )
    return redirect("roster:import", import_id)


@require_POST
@access("administrator", "director")
def application(request, import_id):
    form = ApplyForm(request.POST)
    request.remedies = {"look_again": Way(url=reverse("roster:look", args=[import_id]), post=True)}
    seen = form.cleaned_data["seen"] if form.is_valid() else ""
    scope = {"actor": request.actor, "import_id": import_id, "key": hx.form_key(request), "at": clock.now()}
    with unknown_is_404():
        applying.apply(**scope, seen=seen)
    messages.success(request, _("Applied. What you see below holds from now on."))
    return redirect("roster:import", import_id)


@require_POST
@access("administrator", "director")
def look(request, import_id):
    with unknown_is_404():
        reading.look_again(actor=request.actor, import_id=import_id, at=clock.now())
    return redirect("roster:import", import_id)


@require_POST
@access("administrator", "director")
def removal(request, import_id):
    with unknown_is_404():
        reading.discard(actor=request.actor, import_id=import_id, at=clock.now())
    messages.success(request, _("Put away. Nothing has changed, and the files are erased."))
    return redirect("roster:roster")
