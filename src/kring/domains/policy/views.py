"""The page on which a director adopts the school's agreements, and on which staff read what is in force."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from kring.domains.policy import actions, queries
from kring.domains.policy.forms import AdoptionForm
from kring.ground import clock
from kring.web.access import access


@access("director", "administrator", "officer", "teacher", "support")
def agreements(request):
    at, actor = clock.now(), request.actor
    form = AdoptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.adopt(actor=actor, school_id=actor.school_id, at=at, **form.cleaned_data)
        messages.success(request, _("The agreements are in force from today."))
        return redirect("policy:agreements")
    scope = {"board_id": actor.board_id, "school_id": actor.school_id}
    context = {"form": form, "knobs": queries.knobs(**scope, on=clock.today(at)),
               "adoption": queries.last_adoption(**scope), "may_adopt": actor.capacity == "director"}
    return render(request, "policy/agreements.html", context, status=422 if form.errors else 200)
