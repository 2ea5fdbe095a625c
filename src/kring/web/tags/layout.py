"""What carries a page: bars, heads, buttons, tabs, drawings of the circle."""

import hashlib
from typing import Any

from django.template import Context, Library
from django.utils.safestring import SafeString

from kring.ground.ids import uuid7
from kring.web.hx import KEY_FIELD
from kring.web.tags.draw import draw

register = Library()

PICTURE_BOXES = {"circle": "0 0 220 220", "page": "0 0 170 170", "cloud": "0 0 220 220"}


@register.inclusion_tag("web/_bar.html", takes_context=True)
def bar_home(context: Context) -> dict[str, Any]:
    """The bar with the school and the cap one wears."""
    return {"frame": context.get("frame"), "back": ""}


@register.inclusion_tag("web/_bar.html", takes_context=True)
def bar_back(context: Context, title: str, url: str, heading: bool = True) -> dict[str, Any]:
    """The bar of a page one can go back from; its title is the h1 unless heading=False."""
    return {"frame": context.get("frame"), "back": url, "title": title, "heading": heading}


@register.inclusion_tag("web/_places.html", takes_context=True)
def places(context: Context, form: str) -> dict[str, Any]:
    """The places of the menu: form="tabbar" on a phone, form="rail" on a desk."""
    return {"frame": context.get("frame"), "form": form}


@register.inclusion_tag("web/_page_head.html")
def page_head(title: str, over: Any = "", lead: str = "", level: int = 1) -> dict[str, Any]:
    """The head of a page: what it is, above it where or when, below it what one should know."""
    return {"title": title, "over": over, "lead": lead, "level": f"h{level}"}


@register.inclusion_tag("web/_section_name.html")
def section_name(title: str, link: str = "", url: str = "", level: int = 2) -> dict[str, Any]:
    """A new subject on the page, with a link to all of it."""
    return {"title": title, "link": link, "url": url, "level": f"h{level}"}


@register.inclusion_tag("web/_mark.html")
def mark(size: str = "") -> dict[str, Any]:
    """The mark: six children in a circle, seen from above; one is yellow."""
    return {"size": size}


@register.inclusion_tag("web/_floor.html")
def floor() -> dict[str, Any]:
    """The lines of a gym floor under the head of a page."""
    return {}


@register.inclusion_tag("web/_picture.html")
def picture(name: str, label: str = "", size: str = "") -> dict[str, Any]:
    """A drawing: circle (children around a free seat), page, cloud."""
    return {"drawing": f"web/pictures/{name}.html", "box": PICTURE_BOXES[name], "label": label, "size": size}


@register.simple_block_tag(takes_context=True)
def empty(
    context: Context, content: str, title: str, picture: str = "circle", level: int = 2, sheet: bool = True
) -> SafeString:
    """Nothing here yet, and when something will come."""
    return draw(
        context, "web/_empty.html", content=content, title=title, picture=picture, level=f"h{level}", sheet=sheet
    )


@register.inclusion_tag("web/_button.html")
def button(
    label: str,
    kind: str = "",
    wide: bool = False,
    small: bool = False,
    icon: str = "",
    url: str = "",
    name: str = "",
    value: Any = "",
    type: str = "submit",
    form: str = "",
    off: str = "",
    off_url: str = "",
    off_link: str = "",
    about: str = "",
    dialog: str = "",
) -> dict[str, Any]:
    """A button, or with `url` a link that looks like one; `off` is the reason why it cannot be pressed now."""
    variants = {"second": "second", "quiet": "quiet", "danger": "danger", "sure": "danger-sure"}
    classes = ["button"] + ([f"button--{variants[kind]}"] if kind else [])
    classes += ["button--wide"] if wide else []
    classes += ["button--small"] if small else []
    mark = hashlib.sha256(f"{label}|{name}|{value}|{url}|{form}|{about}".encode()).hexdigest()[:8]
    return {
        "label": label,
        "classes": " ".join(classes),
        "icon": icon,
        "icon_size": "s" if small else "",
        "url": url,
        "name": name,
        "value": value,
        "type": type,
        "form": form,
        "off": off,
        "off_url": off_url,
        "off_link": off_link,
        "off_id": f"off-{mark}",
        "about": about,
        "dialog": dialog,
    }


@register.inclusion_tag("web/_round_button.html")
def round_button(
    icon: str, label: str, kind: str = "", url: str = "", name: str = "", value: Any = "", type: str = "submit", form: str = ""
) -> dict[str, Any]:
    """A round button with an icon alone; `label` is its name for the ear."""
    turn = icon in ("send", "back", "arrow", "chevron")
    return {"icon": icon, "label": label, "kind": kind, "url": url, "name": name, "value": value, "type": type, "form": form, "turn": turn}


@register.inclusion_tag("web/_post_button.html")
def post_button(
    label: str,
    url: str,
    kind: str = "",
    wide: bool = False,
    small: bool = False,
    icon: str = "",
    fields: Any = None,
    about: str = "",
    off: str = "",
) -> dict[str, Any]:
    """A form of one button that POSTs, with its CSRF token and form key."""
    values = (fields or {}).items()
    return {"label": label, "url": url, "kind": kind, "wide": wide, "small": small, "icon": icon, "fields": values, "about": about, "off": off}


@register.inclusion_tag("web/_form_key.html")
def form_key() -> dict[str, Any]:
    """The hidden key that makes a double tap, a retry and an offline replay one row."""
    return {"name": KEY_FIELD, "key": uuid7()}


@register.inclusion_tag("web/_tabs.html")
def tabs(rows: Any, label: str) -> dict[str, Any]:
    """Parts of one subject, each an address: rows of label, url, current."""
    return {"rows": rows, "label": label}


@register.inclusion_tag("web/_pages_nav.html")
def pages_nav(older: str = "", newer: str = "") -> dict[str, Any]:
    """Earlier and later, by key and not by number."""
    return {"older": older, "newer": newer}
