"""A picture itself. Each request is decided on afresh, and nothing is said about a picture before that: no 304, no length."""

import re
from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kring.domains.media.queries import handling, serving
from kring.domains.media.queries.serving import Bytes
from kring.domains.media.terms import Size
from kring.ground import clock
from kring.web.access import access

STAFF = ("teacher", "support", "director", "administrator", "officer")
_ONE_RANGE = re.compile(r"bytes=(\d{0,12})-(\d{0,12})\Z")
# What the browser says of where the request comes from: our own page, or the person (who typed or kept the address).
_FROM_HERE = ("same-origin", "none")


@require_safe
@access("guardian", *STAFF)
def publication(request, publication_id: UUID, size: str):
    """A picture that stands somewhere, for whom it is for, while every child in it may be seen."""
    return _answer(request, serving.rendition_for(
        actor=request.actor, publication_id=publication_id, size=_size(size), at=clock.now()))


@require_safe
@access(*STAFF)
def asset(request, asset_id: UUID, size: str):
    """A picture that is being worked on, for who works on it."""
    return _answer(request, handling.preview_for(
        actor=request.actor, asset_id=asset_id, size=_size(size), at=clock.now()))


def _size(word: str) -> Size:
    try:
        return Size(word)
    except ValueError as wrong:
        raise Http404 from wrong


def _answer(request, found: Bytes | None) -> HttpResponse:
    """Return the picture, or the part of it that was asked for; nothing of it to another site's page."""
    if found is None or request.headers.get("Sec-Fetch-Site", "none") not in _FROM_HERE:
        raise Http404
    part = _part(request.headers.get("Range", ""), found.length)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{found.length}"})
    start, end = part
    body = found.part(start, end)
    if body is None:
        raise Http404
    headers = {"Content-Disposition": "inline", "Accept-Ranges": "bytes", "Content-Length": str(end - start)}
    if "Range" in request.headers and _ONE_RANGE.match(request.headers["Range"]):
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{found.length}"
    return HttpResponse(b"" if request.method == "HEAD" else body, content_type=found.content_type, headers=headers,
                        status=206 if "Content-Range" in headers else 200)


def _part(asked: str, length: int) -> tuple[int, int] | None:
    """Return [start, end) of the one range that was asked for, all of it for any other wish, None where it lies outside."""
    one = _ONE_RANGE.match(asked)
    if one is None:
        return 0, length
    first, last = one.groups()
    if first:
        start, end = int(first), min(int(last) + 1, length) if last else length
    elif last:
        start, end = max(0, length - int(last)), length
    else:
        return None
    return (start, end) if start < end <= length and start < length else None
