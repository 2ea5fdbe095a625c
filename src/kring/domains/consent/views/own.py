"""One's own consents: a parent's about a child, a pupil's about itself. What is not yours is not there."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from kring.domains.consent.actions import deciding
from kring.domains.consent.actions.deciding import Signed
from kring.domains.consent.forms import AftercareForm, AnswersForm
from kring.domains.consent.queries import aftercare, answers, objections, receipts
from kring.domains.consent.queries.deciders import capacity_of
from kring.domains.consent.queries.questions import language
from kring.domains.consent.rules.acts import is_old_enough
from kring.domains.consent.terms import Aftercare, Said
from kring.domains.consent.views.rows import Pill, question_of, withdrawn_of
from kring.domains.people import queries as people
from kring.ground import clock
from kring.ground.sealing import Ring
from kring.web import hx
from kring.web.access import access
from kring.web.frame import address


def children_of(request):
    """Return the children that the actor may answer about today."""
    actor, on = request.actor, clock.today(clock.now())
    return answers.children_of(board_id=actor.board_id, person_id=actor.person_id, decider_as=capacity_of(actor), on=on)


def child_or_404(request, pupil_id: UUID):
    """Return (child, all children), or 404 for a child that is not the actor's, as for one that does not exist."""
    children = children_of(request)
    child = next((c for c in children if c.pupil_id == pupil_id), None)
    if child is None:
        raise Http404
    return child, children


def given_names(request, children) -> dict[UUID, str]:
    """Return {child: first name}."""
    found = people.names(board_id=request.actor.board_id, person_ids=[c.pupil_id for c in children],
                         ring=Ring(request.actor.board_id))
    return {person_id: name.given for person_id, name in found.items()}


@require_GET
@access("guardian", "pupil")
def overview(request):
    """The first child with a question that waits; else the first."""
    children = children_of(request)
    if not children:
        return render(request, "consent/no_child.html", {"title": _("Consent")})
    first = next((c for c in children if c.open), children[0])
    return redirect("consent:child", pupil_id=first.pupil_id)


@access("guardian", "pupil")
def child(request, pupil_id: UUID):
    """What is asked about one child: read it, answer it, confirm it."""
    found, children = child_or_404(request, pupil_id)
    rows = rows_of(request, found)
    form = AnswersForm(request.POST or None, rows=rows, ids=[row.question_id for row in rows])
    if request.method != "POST" or not form.is_valid():
        page = page_of(request, found, children, rows, form)
        return render(request, "consent/child.html", page, status=422 if form.is_bound else 200)
    deciding.decide(actor=request.actor, pupil_id=pupil_id, answers=form.answers, signed=signed_by(request),
                    key=hx.form_key(request), at=clock.now())
    if form.withdraws:
        return redirect("consent:withdrawn", pupil_id=pupil_id)
    messages.success(request, _("The choices are kept. They hold from now."))
    return redirect("consent:child", pupil_id=pupil_id)


def rows_of(request, found):
    """Return the questions about a child; none for a parent once the child decides alone, none for a young child itself."""
    actor, on = request.actor, clock.today(clock.now())
    if found.decides_alone(on) if actor.is_guardian else not is_old_enough(decides_alone_on=found.decides_alone_on, on=on):
        return []
    return answers.rows_for(board_id=actor.board_id, pupil_id=found.pupil_id, person_id=actor.person_id, on=on)


def signed_by(request) -> Signed:
    """Return the confirming act: the sentence of the button, if that button was pressed."""
    return Signed(confirm_words() if request.POST.get("confirm") else "", language())


def confirm_words() -> str:
    """Return what stands on the button that confirms."""
    return _("I confirm these answers")


def page_of(request, found, children, rows, form) -> dict:
    """Return everything that the page of a child shows."""
    names, at, actor = given_names(request, children), clock.now(), request.actor
    name, is_pupil = names.get(found.pupil_id, ""), not actor.is_guardian
    notes = {c.pupil_id: _("{count} still open").format(count=c.open) if c.open else "" for c in children}
    return {
        "title": _("Where may {child} be seen?").format(child=name), "name": name, "pupil_id": found.pupil_id, "form": form,
        "lead": lead_for(is_pupil), "is_pupil": is_pupil, "confirm": confirm_words(),
        "pills": [Pill(c.pupil_id, names.get(c.pupil_id, ""), notes[c.pupil_id], c == found) for c in children],
        "questions": [question_of(row, child=name, form=form, now=at) for row in rows],
        "decided": any(row.mine is not Said.UNANSWERED for row in rows),
        "alone": actor.is_guardian and found.decides_alone(clock.today(at)),
        "objection_id": objections.general_of(board_id=actor.board_id, pupil_id=found.pupil_id) if is_pupil else None,
    }


def lead_for(is_pupil: bool) -> str:
    """Return what one should know before answering."""
    if is_pupil:
        return pgettext("to a pupil", "You decide for each place. You can choose otherwise on any day. Choose nothing, and it is no.")
    return _("You decide for each place. You can choose otherwise on any day. Choose nothing, and it is no.")


@require_GET
@access("guardian", "pupil")
def withdrawn(request, pupil_id: UUID):
    """What happened after a no: since when, and what becomes of the pictures."""
    found, children = child_or_404(request, pupil_id)
    rows = [row for row in rows_of(request, found) if row.mine is Said.WITHDRAWN]
    if not rows:
        return redirect("consent:child", pupil_id=pupil_id)
    wishes = aftercare.chosen(board_id=request.actor.board_id, decision_ids=[row.decision_id for row in rows])
    name = given_names(request, children).get(pupil_id, "")
    parts = [withdrawn_of(row, wish=wishes.get(row.decision_id), pictures_url=pictures_url(row, pupil_id), now=clock.now())
             for row in sorted(rows, key=lambda row: row.mine_at, reverse=True)]
    return render(request, "consent/withdrawn.html", {
        "parts": parts, "name": name, "pupil_id": pupil_id, "now": clock.now(), "is_pupil": not request.actor.is_guardian})


def pictures_url(row, pupil_id: UUID) -> str:
    """Return the page that says which pictures it was about, where pictures are kept at all."""
    return address("media:withdrawn", pupil_id, row.purpose, row.channel)


@require_POST
@access("guardian", "pupil")
def choose_aftercare(request, pupil_id: UUID, decision_id: UUID):
    """Cover the child or remove the pictures, chosen by the one who withdrew."""
    form = AftercareForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the two. Until then they stay out of view."))
        return redirect("consent:withdrawn", pupil_id=pupil_id)
    try:
        deciding.choose_aftercare(actor=request.actor, decision_id=decision_id, key=hx.form_key(request), at=clock.now(),
                                  aftercare=Aftercare(form.cleaned_data["aftercare"]))
    except deciding.NoSuchWithdrawal:
        raise Http404 from None
    messages.success(request, _("Kept. The school sees it at once."))
    return redirect("consent:withdrawn", pupil_id=pupil_id)


@require_GET
@access("guardian", "pupil")
def receipt(request, pupil_id: UUID):
    """The sealed receipt of one's own decisions about a child."""
    child_or_404(request, pupil_id)
    pdf = receipts.receipt(board_id=request.actor.board_id, pupil_id=pupil_id, person_id=request.actor.person_id, at=clock.now())
    if pdf is None:
        raise Http404
    return HttpResponse(pdf, content_type="application/pdf",
                        headers={"Content-Disposition": 'attachment; filename="kring-consent.pdf"'})
