"""Writing: one form keeps words, pictures and answers; every button of it first keeps what was typed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from kring.domains.media.terms import Origin
from kring.domains.posts.actions import drafts, placing
from kring.domains.posts.forms import WordsForm
from kring.domains.posts.queries import page
from kring.domains.posts.queries.page import DraftPage
from kring.domains.posts.terms import Answer
from kring.domains.posts.views.reading import STAFF
from kring.ground import clock
from kring.norms import Outcome
from kring.web.access import access
from kring.web.hx import form_key
from kring.web.toast import offer_undo
from kring.web.verdicts import Way, said


@require_POST
@access(*STAFF)
def new(request):
    """Start a message and go to it."""
    group = request.POST.get("group") or None
    draft_id = drafts.start(actor=request.actor, group_id=UUID(group) if group else None, key=form_key(request),
                            at=clock.now())
    return redirect("posts:draft", draft_id)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*STAFF)
def draft(request, draft_id: UUID):
    """The page of a draft. A POST keeps the words and then does what its button says."""
    at = clock.now()
    try:
        if request.method == "POST":
            form = WordsForm(request.POST)
            if form.is_valid():
                return _keep(request, draft_id, form, at)
            return _page(request, draft_id, form, at, status=422)
        return _page(request, draft_id, None, at)
    except drafts.NoDraft as gone:
        raise Http404 from gone


def _keep(request, draft_id: UUID, form: WordsForm, at):
    """Keep the words and the answer, then do what the button asked, then show the page again."""
    actor, here = request.actor, redirect("posts:draft", draft_id)
    here.status_code = 303
    drafts.write(actor=actor, draft_id=draft_id, at=at, **form.cleaned_data)
    if request.POST.get("answer") in ("no", "yes"):
        asked = [UUID(p) for p in request.POST.getlist("asked")]
        drafts.answer(actor=actor, draft_id=draft_id, answer=Answer(request.POST["answer"]), asked=asked, at=at)
    did, _sep, about = request.POST.get("do", "").partition(":")
    if did == "place":
        return _place(request, draft_id, at, here)
    _do(request, draft_id, did, about, at)
    return here


def _do(request, draft_id: UUID, did: str, about: str, at) -> None:
    """Do what one button of the draft asks, about one picture or one pupil where it names one."""
    own = {"actor": request.actor, "draft_id": draft_id, "at": at}
    if did == "photos" and request.FILES:
        origin = Origin.OWN_DEVICE if request.POST.get("own_device") else Origin.SCHOOL_DEVICE
        drafts.add_photos(**own, photos=[file.read() for file in request.FILES.getlist("photos")], origin=origin)
    elif did == "ask":
        drafts.ask_family(**own, pupil_id=UUID(about))
    elif did in ("leave_out", "put_back"):
        getattr(drafts, did)(**own, asset_id=UUID(about))
    elif did == "word":
        drafts.say_word(**own, pupil_id=UUID(about))


def _place(request, draft_id: UUID, at, here):
    """Place, and offer half a minute to take it back. What is still asked is shown on the draft itself."""
    draft_page = page.draft_page(actor=request.actor, draft=drafts.mine(actor=request.actor, draft_id=draft_id), at=at)
    if draft_page.verdict.outcome is Outcome.ASK:
        messages.warning(request, said(draft_page.verdict.reasons[0]))
        return here
    try:
        placed = placing.place(actor=request.actor, draft_id=draft_id, key=form_key(request), at=at)
    except placing.Changed:
        messages.warning(request, _("Somebody changed a face just now. Look once more and place it then."))
        return here
    offer_undo(request, title=_("Placed in {group}").format(group=draft_page.group or _("the whole school")),
               text=_("It goes out in half a minute. Until then nobody sees it."),
               url=reverse("posts:recall", args=[placed.post_id]), until=placed.release_at)
    return redirect("posts:feed")


@require_POST
@access(*STAFF)
def recall(request, post_id: UUID):
    """Take a message back; one that was not out yet opens again as a draft."""
    try:
        draft_id = placing.recall(actor=request.actor, post_id=post_id, at=clock.now())
    except placing.NoPost as gone:
        raise Http404 from gone
    if draft_id:
        messages.success(request, _("Taken back. Nobody saw it; everything is still here."))
        return redirect("posts:draft", draft_id)
    messages.success(request, _("Taken back. Nobody can see the message any more."))
    return redirect("posts:feed")


def _page(request, draft_id: UUID, form: WordsForm | None, at, status: int = 200):
    row = drafts.mine(actor=request.actor, draft_id=draft_id)
    shown = page.draft_page(actor=request.actor, draft=row, at=at)
    form = form or WordsForm(initial={"body": shown.words.body})
    return render(request, "posts/draft.html", {"page": shown, "form": form, **_said(shown)}, status=status)


def _said(shown: DraftPage) -> dict:
    """Return the words around a draft: the question, the button and why it is off."""
    group = shown.group or _("the whole school")
    outcome, ready = shown.verdict.outcome, sum(1 for p in shown.pictures if p.is_ready or p.problem)
    return {
        "back_url": reverse("posts:feed"), "place_label": _("Place in {group}").format(group=group), "off": _off(shown),
        "asks": shown.shown > 0 and not shown.pending, "question": _question(shown.asked_names, group),
        "question_why": _why_asked(shown), "answers": [("no", _("No")), ("yes", _("Yes"))],
        # Photos that are still opened show how far they are; a refusal would say that something is wrong.
        "refused": not _only_waits(shown) and (outcome is Outcome.REFUSE or (outcome is Outcome.ASK and not shown.is_question)),
        "ready": ready, "total": len(shown.pictures),
        "progress_text": _("{ready} of {total} photos are ready").format(ready=ready, total=len(shown.pictures)),
        "group_mark": "".join(c for c in group if c.isdigit())[:2], "ways": {"leave-name-out": Way(url="#id_body", icon="edit")},
        "children_label": ngettext("{n} child", "{n} children", shown.children).format(n=shown.children),
    }


def _only_waits(shown: DraftPage) -> bool:
    return shown.pending and {reason.code for reason in shown.verdict.reasons} == {"media.not_ready"}


def _off(shown: DraftPage) -> str:
    """Return why the button is off, or nothing when it is on."""
    if shown.verdict.outcome is Outcome.ALLOW:
        return ""
    return _("You can place it once you answered the question.") if shown.is_question else said(shown.verdict.reasons[0])


def _why_asked(shown: DraftPage) -> str:
    if shown.asked_names:
        return _("There is no yes for them in this place. You need not look for others.")
    return _("Everybody in this group has a yes here.")


def _question(names: tuple[str, ...], group: str) -> str:
    """Return the one question: by name about who may not be shown here, and about anybody from outside."""
    if not names:
        return _("Is anybody from outside {group} in one of these photos?").format(group=group)
    listed = names[0] if len(names) == 1 else _("{names} or {last}").format(names=", ".join(names[:-1]), last=names[-1])
    asked = ngettext("Is {names}, or somebody from outside {group}, in one of these photos?",
                     "Are {names}, or somebody from outside {group}, in one of these photos?", len(names))
    return asked.format(names=listed, group=group)
