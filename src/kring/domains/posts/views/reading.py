"""Reading: the feed, one message, one photo on the whole screen."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kring.domains.posts.queries import facts, feed
from kring.domains.posts.queries.cards import shown
from kring.domains.posts.queries.feed import PostRow
from kring.domains.posts.rules import may_read
from kring.domains.posts.views.parts import card
from kring.ground import clock
from kring.web.access import access

STAFF = ("teacher", "support", "director", "administrator", "officer")
@require_GET
@access("guardian", *STAFF)
def messages_page(request):
    """The feed of who asks: of all groups, or of one with `?group=`."""
    at, actor = clock.now(), request.actor
    group_id, before = _uuid(request.GET.get("group")), _uuid(request.GET.get("before"))
    found = feed.feed(actor=actor, at=at, before=before, group_id=group_id)
    single_group = len({r.group_id for r in found.rows}) == 1
    return render(request, "posts/feed.html", {
        "cards": [card(request, row, single_group) for row in found.rows], "older": found.older_than,
        "group_id": group_id, "groups": found.groups, "may_school": actor.capacity == "director", "title": _("Messages"),
    })


@require_GET
@access("guardian", *STAFF)
def message_page(request, post_id: UUID):
    """One message with all its photos; 404 for what is not there and for what is not yours alike."""
    row = _one(request, post_id)
    return render(request, "posts/post.html", {
        "row": shown(row, size="screen"), "photos": shown(row, size="screen").photos, "back_url": reverse("posts:feed"),
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
    at, actor = clock.now(), request.actor
    post = facts.post(actor=actor, post_id=post_id)
    if post is None or not may_read(facts.read_facts(actor=actor, post=post, at=at)).allowed:
        raise Http404
    row = feed.one(actor=actor, at=at, post_id=post_id)
    if row is None:
        raise Http404
    return row


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError as wrong:
        raise Http404 from wrong
