"""Reading: the feed, one message, one photo on the whole screen."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kring.domains.posts.queries import feed, page
from kring.domains.posts.queries.feed import PostRow
from kring.domains.posts.queries.pictures import PhotoRow
from kring.ground import clock
from kring.web import moments
from kring.web.access import access

STAFF = ("teacher", "support", "director", "administrator", "officer")
ROLES = {
    "teacher": gettext_lazy("teacher"), "support": gettext_lazy("support staff"), "director": gettext_lazy("director"),
    "administrator": gettext_lazy("administration"), "officer": gettext_lazy("privacy officer"),
}


@dataclass(frozen=True)
class Picture:
    """One photo as a page shows it."""

    id: UUID
    src: str
    alt: str
    width: int
    height: int
    shown: bool


@dataclass(frozen=True)
class Shown:
    """A message with everything that its card says."""

    row: PostRow
    role: Any
    byline: str
    when: str
    photos: tuple[Picture, ...]
    url: str
    recall_url: str

    @property
    def grid(self) -> tuple[Picture, ...]:
        return tuple(p for p in self.photos if p.shown)[:4]

    @property
    def more(self) -> int:
        return max(0, len(self.row.shown) - 4)

    @property
    def grid_label(self) -> str:
        return _("Look at the photos of this message")

    def __getattr__(self, name: str) -> Any:
        # Everything else that a card says stands on the row itself.
        return getattr(self.row, name)


def picture(photo: PhotoRow, *, number: int, total: int, size: str) -> Picture:
    """Return a photo with its address; the text says its place, never who is on it."""
    alt = _("Photo {number} of {total}").format(number=number, total=total)
    return Picture(photo.id, reverse("media:publication", args=[photo.id, size]), alt, photo.width, photo.height, photo.shown)


def shown(row: PostRow, *, size: str = "screen") -> Shown:
    """Return what the card of a message shows."""
    role, total = ROLES.get(row.author_capacity, ""), len(row.photos)
    photos = tuple(picture(p, number=n, total=total, size=size) for n, p in enumerate(row.photos, start=1))
    return Shown(row=row, role=role, byline=f"{row.author} · {role}", when=moments.full(row.at), photos=photos,
                 url=reverse("posts:post", args=[row.id]), recall_url=reverse("posts:recall", args=[row.id]))


@require_GET
@access("guardian", *STAFF)
def messages_page(request):
    """The feed of who asks: of all groups, or of one with `?group=`."""
    at, actor = clock.now(), request.actor
    group_id, before = _uuid(request.GET.get("group")), _uuid(request.GET.get("before"))
    found = feed.feed(actor=actor, at=at, before=before, group_id=group_id)
    groups = page.groups_to_write_in(actor=actor, at=at) if actor.is_staff else []
    rows = [shown(r) for r in found.rows]
    return render(request, "posts/feed.html", {
        "rows": rows, "older": found.older_than, "group_id": group_id, "groups": groups,
        "may_school": actor.capacity == "director", "title": _("Messages"),
        "single_group": len({r.group_id for r in found.rows}) == 1,
    })


@require_GET
@access("guardian", *STAFF)
def message_page(request, post_id: UUID):
    """One message with all its photos; 404 for what is not there and for what is not yours alike."""
    row = _one(request, post_id)
    return render(request, "posts/post.html", {
        "row": shown(row, size="screen"), "photos": shown(row, size="screen").photos, "back_url": reverse("posts:feed"),
        "may_recall": row.is_mine or request.actor.capacity == "director",
    })


@require_GET
@access("guardian", *STAFF)
def photo_page(request, post_id: UUID, publication_id: UUID):
    """One photo on the whole screen, with the one before and after it."""
    row = shown(_one(request, post_id), size="full")
    visible = [p for p in row.photos if p.shown]
    place = next((n for n, p in enumerate(visible) if p.id == publication_id), None)
    if place is None:
        raise Http404
    beside = {name: reverse("posts:photo", args=[post_id, visible[n].id])
              for name, n in (("previous", place - 1), ("next", place + 1)) if 0 <= n < len(visible)}
    return render(request, "posts/photo.html", {"photo": visible[place], "number": place + 1, "total": len(visible),
                                                "close_url": row.url, **beside})


def _one(request, post_id: UUID) -> PostRow:
    row = feed.one(actor=request.actor, at=clock.now(), post_id=post_id)
    if row is None:
        raise Http404
    return row


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise Http404 from wrong
