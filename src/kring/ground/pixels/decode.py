"""Opening a picture. Runs in the sandbox only.

Order: look at the header, refuse by size, decode the first frame only, scale down, turn upright, bring to 8-bit sRGB on white. What
comes out is a new picture of pixels alone, to which nothing of the file is attached.
"""

from io import BytesIO

import numpy as np
from PIL import Image, ImageCms, ImageFile

from kring.ground.pixels import kinds, shapes
from kring.ground.pixels.scale import within

_OPENERS = {kinds.JPEG: ["JPEG", "MPO"], kinds.PNG: ["PNG"], kinds.WEBP: ["WEBP"], kinds.GIF: ["GIF"], kinds.HEIF: ["HEIF"]}
_WHITE = (255, 255, 255)
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIXTEEN_BIT = ("I;16", "I;16L", "I;16B", "I;16N", "I")
_WITH_ALPHA = ("RGBA", "LA", "PA", "RGBa", "La")


class Refusal(Exception):
    """The picture is not taken; the argument is a code of `refusals`."""


def prepare() -> None:
    """This function will load every decoder that may be needed, while files can still be opened."""
    from pillow_heif import register_heif_opener

    # Our own limit is checked from the header; Pillow's would warn first and refuse only at twice its value.
    Image.MAX_IMAGE_PIXELS = None
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    Image.init()
    small = Image.new("RGB", (8, 8))
    for kind in (kinds.JPEG, kinds.PNG, kinds.WEBP, kinds.GIF):
        into = BytesIO()
        small.save(into, kind)
        pixels_of(into.getvalue(), kind)
    _to_srgb(small, ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())


def pixels_of(data: bytes, kind: str, side: int = shapes.MASTER_SIDE) -> Image.Image:
    """This function will return the picture upright, in 8-bit RGB, at most `side` pixels long. Raises: Refusal."""
    with _opened(data, kind) as file:
        _weigh(file.size)
        profile, turn = file.info.get("icc_profile"), _orientation(file)
        file.draft(None, (side, side))
        try:
            file.load()
        except MemoryError:
            raise
        except Exception as error:
            raise Refusal("broken") from error
        _weigh(file.size)
        picture = _flat(file)
    picture = within(picture, side)
    if profile:
        picture = _to_srgb(picture, profile)
    return _turned(_alone(picture), turn)


def _opened(data: bytes, kind: str) -> Image.Image:
    try:
        return Image.open(BytesIO(data), formats=_OPENERS[kind])
    except MemoryError:
        raise
    except Exception as error:
        raise Refusal("broken") from error


def _weigh(size: tuple[int, int]) -> None:
    width, height = size
    if width * height > shapes.MAX_PIXELS:
        raise Refusal("too-many-pixels")
    if max(width, height) > shapes.MAX_SIDE:
        raise Refusal("too-long")
    if min(width, height) < 1:
        raise Refusal("broken")


def _orientation(file: Image.Image) -> int:
    """A HEIF picture has been turned by its decoder already, and its tag set to 1."""
    try:
        return int(file.getexif().get(0x0112, 1))
    except Exception:
        return 1  # a broken tag must not lose the picture


def _flat(file: Image.Image) -> Image.Image:
    """8-bit RGB on white, from whatever mode the file has."""
    if file.mode in _SIXTEEN_BIT:
        return Image.fromarray((np.asarray(file) >> 8).clip(0, 255).astype(np.uint8)).convert("RGB")
    if file.mode == "P" and "transparency" in file.info:
        file = file.convert("RGBA")
    if file.mode in _WITH_ALPHA:
        clear = file.convert("RGBA") if file.mode != "RGBA" else file
        ground = Image.new("RGB", clear.size, _WHITE)
        ground.paste(clear, mask=clear.getchannel("A"))
        return ground
    return file if file.mode == "RGB" else file.convert("RGB")


def _to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """A picture in a wide colour space would look dull without its profile, and the profile does not stay."""
    try:
        given = ImageCms.ImageCmsProfile(BytesIO(profile))
        if "sRGB" in ImageCms.getProfileDescription(given) or given.profile.xcolor_space.strip() != "RGB":
            return picture
        turned = ImageCms.profileToProfile(picture, given, ImageCms.createProfile("sRGB"))
        return turned if turned is not None else picture
    except MemoryError:
        raise
    except Exception:
        return picture  # a broken profile costs some colour, not the picture


def _alone(picture: Image.Image) -> Image.Image:
    """The pixels without anything that the file had attached to them."""
    clean = picture.copy()
    clean.info = {}
    return clean


def _turned(picture: Image.Image, turn: int) -> Image.Image:
    how = _TURNS.get(turn)
    return picture if how is None else picture.transpose(how)
