"""Sizes and JPEG. Runs in the sandbox only.

JPEG for every size, not WebP: each device, printer and mail program reads it, it costs a tenth of the time to make, and `bare` can
vouch for a whole JPEG in thirty lines. WebP would be about a third smaller; a thumbnail stays within its 12 kB either way.
"""

from io import BytesIO

from PIL import Image

from kring.ground.pixels import shapes

_MASTER_QUALITY, _FULL_QUALITY, _SCREEN_QUALITY = 90, 84, 82
_THUMB_QUALITIES = (80, 72, 64, 56, 48)
_THUMB_SIDES = (shapes.THUMB_SIDE, 288, 256, 224, 192)


def within(picture: Image.Image, side: int) -> Image.Image:
    """This function will return the picture with its longest side at most `side`, never made larger."""
    longest = max(picture.size)
    if longest <= side:
        return picture
    width, height = (max(1, round(length * side / longest)) for length in picture.size)
    # As sharp as bicubic when a picture is made smaller, at half the work.
    return picture.resize((width, height), Image.Resampling.HAMMING, reducing_gap=2.0)


def renditions(master: Image.Image, full: Image.Image) -> shapes.Renditions:
    """This function will return the picture in every size that is kept, each made from pixels alone."""
    screen = within(full, shapes.SCREEN_SIDE)
    return shapes.Renditions(
        master=_jpeg(master, _MASTER_QUALITY),
        full=_jpeg(full, _FULL_QUALITY),
        screen=_jpeg(screen, _SCREEN_QUALITY),
        thumb=_thumbnail(screen),
    )


def _thumbnail(screen: Image.Image) -> shapes.Picture:
    """The best that stays within the bytes: coarser first, then smaller."""
    for side in _THUMB_SIDES:
        small = within(screen, side)
        for quality in _THUMB_QUALITIES:
            made = _jpeg(small, quality)
            if len(made.data) <= shapes.THUMB_BYTES:
                return made
    return made


def _jpeg(picture: Image.Image, quality: int) -> shapes.Picture:
    into = BytesIO()
    # Pillow writes a comment that the picture came with unless it is told otherwise; `decode` hands over none.
    picture.save(into, "JPEG", quality=quality, optimize=max(picture.size) <= shapes.SCREEN_SIDE, comment=b"", exif=b"")
    return shapes.Picture(into.getvalue(), *picture.size)
