"""Covering and cropping. Runs in the sandbox only.

A face is covered by an opaque disc in new pixels: nothing of what lay under it is in the new picture, in any size. The disc has the
same colour for everybody, so that a colour never becomes a name.
"""

import math

from PIL import Image, ImageDraw

from kring.ground.pixels import cuts, shapes
from kring.ground.pixels.decode import Refusal

COLOUR = (0xB9, 0xCB, 0xE6)
STROKE = (255, 255, 255)
_RING, _RING_WIDTH, _SEATS, _SEAT = 0.80, 0.097, 6, 0.62  # radius and width in radii; strokes and how much of a sixth each takes
_FINE = 4  # the disc is drawn this much larger and scaled down, for smooth edges
_LEAST_SIDE = 48


def covered(picture: Image.Image, boxes: list[shapes.Box]) -> Image.Image:
    """This function will return a copy of the picture with a disc over each box, the whole box included."""
    new = picture.copy()
    for box in boxes:
        _burn(new, *cuts.disc(box, new.size))
    return new


def cropped(picture: Image.Image, box: shapes.Box) -> Image.Image:
    """This function will return the pixels inside the box only. Raises: Refusal when hardly anything is left."""
    width, height = picture.size
    left, top = math.ceil(box.x * width), math.ceil(box.y * height)
    right, bottom = math.floor((box.x + box.w) * width), math.floor((box.y + box.h) * height)
    if right - left < _LEAST_SIDE or bottom - top < _LEAST_SIDE:
        raise Refusal("nothing-left")
    new = picture.crop((left, top, right, bottom))
    new.info = {}
    return new


def _burn(picture: Image.Image, mid_x: float, mid_y: float, radius: float) -> None:
    # Only the part that lies on the picture is drawn, so that a box as large as the picture costs no more than the picture.
    left, top = max(0, math.floor(mid_x - radius) - 1), max(0, math.floor(mid_y - radius) - 1)
    right, bottom = (
        min(picture.width, math.ceil(mid_x + radius) + 1),
        min(picture.height, math.ceil(mid_y + radius) + 1),
    )
    if right <= left or bottom <= top:
        return
    fine = _FINE if (right - left) * (bottom - top) < 1_000_000 else 1
    size = ((right - left) * fine, (bottom - top) * fine)
    x, y, r = (mid_x - left) * fine, (mid_y - top) * fine, radius * fine
    disc, shape = Image.new("RGB", size, COLOUR), Image.new("L", size, 0)
    # One pixel wider than the radius: smoothing then softens outside of what must be hidden, never inside.
    ImageDraw.Draw(shape).ellipse((x - r - fine, y - r - fine, x + r + fine, y + r + fine), fill=255)
    _draw_seats(ImageDraw.Draw(disc), x, y, r)
    picture.paste(disc.reduce(fine), (left, top), shape.reduce(fine))


def _draw_seats(draw: ImageDraw.ImageDraw, x: float, y: float, r: float) -> None:
    """Six strokes with round ends, on a ring within the disc: six seats of the circle."""
    ring, width = r * _RING, max(1, round(r * _RING_WIDTH))
    outer = ring + width / 2
    step = 360 / _SEATS
    for seat in range(_SEATS):
        start, end = seat * step, seat * step + step * _SEAT
        draw.arc((x - outer, y - outer, x + outer, y + outer), start, end, fill=STROKE, width=width)
        for angle in (math.radians(start), math.radians(end)):
            tip_x, tip_y = x + ring * math.cos(angle), y + ring * math.sin(angle)
            draw.ellipse((tip_x - width / 2, tip_y - width / 2, tip_x + width / 2, tip_y + width / 2), fill=STROKE)
