"""The margin line: time left of it, what happened right of it."""

from datetime import datetime
from typing import Any

from django.template import Context, Library
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from kring.web.tags import signs
from kring.web.tags.draw import draw

register = Library()


@register.simple_block_tag(takes_context=True)
def ruled(
    context: Context, content: str, label: str = "", title: str = "", talk: bool = False, level: int = 2, name: str = ""
) -> SafeString:
    """A page with the margin line around `line`s; a talk has `day`s, each with its own list."""
    return draw(
        context, "web/_ruled.html", content=content, label=label, title=title, talk=talk, level=f"h{level}", name=name
    )


@register.simple_block_tag(takes_context=True)
def line(
    context: Context,
    content: str,
    moment: Any = "",
    state: str = "",
    ring: str = "",
    by: str = "",
    at: datetime | None = None,
    now: datetime | None = None,
    tag: str = "li",
) -> SafeString:
    """One line: a text, a moment (`at now`) or a ring on the left; state now or wait; by="me" for own words."""
    if ring:
        moment = signs.ring(ring, size="s", end=True)
    elif at is not None:
        moment = signs.when(at, "near" if now else "short", now)
    return draw(
        context, "web/_line.html", content=content, moment=conditional_escape(moment), state=state, by=by, tag=tag
    )


@register.inclusion_tag("web/_day.html")
def day(text: str, level: int = 2) -> dict[str, Any]:
    """The day above the lines of a talk or log."""
    return {"text": text, "level": f"h{level}"}


@register.inclusion_tag("web/_chain.html")
def chain(rows: Any) -> dict[str, Any]:
    """Numbered steps along a margin line: rows of title and text."""
    return {"rows": rows}


@register.inclusion_tag("web/_steps.html")
def steps(now: int, total: int, next: str = "") -> dict[str, Any]:
    """A wizard as a row of seats: where you are, and what comes next."""
    states = ["done" if step < now else "now" if step == now else "next" for step in range(1, total + 1)]
    return {"now": now, "total": total, "states": states, "next": next}
