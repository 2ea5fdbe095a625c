"""Who is in a picture: every face by its number, tapped in the picture or chosen from the list, then said whose it is."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kring.domains.media.actions import asking, checking, covering, cutting, families
from kring.domains.media.forms import DrawnForm
from kring.domains.media.queries import pointing
from kring.domains.media.queries.pointing import FaceSeen, FacesPage
from kring.domains.media.views.asked import uuid_of
from kring.domains.media.views.bytes import STAFF
from kring.ground import clock
from kring.web.access import access

STAYS = ("cover", "family", "keep")


@dataclass(frozen=True)
class Link:
    """A face with the address of its own panel."""

    seen: FaceSeen
    url: str

    def __getattr__(self, name: str):
        # Everything else that is drawn of it stands on the face itself.
        return getattr(self.seen, name)


@require_http_methods(["GET", "HEAD", "POST"])
@access(*STAFF)
def faces(request, asset_id: UUID):
    """The faces of one picture. A POST says one thing about one face and shows the picture again."""
    try:
        if request.method == "POST":
            return _say(request, asset_id)
        return _page(request, asset_id, DrawnForm())
    except covering.NoFace as gone:
        raise Http404 from gone


def _say(request, asset_id: UUID):
    """Do what the button says: draw, or one of the picture (whole, ask:<pupil>), or one about a face."""
    did, _sep, about = request.POST.get("do", "draw").partition(":")
    if did == "draw":
        return _draw(request, asset_id)
    face_id, own = uuid_of(request.POST.get("face")), {"actor": request.actor, "asset_id": asset_id, "at": clock.now()}
    if did == "whole":
        cutting.show_whole(**own)
    elif did == "ask":
        asking.ask_about(**own, pupil_id=_asked(about))
        return _here(request, asset_id, face=face_id)
    elif _say_of_face(did, uuid_of(about), own | {"face_id": face_id}):
        messages.success(request, _("The photo is gone, with everything that was kept of it."))
        return redirect(_next(request) or reverse("media:checking"))
    # Who was just covered can also be cut off, or be seen by the own parents: the panel of the face says so.
    return _here(request, asset_id, face=face_id if did in STAYS else None)


def _say_of_face(did: str, pupil_id: UUID | None, face: dict) -> bool:
    """Do what the button says about a face: cover:<pupil>, cover, cut:<pupil>, cut, shown:<pupil>, agreed, uncover, family or
    keep. Return whether the picture went because of it."""
    if did in ("cover", "cut") and pupil_id:
        return checking.cover_child(**face, pupil_id=pupil_id, by_cutting=did == "cut")
    if did == "shown":
        covering.point_out(**face, pupil_id=pupil_id)
    else:
        {"cover": covering.cover_face, "cut": cutting.cut_face, "agreed": covering.say_agreed,
         "uncover": covering.uncover, "family": families.show_to_family, "keep": families.keep_from_family}.get(did, _wrong)(**face)
    return False


def _draw(request, asset_id: UUID):
    """Note the face that was tapped, and go to its panel."""
    form = DrawnForm(request.POST)
    if not form.is_valid():
        return _page(request, asset_id, form, status=422)
    new = covering.draw_face(actor=request.actor, asset_id=asset_id, box=form.box, at=clock.now(),
                             seen=form.cleaned_data["seen"])
    return _here(request, asset_id, face=new)


def _page(request, asset_id: UUID, form: DrawnForm, status: int = 200):
    """Show the picture with its faces; 404 for who does not work on it."""
    page = pointing.faces_page(actor=request.actor, asset_id=asset_id, at=clock.now(),
                               face_id=uuid_of(request.GET.get("face")), group_id=uuid_of(request.GET.get("group")))
    if page is None:
        raise Http404
    links = [Link(seen, _url(request, asset_id, face=seen.id)) for seen in ((page.chosen,) if page.chosen else page.faces)]
    return render(request, "media/faces.html", _shown(request, page) | {
        "page": page, "links": links, "form": form, "drawing": "draw" in request.GET or status == 422}, status=status)


def _shown(request, page: FacesPage) -> dict:
    """The addresses of the page."""
    chosen = page.chosen.id if page.chosen else None
    return {
        "back_url": _next(request) or reverse("media:checking"), "next": _next(request),
        "draw_url": _url(request, page.asset_id) + ("&draw=1" if "?" in _url(request, page.asset_id) else "?draw=1"),
        "all_url": _url(request, page.asset_id), "cut_said": _cut(page),
        "group_links": [(g.name, _url(request, page.asset_id, face=chosen, group=g.id)) for g in page.groups],
    }


def _asked(about: str) -> UUID:
    """The child that a button names."""
    pupil_id = uuid_of(about)
    if pupil_id is None:
        raise BadRequest("nobody is named")
    return pupil_id


def _cut(page: FacesPage) -> list[str]:
    """Who was cut off, in a sentence each."""
    said = [_("{child} is cut off.").format(child=name) for name in page.cut]
    if page.cut_unnamed:
        said.append(ngettext("{n} face is cut off.", "{n} faces are cut off.", page.cut_unnamed).format(n=page.cut_unnamed))
    return said


def _here(request, asset_id: UUID, face: UUID | None = None):
    there = redirect(_url(request, asset_id, face=face))
    there.status_code = 303
    return there


def _url(request, asset_id: UUID, **query) -> str:
    asked = {name: value for name, value in {**query, "next": _next(request)}.items() if value}
    return reverse("media:faces", args=[asset_id]) + (f"?{urlencode(asked)}" if asked else "")


def _next(request) -> str:
    """Where the writer came from; only a page of ours."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    ours = page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None)
    return page if ours else ""


def _wrong(**_face) -> None:
    raise BadRequest("the form says nothing that can be done to a face")
