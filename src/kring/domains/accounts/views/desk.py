"""The desk of whoever adds people in the board's name: who is not in yet, letters, whom to confirm, ways back in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kring.domains.accounts.actions import claims, invitations, letters
from kring.domains.accounts.forms import NumberForm, PeopleForm
from kring.domains.accounts.queries import desk as queries
from kring.domains.accounts.terms import Purpose
from kring.ground import clock, receipts
from kring.web import hx
from kring.web.access import access
from kring.web.moments import full


@access("administrator", "director")
def desk(request):
    chosen = request.GET.get("group", "")
    page = queries.desk(actor=request.actor, chosen=chosen, at=clock.now())
    return render(request, "accounts/desk.html", {"page": page, "number": NumberForm(), "now": clock.now()})


@require_POST
@access("administrator", "director")
def desk_letters(request):
    """Make letters for the people that were ticked, first ones or ways back in; the answer is the PDF, once."""
    purpose = Purpose.RECOVERY if "recovery" in request.POST else Purpose.NEW
    form = PeopleForm(request.POST, offered=queries.offered(actor=request.actor, at=clock.now()))
    if not form.is_valid():
        messages.error(request, _("Nobody was ticked, so no letter was made."))
        return redirect("accounts:desk")
    made = _letters(request, form.cleaned_data["people"], purpose)
    if made is None:
        messages.info(request, _("These letters were made already. Lost the file? Make them anew: the old codes stop working."))
        return redirect("accounts:desk")
    return made


def _letters(request, people, purpose):
    """The PDF for the first arrival of a form; a repeat makes no second code, and the first was kept nowhere."""
    made = []

    def make():
        made.extend(invitations.invite(actor=request.actor, person_ids=[queries.as_id(p) for p in people], purpose=purpose,
                                       at=clock.now()))
        return {"letters": len(made)}

    receipts.once(request.actor, hx.form_key(request), make)
    if not made:
        return None
    name = ngettext("letter.pdf", "letters.pdf", len(made))
    return HttpResponse(letters.render(actor=request.actor, letters=made), content_type="application/pdf",
                        headers={"Content-Disposition": f'attachment; filename="{name}"'})


@require_POST
@access("administrator", "director")
def desk_claim(request, claim_id):
    form = NumberForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Fill in the four figures that stand on their screen."))
        return redirect("accounts:desk")
    claims.confirm(actor=request.actor, claim_id=claim_id, number=form.cleaned_data["number"], at=clock.now())
    messages.success(request, _("Confirmed. They can go on at once."))
    return redirect("accounts:desk")


@require_POST
@access("administrator", "director")
def desk_approval(request, invitation_id):
    opens_at = invitations.approve(actor=request.actor, invitation_id=invitation_id, at=clock.now())
    messages.success(request, _("Agreed. The code works from %(at)s.") % {"at": full(opens_at)})
    return redirect("accounts:desk")


@require_POST
@access("administrator", "director")
def desk_stop(request, invitation_id):
    invitations.stop(actor=request.actor, invitation_id=invitation_id, at=clock.now())
    messages.success(request, _("Stopped. That code opens nothing any more."))
    return redirect("accounts:desk")
