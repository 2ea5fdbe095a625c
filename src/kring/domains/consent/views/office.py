"""The office: the administration registers paper forms, the director puts questions in force."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kring.domains.consent.actions import asking, deciding
from kring.domains.consent.forms import PaperForm, TextForm
from kring.domains.consent.queries import office, questions
from kring.domains.consent.queries.questions import Text, language
from kring.domains.consent.terms import READY_TEXTS, Channel, Purpose, can_be_asked
from kring.domains.consent.views.rows import label_of, sides, where_of
from kring.ground import clock
from kring.norms import Refused
from kring.web import hx
from kring.web.access import access


@access("administrator")
def paper(request):
    """The children of a group with what still waits, to register a paper form."""
    on, actor = clock.today(clock.now()), request.actor
    groups, chosen = office.groups(actor=actor, chosen=request.GET.get("group", ""))
    rows = office.children(board_id=actor.board_id, group_id=chosen.id, on=on) if chosen else []
    return render(request, "consent/paper.html", {"groups": groups, "chosen": chosen, "rows": rows})


@access("administrator")
def paper_form(request, pupil_id: UUID):
    """One signed form of one guardian about one child."""
    found = office.paper_facts(actor=request.actor, pupil_id=pupil_id, on=clock.today(clock.now()))
    if found is None:
        raise Http404
    form = PaperForm(request.POST or None, guardians=found.guardians, rows=[], ids=[q.id for q in found.questions])
    if request.method == "POST" and form.is_valid():
        register(request, pupil_id, form)
        return redirect("consent:paper")
    return render(request, "consent/paper_form.html", {
        "form": form, "child": found.child, "questions": paper_questions(found, form), "confirm": paper_words(),
    }, status=422 if form.is_bound else 200)


def register(request, pupil_id: UUID, form: PaperForm) -> None:
    """Register what the form says."""
    data = form.cleaned_data
    deciding.register_paper_form(
        actor=request.actor, pupil_id=pupil_id, guardian_id=UUID(data["guardian"]), answers=form.answers,
        signed_on=data["signed_on"], paper=data["paper"], sentence=paper_words(), language=language(),
        key=hx.form_key(request), at=clock.now())
    messages.success(request, _("The form is registered."))


def paper_words() -> str:
    """Return what stands on the button that registers a form."""
    return _("I register this signed form")


def paper_questions(found, form) -> list[dict]:
    """Return the questions of a paper form; nothing is chosen beforehand."""
    return [
        {"name": (name := f"answer-{row.id}"), "title": row.text.question(found.child.given), "sides": sides(),
         "chosen": form[name].value() if form.is_bound else None, "error": "".join(form.errors.get(name, []))}
        for row in found.questions
    ]


@access("director")
def question_list(request):
    """What the school asks, and the ready questions that it does not ask yet."""
    scope, on = {"board_id": request.actor.board_id, "school_id": request.actor.school_id}, clock.today(clock.now())
    there, asked = questions.in_force(**scope, on=on), questions.last_versions(**scope)
    shown = [(label_of(q.purpose, q.channel), where_of(q.purpose, q.channel), q.text, q) for q in there]
    ready = [(label_of(*place), where_of(*place), questions.ready_text(*place), place) for place in READY_TEXTS if place not in asked]
    return render(request, "consent/questions.html", {"asked": told(shown), "ready": told(ready)})


def told(rows) -> list[dict]:
    """Return questions in the language of the moment, about "your child"."""
    child = _("your child")
    return [{"label": label, "where": where, "title": text.question(child), "explain": text.explanation(child), "row": row}
            for label, where, text, row in rows]


@require_POST
@access("director")
def adopt_ready(request):
    """Put the chosen ready questions in force from today."""
    wanted = [place for place in READY_TEXTS if "+".join(place) in request.POST.getlist("place")]
    new = [asking.NewQuestion(*place, questions.ready_text(*place)) for place in wanted]
    try:
        asking.adopt_questions(actor=request.actor, new=new, from_on=clock.today(clock.now()), key=hx.form_key(request), at=clock.now())
    except asking.NothingToAdopt:
        messages.warning(request, _("Choose one question at least."))
        return redirect("consent:questions")
    messages.success(request, _("The questions are in force. Everybody who decides is told."))
    return redirect("consent:questions")


@access("director")
def question(request, purpose: str, channel: str):
    """Another text for a question. What is wrong with it is said beside it; nothing typed is lost."""
    place, last = place_or_404(purpose, channel), last_text(request, purpose, channel)
    form, verdict = TextForm(request.POST or None, initial=first_values(place, last)), None
    if request.method == "POST" and form.is_valid():
        verdict = adopt_text(request, place, form)
        if verdict is None:
            return redirect("consent:questions")
    return render(request, "consent/question.html", {
        "form": form, "verdict": verdict, "label": label_of(*place), "where": where_of(*place), "is_new": last is None,
    }, status=422 if form.is_bound else 200)


def adopt_text(request, place, form):
    """Put a text in force; return the verdict that refuses it, or None."""
    new = asking.NewQuestion(*place, form.text, form.cleaned_data["same_meaning"])
    try:
        asking.adopt_questions(actor=request.actor, new=[new], from_on=form.cleaned_data["from_on"],
                               key=hx.form_key(request), at=clock.now())
    except Refused as refusal:
        return refusal.verdict
    except asking.NothingToAdopt:
        messages.warning(request, _("This is the text that is in force already."))
    else:
        messages.success(request, _("The question is kept."))
    return None


def place_or_404(purpose: str, channel: str) -> tuple[Purpose, Channel]:
    """Return the place of an address, or 404 for what cannot be asked."""
    try:
        place = Purpose(purpose), Channel(channel)
    except ValueError:
        raise Http404 from None
    if not can_be_asked(*place):
        raise Http404
    return place


def last_text(request, purpose: str, channel: str) -> Text | None:
    """Return the newest text of a place."""
    versions = questions.last_versions(board_id=request.actor.board_id, school_id=request.actor.school_id)
    row = versions.get(place_or_404(purpose, channel))
    return row.text if row else None


def first_values(place, last: Text | None) -> dict:
    """Return what the form starts with: the newest text, else the ready one."""
    text = last or (questions.ready_text(*place) if place in READY_TEXTS else Text("", "", "", ""))
    return {**vars(text), "from_on": clock.today(clock.now())}
