"""Small signs: icons, rings, seats, terms, badges, moments, people's own words."""

from datetime import date, datetime
from functools import cache
from typing import Any

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kring.web import moments, shapes
from kring.web.verdicts import RINGS

register = Library()

SOON_DAYS = 7
RING_LINES = {
    "may": mark_safe('<circle cx="22" cy="22" r="18"/><path d="M14 22.5l5.8 5.8L30.5 16"/>'),
    "ask": mark_safe(
        '<path d="M31.5 6.7A18 18 0 1 1 12.5 6.7"/><circle class="ring__dot" cx="22" cy="4.5" r="3.2"/>'
        '<path d="M22 14.5v9.5"/><circle class="ring__dot" cx="22" cy="30.5" r="2.6"/>'
    ),
    "not": mark_safe('<circle cx="22" cy="22" r="18"/><path d="M13.5 22h17"/>'),
}
OUTCOMES = {outcome: sign for sign, outcome in RINGS.items()}
HIDDEN_FROM_EARS = mark_safe(' aria-hidden="true"')


@cache
def sprite() -> str:
    """This function will return the address of the icons, asked for once."""
    return static("web/img/icons.svg")


def _for_ears(label: str) -> SafeString:
    return format_html(' role="img" aria-label="{}"', label) if label else HIDDEN_FROM_EARS


@register.simple_tag(name="icon")
def draw_icon(name: str, size: str = "", label: str = "", turn: bool = False) -> SafeString:
    """An icon of the sprite; with `label` only where no word stands beside it."""
    classes = "icon" + (f" icon--{size}" if size else "") + (" icon--turn" if turn else "")
    return format_html('<svg class="{}"{}><use href="{}#i-{}"/></svg>', classes, _for_ears(label), sprite(), name)


@register.simple_tag
def ring(sign: str, size: str = "", label: str = "", end: bool = False) -> SafeString:
    """The ring that says may, ask or not: closed, open, barred. Also takes the outcome of a verdict."""
    sign = OUTCOMES.get(sign, sign)
    classes = "ring" + (f" ring--{size}" if size else "") + (" end" if end else "")
    opening = format_html('<svg class="{}" data-verdict="{}" viewBox="0 0 44 44"{}>', classes, RINGS[sign], _for_ears(label))
    return format_html("{}{}</svg>", opening, RING_LINES[sign])


@register.inclusion_tag("web/_seats.html")
def seats(taken: int, total: int, text: str = "", label: str = "", size: str = "") -> dict[str, Any]:
    """A circle with n of m seats taken; `text` in the middle (else n), `label` for the ear."""
    shape = shapes.ring_of_seats(taken=int(taken), total=int(total))
    return {"shape": shape, "taken": taken, "total": total, "text": text or str(taken), "label": label, "size": size}


@register.inclusion_tag("web/_term.html")
def term(left: int, total: int, text: str, soon: int = SOON_DAYS) -> dict[str, Any]:
    """Days left of a term as a ring that fills: calm, an exclamation mark when soon, a bar when late."""
    state = "late" if left < 0 else "soon" if left <= soon else "ok"
    return {"state": state, "text": text, "arc": shapes.arc(centre=12, radius=9, share=1 - left / max(total, 1))}


@register.simple_tag(name="badge")
def badge_html(text: str, icon: str = "", tone: str = "") -> SafeString:
    """A small mark with a word: tone may, ask, not, new or line. Also for cells of a table."""
    sign = draw_icon(icon) if icon else ring("ask") if tone == "ask" else ""
    return format_html('<span class="badge"{}>{}{}</span>', format_html(' data-tone="{}"', tone) if tone else "", sign, text)


@register.inclusion_tag("web/_bring.html")
def bring(text: str, icon: str = "bag") -> dict[str, Any]:
    """Something to bring along."""
    return {"text": text, "icon": icon}


@register.simple_tag
def when(at: datetime | date, form: str = "full", now: datetime | None = None) -> SafeString:
    """A moment in school time, short: full, short, time, day, date, or near as seen from `now`."""
    if form == "near":
        if now is None or not isinstance(at, datetime):
            raise ValueError("near needs a moment and now")
        text = moments.near(at, now)
    else:
        text = moments.FORMS[form](at)  # type: ignore[arg-type]
    return format_html('<time datetime="{}"><bdi>{}</bdi></time>', at.isoformat(), text)


@register.simple_tag
def own(text: str, lang: str = "") -> SafeString:
    """People's own words, in their own language and direction, never translated."""
    return format_html('<bdi lang="{}">{}</bdi>', lang, text) if lang else format_html("<bdi>{}</bdi>", text)
