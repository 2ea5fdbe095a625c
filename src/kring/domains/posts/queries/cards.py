"""The card of a message: everything that a page says of it, with the addresses of its photos."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kring.domains.posts.queries.feed import PostRow
from kring.domains.posts.queries.pictures import PhotoRow
from kring.ground.clock import local

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
    own: bool


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
    return Picture(photo.id, reverse("media:publication", args=[photo.id, size]), alt, photo.width, photo.height, photo.shown,
                   photo.own)


def shown(row: PostRow, *, size: str = "screen") -> Shown:
    """Return what the card of a message shows."""
    role, total = ROLES.get(row.author_capacity, ""), len(row.photos)
    photos = tuple(picture(p, number=n, total=total, size=size) for n, p in enumerate(row.photos, start=1))
    return Shown(row=row, role=role, byline=f"{row.author} · {role}", when=_moment(row.at), photos=photos,
                 url=reverse("posts:post", args=[row.id]), recall_url=reverse("posts:recall", args=[row.id]))


def _moment(at: datetime) -> str:
    return f"{date_format(local(at), 'D j F')}, {local(at):%H:%M}"
