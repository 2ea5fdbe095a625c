"""Answers of Kring: verdicts, notices, undo, a question beforehand."""

from datetime import datetime
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from kring.ground import clock
from kring.norms import Reason, Remedy, Verdict
from kring.web import toast as toasts
from kring.web import verdicts
from kring.web.tags.draw import draw

register = Library()

UNDO_SECONDS = 30


@register.inclusion_tag("web/_verdict.html")
def verdict(
    answer: Verdict, title: str = "", ways: Any = None, word: str = "", level: int = 2, form: str = ""
) -> dict[str, Any]:
    """The one way to show a verdict: ring, word, title, why, remedies, norms; form="bar" is the small one."""
    return verdicts.shown(answer, title=title, ways=ways or {}, word=word, level=level, form=form)


@register.simple_block_tag(takes_context=True)
def verdict_with(
    context: Context, content: str, answer: Verdict, title: str = "", ways: Any = None, word: str = "", level: int = 2
) -> SafeString:
    """A verdict with content of the page between why and the remedies."""
    row = verdicts.shown(answer, title=title, ways=ways or {}, word=word, level=level, form="")
    return draw(context, "web/_verdict.html", **row, content=content)


@register.filter
def said(part: Reason | Remedy) -> str:
    """The sentence of a reason or remedy, translated and filled in."""
    return verdicts.said(part)


@register.simple_block_tag(takes_context=True)
def notice(context: Context, content: str, title: str = "", tone: str = "", icon: str = "", level: int = 0) -> SafeString:
    """Something to know on this page: tone may, ask or not; `level` makes the title a heading."""
    icon = icon or {"may": "check", "ask": "warn", "not": "warn"}.get(tone, "bell")
    return draw(context, "web/_notice.html", content=content, title=title, tone=tone, icon=icon, level=level)


@register.inclusion_tag("web/_message.html")
def message_of(message: Any) -> dict[str, Any]:
    """One of Django's messages as a notice; an offer to undo is left to `undo_offers`."""
    tones = {"success": "may", "warning": "ask", "error": "not"}
    icons = {"success": "check", "warning": "warn", "error": "warn"}
    tag = message.level_tag
    return {"undo": toasts.undo_of(message), "text": message, "tone": tones.get(tag, ""), "icon": icons.get(tag, "bell")}


@register.inclusion_tag("web/_toast.html")
def undo_of(message: Any) -> dict[str, Any]:
    """The undo ring of a message that offers one, else nothing."""
    offer = toasts.undo_of(message)
    return toast(offer.title, offer.text, offer.url, offer.until, clock.now()) if offer else {"left": 0}


@register.inclusion_tag("web/_toast.html")
def toast(title: str, text: str, url: str, until: datetime, now: datetime, here: bool = False) -> dict[str, Any]:
    """An act that can be taken back while the ring empties; a plain button without script."""
    left = max(0, min(UNDO_SECONDS, round((until - now).total_seconds())))
    return {"title": title, "text": text, "url": url, "left": left, "here": here}


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Context,
    content: str,
    name: str,
    title: str,
    yes: str,
    no: str,
    url: str,
    danger: bool = False,
    here: bool = False,
    back: str = "",
    fields: Any = None,
) -> SafeString:
    """A question beforehand, for what cannot be undone; `here` shows it as a page of its own."""
    return draw(
        context,
        "web/_dialog.html",
        content=content,
        name=name,
        title=title,
        yes=yes,
        no=no,
        url=url,
        danger=danger,
        here=here,
        back=back,
        fields=(fields or {}).items(),
    )
