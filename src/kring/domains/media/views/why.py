"""Why was this allowed? For whoever the picture is shown to: what was decided, on what, and what holds at this moment."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from kring.domains.media.queries import explaining
from kring.domains.media.queries.explaining import Why
from kring.domains.media.terms import How
from kring.domains.media.views.bytes import STAFF
from kring.ground import clock
from kring.web.access import access


@require_safe
@access("guardian", *STAFF)
def why(request, publication_id: UUID):
    """The page about one picture; 404 for who it is not for."""
    at = clock.now()
    found = explaining.explain(actor=request.actor, publication_id=publication_id, at=at)
    if found is None:
        raise Http404
    text = found.question.text.question(_("your child")) if found.question else ""
    return render(request, "media/why.html", {"why": found, "at": at, "own": _own(found), "question_text": text,
                                              "covered": _covered(found, is_staff=request.actor.is_staff),
                                              "asked": _asked(found, is_staff=request.actor.is_staff)})


def _covered(why: Why, *, is_staff: bool) -> str:
    """What was done to the faces in the photo that the asker sees; to staff also whose own parents see more, as a number."""
    said = []
    if why.covered:
        said.append(ngettext("{n} face is covered. It is gone from the photo for good.",
                             "{n} faces are covered. They are gone from the photo for good.", why.covered).format(n=why.covered))
    if why.cut:
        said.append(ngettext("{n} face is cut off. That part of the photo does not exist any more.",
                             "{n} faces are cut off. That part of the photo does not exist any more.", why.cut).format(n=why.cut))
    if why.sent and is_staff:
        said.append(ngettext("The parents of {n} child have a photo of their own, in which they do see their child.",
                             "The parents of {n} children have a photo of their own, in which they do see their child.",
                             why.sent).format(n=why.sent))
    nobody = _("In your version nobody else is covered.") if any(child.is_seen for child in why.own) else _("Nobody had to be covered.")
    return " ".join(said) or nobody


def _asked(why: Why, *, is_staff: bool) -> str:
    """What the question was about: to staff how many, never who; to others not even how many."""
    if not is_staff:
        return _("The sender said who is in the photos and who is not.")
    if not why.asked:
        return _("Every child of the group had a yes. Asked was whether anybody from outside is in it.")
    return ngettext("Kring asked about {n} child without a yes.", "Kring asked about {n} children without a yes.",
                    why.asked).format(n=why.asked)


def _own(why: Why) -> list[tuple[str, str]]:
    """What holds for the asker's own children, in a sentence each."""
    said = {How.COVERED: _("{child} is covered in this photo."), How.ABSENT: _("{child} is not in this photo."),
            How.SHOWN: _("{child} was pointed out in this photo and has a yes for it.")}
    rows = []
    for child in why.own:
        text = said[child.how] if child.how else _("{child} has a yes for photos here, and may be in this one.")
        if child.is_seen:
            text = _("You see {child} in this photo, since you have authority. For everybody else {child} is covered.")
        elif child.is_cut:
            text = _("{child} is cut out of this photo.")
        elif not child.standing.allowed and child.how not in (How.COVERED, How.ABSENT):
            text = _("{child} has no yes for photos here now. This photo is shown to nobody until that is mended.")
        rows.append((child.name.given, text.format(child=child.name.given)))
    return rows
