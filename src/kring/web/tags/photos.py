"""Pictures: one, a grid, one being checked, faces while composing, where a picture will stand."""

from dataclasses import dataclass
from typing import Any

from django.template import Library
from django.utils.translation import gettext, gettext_noop

register = Library()

GRID = 4  # one large and three small; the rest is a number
VIEW = 600  # faces are drawn as if the picture were this wide, so that lines and letters keep their size
COVERED = 1.34  # the circle around a face, by the height of the head
FACE_LABELS = {
    "unknown": gettext_noop("Not pointed out yet"),
    "may": gettext_noop("May be in the picture"),
    "not": gettext_noop("May not be in the picture"),
    "adult": gettext_noop("Adult"),
    "covered": gettext_noop("Covered"),
}


@dataclass(frozen=True)
class FaceShape:
    """A face as it is drawn, in the points of the view."""

    number: Any
    state: str
    name: str
    url: str
    label: str
    x: int
    y: int
    radius: int
    tag: str

    @property
    def left(self) -> int:
        return self.x - self.radius

    @property
    def top(self) -> int:
        return self.y - self.radius

    @property
    def side(self) -> int:
        return 2 * self.radius

    @property
    def seat_radius(self) -> int:
        return round(self.radius * 0.8)

    @property
    def seat_dashes(self) -> str:
        """Six seats around the disc."""
        sixth = 2 * 3.14159 * self.seat_radius / 6
        return f"{sixth * 0.62:.1f} {sixth * 0.38:.1f}"

    @property
    def tag_width(self) -> int:
        return 11 * len(self.tag) + 24

    @property
    def tag_left(self) -> int:
        return self.x - self.tag_width // 2

    @property
    def tag_top(self) -> int:
        return self.y + self.radius + 8

    @property
    def tag_base(self) -> int:
        return self.tag_top + 20


def face_shape(row: Any, *, scale: float) -> FaceShape:
    """This function will turn a face in picture pixels into what is drawn of it."""
    name, number = getattr(row, "name", "") or "", getattr(row, "number", "")
    label = ": ".join(part for part in (str(number), name, gettext(FACE_LABELS[row.state])) if part)
    return FaceShape(
        number=number,
        state=row.state,
        name=name,
        url=getattr(row, "url", "") or "",
        label=label,
        x=round((row.x + row.width / 2) * scale),
        y=round((row.y + row.height / 2) * scale),
        radius=round(max(row.width, row.height) * scale * COVERED / 2),
        tag=name or str(number),
    )


@register.inclusion_tag("web/_faces.html")
def faces(rows: Any, width: int, height: int, pick: bool = False) -> dict[str, Any]:
    """The faces of a picture while composing; links where rows have a url, buttons for script with `pick`."""
    scale = VIEW / width
    shapes = [face_shape(row, scale=scale) for row in rows]
    return {"faces": shapes, "width": VIEW, "height": round(height * scale), "pick": pick}


@register.inclusion_tag("web/_photo.html")
def photo(
    row: Any, url: str = "", sign: str = "", more: int = 0, current: bool = False, eager: bool = False, label: str = ""
) -> dict[str, Any]:
    """One picture (src alt width height); `sign` a ring on it, `more` how many follow."""
    return {"row": row, "url": url, "sign": sign, "more": more, "current": current, "eager": eager, "label": label}


@register.inclusion_tag("web/_photo_grid.html")
def photo_grid(
    rows: Any, url: str = "", total: int = 0, more: int = 0, label: str = "", eager: bool = False
) -> dict[str, Any]:
    """The first picture large and three below; `total` how many there are or `more` how many follow; `url` opens them."""
    rows = list(rows)
    shown = rows[:GRID] if len(rows) >= GRID else rows[:2] if len(rows) == 2 else rows
    hidden = max(total, len(rows)) - len(shown)
    return {
        "first": shown[:-1],
        "last": shown[-1] if shown else None,
        "more": more or (hidden + 1 if hidden else 0),  # the last one shown lies under the number
        "two": len(shown) == 2,
        "url": url,
        "label": label,
        "eager": eager,
    }


@register.inclusion_tag("web/_photo_none.html")
def photo_none(text: str, more: str = "") -> dict[str, Any]:
    """The place of a picture that is being checked."""
    return {"text": text, "more": more}


@register.inclusion_tag("web/_where.html")
def where(place: str) -> dict[str, Any]:
    """A small drawing of where a picture will stand: group name website social guide newsletter building."""
    return {"drawing": f"web/where/{place}.html"}
