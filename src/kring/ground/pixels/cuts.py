"""Where a picture is cut so that a face is no longer in it: sums with rectangles, no picture is opened here.

A cut is straight, beside the face, and leaves as much free around it as a covering would hide. What is kept is one rectangle.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from kring.ground.pixels.shapes import Box

_HEAD = 1.34  # a disc's diameter, in heads
_RAISED = 0.10  # hair stands above a face: the disc's middle lies this part of the box's height above the box's middle
_FINEST = 1_000_000  # edges of what is kept lie on this many parts of the picture, so that they compare as they are kept

Size = tuple[int, int]
Edges = tuple[float, float, float, float]  # left, top, right, bottom
WHOLE: Edges = (0.0, 0.0, 1.0, 1.0)


@dataclass(frozen=True)
class Least:
    """What must be left of a picture: a part of its area, and each side in pixels."""

    part: float
    side: int


def disc(box: Box, size: Size) -> tuple[float, float, float]:
    """This function will return middle and radius, in pixels, of what hides a face: 1.34 heads wide, and never smaller than
    what holds the whole box."""
    wide, high = box.w * size[0], box.h * size[1]
    raised = _RAISED * high
    holds_box = 1.02 * math.hypot(wide / 2, high / 2 + raised) + 2
    radius = max(_HEAD * max(wide, high) / 2, holds_box)
    return box.x * size[0] + wide / 2, box.y * size[1] + high / 2 - raised, radius


def grown(box: Box, size: Size) -> Box:
    """This function will return the rectangle around the disc that would hide a face, as far as it lies in the picture."""
    x, y, radius = disc(box, size)
    left, right = max(0.0, (x - radius) / size[0]), min(1.0, (x + radius) / size[0])
    top, bottom = max(0.0, (y - radius) / size[1]), min(1.0, (y + radius) / size[1])
    return Box(left, top, right - left, bottom - top)


def best(*, away: Iterable[Box], others: Iterable[Box], size: Size, least: Least, within: Box | None = None) -> Box | None:
    """This function will return what is kept when each face of `away` is cut off, inside `within` when the picture was cut
    before: with the most of `others`, then the largest. None where no cut leaves enough of the picture.

    `size` is that of the whole picture in pixels; all boxes are in parts of it.
    """
    kept = [_edges(within) if within else WHOLE]
    for face in away:
        off = _edges(grown(face, size))
        cut = {part for edges in kept for part in _beside(edges, off)}
        kept = _largest(part for part in cut if _is_enough(part, size, least))
    faces = [_edges(box) for box in others]
    ranked = sorted(kept, key=lambda part: (-sum(_holds(part, face) for face in faces), -_area(part), part))
    return _box(ranked[0]) if ranked else None


def is_off(box: Box, kept: Box, size: Size) -> bool:
    """This function will say whether nothing of a face, or close around it, lies in what is kept."""
    return not _meet(_edges(grown(box, size)), _edges(kept))


def holds(outer: Box | None, inner: Box | None) -> bool:
    """This function will say whether a picture cut to `outer` has every pixel of one cut to `inner`; None is the whole."""
    return outer is None or (inner is not None and _holds(_edges(outer), _edges(inner)))


def inside(box: Box, kept: Box | None, size: Size) -> Box | None:
    """This function will return a face in parts of what is kept. Of one that only its hair reaches into, that; None when
    nothing of it is there."""
    if kept is None:
        return box
    frame = _edges(kept)
    seen = next((part for part in (_common(_edges(box), frame), _common(_edges(grown(box, size)), frame)) if part), None)
    if seen is None:
        return None
    left, right = ((edge - kept.x) / kept.w for edge in seen[::2])
    top, bottom = ((edge - kept.y) / kept.h for edge in seen[1::2])
    return _box((max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)))


def outside(box: Box, kept: Box | None) -> Box:
    """This function will return a box of what is kept in parts of the whole picture."""
    if kept is None:
        return box
    return Box(kept.x + box.x * kept.w, kept.y + box.y * kept.h, box.w * kept.w, box.h * kept.h)


def _beside(kept: Edges, off: Edges) -> list[Edges]:
    """What can be kept when a rectangle is cut off: all of it when they do not meet, else what lies on each side."""
    if not _meet(kept, off):
        return [kept]
    left, top, right, bottom = kept
    return [
        (_up(off[2]), top, right, bottom), (left, top, _down(off[0]), bottom),
        (left, _up(off[3]), right, bottom), (left, top, right, _down(off[1])),
    ]


def _up(edge: float) -> float:
    return math.ceil(edge * _FINEST) / _FINEST


def _down(edge: float) -> float:
    return math.floor(edge * _FINEST) / _FINEST


def _largest(parts: Iterable[Edges]) -> list[Edges]:
    """Without those that lie in another: that one keeps as many faces and more of the picture."""
    found = sorted(parts, key=lambda part: (-_area(part), part))
    return [one for n, one in enumerate(found) if not any(_holds(other, one) for other in found[:n])]


def _is_enough(part: Edges, size: Size, least: Least) -> bool:
    wide, high = part[2] - part[0], part[3] - part[1]
    return wide > 0 and high > 0 and wide * high >= least.part and min(wide * size[0], high * size[1]) >= least.side


def _meet(one: Edges, other: Edges) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _common(one: Edges, other: Edges) -> Edges | None:
    both = (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
    return both if both[2] - both[0] > 1 / _FINEST and both[3] - both[1] > 1 / _FINEST else None


def _holds(outer: Edges, inner: Edges) -> bool:
    near = 1 / _FINEST  # a width is kept, not a right edge
    return (outer[0] <= inner[0] + near and outer[1] <= inner[1] + near
            and inner[2] <= outer[2] + near and inner[3] <= outer[3] + near)


def _area(part: Edges) -> float:
    return (part[2] - part[0]) * (part[3] - part[1])


def _edges(box: Box) -> Edges:
    return box.x, box.y, min(1.0, box.x + box.w), min(1.0, box.y + box.h)


def _box(part: Edges) -> Box:
    return Box(part[0], part[1], part[2] - part[0], part[3] - part[1])
